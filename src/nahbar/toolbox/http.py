"""Calling other people's servers without being led into our own network.

A name is resolved once, every address it has is checked, and the connection goes to the checked address: a name
that answers differently the second time (DNS rebinding) gains nothing. Redirects are not followed, proxies of the
environment are not used, and one deadline covers the whole exchange, however slowly the other side drips.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpx

from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

SECONDS = 10.0
MAX_ANSWER_BYTES = 64 * 1024
# Where clouds tell machines their secrets, besides link-local: Azure, Oracle, Alibaba, Amazon over IPv6.
METADATA = frozenset(
    ip_address(text) for text in ("168.63.129.16", "192.0.0.192", "100.100.100.200", "fd00:ec2::254")
)
# An IPv4 address travels in these: NAT64 (RFC 6052) and 6to4 (RFC 3056).
NAT64 = ip_network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


class BadUrl(Fault):
    """The address of the page is none that we call."""


class PrivateAddress(Fault):
    """The name leads into our own network, to this machine, or to a cloud's metadata."""


class Unreachable(Fault):
    """No answer, or none that could be read: the other side may have taken the message all the same."""

    permanent = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said; of `body` no more than MAX_ANSWER_BYTES, the rest is not read."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def check_url(url: str, *, allow_private: bool) -> httpx.URL:
    """`url` as httpx reads it. Raises BadUrl, and PrivateAddress where it spells out a forbidden address."""
    try:
        read = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise BadUrl("This is no address of a web page; it looks like https://shop.example/hook.") from error
    if read.scheme not in ("http", "https") or not read.host or (read.port or 0) > 65535:
        raise BadUrl("The address has to begin with https:// or http:// and name a host.")
    if read.userinfo:
        raise BadUrl("The address must not carry a name or password; others could read it.")
    with suppress(ValueError):
        _refuse_forbidden([ip_address(read.host)], allow_private=allow_private)
    return read


def post(
    url: str,
    *,
    content: bytes,
    headers: Mapping[str, str],
    allow_private: bool = False,
    seconds: float = SECONDS,
) -> Answer:
    """POST `content` and return the answer, whatever its status.

    `allow_private` opens loopback and private networks, never link-local and metadata addresses. `seconds` bound
    everything after the name is resolved. Raises BadUrl, PrivateAddress; Unreachable is temporary.
    """
    read = check_url(url, allow_private=allow_private)
    addresses = _resolve(read, allow_private=allow_private)
    deadline = _Deadline(seconds)
    with deadline.watch(), httpx.Client(trust_env=False, follow_redirects=False, verify=trust()) as client:
        try:
            for address in addresses[:-1]:
                with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                    return _exchange(client, read, address, content, headers, deadline)
            return _exchange(client, read, addresses[-1], content, headers, deadline)
        except httpx.HTTPError as error:
            raise Unreachable(f"{read.host} could not be reached or broke off ({type(error).__name__}).") from error


@cache
def trust() -> ssl.SSLContext:
    """The machine's own certificate authorities; reading them costs 20 ms, so once."""
    return ssl.create_default_context()


def _resolve(url: httpx.URL, *, allow_private: bool) -> list[Address]:
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"The name {url.host} is not known.") from error
    # A scope ("fe80::1%eth0") belongs to link-local addresses, which are refused with or without it.
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    _refuse_forbidden(addresses, allow_private=allow_private)
    return list(dict.fromkeys(addresses))


def _refuse_forbidden(addresses: list[Address], *, allow_private: bool) -> None:
    """One bad address condemns the name: who serves both kinds has nothing good in mind."""
    for address in addresses:
        inner = _unwrapped(address)
        if _never(inner) or not (allow_private or inner.is_global):
            raise PrivateAddress(
                "The address leads into a private network, to this machine or to a cloud's inner services. "
                "NAHBAR_PRIVATE_WEBHOOKS=yes opens your own network."
            )


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one, where there is one."""
    if isinstance(address, IPv4Address):
        return address
    if isinstance(NAT64, IPv6Network) and address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def _never(address: Address) -> bool:
    # ::1 counts as reserved in Python's tables; it is this machine like 127.0.0.1.
    reserved = address.is_reserved and not address.is_loopback
    return address.is_link_local or address.is_multicast or address.is_unspecified or reserved or address in METADATA


class _Deadline:
    """Breaks the connection off when the time is up: httpx's own timeouts begin anew with every byte."""

    def __init__(self, seconds: float) -> None:
        self._end = clock.monotonic() + seconds
        self._seconds = seconds
        self._stream: Any = None

    def left(self) -> float:
        return max(0.1, self._end - clock.monotonic())

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the newest stream; TLS takes the socket over from TCP."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._stream = info["return_value"]

    @contextmanager
    def watch(self) -> Iterator[None]:
        timer = threading.Timer(self._seconds, self._break_off)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def _break_off(self) -> None:
        if self._stream is not None:
            with suppress(OSError):  # closed in this very moment
                self._stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


def _exchange(
    client: httpx.Client,
    url: httpx.URL,
    address: Address,
    content: bytes,
    headers: Mapping[str, str],
    deadline: _Deadline,
) -> Answer:
    request = client.build_request(
        "POST",
        url.copy_with(host=str(address)),
        content=content,
        headers={**headers, "Host": url.netloc.decode("ascii"), "Accept-Encoding": "identity"},
        timeout=deadline.left(),
        # The certificate is checked against the name that was asked for, not against the address.
        extensions={"sni_hostname": url.raw_host.decode("ascii"), "trace": deadline.trace},
    )
    response = client.send(request, stream=True)
    try:
        body = b""
        for chunk in response.iter_raw(8192):
            body += chunk
            if len(body) >= MAX_ANSWER_BYTES:
                break
    finally:
        response.close()
    answer_headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, answer_headers, body[:MAX_ANSWER_BYTES])
