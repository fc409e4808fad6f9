from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from servers.nahbar import Nahbar, environment_of

FOUND = "import sys; sys.path.insert(0, 'tests'); from cast import *; house = found_house()\n"


@pytest.fixture
def new_home(new_database: Callable[[], str], tmp_path: Path) -> Callable[..., Nahbar]:
    """A function that makes one more installation with nothing in it; `settings` without NAHBAR_ in front."""
    made: list[Nahbar] = []

    def make(**settings: str) -> Nahbar:
        home = tmp_path / f"home-{len(made)}"
        home.mkdir(mode=0o700)
        settings.setdefault("DATABASE_URL", new_database())
        environment = environment_of(home, **settings)
        environment["PYTHONUNBUFFERED"] = "1"
        environment["PYTHONPATH"] = os.pathsep.join(["src", "tests"])
        web, smtp, lmtp = (int(environment[f"NAHBAR_{name}"]) for name in ("PORT", "SMTP_PORT", "LMTP_PORT"))
        made.append(Nahbar(home, web, smtp, lmtp, environment))
        return made[-1]

    return make


@pytest.fixture
def empty(new_home: Callable[..., Nahbar]) -> Nahbar:
    """An installation whose database has its tables and no rows."""
    made = new_home()
    made.command("migrate")
    return made


@pytest.fixture
def firm(empty: Nahbar) -> Nahbar:
    """An installation with the company of tests/cast.py."""
    empty.python(FOUND)
    return empty
