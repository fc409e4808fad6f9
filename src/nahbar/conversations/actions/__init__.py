"""All writes of conversations."""

from nahbar.conversations.actions.arrived import Arrived
from nahbar.conversations.actions.deliveries import confirm_arrived, send_again
from nahbar.conversations.actions.outbound import preview
from nahbar.conversations.actions.resend import send_to_another
from nahbar.conversations.actions.send import Reply, send_reply, start, take_back
from nahbar.conversations.actions.states import add_note, assign, close, reopen
from nahbar.conversations.actions.take_in import take_in

__all__ = [
    "Arrived",
    "Reply",
    "add_note",
    "assign",
    "close",
    "confirm_arrived",
    "preview",
    "reopen",
    "send_again",
    "send_reply",
    "send_to_another",
    "start",
    "take_back",
    "take_in",
]
