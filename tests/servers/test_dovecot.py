"""Mail handed over by LMTP is read by IMAP, plain and encrypted."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from servers import dovecot
from servers.loopback import HOST

pytestmark = [pytest.mark.servers, pytest.mark.skipif(bool(dovecot.missing()), reason=dovecot.missing())]

FRAUKE = "frauke@kundschaft.example"


def letter(subject: str, *, to: str = FRAUKE) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "anna.lind@lindenhof.example"
    message["To"] = to
    message["Subject"] = subject
    message.set_content("Die Klingel ist da.\n")
    return message


def test_dovecot_takes_by_lmtp_and_shows_by_imap() -> None:
    with dovecot.dovecot({FRAUKE: "radweg"}) as server:
        assert server.read(FRAUKE) == []
        with smtplib.LMTP(HOST, server.lmtp_port, timeout=30) as client:
            client.send_message(letter("Klingel"))
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                client.send_message(letter("Niemand", to="niemand@kundschaft.example"))
        (raw,) = server.read(FRAUKE)
        assert b"Subject: Klingel" in raw
        with server.mailbox(FRAUKE) as client:
            assert client.search("UNSEEN") == [1]


def test_dovecot_over_tls_and_with_a_wrong_password() -> None:
    with dovecot.dovecot({FRAUKE: "radweg"}) as server:
        trusting = ssl.create_default_context(cafile=str(server.tls.certificate))
        with IMAPClient(HOST, server.imaps_port, ssl=True, ssl_context=trusting, timeout=30) as client:
            client.login(FRAUKE, "radweg")
            assert client.select_folder("INBOX")[b"EXISTS"] == 0
        with (
            IMAPClient(HOST, server.imap_port, ssl=False, timeout=30) as client,
            pytest.raises(LoginError),
        ):
            client.login(FRAUKE, "gehweg")
