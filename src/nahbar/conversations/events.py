"""What happened in conversations. Every event that carries `conversation_id` refreshes open pages."""

from __future__ import annotations

from nahbar.history.events import Event, event


@event("conversations.message_received")
class MessageReceived(Event):
    """A person wrote. `started` says that the conversation is new."""

    conversation_id: int
    message_id: int
    inbox_id: int
    started: bool


@event("conversations.reply_sent")
class ReplySent(Event):
    """A member answered; the delivery follows."""

    conversation_id: int
    message_id: int


@event("conversations.reply_taken_back")
class ReplyTakenBack(Event):
    conversation_id: int


@event("conversations.reply_found")
class ReplyFound(Event):
    """An answer that we had sent by other means came with an old mailbox."""

    conversation_id: int
    message_id: int


@event("conversations.rearranged")
class ConversationRearranged(Event):
    """Messages moved between this conversation and the other one; told for both.

    `change` is "joined", "split" or "undone".
    """

    conversation_id: int
    other_id: int
    change: str


@event("conversations.suggestion_declined")
class SuggestionDeclined(Event):
    """A parked conversation does not belong where it said; it is an ordinary one now."""

    conversation_id: int


@event("conversations.fold_corrected")
class FoldCorrected(Event):
    """A member said which parts of a message are folded."""

    conversation_id: int
    message_id: int


@event("conversations.reading_kept")
class ReadingKept(Event):
    """A message was read, or a member set its reading right."""

    conversation_id: int
    message_id: int


@event("conversations.note_added")
class NoteAdded(Event):
    conversation_id: int
    message_id: int


@event("conversations.assigned")
class ConversationAssigned(Event):
    """Somebody has it now. `by_id` is the member who decided, None where a machine did; `message_id` is what it came
    with: the note of a hand-over, or the message that let it be given to somebody in turn.
    """

    conversation_id: int
    member_id: int | None
    team_id: int | None
    by_id: int | None = None
    message_id: int | None = None


@event("conversations.question_settled")
class QuestionSettled(Event):
    """Whoever was asked says that it is done."""

    conversation_id: int
    question_id: int


@event("conversations.followers_changed")
class FollowersChanged(Event):
    """Somebody follows, or does not any more."""

    conversation_id: int


@event("conversations.colleagues_told")
class ColleaguesTold(Event):
    """There are new notices about it: open pages look after theirs."""

    conversation_id: int


@event("conversations.moved")
class ConversationMoved(Event):
    """It lies in another inbox now."""

    conversation_id: int


@event("conversations.closed")
class ConversationClosed(Event):
    conversation_id: int


@event("conversations.reopened")
class ConversationReopened(Event):
    conversation_id: int


@event("conversations.snoozed")
class ConversationSnoozed(Event):
    """Out of sight until a moment that a member chose, or until the person writes."""

    conversation_id: int


@event("conversations.woke")
class ConversationWoke(Event):
    """Its moment has come, or a member brought it back."""

    conversation_id: int


@event("conversations.tagged")
class ConversationTagged(Event):
    """Tags were put on it or taken off."""

    conversation_id: int


@event("conversations.delivery_changed")
class DeliveryChanged(Event):
    """A message of ours was taken, refused, lost or came back."""

    conversation_id: int
    message_id: int
    state: str


@event("conversations.marked_spam")
class ConversationMarkedSpam(Event):
    conversation_id: int


@event("conversations.marked_no_spam")
class ConversationCleared(Event):
    """A member says that it is no spam."""

    conversation_id: int


@event("conversations.onlookers_changed")
class OnlookersChanged(Event):
    """Somebody came, left or began to type while colleagues look on; nothing else has changed."""

    conversation_id: int


@event("conversations.draft_taken_over")
class DraftTakenOver(Event):
    """A member writes on what a colleague began."""

    conversation_id: int


@event("conversations.reply_planned")
class ReplyPlanned(Event):
    """A reply leaves by itself later."""

    conversation_id: int


@event("conversations.reply_unplanned")
class ReplyUnplanned(Event):
    """A reply that was to leave later is in somebody's hands again."""

    conversation_id: int


@event("conversations.reply_held")
class ReplyHeld(Event):
    """A reply that was to leave by now did not: something was said since, or it cannot be sent."""

    conversation_id: int
    member_id: int
