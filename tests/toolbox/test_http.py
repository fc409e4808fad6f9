from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nahbar.toolbox import http
from servers.certificate import make_certificate
from servers.hook_receiver import HookReceiver, answer_endlessly, hang_up, hook_receiver, status
from servers.loopback import free_port


@pytest.fixture
def receiver() -> Iterator[HookReceiver]:
    with hook_receiver() as running:
        yield running


def post(url: str, *, seconds: float = 5.0) -> http.Answer:
    return http.post(url, content=b"{}", headers={"X-Kind": "test"}, allow_private=True, seconds=seconds)


def test_an_answer_comes_back_as_it_is(receiver: HookReceiver) -> None:
    receiver.behaviours.append(status(418, **{"X-Mood": "good"}))
    answer = post(receiver.url("/hook?a=1"))
    assert (answer.status, answer.headers["x-mood"], answer.body) == (418, "good", b"")
    (call,) = receiver.calls
    assert (call.path, call.body, call.headers["X-Kind"]) == ("/hook?a=1", b"{}", "test")
    assert call.headers["Host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "10.0.0.8",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "[fd00::1]",
        "0.0.0.0",
    ],
)
def test_our_own_network_is_closed(receiver: HookReceiver, host: str) -> None:
    with pytest.raises(http.PrivateAddress):
        http.post(receiver.url(host=host), content=b"", headers={})
    assert receiver.calls == []


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254",
        "[fe80::1]",
        "168.63.129.16",
        "100.100.100.200",
        "192.0.0.192",
        "[fd00:ec2::254]",
        "224.0.0.1",
    ],
)
def test_metadata_and_link_local_stay_closed_even_when_private_is_open(host: str) -> None:
    with pytest.raises(http.PrivateAddress):
        post(f"http://{host}/")


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "shop.example", "http://", "https://u:p@a.example/", "http://[::1", "http://a:99999/", ""],
)
def test_what_is_no_address_of_a_page(url: str) -> None:
    with pytest.raises(http.BadUrl):
        http.check_url(url, allow_private=True)


def test_a_name_is_resolved_once(receiver: HookReceiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers differently the second time would lead elsewhere after the check."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1" if host == "hook.example" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert post(receiver.url(host="hook.example")).status == 204
    assert asked.count("hook.example") == 1
    assert receiver.calls[0].headers["Host"] == f"hook.example:{receiver.port}"


def test_one_bad_address_condemns_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in ("203.0.114.5", "10.0.0.8")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_more: both)
    with pytest.raises(http.PrivateAddress):
        http.post("http://hook.example/", content=b"", headers={})


def test_the_second_address_serves_where_the_first_is_dead(
    receiver: HookReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *rest: Any, **more: Any) -> Any:
        if host != "hook.example":
            return real(host, port, *rest, **more)
        return [real(each, port, type=socket.SOCK_STREAM)[0] for each in ("127.0.0.77", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert post(receiver.url(host="hook.example")).status == 204


def test_redirects_are_answers_not_ways(receiver: HookReceiver) -> None:
    receiver.behaviours.append(status(302, Location=receiver.url("/secret")))
    assert post(receiver.url()).status == 302
    assert [call.path for call in receiver.calls] == ["/hook"]


def test_a_proxy_of_the_environment_is_not_used(receiver: HookReceiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    assert post(receiver.url()).status == 204


def test_a_lost_answer_is_temporary(receiver: HookReceiver) -> None:
    receiver.behaviours.append(hang_up)
    with pytest.raises(http.Unreachable) as caught:
        post(receiver.url())
    assert not caught.value.permanent


def test_nobody_there_and_no_such_name() -> None:
    with pytest.raises(http.Unreachable):
        post(f"http://127.0.0.1:{free_port()}/")
    with pytest.raises(http.Unreachable):
        post("http://nowhere.invalid/")


def test_silence_ends(receiver: HookReceiver) -> None:
    receiver.behaviours.append(receiver.keep_waiting)
    with pytest.raises(http.Unreachable):
        post(receiver.url(), seconds=0.3)


def test_a_drip_ends_too(receiver: HookReceiver) -> None:
    receiver.behaviours.append(receiver.drip)
    with pytest.raises(http.Unreachable):
        post(receiver.url(), seconds=0.5)


def test_no_more_is_read_than_wanted(receiver: HookReceiver) -> None:
    receiver.behaviours.append(answer_endlessly)
    answer = post(receiver.url())
    assert answer.status == 200
    assert len(answer.body) == http.MAX_ANSWER_BYTES


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HookReceiver]:
    """A server with a certificate for localhost, which this machine trusts for the time of the test."""
    pair = make_certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pair.certificate, pair.key)
    monkeypatch.setenv("SSL_CERT_FILE", str(pair.certificate))
    http.trust.cache_clear()
    with hook_receiver(tls) as running:
        yield running
    http.trust.cache_clear()


def test_the_certificate_is_checked_against_the_name(secure: HookReceiver, monkeypatch: pytest.MonkeyPatch) -> None:
    assert post(secure.url(host="localhost", scheme="https")).status == 204
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *rest, **more: real("127.0.0.1", *rest, **more))
    with pytest.raises(http.Unreachable):
        post(secure.url(host="other.example", scheme="https"))
    assert len(secure.calls) == 1


def test_silence_ends_behind_tls_too(secure: HookReceiver) -> None:
    secure.behaviours.append(secure.drip)
    with pytest.raises(http.Unreachable):
        post(secure.url(host="localhost", scheme="https"), seconds=0.5)


def test_a_certificate_that_nobody_vouches_for(secure: HookReceiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    http.trust.cache_clear()
    with pytest.raises(http.Unreachable):
        post(secure.url(host="localhost", scheme="https"))
    assert secure.calls == []
