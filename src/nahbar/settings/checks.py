"""Django system checks: every wrong configuration has an id, says what is wrong, and hints at what to do."""

from __future__ import annotations

import ipaddress
import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's own names
from django.db import connections
from django.db.models import Model

import nahbar
from nahbar.mailroom.models import Firm, Inbox
from nahbar.mailroom.queries import missing_details
from nahbar.settings.environment import SETTINGS
from nahbar.settings.filesystem import is_network, kind_of

SHORTEST_SECRET = 32
# They steer tests and measurements.
NOT_OURS = ("NAHBAR_TEST_", "NAHBAR_BENCH_")
# RETURNING, which Django uses to insert many rows with one statement, came with it.
OLDEST_SQLITE = (3, 35)


@register(Tags.security)
def check_url(*_: object, **__: object) -> list[CheckMessage]:
    url = urlsplit(settings.NAHBAR.url)
    if url.scheme == "https" or _stays_inside(url.hostname or ""):
        return []
    return [
        Error(
            f"NAHBAR_URL is {settings.NAHBAR.url}: passwords and mails would cross the network readable by everyone.",
            hint="Put a reverse proxy with a certificate in front (docs/running/install.md) and write https://.",
            id="nahbar.E001",
        )
    ]


def _stays_inside(host: str) -> bool:
    """Loopback, a private address, or a name that no other machine resolves."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith(".localhost") or "." not in host


@register(Tags.database)
def check_sqlite(*_: object, **__: object) -> list[CheckMessage]:
    name = _sqlite_file()
    if name is None:
        return []
    found: list[CheckMessage] = []
    kind = kind_of(name.parent)
    if is_network(kind):
        found.append(
            Error(
                f"The SQLite database {name} lies on a network file system ({kind}), where its locks do not hold.",
                hint="Move NAHBAR_HOME to a local disk, or use PostgreSQL by NAHBAR_DATABASE_URL.",
                id="nahbar.E002",
            )
        )
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        found.append(
            Error(
                f"Python brings SQLite {sqlite3.sqlite_version}, which is too old.",
                hint=f"Use a Python with SQLite {'.'.join(map(str, OLDEST_SQLITE))} or newer, or PostgreSQL.",
                id="nahbar.E003",
            )
        )
    return found


def _sqlite_file() -> Path | None:
    database = settings.DATABASES["default"]
    name = str(database["NAME"])
    return None if "sqlite" not in database["ENGINE"] or "memory" in name else Path(name)


@register(Tags.database)
def check_demo(*_: object, databases: Sequence[str] | None = None, **__: object) -> list[CheckMessage]:
    """A demo that is switched on over a company's database would send nothing, and nobody would notice."""
    made_by_demo = (settings.NAHBAR.home / "demo.json").exists()
    if made_by_demo and not settings.NAHBAR.demo:
        return [
            Error(
                f"{settings.NAHBAR.home} was made by `nahbar demo`: its passwords are known to everybody.",
                hint="Use another NAHBAR_HOME and another database for real work.",
                id="nahbar.E005",
            )
        ]
    if not settings.NAHBAR.demo or not databases or not _has_table(Inbox):
        return []
    served = Inbox.objects.exclude(sealed="").first()
    if served is None:
        return []
    return [
        Error(
            f"NAHBAR_DEMO is on, but the inbox “{served}” has a real account: nothing of it would ever be sent.",
            hint="Take NAHBAR_DEMO away, or use another NAHBAR_HOME for the demo.",
            id="nahbar.E004",
        )
    ]


@register(Tags.database)
def check_firms(*_: object, databases: Sequence[str] | None = None, **__: object) -> list[CheckMessage]:
    if not databases or not _has_table(Firm):
        return []
    return [
        Warning(
            f"“{firm}” lacks details that the law wants below every business letter and mail: {', '.join(missing)}.",
            hint="An administrator adds them on the desk, under the settings of the firm. Until then nothing leaves.",
            id="nahbar.W003",
        )
        for firm in Firm.objects.order_by("pk")
        if (missing := missing_details(firm))
    ]


def _has_table(model: type[Model]) -> bool:
    """Before the first `nahbar migrate` there is nothing to look at."""
    name = model._meta.db_table  # noqa: SLF001 - Django's documented way to ask
    return name in connections["default"].introspection.table_names()


@register(Tags.security)
def check_secret(*_: object, **__: object) -> list[CheckMessage]:
    if len(settings.NAHBAR.secret_key) >= SHORTEST_SECRET:
        return []
    return [
        Warning(
            f"The secret key has fewer than {SHORTEST_SECRET} characters, so it can be guessed.",
            hint="Take NAHBAR_SECRET_KEY away: Nahbar then makes a good one in NAHBAR_HOME/secret.key.",
            id="nahbar.W002",
        )
    ]


@register(Tags.security)
def check_home(*_: object, **__: object) -> list[CheckMessage]:
    home = settings.NAHBAR.home
    return [
        Warning(
            f"{path} can be read by other users of this machine (mode {stat.S_IMODE(path.stat().st_mode):o}).",
            hint=f"chmod {wanted:o} {path}",
            id="nahbar.W004",
        )
        for path, wanted in ((home, 0o700), (home / "secret.key", 0o600))
        if path.exists() and path.stat().st_mode & 0o077
    ]


@register
def check_names(*_: object, **__: object) -> list[CheckMessage]:
    return [
        Warning(f"{name} is set, but Nahbar knows no such setting.", hint=hint, id="nahbar.W001")
        for name, hint in unknown_names(os.environ)
    ]


def unknown_names(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Variables that look like ours and are none, each with what was probably meant."""
    known = [setting.name for setting in SETTINGS]
    for name in sorted(environ):
        if name.startswith("NAHBAR_") and name not in known and not name.startswith(NOT_OURS):
            near = get_close_matches(name, known, 1)
            yield name, f"Did you mean {near[0]}?" if near else "All settings: docs/running/configuration.md."


@register(Tags.translation)
def check_translations(*_: object, **__: object) -> list[CheckMessage]:
    root = Path(nahbar.__file__).parent
    return [
        Warning(
            f"The German texts of {catalogue.parents[3].name} are not compiled, so they show in English.",
            hint="make messages",
            id="nahbar.W005",
        )
        for catalogue in sorted(root.glob("*/locale/*/LC_MESSAGES/django.po"))
        if not catalogue.with_suffix(".mo").exists()
    ]
