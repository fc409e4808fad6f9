"""Conversations learn what became of their messages, and of mail that came to a second inbox."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from nahbar.channels.contract import InboundKind
from nahbar.conversations.actions.last_replies import keep_last_reply
from nahbar.conversations.actions.mail_copies import queue_copies
from nahbar.conversations.actions.readings import queue_readings
from nahbar.conversations.actions.states import lock
from nahbar.conversations.automation.running import Verdict, carry_out, decide
from nahbar.conversations.events import (
    ConversationMoved,
    ConversationRearranged,
    DeliveryChanged,
    FoldCorrected,
    MessageReceived,
    NoteAdded,
    ReadingKept,
    ReplyFound,
    ReplySent,
    ReplyTakenBack,
)
from nahbar.conversations.models import Message
from nahbar.conversations.search.index import rows_of, store
from nahbar.conversations.words import ConversationState, MessageKind
from nahbar.history.actions import publish
from nahbar.history.events import Event
from nahbar.history.listeners import Write, listen, listen_ahead
from nahbar.mailroom.events import (
    ArrivalSeenAgain,
    DeliveryAccepted,
    DeliveryBounced,
    DeliveryFailed,
    DeliveryUnknown,
)

_WORDS: dict[type[Event], str] = {
    DeliveryAccepted: "accepted",
    DeliveryFailed: "failed",
    DeliveryUnknown: "unknown",
    DeliveryBounced: "bounced",
}
# After these the person has no answer, whatever we thought.
_UNANSWERED = (DeliveryFailed, DeliveryUnknown, DeliveryBounced)


@listen("conversations.deliveries", DeliveryAccepted, DeliveryFailed, DeliveryUnknown, DeliveryBounced)
def show_delivery(events: Sequence[Event]) -> None:
    """Tell the pages; and where an answer did not arrive, the person waits again."""
    by_message = {
        event.origin_id: event
        for event in events
        if isinstance(event, (DeliveryAccepted, DeliveryFailed, DeliveryUnknown, DeliveryBounced))
        and event.origin_kind == "message"
    }
    rows = Message.objects.filter(pk__in=by_message, kind=MessageKind.REPLY).select_related("conversation")
    for message in rows.defer("text", "html").order_by("pk"):
        event = by_message[message.pk]
        answers = "forward_of" not in message.details
        if answers and isinstance(event, DeliveryAccepted) and message.conversation.waiting_since:
            _stop_waiting(message)
        if (
            answers
            and isinstance(event, _UNANSWERED)
            and not (isinstance(event, DeliveryBounced) and not event.gave_up)
        ):
            _wait_again(message)
        publish(
            DeliveryChanged(conversation_id=message.conversation_id, message_id=message.pk, state=_WORDS[type(event)])
        )


def _wait_again(message: Message) -> None:
    conversation = lock(message.conversation_id)
    later = conversation.messages.filter(kind=MessageKind.REPLY, at__gt=message.at)
    if conversation.state == ConversationState.SPAM or later.exists():
        return
    if conversation.state != ConversationState.PARKED:
        conversation.state = ConversationState.OPEN
    conversation.set_waiting(message.answered_since or message.at)
    conversation.save(update_fields=["state", "waiting_since", "queue_at"])


def _stop_waiting(message: Message) -> None:
    """An answer that had failed arrived after all; whoever wrote since then goes on waiting."""
    conversation = lock(message.conversation_id)
    since = conversation.waiting_since
    written_later = conversation.messages.filter(
        kind=MessageKind.INBOUND, inbound_kind=InboundKind.HUMAN, at__gt=message.at
    )
    if since and since <= message.at and not written_later.exists():
        conversation.set_waiting(None)
        conversation.save(update_fields=["waiting_since", "queue_at"])


@listen("conversations.seen_again", ArrivalSeenAgain)
def name_further_inboxes(events: Sequence[Event]) -> None:
    """One mail to several inboxes is one conversation with all of them named."""
    seen = {(event.arrival_id, event.inbox_id) for event in events if isinstance(event, ArrivalSeenAgain)}
    messages = Message.objects.filter(arrival_id__in={arrival_id for arrival_id, _ in seen})
    by_arrival = {message.arrival_id: message for message in messages.select_related("conversation")}
    for arrival_id, inbox_id in seen:
        if message := by_arrival.get(arrival_id):
            message.conversation.inboxes.add(inbox_id)


@listen("conversations.copies", MessageReceived)
def copy_to_members(events: Sequence[Event]) -> None:
    """Whoever has the conversation and wants it gets the message by mail; sending is another task's."""
    queue_copies(event.message_id for event in events if isinstance(event, MessageReceived))


@listen("conversations.readings", MessageReceived, FoldCorrected)
def let_read(events: Sequence[Event]) -> None:
    """What a person wrote is read soon; anew where somebody said which of the words are theirs."""
    queue_readings(event.message_id for event in events if isinstance(event, (MessageReceived, FoldCorrected)))


@listen_ahead(
    "conversations.search",
    MessageReceived,
    ReplySent,
    ReplyFound,
    NoteAdded,
    ConversationRearranged,
    ConversationMoved,
)
def make_searchable(events: Sequence[Event]) -> Write:
    """Every message is found by its words; one that moved, by its inbox too."""
    said = (MessageReceived, ReplySent, ReplyFound, NoteAdded)
    ids = {event.message_id for event in events if isinstance(event, said)}
    elsewhere = (ConversationRearranged, ConversationMoved)
    moved = {event.conversation_id for event in events if isinstance(event, elsewhere)}
    if moved:
        ids.update(Message.objects.filter(conversation__in=moved).values_list("pk", flat=True))
    return partial(store, rows_of(ids))


@listen("conversations.last_replies", ReplySent, ReplyFound, ReplyTakenBack, ConversationRearranged)
def show_among_sent(events: Sequence[Event]) -> None:
    """The pile of what left knows when we answered last, whichever way the answer came to lie there."""
    answered = (ReplySent, ReplyFound, ReplyTakenBack, ConversationRearranged)
    keep_last_reply({event.conversation_id for event in events if isinstance(event, answered)})


@listen_ahead("conversations.rules", MessageReceived, ReadingKept)
def let_rules_act(events: Sequence[Event]) -> Write:
    """What a person wrote is shown to the rules; where one of them asks for its reading, as soon as it is read."""
    came = {event.message_id for event in events if isinstance(event, MessageReceived)}
    read = {event.message_id for event in events if isinstance(event, ReadingKept)}
    return partial(_act, decide(came, read=read - came))


def _act(verdict: Verdict) -> None:
    carry_out(verdict)
