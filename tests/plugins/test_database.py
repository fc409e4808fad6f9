"""A run sees its own home and the database that was asked for, nothing of the shell's."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import dj_database_url
import pytest
from django.conf import settings
from django.db import connection

from nahbar.settings.environment import read
from plugins.database import POSTGRESQL, wanted


def test_home_is_new_and_settings_of_the_shell_are_gone() -> None:
    ours = {"NAHBAR_HOME", "NAHBAR_SECRET_KEY", "NAHBAR_DATABASE_URL"}
    assert {name for name in os.environ if name.startswith("NAHBAR_") and "_TEST_" not in name} <= ours
    assert Path(settings.NAHBAR.home).parent == Path("/tmp")
    assert read().secret_key == settings.SECRET_KEY


@pytest.mark.django_db
def test_database_is_the_one_asked_for() -> None:
    assert connection.vendor == wanted()
    if connection.vendor == "sqlite":
        assert Path(connection.settings_dict["NAME"]).is_relative_to(settings.NAHBAR.home)


def test_new_database_is_another_each_time(new_database: Callable[[], str]) -> None:
    first, second = new_database(), new_database()
    assert first != second
    engine = dj_database_url.parse(first)["ENGINE"].rpartition(".")[2]
    assert engine == (POSTGRESQL if wanted() == POSTGRESQL else "sqlite3")
