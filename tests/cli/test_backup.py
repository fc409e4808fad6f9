"""Backup and restore, on the database of the run, with other processes writing meanwhile."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField

from cli.calling import COMMAND, call, calling
from cli.conftest import FOUND
from nahbar.cli.backups.rows import BLOB_FIELDS
from servers.loopback import wait_until
from servers.nahbar import Nahbar

NewHome = Callable[..., Nahbar]
FIVE_MAILS = FOUND + "for n in range(5): receive(house.info, raw=mail(f'Mail {n}'))\n"
ONE_MORE = (
    "from cast import *; bring(Inbox.objects.first(), raw=mail('Neu'), provider_id='later'); place_block('later')"
)
# Takes mail in until the file STOP appears, as an intake does while a backup runs.
INTAKE = """
import sys; sys.path.insert(0, 'tests')
from pathlib import Path
from nahbar.cli import start_django; start_django()
from uuid import uuid4
from cast import bring, mail
mail_id = lambda: f'{uuid4().hex}@post.example'
from nahbar.mailroom.models import Inbox
info = Inbox.objects.get(address='info@radhof.example')
while not Path(sys.argv[1]).exists():
    key = mail_id(); bring(info, raw=mail('Während der Sicherung', key=key), provider_id=key)
"""
# Written by every command, or by whoever takes mail in.
MOVING = {"nahbar_mailroom_arrival", "nahbar_mailroom_sighting"}


@pytest.fixture
def busy(empty: Nahbar) -> Nahbar:
    """A company with five conversations."""
    empty.python(FIVE_MAILS)
    return empty


def tables(house: Nahbar) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in one order."""
    names = house.python("from django.db import connection; print(*connection.introspection.table_names())").split()
    return {name: sorted(house.rows(f'SELECT * FROM "{name}"'), key=repr) for name in names}


def blobs_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("blobs/*/*")}


def test_everything_comes_back_while_mail_came_in(busy: Nahbar, new_home: NewHome, tmp_path: Path) -> None:
    stop, saved = tmp_path / "stop", tmp_path / "saved"
    count = "SELECT count(*) FROM nahbar_mailroom_arrival"
    with subprocess.Popen([sys.executable, "-c", INTAKE, str(stop)], env=busy.environment) as intake:
        try:
            wait_until(lambda: busy.rows(count)[0][0] > 10, what="intake")
            done = call(busy, "backup", str(saved))
            then = busy.rows(count)[0][0]
            wait_until(lambda: busy.rows(count)[0][0] > then, what="intake after the backup")
        finally:
            stop.touch()
    assert intake.returncode == 0
    assert done.returncode == 0, done.stderr
    other = new_home()
    restored = call(other, "restore", str(saved))
    assert restored.returncode == 0, restored.stderr
    live, back = tables(busy), tables(other)
    assert live.keys() == back.keys()
    for name in live.keys() - MOVING:
        assert back[name] == live[name], name
    assert 10 < len(back["nahbar_mailroom_arrival"]) < len(live["nahbar_mailroom_arrival"])
    for name in MOVING:
        last = max(row[0] for row in back[name])
        assert back[name] == [row for row in live[name] if row[0] <= last], name
    written, kept = blobs_of(other.home), blobs_of(busy.home)
    assert written.items() <= kept.items()
    named = {row[0] for row in other.rows("SELECT blob FROM nahbar_mailroom_arrival")}
    assert named <= written.keys()
    assert (other.home / "secret.key").read_text() == (busy.home / "secret.key").read_text()


def test_every_column_that_names_a_blob_is_known() -> None:
    digests = {
        (model, field.name)
        for model in apps.get_models()
        if model._meta.app_label.startswith("nahbar_")
        for field in model._meta.get_fields()
        if isinstance(field, CharField) and field.max_length == 64
    }
    blobs = {(model, name) for model, name in digests if name != "fingerprint" and not name.endswith("_hash")}
    assert blobs == set(BLOB_FIELDS)


