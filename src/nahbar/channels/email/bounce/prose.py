"""Delivery reports written for people only: who was not reached, and why (qmail, Exim, Exchange 2003, Yahoo ...)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nahbar.channels.contract import Bounce
from nahbar.channels.email.bounce import returned
from nahbar.channels.email.bounce import words as bounce_words
from nahbar.channels.email.bounce.delivery_status import ADDRESS, MAX_RECIPIENTS, MAX_SENTENCE
from nahbar.channels.email.header import addresses
from nahbar.channels.email.parts.mime import Part

MAX_LINES = 5000
MAX_LINE = 400

# What stands before an address where a report lists who was not reached.
_LABELS = (
    r"(?:(?:the )?(?:failed |final )?recipient(?: address)?|rcpt to|addressed to|delivery failed(?: to| for)?"
    r"|undeliverable to|unknown user|user unknown|invalid (?:final )?delivery userid|not delivered to"
    r"|unable to deliver (?:message|mail) to|(?:could|was) not (?:be )?delivered to"
    r"|did not reach the following recipient(?:\(s\))?|empfänger(?:adresse)?|nicht zugestellt an|destinataire"
    r"|destinatario|ontvanger|adresat|получатель)"
)
_LISTED = re.compile(
    rf"[\s*•\-–>|.]{{0,20}}(?:{_LABELS}[\s:=]{{1,10}})?[\[<\"'(\s]{{0,4}}({ADDRESS.pattern})", re.IGNORECASE
)
# "For help write to ..." names somebody who was not written to.
_HELP = re.compile(
    r"contact|assistance|further help|support|please (?:visit|send|forward)|kontakt|wenden|hilfe|questions"
    r"|fragen|postmaster|abuse|reported? to|original sender|sent from|sender:",
    re.IGNORECASE,
)
_NO_ADDRESS = re.compile(rf"message-id:|{_HELP.pattern}", re.IGNORECASE)
_VERP = re.compile(r"[+\-_]([^=+@\s]{1,64})=([A-Za-z0-9][A-Za-z0-9.-]{1,253})@")


@dataclass(frozen=True, slots=True)
class _Listed:
    address: str
    words: str  # from its line to the next address: the reason for this recipient


def bounces(root: Part, text: str, about: str) -> tuple[Bounce, ...]:
    """One Bounce per recipient that the report lists; one without a recipient where none is found."""
    report = returned.before(text[: bounce_words.MAX_REPORT])
    subject = root.headers.text("subject")
    delayed = bounce_words.DELAYED.search(f"{subject}\n{report}") is not None
    general = bounce_words.status_in(report) or bounce_words.status_in(subject)
    listed = _recipients(root, text, report)
    spelled = len(listed) == 1 and bounce_words.is_spelled_out(report)
    return tuple(
        _bounce(
            one, general if spelled else bounce_words.status_in(one.words) or general, report, about, delayed=delayed
        )
        for one in listed
    )


def named(root: Part, text: str) -> str:
    """The first recipient that the report names by any means, for a status part without an address."""
    return _recipients(root, text, returned.before(text[: bounce_words.MAX_REPORT]))[0].address


def _bounce(one: _Listed, status: str, report: str, about: str, *, delayed: bool) -> Bounce:
    status = status or ("4.0.0" if delayed else "5.0.0")
    return Bounce(
        permanent=status.startswith("5") and not delayed,
        recipient=one.address,
        status=status,
        about=about,
        sentence=(_telling_line(one.words) or _telling_line(report))[:MAX_SENTENCE],
        gave_up=not delayed,
    )


def _telling_line(text: str) -> str:
    for line in text.split("\n"):
        if bounce_words.STATUS.search(line) or bounce_words.REPLY_CODE.search(line):
            return line.strip()
    return ""


def _recipients(root: Part, text: str, report: str) -> list[_Listed]:
    """X-Failed-Recipients; else the list in the report; else any stranger in it; else VERP; else our own To."""
    fields = root.headers
    listed = _listed(report, _not_reached_by_us(root))
    by_address = {one.address: one for one in listed}
    failed = [party.address for value in fields.all("x-failed-recipients") for party in addresses.parse_list(value)][
        :MAX_RECIPIENTS
    ]
    if failed:
        return [by_address.get(one, _Listed(one, "")) for one in dict.fromkeys(failed)]
    if listed:
        return listed[:MAX_RECIPIENTS]
    stranger = _stranger(report, root) or _verp(root)
    if stranger:
        return [_Listed(stranger, "")]
    back = returned.header_of(root)
    parties = addresses.parse_list(back.first("to")) if back else ()
    written_to = [_Listed(one.address, "") for one in parties if "@" in one.address][:MAX_RECIPIENTS]
    return written_to or [_Listed(_stranger(text[: bounce_words.MAX_REPORT], root), "")]


def _listed(report: str, ours: frozenset[str]) -> list[_Listed]:
    lines = report.split("\n", MAX_LINES)[:MAX_LINES]
    starts: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        found = _LISTED.match(line[:MAX_LINE])
        if found is None:
            continue
        address = addresses.readable(found.group(1).rstrip(".-"))
        around = lines[number - 1][-80:] + line[: found.start(1)] if number else line[: found.start(1)]
        if address in ours or _is_machine(address) or _HELP.search(around):
            continue
        if not starts or starts[-1][1] != address:
            starts.append((number, address))
    words: dict[str, list[str]] = {}
    for place, (number, address) in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else len(lines)
        words.setdefault(address, []).extend(lines[number:end])
    return [_Listed(address, "\n".join(own)) for address, own in words.items()]


def _stranger(report: str, root: Part) -> str:
    """The best address in running text: nobody's that we know, else a role's, else one of the known."""
    ours = _not_reached_by_us(root)
    found = {"role": "", "known": ""}
    for count, match in enumerate(ADDRESS.finditer(report)):
        if count >= 200:
            break
        address = addresses.readable(match.group().rstrip(".-"))
        if _NO_ADDRESS.search(report[max(0, match.start() - 60) : match.start()]) or "daemon" in address:
            continue
        if address not in ours and not _is_machine(address):
            return address
        kind = "known" if address in ours else "role"
        found[kind] = found[kind] or address
    return found["role"] or found["known"]


def _verp(root: Part) -> str:
    """`bounces+anna=firma.example@...`: the address that a list program wrote into its own."""
    for name in ("to", "delivered-to", "x-original-to", "envelope-to"):
        found = _VERP.search(root.headers.first(name))
        if found:
            return addresses.readable(f"{found.group(1)}@{found.group(2)}")
    return ""


def _not_reached_by_us(root: Part) -> frozenset[str]:
    names = ("to", "from", "delivered-to", "x-original-to")
    return frozenset(
        party.address for name in names for party in addresses.parse_list(root.headers.first(name)[:2000])
    )


def _is_machine(address: str) -> bool:
    local = address.partition("@")[0]
    return "daemon" in local or local in ("postmaster", "abuse", "noreply", "no-reply", "nobody")
