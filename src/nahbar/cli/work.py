"""`nahbar work`: everything that happens in the background, one thread per kind of work."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

from nahbar.toolbox.ids import new_key

log = logging.getLogger(__name__)
# Waits when there was nothing to do, and after something failed.
IDLE = 0.15
BREATH = 0.15
AFTER_FAILURE = 2.0


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "work",
        help="place, send, fetch and tidy in the background",
        description="Places what came in, sends what is due, fetches mailboxes and tells listeners. "
        "Run several on PostgreSQL; on SQLite one. `nahbar serve` runs it for you.",
    )
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work: `step` does a block and says how much it found; `idle` is the wait after none, in seconds."""

    name: str
    step: Callable[[], int]
    idle: float = IDLE
    full: int = 1
    """A smaller block than this is followed by a breath, so that the next one fills: a block costs, not a message."""


def run(options: argparse.Namespace) -> int:
    del options
    from nahbar.cli import start_django

    start_django()
    from nahbar.cli import schema

    schema.require_current()
    from nahbar.conversations.reading_process import ReadingProcess
    from nahbar.mailroom.actions.sending import free_claims_of
    from nahbar.mailroom.tasks.fetch import Fetchers
    from nahbar.mailroom.tasks.send import Postman

    worker = f"{socket.gethostname()}:{os.getpid()}:{new_key(6)}"
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    postman, fetchers, reader = Postman(worker), Fetchers(), ReadingProcess()
    threads = [
        threading.Thread(target=_keep_doing, args=(work, stopping), name=work.name)
        for work in _works(worker, postman, fetchers, reader)
    ]
    for thread in threads:
        thread.start()
    stopping.wait()
    fetchers.stop()
    reader.close()
    for thread in threads:
        thread.join()
    postman.close()
    free_claims_of(worker)
    return 0


def _works(worker: str, postman: object, fetchers: object, reader: object) -> list[Work]:
    from nahbar.api.tasks import call_block
    from nahbar.conversations.actions.mail_copies import post_copies
    from nahbar.conversations.actions.planned import send_due
    from nahbar.conversations.actions.readings import read_block
    from nahbar.conversations.actions.snoozing import wake_due
    from nahbar.conversations.automation.running import run_late
    from nahbar.conversations.learning import learn
    from nahbar.conversations.reading_process import ReadingProcess
    from nahbar.conversations.search.index import index_backlog
    from nahbar.conversations.spam_filter import teach_block
    from nahbar.conversations.tasks import place_block
    from nahbar.history.tasks import react
    from nahbar.mailroom.queries import placing_lags
    from nahbar.mailroom.tasks.fetch import Fetchers
    from nahbar.mailroom.tasks.send import Postman
    from nahbar.mailroom.tasks.sweep import sweep
    from nahbar.mailroom.words import CLAIM_ARRIVALS
    from nahbar.notices.actions import tidy
    from nahbar.notices.digests import mail_digests
    from nahbar.notices.pushing import push_block

    assert isinstance(postman, Postman)  # noqa: S101 - narrows a late import's type
    assert isinstance(fetchers, Fetchers)  # noqa: S101 - narrows a late import's type
    assert isinstance(reader, ReadingProcess)  # noqa: S101 - narrows a late import's type

    def keep_fetching() -> int:
        fetchers.keep()
        return 0

    def place_and_tell() -> int:
        # Two threads that both compute take the interpreter from each other in the middle of a transaction, and on
        # SQLite all others wait for that: one thread, in turns.
        return place_block(worker) + react()

    def read_some() -> int:
        # Understanding a text costs more than placing it: while mail pours in, a block and a rest.
        done = read_block(reader.understand)
        return 0 if placing_lags() else done

    return [
        Work("place", place_and_tell, full=CLAIM_ARRIVALS),
        Work("send", postman.carry),
        Work("webhooks", lambda: call_block(worker), idle=1.0),
        Work("read", read_some, idle=1.0),
        Work("learn", learn, idle=60.0),
        Work("copies", post_copies, idle=1.0),
        Work("wake", wake_due, idle=1.0),
        Work("later", send_due, idle=1.0),
        Work("push", push_block, idle=1.0),
        Work("digests", mail_digests, idle=5.0),
        Work("tidy", tidy, idle=3600.0),
        Work("filter", teach_block, idle=5.0),
        Work("index", index_backlog, idle=60.0),
        Work("fetch", keep_fetching, idle=5.0),
        Work("sweep", sweep, idle=5.0),
        Work("rules", run_late, idle=30.0),
    ]


def _keep_doing(work: Work, stopping: threading.Event) -> None:
    from django.db import close_old_connections, connection

    while not stopping.is_set():
        close_old_connections()
        pause = 0.0
        try:
            done = work.step()
            if not done:
                pause = work.idle
            elif done < work.full:
                pause = BREATH
        except Exception:
            log.exception("%s failed; it is tried again", work.name)
            pause = AFTER_FAILURE
        if pause:
            stopping.wait(pause)
    connection.close()
