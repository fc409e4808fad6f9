from __future__ import annotations

from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker

from cast import House, found_house

# The same examples in every run, however slow the machine is; `--hypothesis-profile=default` looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001
    """pytest-django's own, and at the end nobody else in the database: threads of tests leave connections behind,
    and PostgreSQL drops no database that somebody looks at.
    """
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def _language_of_the_house() -> Iterator[None]:
    """A page of an English member leaves its language to the thread; the next test begins with ours."""
    yield
    translation.deactivate()


@pytest.fixture
def house(db: None) -> House:  # noqa: ARG001 - asks for the database
    return found_house()


def pytest_configure() -> None:
    # Scrypt takes 0.1 s a password on purpose; our people have nothing to hide.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
