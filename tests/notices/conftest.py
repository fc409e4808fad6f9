from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime

import pytest

from nahbar.accounts.models import Member
from nahbar.notices import subjects
from nahbar.notices.subjects import Subject
from nahbar.toolbox import clock

TUESDAY = datetime(2026, 3, 3, 9, 20, tzinfo=UTC)
HIDDEN = 13


@pytest.fixture
def _tuesday() -> Iterator[None]:
    with clock.hold(TUESDAY):
        yield


@pytest.fixture
def _things(monkeypatch: pytest.MonkeyPatch) -> None:
    """Subjects of a kind that everybody sees, but for one of them."""

    def describe(member: Member, ids: Collection[int]) -> dict[int, Subject]:
        del member
        return {pk: Subject("Petra Voss", f"Sattel {pk}", f"/things/{pk}/") for pk in ids if pk != HIDDEN}

    monkeypatch.setitem(subjects._REGISTER, "thing", describe)
