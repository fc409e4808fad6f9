"""Pages over HTTP, signed in, in a database that `nahbar bench seed` filled."""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from nahbar.cli.bench.house import answers, free_port, wait_until
from nahbar.cli.bench.pages import Desk
from nahbar.cli.bench.report import Figure, Report, database_name, percentile
from nahbar.toolbox.faults import Misconfigured

if TYPE_CHECKING:
    from nahbar.accounts.models import Member

WARM_UP = 20
TARGET_MS = 60


def measure(options: argparse.Namespace) -> Report:
    """Ask for each page `count` times. Raises Misconfigured where nothing was seeded."""
    with web_over_seed(options.database) as port:
        return _measure(port, options)


@contextmanager
def web_over_seed(database: str) -> Iterator[int]:
    """Django here and the web process beside us, over what `seed` filled; gives the port of web."""
    if database:
        os.environ["NAHBAR_DATABASE_URL"] = database
    port = free_port()
    os.environ |= {"NAHBAR_PORT": str(port), "NAHBAR_LOG_LEVEL": "WARNING"}
    os.environ.pop("NAHBAR_URL", None)
    from nahbar.cli import start_django

    start_django()
    with _web(port):
        yield port


def _measure(port: int, options: argparse.Namespace) -> Report:
    from django.urls import reverse

    from nahbar.accounts.actions import make_api_key, revoke_api_key
    from nahbar.conversations.models import Conversation, Message
    from nahbar.demo.bulk.load import PASSWORD

    member, ids = _seeded(random.Random(options.seed), options.count + WARM_UP)  # noqa: S311 - which pages, no secret
    key, token = make_api_key(member=member, name="bench", scopes=["read"])
    desk, program = Desk(port), Desk(port, token)
    desk.sign_in(member.email, PASSWORD)
    lists = [reverse("desk:pile", args=[name]) for name in ("waiting", "open", "unassigned", "mine", "closed")]
    pages = {
        "inbox list": (desk, lists),
        "conversation page": (desk, [reverse("desk:conversation", args=[one]) for one in ids]),
        "API: list of conversations": (program, ["/api/v1/conversations?state=open"]),
        "API: one conversation": (program, [f"/api/v1/conversations/{one}" for one in ids]),
    }
    figures = []
    for what, (client, paths) in pages.items():
        spans = [client.get(paths[turn % len(paths)])[0] for turn in range(options.count + WARM_UP)][WARM_UP:]
        ours = TARGET_MS if client is desk else None
        figures.append(Figure(f"{what}, p50", percentile(spans, 50), "ms"))
        figures.append(Figure(f"{what}, p95", percentile(spans, 95), "ms", ours, at_most=True))
    revoke_api_key(key, actor=member.actor)
    return Report(
        "desk",
        figures,
        database=database_name(),
        sizes={
            "conversations": Conversation.objects.count(),
            "messages": Message.objects.count(),
            "requests for each page": options.count,
        },
    )


def _seeded(chance: random.Random, count: int) -> tuple[Member, list[int]]:
    """The member whom `seed` gave a password, and conversations from all over the table."""
    from nahbar.conversations.models import Conversation

    member = seeded_member()
    newest = Conversation.objects.order_by("-pk").values_list("pk", flat=True)[0]
    return member, [chance.randint(1, newest) for _ in range(count)]


def seeded_member() -> Member:
    """The member whom `seed` gave a password. Raises Misconfigured where nothing was seeded."""
    from nahbar.accounts.queries import member_at
    from nahbar.conversations.models import Conversation
    from nahbar.demo.bulk.load import EMAIL

    member = member_at(EMAIL)
    if member is None or not Conversation.objects.exists():
        raise Misconfigured("Nothing was seeded here. Run `nahbar bench seed` with the same NAHBAR_HOME first.")
    return member


@contextmanager
def _web(port: int) -> Iterator[None]:
    """The web process, ready, until the block ends."""
    process = subprocess.Popen([sys.executable, "-m", "nahbar", "web"], start_new_session=True)
    try:
        wait_until(partial(answers, port), what="Starting web")
        yield
    finally:
        process.terminate()
        process.wait()
