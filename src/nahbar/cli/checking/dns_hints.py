"""What a domain's DNS entries say about who may send its mail: SPF (RFC 7208), DKIM (6376), DMARC (7489)."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator

from nahbar.channels.registry import channel
from nahbar.cli.checking.finding import Finding, ok, warning
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import settings_of

SECONDS = 5.0
DOCS = "docs/running/mail.md says what belongs there."
Look = Callable[[str], list[str]]


class NoAnswer(Exception):  # noqa: N818 - not an error of ours: nobody answered
    """The DNS did not answer, which says nothing about the domain."""


def domains(look: Look | None = None) -> Iterator[Finding]:
    """The entries of every domain that we send from. Nothing where dnspython is not installed."""
    if look is None:
        if importlib.util.find_spec("dns") is None:
            return
        look = text_records
    seen: set[tuple[str, str]] = set()
    for inbox in Inbox.objects.filter(is_active=True).exclude(address=""):
        domain = inbox.address.rpartition("@")[2]
        if not channel(inbox.channel).capabilities.receives:
            continue
        settings = settings_of(inbox)
        key = (domain, settings.get("dkim_selector", "") if settings.get("dkim_domain") else "")
        if key not in seen:
            seen.add(key)
            yield from entries(domain, key[1], settings.get("dkim_domain", ""), look)


def entries(domain: str, selector: str, signer: str, look: Look) -> Iterator[Finding]:
    """SPF and DMARC of `domain`, and the DKIM key under `selector` of `signer` where we sign."""
    about = f"DNS of {domain}"
    try:
        spf = [text for text in look(domain) if text.lower().startswith("v=spf1")]
        dmarc = [text for text in look(f"_dmarc.{domain}") if text.lower().startswith("v=dmarc1")]
        key = look(f"{selector}._domainkey.{signer}") if selector else []
    except NoAnswer:
        yield warning(about, "The DNS did not answer, so SPF, DKIM and DMARC were not looked at.", "Try again later.")
        return
    if len(spf) > 1:
        yield warning(about, f"There are {len(spf)} SPF entries; receivers then ignore all.", "Make them one.")
    elif spf:
        yield ok(about, f"SPF: {spf[0]}")
    else:
        yield warning(about, "There is no SPF entry, so your mail may be taken for spam.", DOCS)
    if selector and not any("p=" in text for text in key):
        missing = f"{selector}._domainkey.{signer}"
        yield warning(about, f"We sign with DKIM, but {missing} has no key, so every signature fails.", DOCS)
    elif selector:
        yield ok(about, f"DKIM: {selector}._domainkey.{signer} has a key.")
    if dmarc:
        yield ok(about, f"DMARC: {dmarc[0]}")
    else:
        yield warning(about, "There is no DMARC entry; large providers want one.", DOCS)


def text_records(name: str, nameserver: tuple[str, int] | None = None) -> list[str]:
    """The TXT entries of a name; empty where there is none. Raises NoAnswer."""
    import dns.exception
    import dns.resolver

    resolver = dns.resolver.Resolver(configure=nameserver is None)
    if nameserver:
        resolver.nameservers, resolver.port = [nameserver[0]], nameserver[1]
    try:
        answer = resolver.resolve(name, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise NoAnswer from error
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
