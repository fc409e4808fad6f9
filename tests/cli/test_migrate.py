from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from cli.calling import call, calling
from nahbar.cli.schema import ADVISORY_LOCK
from servers.nahbar import Nahbar

NEWER = "INSERT INTO django_migrations (app, name, applied) VALUES ('nahbar_people', '9999_later', '2030-01-01')"


def test_says_what_it_did_and_does_nothing_twice(new_home: Callable[..., Nahbar]) -> None:
    house = new_home()
    assert call(house, "migrate", "--check").returncode == 1
    first = call(house, "migrate")
    assert first.returncode == 0
    assert "steps taken:\n" in first.stdout
    assert "mailroom: 0001_initial" in first.stdout
    again = call(house, "migrate")
    assert "Nothing to do" in again.stdout
    assert call(house, "migrate", "--check").returncode == 0


def test_refuses_a_database_of_a_newer_version(empty: Nahbar) -> None:
    empty.python(f"from django.db import connection; connection.cursor().execute({NEWER!r})")
    done = call(empty, "migrate")
    assert done.returncode == 1
    assert "newer version of Nahbar (nahbar_people.9999_later)" in done.stderr


def test_waits_for_another_that_migrates(new_home: Callable[..., Nahbar]) -> None:
    house = new_home()
    with calling(house, "migrate") as process:
        assert process.wait() == 0
    with held_lock(house), calling(house, "migrate") as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(2)]
        assert said[1] == "Another process is migrating; waiting for it to end.\n"
        assert process.poll() is None
    with calling(house, "migrate") as process:
        assert process.wait() == 0


def test_names_a_database_that_is_away_without_its_password(new_home: Callable[..., Nahbar]) -> None:
    house = new_home(DATABASE_URL="postgresql://nahbar:geheim@127.0.0.1:1/nahbar")
    done = call(house, "migrate")
    assert done.returncode == 1
    assert "The database cannot be reached: PostgreSQL database nahbar on 127.0.0.1." in done.stderr
    assert "geheim" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@contextmanager
def held_lock(house: Nahbar) -> Iterator[None]:
    """What another `nahbar migrate` holds while it works."""
    url = house.environment["NAHBAR_DATABASE_URL"]
    if url.startswith("postgres"):
        with psycopg.connect(url) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
            yield
        return
    handle = os.open(Path(f"{url.removeprefix('sqlite:///')}.migrate"), os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(handle)
