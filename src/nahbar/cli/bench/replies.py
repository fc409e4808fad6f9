"""Replies out: from the action that a member's click runs to the 250 of the server that took them."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from nahbar.cli.bench.house import (
    ADDRESS,
    HOST,
    House,
    answers,
    found_firm,
    free_port,
    own_house,
    wait_until,
)
from nahbar.cli.bench.mails import raw_mails
from nahbar.cli.bench.report import Figure, Report, database_name
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

if TYPE_CHECKING:
    from nahbar.accounts.models import Member
    from nahbar.mailroom.models import Inbox

# So many members press "send" at the same time.
MEMBERS = 4
STUCK_AFTER = 60.0
TEXT = """Guten Tag,

danke für Ihre Nachricht, ich habe gleich nachgesehen. Das Ersatzteil liegt bei uns im Lager und geht morgen früh
zu Ihnen hinaus, ohne Kosten. Wenn beim Einbau etwas hakt, schreiben Sie mir einfach, dann schicke ich Ihnen eine
Anleitung mit Bildern.

Herzliche Grüße
Mira Mess"""


def measure(options: argparse.Namespace) -> Report:
    """`count` replies without and as many with DKIM signatures. Raises Fault where sending stalls."""
    with own_house(options.database) as house:
        member, inbox = found_firm()
        ids = _conversations(inbox, options.count, options.seed)
        port = free_port()
        house.run([sys.executable, "-m", "nahbar.cli.bench.sink", str(port)], log="sink")
        wait_until(partial(answers, port), what="Starting the sink")
        figures = []
        for dkim, target, how in ((False, 150, ""), (True, 80, ", with DKIM signatures (RSA 2048)")):
            _send_to(inbox, port, dkim=dkim)
            whole, computed = _whole_way(house, member, ids)
            out = _out_of_the_queue(house, member, ids)
            figures += [
                Figure(f"out, of a waiting queue{how}", out, "replies/s", target),
                Figure(f"while members write, from the action to the 250{how}", whole, "replies/s"),
                Figure(f"computed for each, action, worker and sink{how}", computed, "ms"),
            ]
        sizes = {"replies each": options.count, "members at once": MEMBERS}
        return Report("replies", figures, database=database_name(), sizes=sizes)


def _conversations(inbox: Inbox, count: int, seed: int) -> list[int]:
    """`count` conversations to answer in, taken in as mail."""
    from nahbar.conversations.models import Conversation
    from nahbar.conversations.tasks import place_block
    from nahbar.mailroom.actions import Handed, accept
    from nahbar.mailroom.words import Via

    mails = [
        Handed(inbox.channel, (inbox.pk,), raw, f"bench:{key}", Via.SMTP)
        for key, raw in raw_mails(count, to=ADDRESS, seed=seed)
    ]
    for start in range(0, count, 50):
        accept(mails[start : start + 50])
    while place_block("bench"):
        pass
    return list(Conversation.objects.order_by("pk").values_list("pk", flat=True))


def _send_to(inbox: Inbox, port: int, *, dkim: bool) -> None:
    from nahbar.history.words import SYSTEM
    from nahbar.mailroom.actions import configure_inbox

    values = {"smtp_host": HOST, "smtp_port": str(port), "smtp_security": "none"}
    if dkim:
        values |= {"dkim_domain": ADDRESS.partition("@")[2], "dkim_selector": "bench", "dkim_key": _key()}
    configure_inbox(inbox, actor=SYSTEM, values=values)


def _key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _whole_way(house: House, member: Member, ids: Sequence[int]) -> tuple[float, float]:
    """Replies a second while a worker sends what the members write, and milliseconds computed for each."""
    before = _accepted()
    with _worker(house):
        time.sleep(2)  # the worker is there before the first reply, as it would be
        began, computed = clock.monotonic(), house.processor_seconds() + time.process_time()
        _write(ids, member)
        _wait_for_accepted(before + len(ids))
        took = clock.monotonic() - began
        computed = house.processor_seconds() + time.process_time() - computed
    return len(ids) / took, 1000 * computed / len(ids)


def _out_of_the_queue(house: House, member: Member, ids: Sequence[int]) -> float:
    """Replies a second when all are written and a worker begins; counted from the first that was taken."""
    before = _accepted()
    _write(ids, member)
    with _worker(house):
        started = clock.monotonic()
        wait_until(lambda: _accepted() > before, what="The first reply to be taken")
        first, began = _accepted(), clock.monotonic()
        _wait_for_accepted(before + len(ids))
        ended = clock.monotonic()
    after_first = before + len(ids) - first
    # A handful may be gone at the first look; then the worker's start is part of the price.
    return after_first / (ended - began) if after_first else len(ids) / (ended - started)


@contextmanager
def _worker(house: House) -> Iterator[None]:
    """A worker that is gone at the end; the sink stays."""
    others = len(house.processes)
    house.start("work")
    try:
        yield
    finally:
        for process in house.processes[others:]:
            process.terminate()
            process.wait()
        del house.processes[others:]


def _write(ids: Sequence[int], member: Member) -> None:
    with ThreadPoolExecutor(MEMBERS) as members:
        list(members.map(partial(_answer, member=member), ids))


def _accepted() -> int:
    from nahbar.mailroom.models import Delivery

    return Delivery.objects.filter(state="accepted").count()


def _answer(conversation_id: int, *, member: Member) -> None:
    from django.db import close_old_connections

    from nahbar.conversations.actions import Reply, send_reply
    from nahbar.conversations.models import Conversation

    rows = Conversation.objects.select_related("person", "inbox", "inbox__firm")
    send_reply(rows.get(pk=conversation_id), Reply(TEXT), member=member)
    close_old_connections()


def _wait_for_accepted(count: int) -> None:
    """Until `count` deliveries were taken. Raises Fault where nothing moves any more."""
    last, moved = -1, clock.monotonic()
    while (now := _accepted()) < count:
        if now != last:
            last, moved = now, clock.monotonic()
        if clock.monotonic() - moved > STUCK_AFTER:
            raise Fault(f"{now} of {count} replies were taken, then nothing moved for {STUCK_AFTER:.0f} s.")
        time.sleep(0.05)
