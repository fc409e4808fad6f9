"""Who is told of what happens in conversations, and how notices call a conversation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db.models import Exists, OuterRef, Q

from nahbar.accounts.models import Member
from nahbar.channels.contract import InboundKind
from nahbar.conversations.actions.waiting import LOST
from nahbar.conversations.events import (
    ColleaguesTold,
    ConversationAssigned,
    DeliveryChanged,
    MessageReceived,
    NoteAdded,
    QuestionSettled,
    ReplyHeld,
)
from nahbar.conversations.models import Conversation, Follower, Message, Question
from nahbar.conversations.rules import visible_to
from nahbar.conversations.words import ALIVE, CONVERSATION_PAGE, ConversationState, MessageKind
from nahbar.history.actions import publish
from nahbar.history.listeners import Logged, listen_to_log
from nahbar.history.words import Subject as Thing
from nahbar.mailroom.models import Delivery
from nahbar.notices.actions import News, tell
from nahbar.notices.subjects import Subject, describes
from nahbar.notices.words import Kind

KIND = "conversation"
# Where one thing could be told in two ways, the first of these counts.
_ORDER = (
    Kind.ASSIGNED,
    Kind.REPLIED,
    Kind.ASKED,
    Kind.NAMED,
    Kind.UNDELIVERED,
    Kind.HELD,
    Kind.PARKED,
    Kind.ANSWERED,
)


@describes(KIND)
def describe(member: Member, ids: Collection[int]) -> dict[int, Subject]:
    """The conversations among these that the member sees."""
    rows = visible_to(member).filter(pk__in=ids).select_related("person")
    return {row.pk: Subject(row.person.name, row.subject or row.gist, CONVERSATION_PAGE % row.pk) for row in rows}


@listen_to_log(
    "conversations.notices",
    ConversationAssigned,
    NoteAdded,
    MessageReceived,
    DeliveryChanged,
    QuestionSettled,
    ReplyHeld,
)
def notify(logged: Sequence[Logged]) -> None:
    """Tell whom it concerns, each thing once; open pages then look after their bell."""
    news = [
        *_directly(logged),
        *_noted([entry.event.message_id for entry in logged if isinstance(entry.event, NoteAdded)]),
        *_settled([entry.event.question_id for entry in logged if isinstance(entry.event, QuestionSettled)]),
        *_written([entry.event for entry in logged if isinstance(entry.event, MessageReceived)]),
        *_lost([entry.event.message_id for entry in logged if isinstance(entry.event, DeliveryChanged)]),
    ]
    told = tell(sorted(_visible(news), key=lambda each: _ORDER.index(Kind(each.kind)))) if news else []
    publish(*(ColleaguesTold(conversation_id=pk) for pk in sorted({notice.subject_id for notice in told})))


def _visible(news: Iterable[News]) -> Iterator[News]:
    """Without those who may not see the conversation: who follows may have left the team since."""
    by_member: dict[int, list[News]] = {}
    for each in news:
        by_member.setdefault(each.member_id, []).append(each)
    for member in Member.objects.filter(pk__in=by_member, is_active=True):
        mine = by_member[member.pk]
        seen = set(visible_to(member).filter(pk__in={each.subject.id for each in mine}).values_list("pk", flat=True))
        yield from (each for each in mine if each.subject.id in seen)


def _directly(logged: Sequence[Logged]) -> Iterator[News]:
    for entry in logged:
        event = entry.event
        if isinstance(event, ConversationAssigned) and event.member_id is not None:
            once = f"message:{event.message_id}" if event.message_id else f"event:{entry.id}"
            yield News(event.member_id, Kind.ASSIGNED, Thing(KIND, event.conversation_id), once, event.by_id)
        elif isinstance(event, ReplyHeld):
            yield News(event.member_id, Kind.HELD, Thing(KIND, event.conversation_id), f"event:{entry.id}")


def _noted(message_ids: Sequence[int]) -> Iterator[News]:
    """Whom a note asks, whose question it answers, and whom it names."""
    notes = (
        Message.objects.filter(pk__in=message_ids, member__isnull=False).defer("text", "html") if message_ids else []
    )
    for note in notes:
        thing, once = Thing(KIND, note.conversation_id), f"message:{note.pk}"
        for asked in note.questions.all():
            yield News(asked.asked_id, Kind.ASKED, thing, once, note.member_id)
        for answered in note.answers.all():
            yield News(answered.asker_id, Kind.REPLIED, thing, once, note.member_id)
        for _start, _end, member_id in note.details.get("named", []):
            yield News(member_id, Kind.NAMED, thing, once, note.member_id)


def _settled(question_ids: Sequence[int]) -> Iterator[News]:
    rows = Question.objects.filter(pk__in=question_ids).select_related("note") if question_ids else []
    for row in rows:
        thing = Thing(KIND, row.note.conversation_id)
        yield News(row.asker_id, Kind.REPLIED, thing, f"question:{row.pk}", row.asked_id)


def _written(events: Sequence[MessageReceived]) -> Iterator[News]:
    """What people wrote concerns who has or follows the conversation; where it is parked, who has the one named."""
    if not events:
        return
    started = {event.message_id for event in events if event.started}
    followed = Exists(Follower.objects.filter(conversation=OuterRef("conversation")))
    someones = Q(conversation__assignee__isnull=False) | Q(conversation__suggested__isnull=False) | followed
    rows = Message.objects.filter(
        someones, pk__in=[event.message_id for event in events], inbound_kind=InboundKind.HUMAN
    )
    for row in rows.defer("text", "html").select_related("conversation__suggested"):
        thing, once = Thing(KIND, row.conversation_id), f"message:{row.pk}"
        if row.conversation.state == ConversationState.PARKED:
            holder = row.conversation.suggested.assignee_id if row.conversation.suggested else None
            if holder and row.pk in started:
                yield News(holder, Kind.PARKED, thing, once)
        elif row.pk not in started and row.conversation.state in ALIVE:
            for member_id in _concerned(row.conversation):
                yield News(member_id, Kind.ANSWERED, thing, once)


def _concerned(conversation: Conversation) -> list[int]:
    followers = conversation.followers.values_list("member_id", flat=True)
    return list(dict.fromkeys(pk for pk in (conversation.assignee_id, *followers) if pk))


def _lost(message_ids: Sequence[int]) -> Iterator[News]:
    """Who wrote what did not arrive, and who has the conversation now. A report of a delay is no loss yet."""
    if not message_ids:
        return
    lost = Delivery.objects.filter(origin_kind="message", origin_id=OuterRef("pk"), state__in=LOST)
    rows = Message.objects.filter(Exists(lost), pk__in=set(message_ids), kind=MessageKind.REPLY)
    for row in rows.defer("text", "html").select_related("conversation"):
        for member_id in dict.fromkeys(pk for pk in (row.member_id, row.conversation.assignee_id) if pk):
            yield News(member_id, Kind.UNDELIVERED, Thing(KIND, row.conversation_id), f"undelivered:{row.pk}")
