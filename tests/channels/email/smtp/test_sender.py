"""One connection for many mails: kept while it is good, replaced when it is not, signed in as the settings say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from channels.email.outgoing import CONTENT, HASTY, NOON, PATIENT, handover, smtp_settings
from channels.email.smtp_script import Action, fall_silent, hang_up, scripted
from channels.email.talk import Talk
from nahbar.channels.contract import Outcome, SendFault
from nahbar.channels.email.smtp import sender as smtp
from nahbar.channels.email.smtp.sender import SmtpSender
from servers.certificate import Certificate, make_certificate
from servers.loopback import HOST, free_port, wait_until
from servers.sink import Orders, Trouble, sink


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return make_certificate(tmp_path)


def test_many_mails_share_a_connection() -> None:
    with scripted() as server:
        with SmtpSender(smtp_settings(server.port), None, PATIENT) as sender:
            for _ in range(3):
                assert sender.send(handover()).results[0].outcome == Outcome.ACCEPTED
        assert len(server.kept) == 3
        assert server.served.connections == 1
        assert len(server.said("RSET")) == 2
        wait_until(lambda: len(server.said("QUIT")) == 1, what="QUIT at the server")


def test_connection_is_renewed_when_it_has_carried_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "MESSAGES_PER_CONNECTION", 2)
    with scripted() as server:
        with SmtpSender(smtp_settings(server.port), None, PATIENT) as sender:
            for _ in range(5):
                sender.send(handover())
        assert server.served.connections == 3


@pytest.mark.parametrize("action", [hang_up, fall_silent, "what?", "421 4.3.2 enough", "250 one\r\n250 too many"])
def test_stale_connection_is_replaced_before_the_next_mail(action: Action) -> None:
    with scripted({"RSET": action}) as server, SmtpSender(smtp_settings(server.port), None, HASTY) as sender:
        for _ in range(2):
            assert sender.send(handover()).results[0].outcome == Outcome.ACCEPTED
        assert len(server.kept) == 2
        assert server.served.connections == 2


def test_words_that_nobody_asked_for_do_not_shift_the_answers() -> None:
    """A second "250" after the first mail must not become the answer to the next mail's dot."""
    with (
        scripted(per_message=("250 ok\r\n250 and once more", "554 5.7.1 spam")) as server,
        SmtpSender(smtp_settings(server.port), None, PATIENT) as sender,
    ):
        assert sender.send(handover()).results[0].outcome == Outcome.ACCEPTED
        assert sender.send(handover()).results[0].outcome == Outcome.PERMANENT


def test_mail_after_a_broken_one_gets_a_new_connection() -> None:
    with (
        scripted(per_message=(hang_up,)) as server,
        SmtpSender(smtp_settings(server.port), None, PATIENT) as sender,
    ):
        assert sender.send(handover()).results[0].outcome == Outcome.UNKNOWN
        assert sender.send(handover()).results[0].outcome == Outcome.ACCEPTED
        assert server.served.connections == 2


def test_sink_that_drops_after_data_has_the_mail_that_is_unknown_here() -> None:
    plan = [Trouble.DROP_ACCEPTED, Trouble.DROP_REFUSED, Trouble.TEMPORARY, Trouble.PERMANENT, Trouble.NONE]
    with sink(Orders(plan=plan)) as server:
        with SmtpSender(smtp_settings(server.port), None, PATIENT) as sender:
            found = [sender.send(handover()).results[0].outcome for _ in plan]
        assert len(server.accepted()) == 2
    assert found == [Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.TEMPORARY, Outcome.PERMANENT, Outcome.ACCEPTED]


def test_every_try_carries_the_same_bytes() -> None:
    with scripted(per_message=("451 4.3.0 later",)) as server:
        for _ in range(2):
            with SmtpSender(smtp_settings(server.port), None, PATIENT) as sender:
                sender.send(handover())
        assert server.kept == [CONTENT, CONTENT]


@pytest.mark.parametrize(
    "action", [hang_up, fall_silent, "what?", "554 5.3.2 no service", "220 a\r\n250 b", b"\xff" * 20_000]
)
def test_server_that_greets_wrongly_is_a_temporary_fault(action: Action) -> None:
    with (
        scripted({"GREETING": action}) as server,
        SmtpSender(smtp_settings(server.port), None, HASTY) as sender,
        pytest.raises(SendFault) as caught,
    ):
        sender.send(handover())
    assert not caught.value.permanent


def test_nobody_there_is_a_temporary_fault_that_names_the_port() -> None:
    port = free_port()
    with SmtpSender(smtp_settings(port), None, PATIENT) as sender, pytest.raises(SendFault) as caught:
        sender.send(handover())
    assert not caught.value.permanent
    assert str(port) in caught.value.sentence


