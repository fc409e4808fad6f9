"""All writes of the mailroom."""

from nahbar.mailroom.actions.accept import Handed, accept
from nahbar.mailroom.actions.bounces import record_bounce
from nahbar.mailroom.actions.inboxes import (
    add_address,
    change_inbox,
    configure_inbox,
    open_inbox,
    reset_secrets,
    save_firm,
    switch_inbox,
)
from nahbar.mailroom.actions.placing import claim_arrivals, give_back, mark_placed, release_arrival
from nahbar.mailroom.actions.posting import Prepared, TooLate, cancel, confirm_arrived, post, prepare, resend
from nahbar.mailroom.actions.sending import (
    claim_deliveries,
    extend_claims,
    free_abandoned,
    mark_sending,
    postpone,
    settle,
)

__all__ = [
    "Handed",
    "Prepared",
    "TooLate",
    "accept",
    "add_address",
    "cancel",
    "change_inbox",
    "claim_arrivals",
    "claim_deliveries",
    "configure_inbox",
    "confirm_arrived",
    "extend_claims",
    "free_abandoned",
    "give_back",
    "mark_placed",
    "mark_sending",
    "open_inbox",
    "post",
    "postpone",
    "prepare",
    "record_bounce",
    "release_arrival",
    "resend",
    "reset_secrets",
    "save_firm",
    "settle",
    "switch_inbox",
]
