"""All writes of the API's own; everything else goes through the actions of the apps below."""

from nahbar.api.actions.calls import claim_calls, note_called, note_refused, note_retry, queue_calls
from nahbar.api.actions.once import KeyReused, write_once
from nahbar.api.actions.subscriptions import subscribe, unsubscribe

__all__ = [
    "KeyReused",
    "claim_calls",
    "note_called",
    "note_refused",
    "note_retry",
    "queue_calls",
    "subscribe",
    "unsubscribe",
    "write_once",
]
