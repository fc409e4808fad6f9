"""The Idempotency-Key: whatever the caller repeats, one message comes of it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError

from nahbar.accounts.models import ApiKey
from nahbar.api.models import IdempotencyRecord
from nahbar.conversations.models import Message
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault


class KeyReused(Fault):
    """The Idempotency-Key belongs to another request, or to a message that was taken back."""


def write_once(
    api_key: ApiKey, key: str | None, request_hash: str, write: Callable[[str | None], Message]
) -> Message:
    """The message of this request: written by `write(once)`, or the one that an earlier try wrote.

    Without `key` it is simply written. Raises KeyReused, and what `write` raises. A refused request keeps its key:
    the same body may be tried again, another body needs another key.
    """
    if not key:
        return write(None)
    record, _ = IdempotencyRecord.objects.get_or_create(
        api_key=api_key, key=key, defaults={"request_hash": request_hash, "created_at": clock.now()}
    )
    if record.request_hash != request_hash:
        raise KeyReused("This Idempotency-Key was used for another request. Take a new key for a new request.")
    once = f"{api_key.pk}:{key}"
    if record.message_id and not Message.objects.filter(once=once).exists():
        raise KeyReused("The message of this Idempotency-Key was taken back. Take a new key to write it again.")
    message = _write(once, write)
    if record.message_id != message.pk:
        IdempotencyRecord.objects.filter(pk=record.pk).update(message_id=message.pk)
    return message


def _write(once: str, write: Callable[[str | None], Message]) -> Message:
    try:
        return write(once)
    except IntegrityError:
        # The same request twice at once: `Message.once` let one of them through, both return its message.
        message = Message.objects.filter(once=once).first()
        if message is None:
            raise
        return message
