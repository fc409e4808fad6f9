"""Tokens are renewed at a real HTTP endpoint, exchanged ones are handed on at once, and both servers take them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from channels.email.imap_script import Mailbox, lying
from channels.email.outgoing import PATIENT, PETRA, handover, imap_settings, smtp_settings
from channels.email.smtp_script import scripted
from channels.email.talk import Talk
from nahbar.channels.contract import Outcome, SendFault
from nahbar.channels.email.imap.fetcher import ImapFetcher
from nahbar.channels.email.mailbox_settings import OAuth
from nahbar.channels.email.oauth import Tokens, xoauth2_base64
from nahbar.channels.email.smtp.sender import SmtpSender
from servers.loopback import HOST, free_port


@dataclass
class Endpoint:
    """Answers in turn (status, body); the last one again and again. `asked` are the forms that came."""

    url: str
    answers: list[tuple[int, bytes]]
    asked: list[dict[str, str]] = field(default_factory=list)

    def oauth(self, secret: str = "geheim") -> OAuth:
        return OAuth("nahbar", secret, self.url, "refresh-1")

    def settings(self) -> dict[str, str]:
        return {
            "imap_auth": "oauth2",
            "oauth_client_id": "nahbar",
            "oauth_token_url": self.url,
            "oauth_refresh_token": "refresh-1",
        }


@contextmanager
def endpoint(*answers: Mapping[str, Any] | tuple[int, bytes]) -> Iterator[Endpoint]:
    prepared = [given if isinstance(given, tuple) else (200, json.dumps(given).encode()) for given in answers]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            made.asked.append({name: values[0] for name, values in form.items()})
            status, body = made.answers.pop(0) if len(made.answers) > 1 else made.answers[0]
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Silence."""

    with HTTPServer((HOST, 0), Handler) as server:
        made = Endpoint(f"http://{HOST}:{server.server_port}/token", prepared)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


def ignore(_secrets: Mapping[str, str]) -> None:
    """Nobody listens."""


def test_token_is_asked_for_once_while_it_lives() -> None:
    with endpoint({"access_token": "a1", "token_type": "Bearer", "expires_in": 3600}) as server:
        tokens = Tokens(server.oauth(), ignore)
        assert [tokens.current(), tokens.current()] == ["a1", "a1"]
    assert server.asked == [
        {
            "grant_type": "refresh_token",
            "refresh_token": "refresh-1",
            "client_id": "nahbar",
            "client_secret": "geheim",
        }
    ]


def test_token_about_to_end_is_renewed_and_a_public_client_sends_no_secret() -> None:
    with endpoint({"access_token": "a1", "expires_in": 30}, {"access_token": "a2"}) as server:
        tokens = Tokens(server.oauth(secret=""), ignore)
        assert [tokens.current(), tokens.current(), tokens.current()] == ["a1", "a2", "a2"]
    assert "client_secret" not in server.asked[0]


def test_exchanged_refresh_token_is_handed_on_at_once_and_used_next() -> None:
    stored: list[Mapping[str, str]] = []
    with endpoint({"access_token": "a1", "expires_in": 0, "refresh_token": "refresh-2"}) as server:
        tokens = Tokens(server.oauth(), stored.append)
        tokens.current()
        assert stored == [{"oauth_refresh_token": "refresh-2"}]
        tokens.current()
        assert stored == [{"oauth_refresh_token": "refresh-2"}]
    assert [asked["refresh_token"] for asked in server.asked] == ["refresh-1", "refresh-2"]


@pytest.mark.parametrize(
    ("answer", "permanent", "word"),
    [
        ((400, b'{"error": "invalid_grant"}'), True, "permission"),
        ((401, b'{"error": "invalid_client"}'), True, "client secret"),
        ((400, b'{"error": "temporarily_unavailable"}'), False, "busy"),
        ((400, b'{"error": "interaction_required"}'), True, "interaction_required"),
        ((503, b"<html>down"), False, "nonsense"),
        ((200, b"<html>hello"), False, "nonsense"),
        ((200, b"[]"), False, "nonsense"),
        ((200, b"{}"), False, "without a token"),
        ((200, b'{"access_token": 5}'), False, "without a token"),
        ((200, b"x" * 1_000_000), False, "nonsense"),
        ((302, b""), False, "nonsense"),
    ],
)
def test_refusal_and_nonsense_are_faults_in_words(answer: tuple[int, bytes], word: str, *, permanent: bool) -> None:
    with endpoint(answer) as server, pytest.raises(SendFault, match=word) as caught:
        Tokens(server.oauth(), ignore).current()
    assert caught.value.permanent is permanent


def test_endpoint_that_is_not_there_is_a_temporary_fault() -> None:
    oauth = OAuth("nahbar", "", f"http://{HOST}:{free_port()}/token", "refresh-1")
    with pytest.raises(SendFault) as caught:
        Tokens(oauth, ignore).current()
    assert not caught.value.permanent


def test_smtp_signs_in_by_token_and_renews_one_that_is_refused() -> None:
    good = xoauth2_base64("anna", "a2")

    def sign_in(talk: Talk) -> None:
        if book.commands[-1].endswith(good):
            talk.say("235 welcome")
            return
        talk.say("334 eyJzdGF0dXMiOiI0MDEifQ==")
        assert talk.hear() == ""
        talk.say("535 5.7.8 no")

    with (
        endpoint({"access_token": "a1", "expires_in": 3600}, {"access_token": "a2", "expires_in": 3600}) as server,
        scripted({"AUTH": sign_in}, extensions=("AUTH XOAUTH2",)) as book,
    ):
        tokens = Tokens(server.oauth(), ignore)
        tokens.current()
        settings = smtp_settings(book.port, smtp_user="anna", **server.settings())
        with SmtpSender(settings, tokens, PATIENT) as sender:
            assert sender.send(handover()).results[0].outcome == Outcome.ACCEPTED


def test_imap_signs_in_by_token_and_renews_one_that_is_refused() -> None:
    good = xoauth2_base64(PETRA.address, "a2")

    def sign_in(talk: Talk, tag: str, _command: str) -> None:
        talk.say("+")
        talk.say(f"{tag} OK welcome" if talk.hear() == good else f"{tag} NO [AUTHENTICATIONFAILED] no")

    box = Mailbox(messages={1: b"Subject: 1\r\n\r\n"}, capabilities="IMAP4rev1 AUTH=XOAUTH2")
    with (
        endpoint({"access_token": "a1", "expires_in": 3600}, {"access_token": "a2", "expires_in": 3600}) as server,
        lying(box, {"AUTHENTICATE XOAUTH2": sign_in}) as imap,
    ):
        tokens = Tokens(server.oauth(), ignore)
        tokens.current()
        settings = imap_settings(imap.port, **server.settings())
        assert settings.imap
        with ImapFetcher(settings.imap, settings.folders, tokens, PATIENT) as source:
            assert [len(batch.messages) for batch in source.fetch({})] == [1]
        assert len(server.asked) == 2


def test_token_refused_twice_needs_a_person() -> None:
    with (
        endpoint({"access_token": "a1", "expires_in": 3600}) as server,
        scripted({"AUTH": "535 5.7.8 no"}, extensions=("AUTH XOAUTH2",)) as book,
    ):
        settings = smtp_settings(book.port, smtp_user="anna", **server.settings())
        with (
            SmtpSender(settings, Tokens(server.oauth(), ignore), PATIENT) as sender,
            pytest.raises(SendFault) as caught,
        ):
            sender.send(handover())
        assert caught.value.permanent
