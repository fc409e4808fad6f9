"""A sending mail server, as a process of its own: python -m nahbar.cli.bench.load PORT COUNT CONNECTIONS SEED TO.

Prepares all mails, sends them over several connections, and prints one JSON object: how many got 250, and when
the first began and the last ended on the machine's monotonic clock, which all processes share.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator

from nahbar.cli.bench.house import HOST
from nahbar.cli.bench.mails import raw_mails
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault


class Refused(Fault):
    """The server did not say what it should; carries its words."""


async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: bytes, code: bytes) -> None:
    """Send something and wait for the answer. Raises Refused where it does not begin with `code`."""
    writer.write(line)
    answer = await reader.readline()
    while answer[3:4] == b"-":
        answer = await reader.readline()
    if not answer.startswith(code):
        raise Refused(answer.decode("utf-8", "replace").strip())


async def send_all(port: int, to: str, mails: Iterator[bytes]) -> int:
    """Carry mails over one connection until there are no more; returns how many got 250."""
    reader, writer = await asyncio.open_connection(HOST, port, limit=1 << 20)
    await say(reader, writer, b"", b"220")
    await say(reader, writer, b"EHLO load.kundschaft.example\r\n", b"250")
    accepted = 0
    for mail in mails:
        await say(reader, writer, b"MAIL FROM:<absender@kundschaft.example>\r\n", b"250")
        await say(reader, writer, f"RCPT TO:<{to}>\r\n".encode(), b"250")
        await say(reader, writer, b"DATA\r\n", b"354")
        await say(reader, writer, mail, b"250")
        accepted += 1
    writer.write(b"QUIT\r\n")
    writer.close()
    return accepted


def on_the_wire(raw: bytes) -> bytes:
    """Dots doubled and the end marked (RFC 5321 4.5.2)."""
    stuffed = raw.replace(b"\r\n.", b"\r\n..")
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"


async def bring(port: int, count: int, connections: int, seed: int, to: str) -> dict[str, float]:
    """Send `count` mails; the result is what this program prints."""
    prepared = [on_the_wire(raw) for _, raw in raw_mails(count, to=to, seed=seed)]
    mails = iter(prepared)
    began = clock.monotonic()
    accepted = await asyncio.gather(*(send_all(port, to, mails) for _ in range(connections)))
    return {
        "accepted": sum(accepted),
        "bytes": sum(len(mail) for mail in prepared),
        "began": began,
        "ended": clock.monotonic(),
    }


if __name__ == "__main__":
    port, count, connections, seed = (int(word) for word in sys.argv[1:5])
    print(json.dumps(asyncio.run(bring(port, count, connections, seed, sys.argv[5]))))
