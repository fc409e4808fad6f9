"""A mail through Postfix into Dovecot, a submission with sign-in, a bounce, and no way outside."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator

import pytest

from servers import dovecot, postfix
from servers.dovecot import Dovecot
from servers.loopback import HOST, wait_until
from servers.postfix import Postfix

MISSING = postfix.missing() or dovecot.missing()
pytestmark = [pytest.mark.servers, pytest.mark.skipif(bool(MISSING), reason=MISSING)]

FRAUKE = "frauke@kundschaft.example"
ANNA = "anna.lind@lindenhof.example"


@pytest.fixture(scope="module")
def mailboxes() -> Iterator[Dovecot]:
    with dovecot.dovecot({FRAUKE: "radweg", ANNA: "werkstatt"}) as server:
        yield server


@pytest.fixture(scope="module")
def relay(mailboxes: Dovecot) -> Iterator[Postfix]:
    into_dovecot = f"lmtp:inet:{HOST}:{mailboxes.lmtp_port}"
    routes = {"kundschaft.example": into_dovecot, "lindenhof.example": into_dovecot}
    with postfix.postfix(routes, auth_socket=mailboxes.auth_socket) as server:
        yield server


def mail(subject: str) -> str:
    return f"From: {ANNA}\r\nTo: {FRAUKE}\r\nSubject: {subject}\r\n\r\nGuten Tag!\r\n"


def test_mail_goes_through_postfix_into_dovecot(relay: Postfix, mailboxes: Dovecot) -> None:
    with smtplib.SMTP(HOST, relay.smtp_port, timeout=30) as client:
        client.sendmail(ANNA, [FRAUKE], mail("Sattel"))
    wait_until(lambda: any(b"Subject: Sattel" in raw for raw in mailboxes.read(FRAUKE)), what="mail", log=relay.log)
    wait_until(lambda: relay.queued() == 0, what="an empty queue", log=relay.log)


def test_submission_wants_tls_and_sign_in(relay: Postfix, mailboxes: Dovecot) -> None:
    trusting = ssl.create_default_context(cafile=str(relay.tls.certificate))
    with smtplib.SMTP(HOST, relay.submission_port, timeout=30) as client:
        with pytest.raises(smtplib.SMTPException):
            client.sendmail(ANNA, [FRAUKE], mail("Offen"))
        client.starttls(context=trusting)
        with pytest.raises(smtplib.SMTPException):
            client.sendmail(ANNA, [FRAUKE], mail("Fremd"))
        client.login(ANNA, "werkstatt")
        client.sendmail(ANNA, [FRAUKE], mail("Lenker"))
    wait_until(lambda: any(b"Subject: Lenker" in raw for raw in mailboxes.read(FRAUKE)), what="mail", log=relay.log)
    assert not any(word in raw for raw in mailboxes.read(FRAUKE) for word in (b"Offen", b"Fremd"))


def test_unknown_mailbox_bounces_to_the_sender(relay: Postfix, mailboxes: Dovecot) -> None:
    with smtplib.SMTP(HOST, relay.smtp_port, timeout=30) as client:
        client.sendmail(ANNA, ["weg@kundschaft.example"], mail("Umzug"))
    wait_until(lambda: len(mailboxes.read(ANNA)) == 1, what="the bounce", log=relay.log)
    (bounce,) = mailboxes.read(ANNA)
    assert b"multipart/report" in bounce
    assert b"weg@kundschaft.example" in bounce


def test_nothing_goes_outside(relay: Postfix) -> None:
    with (
        smtplib.SMTP(HOST, relay.smtp_port, timeout=30) as client,
        pytest.raises(smtplib.SMTPRecipientsRefused) as caught,
    ):
        client.sendmail(FRAUKE, ["jo@far-away.example"], mail("Reise"))
    assert b"talks to nobody outside" in caught.value.recipients["jo@far-away.example"][1]
