"""What a message says about itself, in words: who is away until when, what was signed, whether the sender is true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nahbar.channels.contract import Seal
from nahbar.conversations.models import Message
from nahbar.conversations.proofs import Word, proofs_in_words
from nahbar.desk.when import calendar_day, clock_time, full_day
from nahbar.toolbox import clock

KINDS = {"smime": "S/MIME", "pgp": "PGP"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know. `tone` is "", "ok" or "warning"; a short one is folded away with its `lines` behind it."""

    words: str
    tone: str = ""
    short: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """An appointment as the page shows it."""

    title: str
    what: str
    at: str
    place: str
    organiser: str
    is_off: bool


def facts_of(message: Message) -> list[Fact]:
    """Everything worth a line above the message's own words, what warns first."""
    found = [*_sender(message), *_protection(message), *_spam(message), *_absence(message)]
    return sorted(found, key=lambda fact: fact.tone != "warning")


def origin_of(message: Message) -> list[str]:
    """By which detours the message came: for the line with its author and time."""
    details = message.details
    found = []
    if through := details.get("through"):
        name = through["name"] or _("a form or program")
        found.append(_("written through %(name)s (%(address)s)") % {"name": name, "address": through["address"]})
    if by := details.get("forwarded_by"):
        found.append(_("forwarded by %s") % (by.get("name") or by.get("address", "")))
    elif forwarded := details.get("forwarded"):
        author = forwarded["author"]
        if author["name"] or author["address"]:
            found.append(_("forwards a message of %s") % (author["name"] or author["address"]))
    if details.get("imported"):
        found.append(_("from the mailbox of before"))
    return found


def _sender(message: Message) -> Iterator[Fact]:
    proven = proofs_in_words(message)
    if proven is None:
        return
    short = {
        Word.CONFIRMED: _("Sender confirmed"),
        Word.FAILED: "",
        Word.UNKNOWN: _("Sender not confirmed"),
    }[proven.word]
    tone = {Word.CONFIRMED: "ok", Word.FAILED: "warning", Word.UNKNOWN: ""}[proven.word]
    yield Fact(proven.sentence, tone, short, proven.lines)


def _protection(message: Message) -> Iterator[Fact]:
    protection = message.details.get("protection")
    if not protection:
        return
    values = {"kind": KINDS.get(protection["kind"], protection["kind"]), "signer": protection.get("signer", "")}
    sender = next((party["address"] for party in message.envelope.get("from", [])), "")
    seal = protection["seal"]
    if seal == Seal.VALID and values["signer"] and values["signer"].casefold() != sender.casefold():
        words = _("Signed (%(kind)s) and unchanged, but with the signature of %(signer)s, not of the sender.")
        yield Fact(words % values, "warning")
    elif seal == Seal.VALID:
        words = _("Signed (%(kind)s): the signature fits, nothing was changed on the way.")
        yield Fact(words % values, "ok", _("Signature fits"))
    elif seal == Seal.INVALID:
        words = _("Signed (%(kind)s), but the signature does not fit: the text was changed, or another key signed.")
        yield Fact(words % values, "warning")
    elif seal == Seal.ENCRYPTED:
        words = _("Encrypted (%(kind)s), so it cannot be read here. Save the original and open it with its key.")
        yield Fact(words % values)
    else:
        yield Fact(_("Signed (%(kind)s). We do not know the certificate, so nobody has checked it.") % values)


def _spam(message: Message) -> Iterator[Fact]:
    spam = message.details.get("spam")
    if not spam or not spam["is_spam"]:
        return
    score = "" if spam.get("score") is None else f"{spam['score']:g}"
    by = spam.get("filter") or _("The mail filter")
    if score:
        yield Fact(
            _("%(filter)s takes this for spam (%(score)s points).") % {"filter": by, "score": score}, "warning"
        )
    else:
        yield Fact(_("%s takes this for spam.") % by, "warning")


def _absence(message: Message) -> Iterator[Fact]:
    absence = message.details.get("absence")
    if absence is None:
        return
    first, last = (_date(absence.get(name)) for name in ("first", "last"))
    values = {
        "name": message.author,
        "first": calendar_day(first) if first else "",
        "last": calendar_day(last) if last else "",
    }
    today = localtime(clock.now()).date()
    if last and last < today:
        words = _("%(name)s was away until %(last)s.")
    elif last and first and first > today:
        words = _("%(name)s will be away from %(first)s to %(last)s.")
    elif last:
        words = _("%(name)s is away until %(last)s.")
    elif first:
        words = _("%(name)s is away from %(first)s on.")
    else:
        words = _("%(name)s is away.")
    yield Fact(words % values)


def meeting_of(message: Message) -> Meeting | None:
    """The appointment that the message invites to, moves or calls off."""
    found = message.details.get("appointment")
    if not found:
        return None
    method = str(found.get("method", "")).upper()
    words = {
        "REQUEST": _("Invitation"),
        "CANCEL": _("Called off"),
        "REPLY": _("Answer to an invitation"),
        "COUNTER": _("Another time proposed"),
    }
    return Meeting(
        title=found.get("summary") or _("Appointment"),
        what=words.get(method, _("Appointment")),
        at=_when(found),
        place=found.get("place", ""),
        organiser=found.get("organiser", ""),
        is_off=method == "CANCEL",
    )


def _when(found: dict[str, Any]) -> str:
    starts, ends = _moment(found.get("starts")), _moment(found.get("ends"))
    if starts is None:
        return ""
    if found.get("all_day"):
        # The end of whole days is the day after the last one (RFC 5545 3.6.1).
        last = (ends - timedelta(days=1)).date() if ends and ends > starts else starts.date()
        days = {"first": full_day(starts.date()), "last": full_day(last)}
        return _("%(first)s to %(last)s, all day") % days if last > starts.date() else _("%(first)s, all day") % days
    begin = localtime(starts)
    values = {"day": full_day(begin.date()), "start": clock_time(begin)}
    if ends is None or ends <= starts:
        return _("%(day)s, %(start)s") % values
    end = localtime(ends)
    values |= {"last_day": full_day(end.date()), "end": clock_time(end)}
    if end.date() == begin.date():
        return _("%(day)s, %(start)s to %(end)s") % values
    return _("%(day)s, %(start)s to %(last_day)s, %(end)s") % values


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
