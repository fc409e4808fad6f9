from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from nahbar.channels.contract import SpamVerdict
from nahbar.channels.rspamd import FilterFault, Rspamd
from nahbar.toolbox.http import Unreachable
from servers import rspamd
from servers.hook_receiver import Behaviour, HookReceiver, answer_endlessly, hang_up, hook_receiver, status
from servers.loopback import free_port

MAIL = (
    b"From: a@post.example\r\nTo: info@radhof.example\r\nSubject: Angebot\r\nMessage-ID: <%s@post.example>\r\n\r\n"
    b"Guten Tag, der Sattel vom gelben Rad quietscht seit gestern ziemlich laut. %s\r\n"
)


@pytest.fixture
def receiver() -> Iterator[HookReceiver]:
    with hook_receiver() as running:
        yield running


@pytest.fixture(scope="module")
def server() -> Iterator[rspamd.Filter]:
    if reason := rspamd.missing():
        pytest.skip(reason)
    with rspamd.rspamd() as running:
        yield running


def says(code: int, **said: object) -> Behaviour:
    body = json.dumps(said).encode()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def filter_at(receiver: HookReceiver) -> Rspamd:
    return Rspamd(receiver.url(""), "geheim")


@pytest.mark.parametrize(
    ("action", "is_spam"),
    [
        ("reject", True),
        ("add header", True),
        ("rewrite subject", True),
        ("no action", False),
        ("greylist", False),
        ("soft reject", False),
    ],
)
def test_what_a_mail_server_would_do_is_the_verdict(receiver: HookReceiver, action: str, is_spam: bool) -> None:
    receiver.behaviours.append(says(200, action=action, score=7.5, required_score=15, is_skipped=False))
    assert filter_at(receiver).check(b"mail") == SpamVerdict(is_spam, "Rspamd", 7.5)
    (call,) = receiver.calls
    assert (call.path, call.body, call.headers["Password"]) == ("/checkv2", b"mail", "geheim")


@pytest.mark.parametrize(
    "odd", [says(200), says(200, action=7), says(200, action="no action", is_skipped=True), status(200)]
)
def test_an_answer_without_a_verdict_is_none(receiver: HookReceiver, odd: Behaviour) -> None:
    receiver.behaviours.append(odd)
    assert filter_at(receiver).check(b"mail") is None


@pytest.mark.parametrize("trouble", [hang_up, status(500), status(503)])
def test_trouble_that_may_pass(receiver: HookReceiver, trouble: Behaviour) -> None:
    receiver.behaviours.append(trouble)
    with pytest.raises(Unreachable):
        filter_at(receiver).check(b"mail")


@pytest.mark.parametrize("refusal", [status(401), status(403), says(400, error="empty"), status(302, Location="/x")])
def test_refusals_for_good(receiver: HookReceiver, refusal: Behaviour) -> None:
    receiver.behaviours.append(refusal)
    with pytest.raises(FilterFault):
        filter_at(receiver).learn(b"mail", is_spam=True)


def test_an_endless_answer_is_no_verdict_and_ends(receiver: HookReceiver) -> None:
    receiver.behaviours.append(answer_endlessly)
    assert filter_at(receiver).check(b"mail") is None


def test_nobody_there() -> None:
    with pytest.raises(Unreachable):
        Rspamd(f"http://127.0.0.1:{free_port()}").check(b"mail")


@pytest.mark.parametrize(("code", "error"), [(208, ""), (404, "<x> has been already learned as spam, ignore it")])
def test_what_it_knew_is_no_fault(receiver: HookReceiver, code: int, error: str) -> None:
    receiver.behaviours.append(says(code, error=error))
    filter_at(receiver).learn(b"mail", is_spam=False)
    assert receiver.calls[0].path == "/learnham"


@pytest.mark.servers
def test_a_real_one_tells_spam_from_mail(server: rspamd.Filter) -> None:
    asked = Rspamd(server.origin, server.password)
    spam = asked.check(MAIL % (b"s", rspamd.GTUBE.encode()))
    assert spam is not None
    assert spam.is_spam
    assert asked.check(MAIL % (b"h", b"")) == SpamVerdict(False, "Rspamd", 0.0)


@pytest.mark.servers
def test_a_real_one_learns_and_is_told_twice(server: rspamd.Filter) -> None:
    taught = Rspamd(server.origin, server.password)
    before = server.learned()
    taught.learn(MAIL % (b"1", b"Gewinnen Sie Gold."), is_spam=True)
    taught.learn(MAIL % (b"1", b"Gewinnen Sie Gold."), is_spam=True)
    taught.learn(MAIL % (b"2", b"Bis morgen!"), is_spam=False)
    after = server.learned()
    assert after["BAYES_SPAM"] == before["BAYES_SPAM"] + 1
    assert after["BAYES_HAM"] == before["BAYES_HAM"] + 1


@pytest.mark.servers
def test_a_real_one_refuses_a_wrong_password(server: rspamd.Filter) -> None:
    with pytest.raises(FilterFault, match="NAHBAR_RSPAMD_PASSWORD"):
        Rspamd(server.origin, "falsch").check(MAIL % (b"3", b""))
