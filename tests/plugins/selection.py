"""Which tests run: measurements only when asked for, and on PostgreSQL those that see the database."""

from __future__ import annotations

import pytest

from plugins.database import POSTGRESQL, wanted

# Long and made to be read; `make eval` asks for them with -m.
ON_REQUEST = ("eval",)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    asked = str(config.getoption("markexpr"))
    keep: list[pytest.Item] = []
    drop: list[pytest.Item] = []
    for item in items:
        on_request = [name for name in ON_REQUEST if item.get_closest_marker(name) and name not in asked]
        belongs = not on_request and (wanted() != POSTGRESQL or _differs_on_postgresql(item))
        (keep if belongs else drop).append(item)
    items[:] = keep
    config.hook.pytest_deselected(items=drop)


def _differs_on_postgresql(item: pytest.Item) -> bool:
    """Journeys in the browser run on SQLite only, except those marked `postgresql`."""
    if item.get_closest_marker("postgresql"):
        return True
    fixtures = {"db", "transactional_db", "live_server", "new_database"} & set(getattr(item, "fixturenames", ()))
    uses_database = bool(item.get_closest_marker("django_db") or fixtures)
    return uses_database and not item.get_closest_marker("browser")
