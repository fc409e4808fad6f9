"""The process behind `sink`: python sink_program.py HOST PORT FOLDER (with orders.json in it)."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import random
import signal
import sys
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class Handler:
    """Takes mail by the book, except where the orders say otherwise."""

    def __init__(self, base: Path) -> None:
        self.orders: dict[str, Any] = json.loads((base / "orders.json").read_text())
        self.plan = list(self.orders["plan"])
        self.rates: dict[str, float] = self.orders["rates"] or {}
        self.recipients: dict[str, str] = self.orders["recipients"] or {}
        self.random = random.Random(self.orders["seed"])
        self.messages = base / "messages"
        self.messages.mkdir(exist_ok=True)
        self.record = os.open(base / "record.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.recipients.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - same
        trouble = self.next_trouble()
        if trouble == "temporary":
            return "451 4.3.0 Come back later"
        if trouble == "permanent":
            return "554 5.7.1 Not wanted here"
        if trouble == "slow":
            await asyncio.sleep(self.orders["slow_seconds"])
        if trouble != "drop-refused":
            self.accept(envelope, answered=trouble != "drop-accepted")
        if trouble.startswith("drop"):
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            await asyncio.Event().wait()  # cancelled by the lost connection
        return "250 2.0.0 Taken"

    def next_trouble(self) -> str:
        if self.plan:
            return str(self.plan.pop(0))
        drawn = self.random.random()
        for trouble, share in self.rates.items():
            drawn -= share
            if drawn < 0:
                return trouble
        return "none"

    def accept(self, envelope: Envelope, *, answered: bool) -> None:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        digest = hashlib.sha256(content).hexdigest()
        if self.orders["keep"]:
            (self.messages / digest).write_bytes(content)
        head = message_from_bytes(content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
        row = {
            "message_id": str(head["Message-ID"] or "").strip().strip("<>"),
            "sender": envelope.mail_from or "",
            "recipients": envelope.rcpt_tos,
            "digest": digest,
            "answered": answered,
        }
        os.write(self.record, json.dumps(row).encode() + b"\n")
        if self.orders["sync"]:
            os.fsync(self.record)


async def serve(host: str, port: int, base: Path) -> None:
    loop = asyncio.get_running_loop()
    handler = Handler(base)
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    server = await loop.create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True, data_size_limit=None, hostname="sink.example"), host, port
    )
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
