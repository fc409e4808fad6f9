"""A disk that is really full: a clear refusal, nothing half-written, and it goes on by itself when there is room."""

from __future__ import annotations

import os
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from api.client import System, problem
from cast import House, bring, conversation_in, mail, receive
from desk.reading import answer as written
from hostile.seen import BACKEND, readable
from mails import with_files
from nahbar.conversations.models import Message
from nahbar.conversations.tasks import place_block
from nahbar.mailroom.models import Arrival
from nahbar.mailroom.words import ArrivalState
from nahbar.toolbox.faults import Full
from servers.loopback import HOST, folder
from servers.nahbar import Nahbar, eventually, nahbar

NO_MOUNT = "only root can mount a small disk"
FOUND = "import sys; sys.path.insert(0, 'tests'); from cast import found_house; found_house()"
SENDER, INFO = "petra@post.example", "info@radhof.example"
TOLD = "Der Speicher ist voll. Nichts wurde abgelegt"


@contextmanager
def disk(mib: int) -> Iterator[Path]:
    """A file system of its own. Skips for whoever may not mount one."""
    with folder("nahbar-disk") as place:
        if os.geteuid() != 0:
            pytest.skip(NO_MOUNT)
        command = ["mount", "-t", "tmpfs", "-o", f"size={mib}m,mode=0700", "nahbar-test", str(place)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"{NO_MOUNT}; here even root may not: {done.stderr.strip()}")
        try:
            yield place
        finally:
            subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    with disk(2) as place:
        yield place


@pytest.fixture
def disk_of_a_house() -> Iterator[Path]:
    """Room for a database with all its tables and its log."""
    with disk(16) as place:
        yield place


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Leave not a byte of room, as a log that grows over night does."""
    ballast = disk / "ballast"
    for size in (65_536, 4_096, 1):
        with suppress(OSError), ballast.open("ab", buffering=0) as file:
            while True:
                file.write(b"x" * size)
    try:
        yield
    finally:
        ballast.unlink()


def files_in(place: Path) -> set[str]:
    return {path.name for path in place.rglob("*") if path.is_file()}


@pytest.mark.django_db
class TestFilesHaveNoRoom:
    """The blobs lie on a disk of their own; the database has room."""

    @pytest.fixture(autouse=True)
    def _on_small_disk(self, small_disk: Path, settings: Any) -> None:
        settings.BLOB_ROOT = small_disk / "blobs"

    def test_arrival_is_refused_whole(self, house: House, small_disk: Path) -> None:
        with filled(small_disk), pytest.raises(Full, match="The disk is full"):
            bring(house.info, raw=mail("x" * 100_000))
        assert not Arrival.objects.exists()
        assert files_in(small_disk) == set()
        bring(house.info, raw=mail("Jetzt aber."))
        assert place_block("test") == 1

    def test_mail_whose_files_do_not_fit_waits_and_is_placed_as_it_is(self, house: House, small_disk: Path) -> None:
        bring(house.info, raw=with_files())
        before = files_in(small_disk)
        with filled(small_disk):
            for _ in range(10):
                with pytest.raises(Full):
                    place_block("test")
        assert files_in(small_disk) == before
        assert Arrival.objects.get().attempts == 0
        assert place_block("test") == 1
        message = Message.objects.get()
        assert message.author == "Petra Voss"
        assert message.attachments.count() == 2
        assert message.warnings == []

    def test_member_hears_it_and_keeps_the_text(self, house: House, small_disk: Path) -> None:
        conversation = conversation_in(house.info)
        desk = Client()
        desk.force_login(house.anna, backend=BACKEND)
        with filled(small_disk):
            answer = written(desk, conversation, "Ich bringe einen neuen mit.")
        page = readable(answer.content.decode())
        assert answer.status_code == 422
        assert TOLD in page
        assert "Ich bringe einen neuen mit." in page
        assert conversation.messages.count() == 1
        assert written(desk, conversation, "Ich bringe einen neuen mit.").status_code == 302
        assert conversation.messages.count() == 2

    def test_other_system_hears_it(self, house: House, small_disk: Path) -> None:
        conversation = conversation_in(house.info)
        system = System(house.anna)
        with filled(small_disk):
            answer = system.post(f"conversations/{conversation.pk}/messages", {"kind": "reply", "text": "Gern."})
        assert "The disk is full." in problem(answer, 503)["detail"]
        assert conversation.messages.count() == 1


class TestDatabaseHasNoRoom:
    """SQLite's own limit of pages: the same answer as from a full disk, without being root."""

    @pytest.fixture(autouse=True)
    def _only_sqlite(self, transactional_db: None) -> None:  # noqa: ARG002 - commits are what fails
        if connection.vendor != "sqlite":
            pytest.skip("PostgreSQL has no limit that fills it up")

    @contextmanager
    def full(self) -> Iterator[None]:
        with connection.cursor() as cursor:
            most = cursor.execute("PRAGMA max_page_count").fetchone()[0]
            used = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count={used}")
            try:
                yield
            finally:
                cursor.execute(f"PRAGMA max_page_count={most}")

    def fill(self, inbox: Any) -> None:
        """Bring mail until not one more fits."""
        for _ in range(5_000):
            bring(inbox, raw=mail())

    def test_arrivals_are_refused_and_none_is_half_there(self, house: House) -> None:
        with self.full():
            with pytest.raises(Full, match="The disk is full"):
                self.fill(house.info)
            assert not Arrival.objects.filter(sightings=None).exists()
        bring(house.info, raw=mail())

    def test_mail_waits_until_it_can_be_placed(self, house: House) -> None:
        bring(house.info, raw=mail("Ein langer Brief. " * 20_000))
        with self.full(), pytest.raises(Full):
            place_block("test")
        assert Arrival.objects.get().state == ArrivalState.ACCEPTED
        assert not Message.objects.exists()
        assert place_block("test") == 1
        assert Message.objects.get().warnings == []

    def test_page_says_it_in_words(self, house: House) -> None:
        message = receive(house.info, raw=mail())
        desk = Client()
        desk.force_login(house.anna, backend=BACKEND)
        with self.full():
            for _ in range(500):
                answer = desk.post(f"/conversations/{message.conversation_id}/note/", {"text": "Notiz " * 2_000})
                if answer.status_code != 302:
                    break
            notes = Message.objects.count()
            assert answer.status_code == 422
            assert TOLD in readable(answer.content.decode())
            sign_out = desk.post("/account/logout/")
        assert sign_out.status_code in (302, 503)
        assert Message.objects.count() == notes


