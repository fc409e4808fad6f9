"""Calling webhooks. Signed as Standard Webhooks 1.0 says; rows are claimed, called without a transaction, settled."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings

from nahbar.api.actions import claim_calls, note_called, note_refused, note_retry
from nahbar.api.models import WebhookCall
from nahbar.api.words import CALL_BLOCK, CALL_SECONDS, CALLS_AT_ONCE, CallState
from nahbar.mailroom.queries import seal
from nahbar.toolbox import clock, http
from nahbar.toolbox.faults import Fault

# "Later" in the other side's words. All other refusals will be refusals tomorrow.
_LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


@dataclass(frozen=True, slots=True)
class _Ready:
    """A call with all that a thread without a database needs."""

    call: WebhookCall
    url: str
    body: bytes
    headers: dict[str, str]


def call_block(worker: str, *, seconds: float = CALL_SECONDS) -> int:
    """Call what is due, one block; returns how many calls were claimed. `seconds` bound each call."""
    block = claim_calls(worker=worker, limit=CALL_BLOCK)
    if settings.NAHBAR.demo:
        for call in block:
            note_called(call, status=None, state=CallState.WITHHELD)
        return len(block)
    ready = [prepared for call in block if (prepared := _prepare(call))]
    for each, outcome in zip(ready, _call_all(ready, seconds), strict=True):
        _settle(each.call, outcome)
    return len(block)


def body_of(call: WebhookCall) -> bytes:
    """The same bytes at every try."""
    told = {"id": id_of(call), "event": call.event, "at": call.at.isoformat(), "data": call.data}
    return json.dumps(told, separators=(",", ":"), sort_keys=True).encode()


def id_of(call: WebhookCall) -> str:
    return f"evt_{call.event_id}"


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Standard Webhooks: "v1," and base64 of HMAC-SHA256 over "id.timestamp.body"."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")


def _prepare(call: WebhookCall) -> _Ready | None:
    try:
        secret = seal().open(call.subscription.sealed)["secret"]
    except Fault as fault:
        note_refused(call, status=None, problem=fault.sentence, disable=True)
        return None
    body, timestamp = body_of(call), int(clock.now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Nahbar",
        "webhook-id": id_of(call),
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, id_of(call), timestamp, body),
    }
    return _Ready(call, call.subscription.url, body, headers)


def _call_all(ready: Sequence[_Ready], seconds: float) -> list[http.Answer | Fault]:
    if not ready:
        return []
    with ThreadPoolExecutor(CALLS_AT_ONCE, thread_name_prefix="webhook") as pool:
        return list(pool.map(lambda each: _try(each, seconds), ready))


def _try(ready: _Ready, seconds: float) -> http.Answer | Fault:
    try:
        return http.post(
            ready.url,
            content=ready.body,
            headers=ready.headers,
            allow_private=settings.NAHBAR.private_webhooks,
            seconds=seconds,
        )
    except Fault as fault:
        return fault


def _settle(call: WebhookCall, outcome: http.Answer | Fault) -> None:
    if isinstance(outcome, Fault):
        note = note_refused if outcome.permanent else note_retry
        note(call, status=None, problem=outcome.sentence)
        return
    status = outcome.status
    if 200 <= status < 300:
        note_called(call, status=status)
    elif status == HTTPStatus.GONE:  # Standard Webhooks: "410 Gone: disable the endpoint"
        note_refused(call, status=status, problem="The other side says that it is gone for good.", disable=True)
    elif status >= 500 or status in _LATER:
        note_retry(call, status=status, problem=f"The other side answered {status}.")
    elif 300 <= status < 400:
        problem = f"The other side answered {status}, a redirect. Redirects are not followed; give the final address."
        note_refused(call, status=status, problem=problem)
    else:
        note_refused(call, status=status, problem=f"The other side refused it with {status}.")
