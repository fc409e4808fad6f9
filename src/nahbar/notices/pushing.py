"""Sending pushes: claimed in blocks, sent without a transaction, settled.

A worker that dies between the service's yes and our note sends once more; topic and tag are the same then, so the
browser shows one notice and not two.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import translation

from nahbar.notices.models import Device, Push
from nahbar.notices.queries import Told, in_words
from nahbar.notices.webpush import MOST_PLAIN_BYTES, Sender, encrypt, house_key, topic_of
from nahbar.notices.words import (
    PUSH_CLAIM,
    PUSH_LIVES,
    PUSH_SECONDS,
    PUSH_THREADS,
    PUSH_TRIES,
    PUSHED_AT_ONCE,
    PushState,
)
from nahbar.toolbox import clock, http
from nahbar.toolbox.faults import Fault

# RFC 8030 section 7.3 and what services answer in practice: the subscription is gone, or was made with another key.
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED}
_LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
MOST_RETRY_AFTER = 6 * 60 * 60
MOST_TITLE, MOST_BODY = 200, 400


@dataclass(frozen=True, slots=True)
class _Ready:
    """A push with all that a thread without a database needs."""

    push: Push
    url: str
    body: bytes
    headers: dict[str, str]


def push_block(*, seconds: float = PUSH_SECONDS) -> int:
    """Send what is due, one block; returns how many were claimed. `seconds` bound each call."""
    block = _claim()
    if not block:
        return 0
    sender = sender_of_house()
    ready = [prepared for push in block if (prepared := _prepare(push, sender))]
    with ThreadPoolExecutor(PUSH_THREADS, thread_name_prefix="push") as pool:
        outcomes = list(pool.map(lambda each: _try(each, seconds), ready))
    for each, outcome in zip(ready, outcomes, strict=True):
        _settle(each.push, outcome)
    return len(block)


def is_on() -> bool:
    """Does anything leave as a push from this house? Nothing does from the demo."""
    return settings.NAHBAR.push and not settings.NAHBAR.demo


def sender_of_house() -> Sender:
    """The house as push services know it: by its own key, and by its address where that is a public one."""
    url = settings.NAHBAR.url
    return Sender(house_key(settings.SECRET_KEY), url if url.startswith("https://") else "")


def _claim() -> list[Push]:
    due = Push.objects.filter(state=PushState.DUE, not_before__lte=clock.now())
    if not due.exists():
        return []
    with transaction.atomic():
        free = due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        ids = list(free.order_by("not_before", "id").values_list("id", flat=True)[:PUSHED_AT_ONCE])
        rows = Push.objects.filter(id__in=ids)
        rows.update(not_before=clock.now() + PUSH_CLAIM, attempts=F("attempts") + 1)
    return list(rows.select_related("notice__member", "notice__by", "device").order_by("id"))


def _prepare(push: Push, sender: Sender) -> _Ready | None:
    """None where nobody needs it any more: it was seen, is old news, or may not be seen."""
    notice, member = push.notice, push.notice.member
    fresh = notice.at > clock.now() - PUSH_LIVES or push.attempts == 1
    wanted = is_on() and notice.seen_at is None and member.is_active and fresh
    told = in_words(member, [notice]) if wanted else []
    if not told:
        _note(push, PushState.DROPPED)
        return None
    try:
        body = encrypt(_payload(told[0]), key=push.device.key, secret=push.device.secret)
    except ValueError:
        _note(push, PushState.DROPPED, "The browser's keys cannot be used.")
        return None
    headers = {
        "Authorization": sender.authorization(push.device.endpoint, clock.now()),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(PUSH_LIVES.total_seconds())),
        "Topic": topic_of(notice.once),
        "Urgency": "normal",
    }
    return _Ready(push, push.device.endpoint, body, headers)


def _payload(told: Told) -> bytes:
    """What the service worker shows: in the member's language, and small enough for every service."""
    with translation.override(told.notice.member.language or settings.LANGUAGE_CODE):
        shown = {
            "title": told.words[:MOST_TITLE],
            "body": told.about[:MOST_BODY],
            "path": f"/notices/{told.notice.pk}/",
            "tag": told.notice.once,
        }
    data = json.dumps(shown, ensure_ascii=False).encode()
    assert len(data) <= MOST_PLAIN_BYTES  # noqa: S101 - four bytes a letter still fit
    return data


def _try(ready: _Ready, seconds: float) -> http.Answer | Fault:
    try:
        private = settings.NAHBAR.private_webhooks
        return http.post(ready.url, content=ready.body, headers=ready.headers, allow_private=private, seconds=seconds)
    except Fault as fault:
        return fault


def _settle(push: Push, outcome: http.Answer | Fault) -> None:
    if isinstance(outcome, Fault):
        # Its sentence names the host, which is the browser maker's; the endpoint itself stays out of it.
        _later_or_never(push, outcome.sentence, later=not outcome.permanent)
    elif 200 <= outcome.status < 300:
        _note(push, PushState.DONE)
    elif outcome.status in _GONE:
        Device.objects.filter(pk=push.device_id).delete()
    else:
        later = outcome.status >= 500 or outcome.status in _LATER
        wait = outcome.headers.get("retry-after", "")
        seconds = min(int(wait), MOST_RETRY_AFTER) if wait.isdecimal() and len(wait) < 9 else 0
        _later_or_never(push, f"The push service answered {outcome.status}.", later=later, at_least=seconds)


def _later_or_never(push: Push, problem: str, *, later: bool, at_least: int = 0) -> None:
    if not later or push.attempts >= PUSH_TRIES:
        _note(push, PushState.DROPPED, problem)
        return
    wait = max(timedelta(minutes=2**push.attempts), timedelta(seconds=at_least))
    Push.objects.filter(pk=push.pk, attempts=push.attempts).update(
        not_before=clock.now() + wait, problem=problem[:200]
    )


def _note(push: Push, state: PushState, problem: str = "") -> None:
    Push.objects.filter(pk=push.pk, attempts=push.attempts).update(state=state, problem=problem[:200])
