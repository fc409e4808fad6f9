"""`nahbar intake`: the door for mail that is brought to us."""

from __future__ import annotations

import argparse
import asyncio
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nahbar.channels.email.intake import Brought, Door


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "intake",
        help="take mail in by SMTP and LMTP",
        description="Listens for mail (NAHBAR_SMTP_PORT, NAHBAR_LMTP_PORT) and stores it before it says thank you. "
        "Point your mail server's transport here. `nahbar serve` runs it for you.",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    del options
    from nahbar.cli import start_django

    start_django()
    from nahbar.cli import schema

    schema.require_current()
    asyncio.run(_listen())
    return 0


async def _listen() -> None:
    from django.conf import settings

    from nahbar.channels.email.intake import open_door
    from nahbar.cli.listening import refused
    from nahbar.mailroom.tasks.intake import Committer

    committer = Committer()
    chosen = settings.NAHBAR
    servers = []
    try:
        for port, lmtp in ((chosen.smtp_port, False), (chosen.lmtp_port, True)):
            if port:
                door = _door(committer, lmtp=lmtp)
                servers.append(
                    await open_door(door, host=chosen.smtp_host, port=port, max_bytes=chosen.max_mail_bytes)
                )
    except OSError as error:
        name = "NAHBAR_LMTP_PORT" if lmtp else "NAHBAR_SMTP_PORT"
        raise refused(
            error, host=chosen.smtp_host, port=port, host_setting="NAHBAR_SMTP_HOST", port_setting=name
        ) from error
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    for server in servers:
        server.close()
    await asyncio.to_thread(committer.close)


def _door(committer: object, *, lmtp: bool) -> Door:
    import socket

    from nahbar.channels.email.intake import Door
    from nahbar.mailroom.actions import Handed
    from nahbar.mailroom.tasks.intake import AddressBook, Committer
    from nahbar.mailroom.words import Via
    from nahbar.toolbox.ids import new_key

    assert isinstance(committer, Committer)  # noqa: S101 - narrows a late import's type
    book = AddressBook()

    async def keep(brought: Brought) -> int:
        handed = Handed(
            channel="email",
            inbox_ids=brought.inbox_ids,
            raw=brought.raw,
            provider_id=f"{'lmtp' if lmtp else 'smtp'}:{new_key(20)}",
            via=Via.LMTP if lmtp else Via.SMTP,
            envelope={"from": brought.mail_from, "to": list(brought.recipients[:20])},
        )
        return await asyncio.wrap_future(committer.hand_in(handed))

    return Door(inbox_of=book.inbox_of, keep=keep, host=socket.gethostname(), lmtp=lmtp)