def test_manifest_counts_and_nobody_else_may_read(busy: Nahbar, tmp_path: Path) -> None:
    done = call(busy, "backup", str(tmp_path / "saved"))
    assert "5 files" in done.stdout
    manifest = json.loads((tmp_path / "saved/manifest.json").read_text())
    assert manifest["contents"]["rows"]["nahbar_mailroom_arrival"] == 5
    assert (manifest["blobs"], manifest["missing"]) == (5, [])
    assert (tmp_path / "saved").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "saved/secret.key").stat().st_mode & 0o777 == 0o600


def test_next_backup_links_what_it_has(busy: Nahbar, tmp_path: Path) -> None:
    call(busy, "backup", str(tmp_path / "monday"))
    first = {path.name: path.stat().st_ino for path in tmp_path.glob("monday/blobs/*/*")}
    busy.python(ONE_MORE)
    assert call(busy, "backup", str(tmp_path / "monday")).returncode == 0
    assert call(busy, "backup", str(tmp_path / "tuesday"), "--reuse", str(tmp_path / "monday")).returncode == 0
    for day in ("monday", "tuesday"):
        again = {path.name: path.stat().st_ino for path in tmp_path.glob(f"{day}/blobs/*/*")}
        assert len(again) == 6
        assert again.items() >= first.items()
    assert sorted(path.name for path in tmp_path.iterdir() if "day" in path.name) == ["monday", "tuesday"]


def test_backup_that_fails_leaves_the_last_one(busy: Nahbar, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    call(busy, "backup", str(saved))
    before = {path: path.read_bytes() for path in saved.rglob("*") if path.is_file()}
    # No file may grow beyond 8 KiB, which is what a full disk looks like to a database.
    command = f"ulimit -f 8; exec {' '.join(COMMAND)} backup {saved}"
    # Measuring coverage writes a file as well, and would complain in our command's name.
    own = {name: value for name, value in busy.environment.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(["bash", "-c", command], env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in saved.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.glob("saved*")] == ["saved"]


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"rotten")], ids=["gone", "rotten"])
def test_lost_file_is_named_and_the_rest_is_saved(
    busy: Nahbar, new_home: NewHome, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    victim = next(busy.home.glob("blobs/*/*"))
    spoil(victim)
    done = call(busy, "backup", str(tmp_path / "saved"))
    assert done.returncode == 1
    assert victim.name in done.stdout
    restored = call(new_home(), "restore", str(tmp_path / "saved"))
    assert restored.returncode == 0, restored.stderr
    assert "Missing since before the backup was made: 1 files" in restored.stdout


def test_folder_with_something_else_is_left_alone(busy: Nahbar, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/cat.jpg").write_bytes(b"cat")
    done = call(busy, "backup", str(tmp_path / "photos"))
    assert done.returncode == 1
    assert "is no backup" in done.stderr
    assert (tmp_path / "photos/cat.jpg").read_bytes() == b"cat"


def test_restore_keeps_what_is_there_unless_forced(busy: Nahbar, tmp_path: Path) -> None:
    call(busy, "backup", str(tmp_path / "saved"))
    before = tables(busy)
    busy.python(ONE_MORE)
    refused = call(busy, "restore", str(tmp_path / "saved"))
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert len(tables(busy)["nahbar_mailroom_arrival"]) == 6
    forced = call(busy, "restore", str(tmp_path / "saved"), "--force")
    assert forced.returncode == 0, forced.stderr
    assert tables(busy) == before


def damage_database(saved: Path) -> None:
    with next(saved.glob("database.*")).open("r+b") as file:
        file.seek(100)
        file.write(b"nonsense")


def damage_file(saved: Path) -> None:
    next(saved.glob("blobs/*/*")).write_bytes(b"rotten")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (damage_database, "is damaged or missing"),
        (damage_file, "is damaged. The database was not changed"),
        (lambda saved: (saved / "secret.key").unlink(), "secret.key is missing"),
        (lambda saved: (saved / "manifest.json").unlink(), "is no whole backup"),
    ],
)
def test_restore_writes_no_row_from_a_damaged_backup(
    busy: Nahbar, new_home: NewHome, tmp_path: Path, damage: Callable[[Path], object], words: str
) -> None:
    call(busy, "backup", str(tmp_path / "saved"))
    damage(tmp_path / "saved")
    other = new_home()
    other.command("migrate")
    before = tables(other)
    done = call(other, "restore", str(tmp_path / "saved"))
    assert done.returncode == 1
    assert words in done.stderr
    assert tables(other) == before


