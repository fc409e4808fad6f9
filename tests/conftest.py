from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connections

from cast import House, found_house


@pytest.fixture
def house(db: None) -> House:  # noqa: ARG001 - asks for the database
    return found_house()


def pytest_configure() -> None:
    # Threads of a test may still hold a pooled connection when its database is to be dropped.
    connections.settings["default"].get("OPTIONS", {}).pop("pool", None)
    # Scrypt takes 0.1 s a password on purpose; our people have nothing to hide.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
