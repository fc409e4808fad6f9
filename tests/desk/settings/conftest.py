from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from cast import House
from nahbar.accounts.models import Member


@pytest.fixture(autouse=True)
def _no_limits_of_earlier_tests() -> None:
    """Rate limits count per address of the network, and all tests come from the same one."""
    cache.clear()


@pytest.fixture(autouse=True)
def _our_own_mail(settings: Settings) -> None:
    """Django's test runner would keep our own mails in memory; they have to come through the mailroom."""
    settings.EMAIL_BACKEND = "nahbar.mailroom.system_mail.SystemMail"


@pytest.fixture
def enter(house: House) -> Callable[[Member], Client]:
    """A function that signs a member in and returns their browser."""
    del house

    def sign_in(member: Member) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(member)
        return client

    return sign_in


@pytest.fixture
def anna(house: House, enter: Callable[[Member], Client]) -> Client:
    """The browser of an administrator."""
    return enter(house.anna)


@pytest.fixture
def murat(house: House, enter: Callable[[Member], Client]) -> Client:
    """The browser of a member who is no administrator."""
    return enter(house.murat)


@pytest.fixture
def carla(house: House, enter: Callable[[Member], Client]) -> Client:
    """The browser of a stranger to the workshop."""
    return enter(house.carla)
