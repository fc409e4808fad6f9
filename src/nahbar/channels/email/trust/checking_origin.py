"""Our own check of where a message came from, for houses whose receiving server writes no results.

DKIM (RFC 6376) is verified with dkimpy, DMARC (RFC 7489, its domain found by walking up the tree) is evaluated from
it. SPF is not checked here: it needs the address of the client that connected, which only the receiving server knows;
its result can be handed in. DNS is asked through a function that is handed in, so nothing here touches a network.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import dkim

from nahbar.channels.contract import Proof
from nahbar.channels.email.header import addresses, headers

# The TXT records of a name, each with its pieces joined; empty where there are none. Raises OSError for no answer.
Resolver = Callable[[str], Sequence[str]]

MAX_SIGNATURES = 5  # RFC 8601 leaves the limit to us; honest mail carries one to three
MAX_LABELS = 8  # of a domain, as many as the tree walk may ask for
SMALLEST_KEY = 1024  # bits; RFC 8301 section 3.2

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Policy:
    """What a domain asks of those who get mail in its name (RFC 7489 section 6.3), as far as alignment needs it."""

    domain: str  # the organisational domain: where the highest record stands
    action: str  # none, quarantine or reject
    strict_dkim: bool = False
    strict_spf: bool = False


def check(raw: bytes, resolve: Resolver, spf: Proof | None = None) -> tuple[Proof, ...]:
    """A proof per DKIM signature and one of DMARC, with `server` empty because we say so ourselves.

    `spf` is the result of the receiving server, where it is known and trusted. Never raises: what cannot be
    checked is "temperror" (DNS did not answer) or "permerror" (the signature is broken beyond reading).
    """
    content = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    signed = _signatures(content, resolve)
    author = addresses.parse_one(headers.split(raw)[0].first("from"))
    domain = author.address.rpartition("@")[2].lower() if author and "@" in author.address else ""
    if not domain:
        return signed
    try:
        found = policy(domain, resolve)
    except OSError:
        return (*signed, Proof("dmarc", "temperror", domain))
    return (*signed, dmarc(domain, found, signed, spf))


def policy(domain: str, resolve: Resolver) -> Policy | None:
    """The DMARC policy for mail from `domain`: nearest record, and the organisational domain. None without any.

    Raises OSError where DNS does not answer.
    """
    labels = domain.split(".")[-MAX_LABELS:]
    nearest: dict[str, str] = {}
    organisation = ""
    own = True
    for start in range(len(labels) - 1):
        name = ".".join(labels[start:])
        tags = _record(resolve(f"_dmarc.{name}"))
        if tags is None:
            continue
        if tags.get("psd") == "y" and start:  # a public suffix speaks for all below it, but is nobody's house
            organisation = organisation or ".".join(labels[start - 1 :])
            nearest = nearest or tags
            break
        if not nearest:
            nearest, own = tags, start == 0
        organisation = name
        if tags.get("psd") == "n":
            break
    if not nearest:
        return None
    action = nearest.get("p", "none") if own else nearest.get("sp", nearest.get("p", "none"))
    return Policy(organisation, action.lower(), nearest.get("adkim") == "s", nearest.get("aspf") == "s")


def dmarc(domain: str, found: Policy | None, signed: Sequence[Proof], spf: Proof | None = None) -> Proof:
    """Whether DKIM or SPF passed for a domain that is aligned with the one in From (RFC 7489 section 3.1)."""
    if found is None:
        return Proof("dmarc", "none", domain)
    passed = any(
        proof.result == "pass" and _aligned(proof.domain, domain, found.domain, strict=strict)
        for proof, strict in [
            *((one, found.strict_dkim) for one in signed if one.method == "dkim"),
            *([(spf, found.strict_spf)] if spf else []),
        ]
    )
    if not passed and any(proof.result == "temperror" for proof in signed):
        return Proof("dmarc", "temperror", domain)
    return Proof("dmarc", "pass" if passed else "fail", domain)


def _aligned(proven: str, author: str, organisation: str, *, strict: bool) -> bool:
    if strict or proven == author:
        return proven == author
    return proven == organisation or proven.endswith(f".{organisation}")


def _signatures(content: bytes, resolve: Resolver) -> tuple[Proof, ...]:
    try:
        checker = dkim.DKIM(content, logger=log, minkey=SMALLEST_KEY)
    except dkim.DKIMException:
        return (Proof("dkim", "permerror"),)
    count = sum(1 for name, _ in checker.headers if name.lower() == b"dkim-signature")
    if not count:
        return (Proof("dkim", "none"),)
    return tuple(_signature(content, place, resolve) for place in range(min(count, MAX_SIGNATURES)))


def _signature(content: bytes, place: int, resolve: Resolver) -> Proof:
    unanswered: list[bytes] = []

    def entry(name: bytes, timeout: int = 5) -> bytes | None:  # noqa: ARG001 - dkimpy's signature
        try:
            records = resolve(name.decode("ascii", "replace").rstrip("."))
        except OSError:
            unanswered.append(name)
            return None
        return records[0].encode() if records else None

    checker = dkim.DKIM(content, logger=log, minkey=SMALLEST_KEY)
    try:
        passed = bool(checker.verify(idx=place, dnsfunc=entry))
    except Exception as error:  # noqa: BLE001 - dkimpy raises whatever its parts raise on a hostile signature
        broken = "fail" if "body hash mismatch" in str(error) else "permerror"
        return Proof("dkim", "temperror" if unanswered else broken, _signer(checker))
    result = "temperror" if unanswered else ("pass" if passed else "fail")
    return Proof("dkim", result, _signer(checker))


def _signer(checker: dkim.DKIM) -> str:
    domain: bytes = getattr(checker, "domain", None) or b""
    return domain.decode("ascii", "replace").lower().rstrip(".")


def _record(records: Sequence[str]) -> dict[str, str] | None:
    """The tags of the one DMARC record among the TXT records; two records are none (section 6.6.3)."""
    found = [record for record in records if record.replace(" ", "").lower().startswith("v=dmarc1")]
    if len(found) != 1:
        return None
    pairs = (piece.partition("=") for piece in found[0].split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs if name.strip()}
