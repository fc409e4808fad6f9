"""A mail of 60 MB through the real door, and one above the limit: both are there, and no process swells."""

from __future__ import annotations

import smtplib
import sys
from base64 import encodebytes
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync

from cast import House, receive
from hostile.mails import END, mail, multipart, words
from hostile.seen import Looking, file_path, raw_path
from servers.loopback import HOST, running
from servers.nahbar import Nahbar, eventually, nahbar

FOUND = "import sys; sys.path.insert(0, 'tests'); from cast import found_house; found_house()"
MIB = 1024 * 1024
# Of base64: 60 MB of mail. Random enough that nothing compresses it, and the same each time.
FILE = b"".join(sha256(b"%d" % n).digest() for n in range(44 * MIB // 32))
# Beyond what a process holds anyway: the bytes of the mail in a few forms at once (raw, in lines, decoded).
MOST = 6 * 62 * MIB


def large_mail() -> bytes:
    head = b'Content-Type: application/pdf; name="plan.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return multipart(
        [b"Content-Type: text/plain\r\n\r\n" + words(), head + encodebytes(FILE).replace(b"\n", b"\r\n")]
    )


def peak(pid: int) -> int:
    """The most memory that a process has held so far, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


@pytest.fixture
def parts() -> Iterator[tuple[Nahbar, dict[str, int]]]:
    """A house, and the process ids of its intake and worker."""
    with ExitStack() as stack:
        house = stack.enter_context(nahbar(scene=FOUND))
        pids = {}
        for part in ("intake", "work"):
            command = [sys.executable, "-m", "nahbar", part]
            log = house.home / f"{part}.log"
            ready = (lambda: bool(_greeting(house.smtp_port))) if part == "intake" else (lambda: True)
            pids[part] = stack.enter_context(
                running(command, ready=ready, log=log, environment=house.environment)
            ).pid
        yield house, pids


def _greeting(port: int) -> bool:
    try:
        with smtplib.SMTP(HOST, port) as client:
            return client.noop()[0] == 250
    except OSError:
        return False


@pytest.mark.servers
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from Linux's /proc")
def test_sixty_megabytes_arrive_and_no_process_swells(parts: tuple[Nahbar, dict[str, int]]) -> None:
    house, pids = parts
    raw = large_mail()
    assert 59 * MIB < len(raw) < 64 * MIB
    with smtplib.SMTP(HOST, house.smtp_port) as client:
        small = mail(words("Eine kleine vorweg."))
        client.sendmail("petra@post.example", ["info@radhof.example"], small)
        eventually(house, "SELECT count(*) FROM nahbar_conversations_message", [(1,)])
        before = {part: peak(pid) for part, pid in pids.items()}
        assert client.sendmail("petra@post.example", ["info@radhof.example"], raw) == {}
    attached = "SELECT name, size FROM nahbar_conversations_attachment"
    eventually(house, attached, [("plan.pdf", len(FILE))], seconds=60)
    grown = {part: peak(pid) - before[part] for part, pid in pids.items()}
    assert all(each < MOST for each in grown.values()), grown
    [(text,)] = house.rows("SELECT text FROM nahbar_conversations_message ORDER BY id DESC LIMIT 1")
    assert END in text


@pytest.mark.django_db
def test_sixty_megabytes_are_read_saved_and_shown(house: House, seen: Looking) -> None:
    raw = large_mail()
    message = receive(house.info, raw=raw)
    assert END in seen.words(message)
    assert "plan.pdf" in seen.words(message)
    [plan] = message.attachments.all()
    assert async_to_sync(seen.saved)(file_path(plan)) == FILE
    assert async_to_sync(seen.saved)(raw_path(message)) == raw


@pytest.mark.django_db
def test_mail_above_the_limit_is_kept_unread_and_given_as_a_file(house: House, seen: Looking) -> None:
    """IMAP and import take any size; such a mail is stored, told and attached, and never parsed."""
    raw = mail(words() + b"x" * (64 * MIB))
    message = receive(house.info, raw=raw)
    assert message.text == ""
    page = seen.words(message)
    assert "Diese Nachricht ist zu groß, um sie zu zeigen; sie hängt als Datei an." in page
    [whole] = message.attachments.all()
    assert whole.size == len(raw)
    assert async_to_sync(seen.saved)(file_path(whole)) == raw
