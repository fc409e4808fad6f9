"""Replies out: from the action that a member's click runs to the 250 of the server that took them."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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
        ids = _conversations(inbox, 2 * options.count, options.seed)
        port = free_port()
        house.run([sys.executable, "-m", "nahbar.cli.bench.sink", str(port)], log="sink")
        wait_until(partial(answers, port), what="Starting the sink")
        _send_to(inbox, port, dkim=False)
        plain, plain_ms = _measure(house, member, ids[: options.count])
        _send_to(inbox, port, dkim=True)
        signed, signed_ms = _measure(house, member, ids[options.count :])
        return Report(
            "replies",
            [
                Figure("out, from the action to the 250", plain, "replies/s", 150),
                Figure("computed for each reply, action, worker and sink", plain_ms, "ms"),
                Figure("the same with DKIM signatures (RSA 2048)", signed, "replies/s", 80),
                Figure("computed for each signed reply", signed_ms, "ms"),
            ],
            database=database_name(),
            sizes={"replies each": options.count, "members at once": MEMBERS},
        )


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


def _measure(house: House, member: Member, ids: Sequence[int]) -> tuple[float, float]:
    """Replies a second while a worker sends what the members write, and milliseconds computed for each."""
    from nahbar.mailroom.models import Delivery

    before = Delivery.objects.filter(state="accepted").count()
    sink = house.processes[:1]
    house.start("work")
    time.sleep(2)  # the worker is there before the first reply, as it would be
    began, computed = clock.monotonic(), house.processor_seconds() + time.process_time()
    with ThreadPoolExecutor(MEMBERS) as members:
        list(members.map(partial(_answer, member=member), ids))
    _wait_for_accepted(before + len(ids))
    took = clock.monotonic() - began
    computed = house.processor_seconds() + time.process_time() - computed
    for process in house.processes[len(sink) :]:
        process.terminate()
        process.wait()
    del house.processes[len(sink) :]
    return len(ids) / took, 1000 * computed / len(ids)


def _answer(conversation_id: int, *, member: Member) -> None:
    from nahbar.conversations.actions import Reply, send_reply
    from nahbar.conversations.models import Conversation

    rows = Conversation.objects.select_related("person", "inbox", "inbox__firm")
    send_reply(rows.get(pk=conversation_id), Reply(TEXT), member=member)


def _wait_for_accepted(count: int) -> None:
    """Until `count` deliveries were taken. Raises Fault where nothing moves any more."""
    from nahbar.mailroom.models import Delivery

    last, moved = -1, clock.monotonic()
    while (now := Delivery.objects.filter(state="accepted").count()) < count:
        if now != last:
            last, moved = now, clock.monotonic()
        if clock.monotonic() - moved > STUCK_AFTER:
            raise Fault(f"{now} of {count} replies were taken, then nothing moved for {STUCK_AFTER:.0f} s.")
        time.sleep(0.05)
