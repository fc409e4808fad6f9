"""A mail server that takes everything and keeps nothing: python -m nahbar.cli.bench.sink PORT."""

from __future__ import annotations

import asyncio
import signal
import sys

from aiosmtpd.smtp import SMTP, Envelope, Session

from nahbar.cli.bench.house import HOST


class Taker:
    """Handler of aiosmtpd."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        del server, session, envelope
        return "250 2.0.0 Taken"


async def serve(port: int) -> None:
    """Take mail until somebody ends us."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    server = await loop.create_server(lambda: SMTP(Taker(), hostname="sink.example"), HOST, port)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
