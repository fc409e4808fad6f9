from __future__ import annotations

import pytest

from api.client import System
from cast import House
from hostile.seen import Looking


@pytest.fixture
def seen(house: House) -> Looking:
    """What Anna sees on the desk, and her ERP over the API."""
    return Looking(house.anna, System(house.anna))