class Keeper(Message):
    """Keeps the messages, as a real server of Python's own would."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.kept.append(message)


def authenticate(_server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"anna", "geh\u00e4use".encode())
    return AuthResult(success=known, handled=False)


@pytest.fixture
def tls_server(certificate: Certificate) -> Iterator[Controller]:
    """A server that wants STARTTLS and then a sign-in."""
    import ssl

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.certificate, certificate.key)
    controller = Controller(
        Keeper(),
        hostname=HOST,
        port=free_port(),
        tls_context=context,
        require_starttls=True,
        authenticator=authenticate,
        auth_required=True,
    )
    controller.start()
    yield controller
    controller.stop()


def test_starttls_with_sign_in(
    tls_server: Controller, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    settings = smtp_settings(
        tls_server.port, smtp_security="starttls", smtp_user="anna", smtp_password="geh\u00e4use"
    )
    with SmtpSender(settings, None, PATIENT) as sender:
        assert sender.send(handover()).results[0].outcome == Outcome.ACCEPTED
    assert len(tls_server.handler.kept) == 1


def test_certificate_that_nobody_knows_is_refused_and_the_switch_is_named(tls_server: Controller) -> None:
    settings = smtp_settings(tls_server.port, smtp_security="starttls")
    with SmtpSender(settings, None, PATIENT) as sender, pytest.raises(SendFault) as caught:
        sender.send(handover())
    assert "certificate" in caught.value.sentence
    assert not caught.value.permanent
    assert tls_server.handler.kept == []


def test_certificate_check_can_be_switched_off(tls_server: Controller) -> None:
    settings = smtp_settings(
        tls_server.port, smtp_security="starttls", smtp_verify="no", smtp_user="anna", smtp_password="geh\u00e4use"
    )
    with SmtpSender(settings, None, PATIENT) as sender:
        assert sender.send(handover()).results[0].outcome == Outcome.ACCEPTED


def test_wrong_password_needs_a_person_and_names_the_likely_mistake(tls_server: Controller) -> None:
    settings = smtp_settings(
        tls_server.port, smtp_security="starttls", smtp_verify="no", smtp_user="anna", smtp_password="gehweg"
    )
    with SmtpSender(settings, None, PATIENT) as sender, pytest.raises(SendFault) as caught:
        sender.send(handover())
    assert caught.value.permanent
    assert "whole e-mail address" in caught.value.sentence


def test_tls_from_the_first_byte(certificate: Certificate) -> None:
    import ssl

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.certificate, certificate.key)

    def greet_in_secret(talk: Talk) -> None:
        talk.secure(context)
        talk.say("220 sink.example")

    with scripted({"GREETING": greet_in_secret}) as server:
        settings = smtp_settings(server.port, smtp_security="tls", smtp_verify="no")
        with SmtpSender(settings, None, PATIENT) as sender:
            assert [sender.send(handover()).results[0].outcome for _ in range(2)] == [Outcome.ACCEPTED] * 2
        assert server.served.connections == 1


def test_tls_towards_a_server_that_speaks_plainly_is_explained() -> None:
    with (
        scripted() as server,
        SmtpSender(smtp_settings(server.port, smtp_security="tls"), None, PATIENT) as sender,
        pytest.raises(SendFault, match="TLS"),
    ):
        sender.send(handover())


def test_missing_starttls_never_falls_back_to_clear_text() -> None:
    settings: dict[str, str] = {"smtp_security": "starttls", "smtp_user": "anna", "smtp_password": "gehweg"}
    with (
        scripted(extensions=("AUTH PLAIN",)) as server,
        SmtpSender(smtp_settings(server.port, **settings), None, PATIENT) as sender,
    ):
        with pytest.raises(SendFault) as caught:
            sender.send(handover())
        assert caught.value.permanent
        assert [command.split()[0] for command in server.commands] == ["ehlo"]


def test_words_slipped_in_before_tls_are_not_believed() -> None:
    """RFC 3207: an attacker adds answers in the clear behind the 220, to be read as if they came through TLS."""
    with (
        scripted({"STARTTLS": "220 go\r\n250 AUTH PLAIN"}, extensions=("STARTTLS",)) as server,
        SmtpSender(smtp_settings(server.port, smtp_security="starttls"), None, PATIENT) as sender,
        pytest.raises(SendFault),
    ):
        sender.send(handover())


def test_sign_in_by_login_and_by_nothing_that_we_know() -> None:
    settings = {"smtp_user": "anna", "smtp_password": "gehweg"}

    def login(talk: Talk) -> None:
        talk.say("334 VXNlcm5hbWU6")
        assert talk.hear() == "YW5uYQ=="
        talk.say("334 UGFzc3dvcmQ6")
        assert talk.hear() == "Z2Vod2Vn"
        talk.say("235 2.7.0 welcome")

    with (
        scripted({"AUTH LOGIN": login}, extensions=("AUTH LOGIN",)) as server,
        SmtpSender(smtp_settings(server.port, **settings), None, PATIENT) as sender,
    ):
        assert sender.send(handover()).results[0].outcome == Outcome.ACCEPTED
    with (
        scripted(extensions=("AUTH GSSAPI",)) as server,
        SmtpSender(smtp_settings(server.port, **settings), None, PATIENT) as sender,
        pytest.raises(SendFault, match="no sign-in that we know"),
    ):
        sender.send(handover())


@pytest.mark.parametrize(("answer", "permanent"), [("535 5.7.8 no", True), ("454 4.7.0 directory away", False)])
def test_refused_sign_in_is_permanent_only_where_the_server_means_it(answer: str, *, permanent: bool) -> None:
    settings = {"smtp_user": "anna@lindenhof.example", "smtp_password": "gehweg"}
    with (
        scripted({"AUTH": answer}, extensions=("AUTH PLAIN LOGIN",)) as server,
        SmtpSender(smtp_settings(server.port, **settings), None, PATIENT) as sender,
        pytest.raises(SendFault) as caught,
    ):
        sender.send(handover())
    assert caught.value.permanent is permanent


def test_time_of_signing_is_the_time_of_the_message(dkim_pem: str) -> None:
    settings = smtp_settings(25, dkim_domain="lindenhof.example", dkim_selector="s1", dkim_key=dkim_pem)
    sender = SmtpSender(settings, None, PATIENT)
    assert sender.final(handover()) == sender.final(handover())
    assert f"t={int(NOON.timestamp())};".encode() in sender.final(handover())