@pytest.fixture
def house_on_small_disk(small_disk: Path) -> Iterator[Nahbar]:
    """Intake and worker whose files lie on the small disk."""
    scene = f"{FOUND}; import os; os.symlink({str(small_disk)!r}, os.environ['NAHBAR_HOME'] + '/blobs')"
    with nahbar("intake", "work", scene=scene) as house:
        yield house


@pytest.mark.servers
def test_sender_is_asked_to_come_back_and_then_it_arrives(house_on_small_disk: Nahbar, small_disk: Path) -> None:
    house = house_on_small_disk
    big = mail("Ein Brief.\n" * 20_000, key="gross@post.example").replace(b"\n", b"\r\n")
    with smtplib.SMTP(HOST, house.smtp_port) as client:
        with filled(small_disk), pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail(SENDER, [INFO], big)
        assert refused.value.smtp_code == 452
        assert b"There is no room for this mail right now; please try again later" in refused.value.smtp_error
        assert files_in(small_disk) == set()
        assert house.rows("SELECT count(*) FROM nahbar_mailroom_arrival") == [(0,)]
        assert client.sendmail(SENDER, [INFO], big) == {}
    eventually(house, "SELECT count(*) FROM nahbar_conversations_message WHERE key='gross@post.example'", [(1,)])


@pytest.mark.servers
def test_house_that_is_full_to_the_brim_refuses_and_recovers(disk_of_a_house: Path) -> None:
    """Files and database of the intake on one disk."""
    (disk_of_a_house / "blobs").mkdir()
    address = f"sqlite:///{disk_of_a_house}/nahbar.sqlite3"
    scene = (
        f"{FOUND}; import os; os.symlink({str(disk_of_a_house / 'blobs')!r}, os.environ['NAHBAR_HOME'] + '/blobs')"
    )
    with nahbar("intake", scene=scene, DATABASE_URL=address) as house, smtplib.SMTP(HOST, house.smtp_port) as client:
        assert client.sendmail(SENDER, [INFO], mail("Noch ist Platz.")) == {}
        with filled(disk_of_a_house), pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail(SENDER, [INFO], mail("Kein Platz.\n" * 2_000).replace(b"\n", b"\r\n"))
        assert refused.value.smtp_code == 452
        assert not [name for name in files_in(disk_of_a_house) if name.endswith(".part")]
        assert house.rows("PRAGMA integrity_check") == [("ok",)]
        assert client.sendmail(SENDER, [INFO], mail("Wieder Platz.")) == {}
        arrivals = house.rows("SELECT blob FROM nahbar_mailroom_arrival")
        assert len(arrivals) == 2
        assert {blob for (blob,) in arrivals} <= files_in(disk_of_a_house)
        checked = subprocess.run(
            [sys.executable, "-m", "nahbar", "check", "--no-network"],
            env=house.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in checked.stdout + checked.stderr
