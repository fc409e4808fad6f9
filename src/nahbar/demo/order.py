"""What must be true of the demo company's content, beyond the kinds of its values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import PurePath
from typing import Final

from nahbar.demo.company import FACES, Company, Conversation, Turn
from nahbar.toolbox.faults import Misconfigured

STAGES: Final = {"quiet", "busy"}
DRAWN: Final = {".png", ".pdf"}
"""Attachments that nahbar.demo.files knows how to make."""

_INVENTED: Final = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+\.example")


def check_company(company: Company) -> None:
    """Raises Misconfigured for the first thing that does not fit together."""
    teams = {team.key for team in company.teams}
    for member in company.members:
        _known(member.teams, teams, f"member {member.key}", "team")
        _invented(member.email)
        if not (FACES / member.face).is_file():
            raise Misconfigured(f"The face {member.face} of {member.name} has not been drawn.")
    for inbox in company.inboxes:
        _known([inbox.team], teams, f"inbox {inbox.key}", "team")
        if inbox.receives:
            _invented(inbox.address)
    for conversation in company.conversations:
        _check_head(conversation, company)
        _check_turns(conversation, company)


def _check_head(conversation: Conversation, company: Company) -> None:
    slug, person = conversation.slug, conversation.person
    _known(conversation.head.stages, STAGES, slug, "stage")
    _known(conversation.head.inboxes, {inbox.key for inbox in company.inboxes}, slug, "inbox")
    if not conversation.head.inboxes:
        raise Misconfigured(f"{slug}: a conversation needs an inbox.")
    if person.address:
        _invented(person.address)
    elif person.postal is None:
        raise Misconfigured(f"{slug}: {person.name} has neither a mail address nor a postal one.")


def _check_turns(conversation: Conversation, company: Company) -> None:
    members = {member.key for member in company.members}
    slug, turns = conversation.slug, conversation.turns
    if (turns[0].who, turns[0].kind) != ("person", "mail") and turns[0].kind != "letter":
        raise Misconfigured(f"{slug}: a conversation begins with the person's mail or with our letter.")
    for earlier, later in pairwise(turns):
        if later.at >= earlier.at:
            raise Misconfigured(f"{slug}: “{later.text[:30]}” ({later.kind}) is not younger than the turn before.")
    closed = False
    for number, turn in enumerate(turns):
        _check_turn(turn, conversation, members, turns[:number])
        if turn.to:
            _known([turn.to], members | {team.key for team in company.teams}, slug, "member or team")
        if turn.kind in ("close", "reopen") and closed is (turn.kind == "close"):
            raise Misconfigured(f"{slug}: a {turn.kind} changes nothing there.")
        closed = turn.kind == "close" or (closed and turn.kind not in ("reopen", "mail"))


def _check_turn(turn: Turn, conversation: Conversation, members: set[str], before: tuple[Turn, ...]) -> None:
    slug, person = conversation.slug, conversation.person
    if (turn.who == "person") != (turn.kind == "mail"):
        raise Misconfigured(f"{slug}: {turn.who} cannot do a “{turn.kind}”.")
    if turn.who != "person":
        _known([turn.who], members, slug, "member")
    if turn.kind in ("mail", "reply") and not person.address:
        raise Misconfigured(f"{slug}: {person.name} has no mail address.")
    if turn.kind == "letter" and person.postal is None:
        raise Misconfigured(f"{slug}: {person.name} has no postal address for a letter.")
    if turn.kind in ("mail", "reply", "letter", "note") and not turn.text:
        raise Misconfigured(f"{slug}: a {turn.kind} needs words.")
    if (turn.kind == "assign") != bool(turn.to):
        raise Misconfigured(f"{slug}: an assignment, and nothing else, has a “to”.")
    if turn.quote and not any(earlier.kind == "reply" or earlier.who == "person" for earlier in before):
        raise Misconfigured(f"{slug}: nothing stands there yet that could be quoted.")
    if turn.failed:
        _invented(turn.failed)
    for name in (*turn.attachments, *([turn.inline] if turn.inline else [])):
        _known([PurePath(name).suffix], DRAWN, f"{slug}, {name}", "kind of file")


def _known(names: Iterable[str], known: set[str], where: str, what: str) -> None:
    for name in names:
        if name not in known:
            raise Misconfigured(f"{where}: there is no {what} “{name}”; known are {', '.join(sorted(known))}.")


def _invented(address: str) -> None:
    if not _INVENTED.fullmatch(address):
        raise Misconfigured(f"“{address}” might belong to somebody; addresses of the demo end in .example.")
