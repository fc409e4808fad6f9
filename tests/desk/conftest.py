from __future__ import annotations

import pytest
from django.test import Client

from cast import House, conversation_in
from nahbar.accounts.models import Member
from nahbar.conversations.models import Conversation


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def anna(house: House) -> Client:
    """The administrator's browser."""
    return signed_in(house.anna)


@pytest.fixture
def murat(house: House) -> Client:
    """The browser of a colleague in the workshop's team."""
    return signed_in(house.murat)


@pytest.fixture
def carla(house: House) -> Client:
    """The browser of a stranger to the workshop's inbox."""
    return signed_in(house.carla)


@pytest.fixture
def saddle(house: House) -> Conversation:
    """Petra's loose saddle, in the workshop's inbox."""
    return conversation_in(house.werkstatt, to="werkstatt@radhof.example")
