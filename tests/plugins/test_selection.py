"""Which tests a run takes, seen from outside."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from servers import postgresql

ROOT = Path(__file__).parents[2]
TESTS = """\
import pytest

def test_plain(): ...

@pytest.mark.django_db
def test_rows(): ...

def test_fixture(db): ...

@pytest.mark.browser
@pytest.mark.django_db
def test_journey(): ...

@pytest.mark.browser
@pytest.mark.postgresql
def test_journey_on_both(): ...

@pytest.mark.eval
def test_measure(): ...
"""


def collected(folder: Path, *arguments: str, database: str = "sqlite") -> set[str]:
    (folder / "test_some.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
    command += ["-p", "no:cacheprovider", "--collect-only", "-q", *arguments, str(folder)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NAHBAR_", "PYTEST_"))}
    environment["NAHBAR_TEST_DATABASE"] = database
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return set(re.findall(r"::test_(\w+)", done.stdout))


def test_measurements_wait_until_asked_for(tmp_path: Path) -> None:
    assert collected(tmp_path) == {"plain", "rows", "fixture", "journey", "journey_on_both"}
    assert collected(tmp_path, "-m", "eval") == {"measure"}


@pytest.mark.servers
@pytest.mark.skipif(bool(postgresql.missing()), reason=postgresql.missing())
def test_on_postgresql_runs_what_uses_the_database(tmp_path: Path) -> None:
    assert collected(tmp_path, database="postgresql") == {"rows", "fixture", "journey_on_both"}