def test_restore_waits_for_nobody_who_runs(busy: Nahbar, new_home: NewHome, tmp_path: Path) -> None:
    call(busy, "backup", str(tmp_path / "saved"))
    other = new_home()
    other.command("migrate")
    with subprocess.Popen(
        [sys.executable, "-c", INTAKE.replace("while", "print(info, flush=True)\nwhile"), str(tmp_path / "stop")],
        env=busy.environment,
        stdout=subprocess.PIPE,
    ) as intake:
        assert intake.stdout is not None
        intake.stdout.readline()
        done = call(busy, "restore", str(tmp_path / "saved"), "--force")
        (tmp_path / "stop").touch()
    assert done.returncode == 1
    assert "Nahbar is running" in done.stderr


QUEUED = """
from nahbar.conversations.actions import Reply, send_reply
from nahbar.conversations.models import Conversation
send_reply(Conversation.objects.first(), Reply('Gerne!'), member=Member.objects.first())
"""


@pytest.mark.parametrize(("options", "state"), [((), "unknown"), (("--moved",), "queued")])
def test_what_was_on_its_way_is_not_sent_twice(
    busy: Nahbar, new_home: NewHome, tmp_path: Path, options: tuple[str, ...], state: str
) -> None:
    busy.python(f"from cast import *\n{QUEUED}")
    call(busy, "backup", str(tmp_path / "saved"))
    other = new_home()
    done = call(other, "restore", str(tmp_path / "saved"), *options)
    assert done.returncode == 0, done.stderr
    assert other.rows("SELECT state FROM nahbar_mailroom_delivery") == [(state,)]
    assert other.rows("SELECT state FROM nahbar_mailroom_deliveryrecipient") == [(state,)]
    assert ("Decide on the desk" in done.stdout) == (state == "unknown")


def test_stored_passwords_open_in_the_new_home(busy: Nahbar, new_home: NewHome, tmp_path: Path) -> None:
    busy.python(
        "from cast import *; from nahbar.mailroom.actions import configure_inbox\n"
        "configure_inbox(Inbox.objects.first(), actor=SYSTEM, values={'imap_password': 'geheim'})"
    )
    call(busy, "backup", str(tmp_path / "saved"))
    assert b"geheim" not in next((tmp_path / "saved").glob("database.*")).read_bytes()
    other = new_home()
    restored = call(other, "restore", str(tmp_path / "saved"))
    assert restored.returncode == 0, restored.stderr
    look = "from cast import *; from nahbar.mailroom.queries import settings_of\n"
    assert "'imap_password': 'geheim'" in other.python(f"{look}print(settings_of(Inbox.objects.first()))")
    said = call(new_home(SECRET_KEY="another-key-from-outside-" * 2), "restore", str(tmp_path / "saved")).stdout
    assert "NAHBAR_SECRET_KEY is not the key of this backup" in said


def test_backup_of_the_other_kind_of_database_is_refused(busy: Nahbar, new_home: NewHome, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    call(busy, "backup", str(saved))
    manifest = json.loads((saved / "manifest.json").read_text())
    held = manifest["contents"]["vendor"]
    manifest["contents"]["vendor"] = "postgresql" if held == "sqlite" else "sqlite"
    (saved / "manifest.json").write_text(json.dumps(manifest))
    done = call(new_home(), "restore", str(saved))
    assert done.returncode == 1
    assert "Restore it into a database of the same kind" in done.stderr


def test_two_backups_to_one_place(busy: Nahbar, tmp_path: Path) -> None:

    with (tmp_path / "saved.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = call(busy, "backup", str(tmp_path / "saved"))
    assert done.returncode == 1
    assert "Another backup is being written" in done.stderr
    assert not (tmp_path / "saved").exists()
    shutil.rmtree(tmp_path / "saved.partial", ignore_errors=True)
    with calling(busy, "backup", str(tmp_path / "saved")) as process:
        assert process.wait() == 0
