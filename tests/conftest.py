from __future__ import annotations

import pytest
from django.conf import settings

from cast import House, found_house


@pytest.fixture
def house(db: None) -> House:  # noqa: ARG001 - asks for the database
    return found_house()


def pytest_configure() -> None:
    # Scrypt takes 0.1 s a password on purpose; our people have nothing to hide.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
