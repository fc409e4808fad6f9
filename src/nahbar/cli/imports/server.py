"""A mailbox on a server, read by the channel's own way of looking for mail."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from nahbar.channels.registry import channel
from nahbar.cli.imports.source import Found, SourceFault


class ServerMailbox:
    """Folders on a server as a `Source`. `settings` are those of the channel, checked here. It stays as it is."""

    unit = " mails"
    total: int | None = None

    def __init__(self, channel_name: str, settings: Mapping[str, str], *, is_own: bool) -> None:
        """`is_own`: the inbox fetches from this very account, so its messages already have their names."""
        self._channel = channel(channel_name)
        self._settings = settings
        for fault in self._channel.check(settings):
            raise fault
        account = "\n".join(settings.get(name, "") for name in ("imap_host", "imap_port", "imap_user"))
        name = hashlib.sha256(account.encode()).hexdigest()[:16]
        self._prefix = "" if is_own else f"{name}:"
        self.identity = f"server:{name}:{settings.get('imap_folders', '')}"
        self.unread: list[str] = []

    def messages(self, place: Mapping[str, Any]) -> Iterator[Found]:
        way = self._channel.fetcher(self._settings, lambda _secrets: None)
        if way is None:
            raise SourceFault("No incoming server is named. Give it by --host, or set it up at the inbox.")
        with way as fetcher:
            for batch in fetcher.fetch(place):
                self.unread += batch.alarms
                last = len(batch.messages) - 1
                for number, message in enumerate(batch.messages):
                    behind = batch.cursor if number == last else None
                    yield Found(message.raw, f"{self._prefix}{message.provider_id}"[:200], behind)
