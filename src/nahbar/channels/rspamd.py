"""Rspamd over its HTTP interface: its verdict on a message, and what members teach it.

Contract (https://docs.rspamd.com/developers/protocol/): POST of the raw message to /checkv2, /learnspam or /learnham
of the controller; answers are JSON objects. A verdict carries "action", "score" and "required_score". Learning
answers {"success": true}; where the message was learned before, 208 or (3.4) 404 with an error that says so. The
password goes into the header Password. A test string such as GTUBE is "skipped" and rejected at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from nahbar.channels.contract import SpamVerdict
from nahbar.toolbox import http
from nahbar.toolbox.faults import Fault

# Actions that a mail server carries out on spam; "greylist" and "soft reject" only ask the sender to come again.
_SPAM_ACTIONS = frozenset({"reject", "add header", "rewrite subject", "quarantine", "discard"})
# Rspamd scans 200 KB in some 50 ms; placing waits no longer than this for its word.
CHECK_SECONDS = 3.0
LEARN_SECONDS = 20.0


class FilterFault(Fault):
    """The spam filter refused: a wrong password, or a message that it cannot learn. Trying again is useless."""


@dataclass(frozen=True, slots=True)
class Rspamd:
    """A controller at `origin`, e.g. http://127.0.0.1:11334. It may lie in our own network: nobody but the
    administrator names it, redirects are not followed, and the paths are ours.
    """

    origin: str
    password: str = ""

    def check(self, raw: bytes) -> SpamVerdict | None:
        """What it thinks of a mail; None where it skipped it. Raises FilterFault; http.Unreachable may pass."""
        said = self._ask("/checkv2", raw, CHECK_SECONDS)
        action, score = said.get("action"), said.get("score")
        if not isinstance(action, str) or (said.get("is_skipped") and action not in _SPAM_ACTIONS):
            return None
        number = float(score) if isinstance(score, (int, float)) else None
        return SpamVerdict(action in _SPAM_ACTIONS, "Rspamd", number)

    def learn(self, raw: bytes, *, is_spam: bool) -> None:
        """Teach it. That it knew is no fault. Raises FilterFault; http.Unreachable may pass."""
        self._ask("/learnspam" if is_spam else "/learnham", raw, LEARN_SECONDS)

    def _ask(self, path: str, raw: bytes, seconds: float) -> Mapping[str, Any]:
        headers = {"Content-Type": "application/octet-stream", "User-Agent": "Nahbar"}
        if self.password:
            headers["Password"] = self.password
        url = self.origin.rstrip("/") + path
        answer = http.post(url, content=raw, headers=headers, allow_private=True, seconds=seconds)
        if answer.status >= 500:
            raise http.Unreachable(f"The spam filter answered {answer.status}.")
        if not 200 <= answer.status < 300 and b"already learned" not in answer.body:
            raise FilterFault(_refusal(answer))
        return _object(answer.body)


def _refusal(answer: http.Answer) -> str:
    if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return "The spam filter refuses our password. NAHBAR_RSPAMD_PASSWORD should be that of its controller."
    reason = str(_object(answer.body).get("error", ""))[:200]
    return f"The spam filter answered {answer.status}. {reason}".strip()


def _object(body: bytes) -> Mapping[str, Any]:
    """The JSON object of an answer; an empty one for everything else: a filter that stammers must not stop mail."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
