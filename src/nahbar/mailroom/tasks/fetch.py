"""Looking for mail where nobody brings it: one thread per inbox, so that a server that stalls holds up no other."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.db import close_old_connections

from nahbar.channels.contract import Fetcher
from nahbar.channels.registry import channel
from nahbar.mailroom.actions import Handed, accept, reset_secrets
from nahbar.mailroom.actions.accept import Position
from nahbar.mailroom.actions.health import note_fetch_problem, note_fetched
from nahbar.mailroom.models import Inbox, InboxHealth
from nahbar.mailroom.queries import settings_of
from nahbar.mailroom.words import Via
from nahbar.toolbox.faults import Fault

log = logging.getLogger(__name__)
LOOK_EVERY = 60.0
RETRY_AFTER = 30.0


def fetch_once(inbox: Inbox) -> int:
    """Take in all that is new in one inbox; returns how many messages were seen. Raises Fault."""
    way = channel(inbox.channel).fetcher(settings_of(inbox), lambda secrets: reset_secrets(inbox.id, secrets))
    if way is None:
        return 0
    with way as fetcher:
        return _drain(inbox, fetcher)


def _drain(inbox: Inbox, fetcher: Fetcher) -> int:
    health, _ = InboxHealth.objects.get_or_create(inbox=inbox)
    # What a newly connected mailbox holds may be years old; conversations tell history from work by this mark.
    envelope = {} if health.cursor else {"first_look": True}
    seen = 0
    for batch in fetcher.fetch(health.cursor):
        handed = [
            Handed(inbox.channel, (inbox.id,), message.raw, message.provider_id, Via.IMAP, envelope)
            for message in batch.messages
        ]
        accept(handed, Position(inbox.id, dict(batch.cursor), " ".join(batch.alarms)))
        seen += len(handed)
    note_fetched(inbox.id)
    return seen


class Fetchers:
    """Keeps one fetching thread for every inbox that names a server."""

    def __init__(self) -> None:
        self._threads: dict[int, threading.Thread] = {}
        self._stopping = threading.Event()

    def keep(self) -> None:
        """Start threads for inboxes that have none; call it every now and then."""
        if settings.NAHBAR.demo:
            return
        for inbox in Inbox.objects.filter(is_active=True):
            thread = self._threads.get(inbox.id)
            if thread and thread.is_alive():
                continue
            if channel(inbox.channel).capabilities.receives:
                thread = threading.Thread(target=self._run, args=(inbox.id,), name=f"fetch-{inbox.id}", daemon=True)
                self._threads[inbox.id] = thread
                thread.start()

    def stop(self) -> None:
        self._stopping.set()

    def _run(self, inbox_id: int) -> None:
        while not self._stopping.is_set():
            close_old_connections()
            pause = RETRY_AFTER
            try:
                if not self._watch(Inbox.objects.get(pk=inbox_id)):
                    pause = LOOK_EVERY
            except Inbox.DoesNotExist:
                return
            except Fault as fault:
                note_fetch_problem(inbox_id, fault.sentence)
            except Exception:
                log.exception("inbox %s: fetching failed", inbox_id)
                note_fetch_problem(inbox_id, "Something unexpected happened while looking for mail; we try again.")
            self._stopping.wait(pause)

    def _watch(self, inbox: Inbox) -> bool:
        """Fetch and wait for news until the settings change or we stop; false where there is no server to look at."""
        way = channel(inbox.channel).fetcher(settings_of(inbox), lambda secrets: reset_secrets(inbox.id, secrets))
        if way is None:
            return False
        with way as fetcher:
            while not self._stopping.is_set():
                _drain(inbox, fetcher)
                fetcher.wait(LOOK_EVERY)
                close_old_connections()
                fresh = Inbox.objects.filter(pk=inbox.pk, is_active=True).first()
                if fresh is None or (fresh.settings, fresh.sealed) != (inbox.settings, inbox.sealed):
                    return True
        return True
