"""Configuration, home folder and database."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import ERROR, WARNING, run_checks
from django.db import connections

from nahbar.cli import schema
from nahbar.cli.checking.finding import Finding, ok, warning, wrong
from nahbar.toolbox.faults import Fault

LEAST_FREE = 200 * 1024 * 1024
LITTLE_FREE = 2 * 1024 * 1024 * 1024


def configuration() -> Iterator[Finding]:
    """Django's system checks and ours (settings/checks.py) that need no database."""
    yield from _system_checks(databases=None)


def about_rows() -> Iterator[Finding]:
    """The system checks that look into the database, which must be reachable."""
    yield from _system_checks(databases=["default"])


def _system_checks(databases: list[str] | None) -> Iterator[Finding]:
    without = {(message.id, message.msg) for message in run_checks()} if databases else set()
    messages = [
        message
        for message in run_checks(databases=databases)
        if message.level >= WARNING and (message.id, message.msg) not in without
    ]
    for message in messages:
        told = wrong if message.level >= ERROR else warning
        yield told(message.id or "configuration", str(message.msg), str(message.hint or ""))
    if not messages and not databases:
        yield ok("configuration", f"NAHBAR_URL is {settings.NAHBAR.url}, NAHBAR_HOME is {settings.NAHBAR.home}.")


def home() -> Iterator[Finding]:
    """May we write there, and is there room?"""
    folder: Path = settings.NAHBAR.home
    if not os.access(folder, os.W_OK | os.X_OK):
        yield wrong("home", f"{folder} cannot be written by this user.", f"chown -R the user of Nahbar {folder}")
        return
    free = shutil.disk_usage(folder).free
    said = f"{free / 1024**3:.1f} GiB are free on the disk of {folder}."
    if free < LEAST_FREE:
        yield wrong("home", f"{said} Soon no mail can come in.", "Make room, or move NAHBAR_HOME to a larger disk.")
    elif free < LITTLE_FREE:
        yield warning("home", said, "Make room before it runs out.")
    else:
        yield ok("home", said)


def database() -> Iterator[Finding]:
    """Reachable, and at this version? Raises nothing: a database that is away is a finding."""
    try:
        pending, newer = schema.pending(), schema.ahead()
    except Fault as fault:
        yield wrong("database", fault.sentence, "Start the database, or correct NAHBAR_DATABASE_URL.")
        return
    name = f"{schema.database_name()} (version {_version()})"
    if newer:
        yield wrong("database", f"{name} was brought to a newer version of Nahbar.", "Install that version again.")
    elif pending:
        yield wrong("database", f"{name} is not at this version yet.", "nahbar migrate")
    else:
        yield ok("database", f"{name} is at this version.")


def _version() -> str:
    wrapped = connections["default"]
    if wrapped.vendor == "sqlite":
        return sqlite3.sqlite_version
    return str(wrapped.connection.info.parameter_status("server_version"))
