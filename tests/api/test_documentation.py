"""docs/developing/api.md names every operation, event and scope, and no others."""

from __future__ import annotations

import re
from pathlib import Path

from nahbar.accounts.words import Scope
from nahbar.api.application import api
from nahbar.api.words import HookEvent

TEXT = (Path(__file__).parents[2] / "docs/developing/api.md").read_text()


def test_every_operation_is_named() -> None:
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    real = {
        f"{method.upper()} {re.sub(r'{[a-z_]+}', '{id}', path).strip('/')}"
        for path, methods in paths.items()
        for method in methods
    }
    assert set(re.findall(r"`((?:GET|POST|PATCH|DELETE) [^`]+)`", TEXT)) == real


def test_every_event_and_scope_is_named() -> None:
    assert set(re.findall(r"`([a-z]+\.[a-z_]+)`", TEXT)) == set(HookEvent.values)
    assert set(re.findall(r"^\| `([a-z]+)` \|", TEXT, re.MULTILINE)) == set(Scope.values)
