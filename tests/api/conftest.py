from __future__ import annotations

import pytest

from api.client import System
from cast import House, conversation_in
from nahbar.conversations.models import Conversation


@pytest.fixture
def anna(house: House) -> System:
    """Acts for the administrator, with all scopes."""
    return System(house.anna)


@pytest.fixture
def murat(house: House) -> System:
    """Acts for a colleague in the workshop's team."""
    return System(house.murat)


@pytest.fixture
def carla(house: House) -> System:
    """Acts for a stranger to the workshop's inbox."""
    return System(house.carla)


@pytest.fixture
def saddle(house: House) -> Conversation:
    """Petra's loose saddle, in the workshop's inbox."""
    return conversation_in(house.werkstatt, to="werkstatt@radhof.example")
