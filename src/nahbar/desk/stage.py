"""What stands beside the list: a conversation with its composer, and the person it is with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext as _

from nahbar.accounts.models import Member, Team
from nahbar.accounts.queries import teams
from nahbar.channels.contract import Party
from nahbar.conversations.actions.outbound import last_inbound_of
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.noticing import KIND
from nahbar.conversations.queries import Said, conversations_with, drafts_in, timeline
from nahbar.conversations.words import ConversationState, MessageKind
from nahbar.desk.composing import Composer, Way, fill_in, missing_for, ways_for
from nahbar.desk.copying import addressed_in, everyone_else
from nahbar.desk.doors import member_of
from nahbar.desk.drafting import Drafts, sorted_out
from nahbar.desk.health import fares_of
from nahbar.desk.laters import planned_items
from nahbar.desk.places import Place, place_of
from nahbar.desk.returning import returned_key
from nahbar.desk.rows import with_whom
from nahbar.desk.snoozing import offers
from nahbar.desk.standing import standing_of
from nahbar.desk.teamwork import teamwork_of
from nahbar.desk.timeline import items_of
from nahbar.desk.when import ahead, is_late, since
from nahbar.desk.words import DEFAULT_PILE
from nahbar.history.words import Subject
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.rules import members_of
from nahbar.notices.actions import mark_seen

EARLIER = 8
# So many of the newest messages are shown at first: the page of a flood of 10,000 must open like any other.
SHOWN = 200


def place_beside(request: HttpRequest) -> Place:
    """The list from which the conversation was opened (`in` of the address), else the usual one."""
    return place_of(member_of(request), request.GET.get("in", "") or DEFAULT_PILE)


def stage(request: HttpRequest, conversation: Conversation, **overrides: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of Composer
    """The template's context. `overrides` are fields of the composer: text kept, a problem to show."""
    member = member_of(request)
    said = timeline(conversation, newest=None if request.GET.get("whole") else SHOWN)
    hidden = conversation.messages.count() - len(said) if len(said) == SHOWN else 0
    fares = fares_of(member)
    prefetch_related_objects([conversation.person], "addresses")
    earlier = [
        row
        for row in conversations_with(conversation.person, member, limit=EARLIER + 1)
        if row.pk != conversation.pk and row.merged_into_id is None
    ]
    waiting = conversation.waiting_since
    drafts = sorted_out(drafts_in(conversation), member)
    teamwork = teamwork_of(conversation, member)
    # A page in the background is kept up to date unseen.
    if teamwork.has_news and not request.GET.get("away"):
        mark_seen(member, Subject(KIND, conversation.pk))
    return {
        "place": place_beside(request),
        "conversation": conversation,
        "items": [*items_of(conversation, said, teamwork.by_note()), *planned_items(drafts.planned, said)],
        "hidden": hidden,
        "show_asked": bool(request.GET.get("questions")),
        "fares": fares,
        "title": conversation.subject or _("Without a subject"),
        "is_open": conversation.state not in (ConversationState.CLOSED, ConversationState.SPAM),
        "is_snoozed": conversation.state == ConversationState.SNOOZED,
        "until": ahead(conversation.snoozed_until) if conversation.snoozed_until else "",
        "offers": offers(),
        "is_spam": conversation.state == ConversationState.SPAM,
        "standing": standing_of(request, conversation, earlier, member),
        "can_split": sum(1 for each in said if each.message.kind != MessageKind.NOTE) > 1,
        "whom": with_whom(conversation, member),
        "waiting": since(waiting) if waiting else "",
        "late": bool(waiting and is_late(waiting)),
        "further_inboxes": [inbox for inbox in conversation.inboxes.all() if inbox.pk != conversation.inbox_id],
        "composer": compose(request, conversation, [fare.inbox for fare in fares], said, drafts, **overrides),
        "drafts": drafts,
        "teamwork": teamwork,
        "teams": teams_for(conversation),
        "person": conversation.person,
        "addresses": list(conversation.person.addresses.all()),
        "earlier": earlier[:EARLIER],
        "member": member,
    }


def compose(
    request: HttpRequest,
    conversation: Conversation,
    inboxes: Sequence[Inbox],
    said: Sequence[Said],
    drafts: Drafts,
    **overrides: Any,  # noqa: ANN401 - fields of Composer
) -> Composer:
    """The composer, with the member's draft in it, or what the session kept for it."""
    thread = [each.message for each in said]
    last = last_inbound_of(thread)
    ways = ways_for(conversation, inboxes, last)
    composer = Composer(
        ways=ways,
        others=_others(last, ways),
        chosen=ways[0].name if ways else "",
        seen=max((message.pk for message in thread), default=0),
        missing=missing_for(ways),
    )
    composer = fill_in(composer, drafts.own)
    returned = request.session.pop(returned_key(conversation.pk), None)
    return replace(composer, **{**(returned or {}), **overrides})


def _others(last: Message | None, ways: Sequence[Way]) -> list[Party]:
    """Whom a reply to all would add. Costs a query only where the message went to somebody besides us."""
    if last is None or set(addressed_in(last, last.channel)) <= {way.inbox.address for way in ways}:
        return []
    return everyone_else(last, last.channel)


def teams_for(conversation: Conversation) -> list[Team]:
    """The teams that can take this conversation: one that could not see it would lose it."""
    own = conversation.inbox.team_id
    return [team for team in teams() if own in (None, team.pk)]


def may_take(conversation: Conversation, member_id: int) -> Member | None:
    return members_of(conversation.inbox).filter(pk=member_id).first()
