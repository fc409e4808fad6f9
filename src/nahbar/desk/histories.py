"""Entries of a conversation's history as sentences between the messages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nahbar.history.models import Entry


def words_of(entry: Entry) -> str:
    """A sentence for the timeline; empty for what the messages themselves already show."""
    who = entry.actor_label
    if entry.verb == "conversation.assigned":
        return _assigned(who, entry.data.get("member", ""), entry.data.get("team", ""))
    sentences = {
        "conversation.closed": _("%s closed the conversation"),
        "conversation.reopened": _("%s opened the conversation again"),
        "conversation.reply_taken_back": _("%s took a message back before it left"),
        "conversation.delivery_confirmed": _("%s confirmed that the message arrived"),
        "conversation.sent_again": _("%s let the message be sent again"),
    }
    sentence = sentences.get(entry.verb, "")
    return sentence % who if sentence else ""


def _assigned(who: str, member: str, team: str) -> str:
    if member and member == who:
        return _("%s took the conversation on") % who
    if member:
        return _("%(who)s handed the conversation to %(member)s") % {"who": who, "member": member}
    if team:
        return _("%(who)s handed the conversation to the team %(team)s") % {"who": who, "team": team}
    return _("%s let go of the conversation") % who
