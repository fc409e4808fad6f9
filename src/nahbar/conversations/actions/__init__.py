"""All writes of conversations."""

from nahbar.conversations.actions.arrived import Arrived
from nahbar.conversations.actions.deliveries import confirm_arrived, send_again
from nahbar.conversations.actions.drafts import DraftGone, DraftMoved, Page, put_into_draft, save_draft, take_over
from nahbar.conversations.actions.folds import BadFold, correct_fold
from nahbar.conversations.actions.following import follow
from nahbar.conversations.actions.forwarding import CannotForward, forward
from nahbar.conversations.actions.handing import hand_over
from nahbar.conversations.actions.joining import CannotJoin, join
from nahbar.conversations.actions.many import Moved, close_one, move_many, put_back
from nahbar.conversations.actions.onlookers import look_away, look_on, stop_typing
from nahbar.conversations.actions.outbound import preview
from nahbar.conversations.actions.planned import CannotPlan, plan, send_due, send_planned, unplan
from nahbar.conversations.actions.questions import settle_question
from nahbar.conversations.actions.readings import BadLabel, correct_reading
from nahbar.conversations.actions.resend import send_to_another
from nahbar.conversations.actions.send import Reply, send_reply, start
from nahbar.conversations.actions.snoozing import CannotSnooze, snooze, wake, wake_due
from nahbar.conversations.actions.spam import OneOfUs, block_sender, mark_spam, not_spam, unblock_sender
from nahbar.conversations.actions.splitting import CannotSplit, split_off
from nahbar.conversations.actions.states import add_note, assign, close, reopen
from nahbar.conversations.actions.suggestions import NothingSuggested, accept_suggestion, decline_suggestion
from nahbar.conversations.actions.tags import BadTag, change_tag, delete_tag, make_tag, merge_tags, tag_conversation
from nahbar.conversations.actions.take_in import take_in
from nahbar.conversations.actions.taking_back import take_back
from nahbar.conversations.actions.undoing import NothingToUndo, undo

__all__ = [
    "Arrived",
    "BadFold",
    "BadLabel",
    "BadTag",
    "CannotForward",
    "CannotJoin",
    "CannotPlan",
    "CannotSnooze",
    "CannotSplit",
    "DraftGone",
    "DraftMoved",
    "Moved",
    "NothingSuggested",
    "NothingToUndo",
    "OneOfUs",
    "Page",
    "Reply",
    "accept_suggestion",
    "add_note",
    "assign",
    "block_sender",
    "change_tag",
    "close",
    "close_one",
    "confirm_arrived",
    "correct_fold",
    "correct_reading",
    "decline_suggestion",
    "delete_tag",
    "follow",
    "forward",
    "hand_over",
    "join",
    "look_away",
    "look_on",
    "make_tag",
    "mark_spam",
    "merge_tags",
    "move_many",
    "not_spam",
    "plan",
    "preview",
    "put_back",
    "put_into_draft",
    "reopen",
    "save_draft",
    "send_again",
    "send_due",
    "send_planned",
    "send_reply",
    "send_to_another",
    "settle_question",
    "snooze",
    "split_off",
    "start",
    "stop_typing",
    "tag_conversation",
    "take_back",
    "take_in",
    "take_over",
    "unblock_sender",
    "undo",
    "unplan",
    "wake",
    "wake_due",
]
