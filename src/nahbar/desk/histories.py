"""Entries of a conversation's history as sentences between the messages."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.desk.when import full_moment
from nahbar.history.models import Entry
from nahbar.history.words import ActorKind

NAMING = {
    "conversation.draft_taken_over",
    "conversation.reply_planned",
    "conversation.reply_held",
    "conversation.moved",
}
REARRANGED = {"conversation.joined", "conversation.split", "conversation.undone"}


def undoable(entries: Iterable[Entry]) -> set[int]:
    """The ids of those entries that tell of a join or a split which nobody has taken back."""
    told = {entry.pk: entry for entry in entries if entry.verb in REARRANGED}
    undone = {entry.data.get("rearrangement") for entry in told.values() if entry.verb == "conversation.undone"}
    return {
        pk
        for pk, entry in told.items()
        if entry.data.get("rearrangement") and entry.data["rearrangement"] not in undone
    }


def words_of(entry: Entry) -> str:
    """A sentence for the timeline; empty for what the messages themselves already show."""
    who = _who(entry)
    if entry.verb == "conversation.assigned":
        return _assigned(who, entry.data.get("member", ""), entry.data.get("team", ""))
    if entry.verb in REARRANGED:
        return _rearranged(who, entry)
    if entry.verb == "conversation.snoozed":
        until = parse_datetime(entry.data.get("until", ""))
        return _("%(who)s put it aside until %(until)s") % {"who": who, "until": full_moment(until)} if until else ""
    if entry.verb == "conversation.tagged":
        return _tagged(who, entry.data.get("added", []), entry.data.get("removed", []))
    if entry.verb in NAMING:
        return _naming(who, entry)
    sentences = {
        "conversation.closed": _("%s closed the conversation"),
        "conversation.reopened": _("%s opened the conversation again"),
        "conversation.woke": _("%s brought the conversation back"),
        "conversation.reply_unplanned": _("%s took a planned answer back"),
        "conversation.reply_taken_back": _("%s took a message back before it left"),
        "conversation.delivery_confirmed": _("%s confirmed that the message arrived"),
        "conversation.sent_again": _("%s let the message be sent again"),
        "conversation.marked_spam": _("%s put the conversation into spam"),
        "conversation.marked_no_spam": _("%s took the conversation out of spam"),
        "conversation.suggestion_declined": _("%s let the conversation stand for itself"),
        "conversation.fold_corrected": _("%s corrected what is hidden in a message"),
        "conversation.own_mail_returned": _("A mail of ours came back to us; it is kept as a note"),
    }
    sentence = sentences.get(entry.verb, "")
    return sentence.replace("%s", who)


def _naming(who: str, entry: Entry) -> str:
    """What names a member, an inbox or a time besides."""
    if entry.verb == "conversation.moved":
        return _("%(who)s moved the conversation to %(inbox)s") % {"who": who, "inbox": entry.data.get("inbox", "")}
    if entry.verb == "conversation.reply_planned":
        at = parse_datetime(entry.data.get("until", ""))
        return _("%(who)s let an answer leave later: %(at)s") % {"who": who, "at": full_moment(at)} if at else ""
    if entry.verb == "conversation.reply_held":
        return _("The planned answer of %s did not leave by itself") % str(entry.data.get("member", ""))
    return _("%(who)s took over the draft of %(member)s") % {"who": who, "member": entry.data.get("member", "")}


def _who(entry: Entry) -> str:
    """Whoever did it; a rule says that it is one."""
    return _("Rule “%s”") % entry.actor_label if entry.actor_kind == ActorKind.RULE else entry.actor_label


def _assigned(who: str, member: str, team: str) -> str:
    if member and member == who:
        return _("%s took the conversation on") % who
    if member:
        return _("%(who)s handed the conversation to %(member)s") % {"who": who, "member": member}
    if team:
        return _("%(who)s handed the conversation to the team %(team)s") % {"who": who, "team": team}
    return _("%s let go of the conversation") % who


def _tagged(who: str, added: list[str], removed: list[str]) -> str:
    values = {"who": who, "added": ", ".join(added), "removed": ", ".join(removed)}
    if added and removed:
        return _("%(who)s put on: %(added)s, and took off: %(removed)s") % values
    return (_("%(who)s put on: %(added)s") if added else _("%(who)s took off: %(removed)s")) % values


def _rearranged(who: str, entry: Entry) -> str:
    number = int(entry.data.get("messages", 0))
    values = {"who": who, "other": entry.data.get("other", 0), "number": number}
    joined, given = entry.data.get("kind") == "join", entry.data.get("role") == "from"
    if entry.verb == "conversation.undone":
        words = _("%(who)s took back joining with #%(other)d")
        return (words if joined else _("%(who)s took back splitting off, here and in #%(other)d")) % values
    if joined:
        words = (
            _("%(who)s joined this conversation into #%(other)d") if given else _("%(who)s joined #%(other)d to it")
        )
        return words % values
    if given:
        words = ngettext(
            "%(who)s split off %(number)d message, to #%(other)d",
            "%(who)s split off %(number)d messages, to #%(other)d",
            number,
        )
        return words % values
    return _("%(who)s split this conversation off #%(other)d") % values
