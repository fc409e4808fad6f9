"""Every benchmark runs at a tiny size and says what it should. How fast it was is nobody's business here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nahbar.cli.bench.report import Figure, Report, as_table, machine, percentile

MACHINE = {"cores", "cpu", "python", "system", "load"}


def bench(*words: str, home: Path) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NAHBAR_")}
    command = [sys.executable, "-m", "nahbar", "bench", *words, "--json"]
    done = subprocess.run(
        command, env={**environment, "NAHBAR_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    told: dict[str, Any] = json.loads(line)
    assert set(told["machine"]) == MACHINE
    assert all(figure["value"] >= 0 and figure["unit"] for figure in told["figures"]), told
    assert sum(figure["value"] > 0 for figure in told["figures"]) > len(told["figures"]) / 2, told
    return told


def test_parse_compares_with_the_standard_library(tmp_path: Path) -> None:
    told = bench("parse", "--count", "5", "--repeat", "1", home=tmp_path)
    assert told["sizes"]["mails"] == 5
    assert told["database"] == ""
    assert [figure["unit"] for figure in told["figures"]] == [*["mails/s"] * 4, "times"]
    assert told["figures"][0]["target"] == 600


def test_mail_is_brought_placed_and_written_beside(tmp_path: Path) -> None:
    told = bench("mail", "--count", "20", "--connections", "2", home=tmp_path)
    assert [figure["target"] for figure in told["figures"]] == [350, 250, *[None] * 8, 300]
    assert told["database"].startswith("sqlite ")
    assert list(tmp_path.iterdir()) == [], "it has a home of its own"


def test_replies_leave_with_and_without_signature(tmp_path: Path) -> None:
    told = bench("replies", "--count", "6", home=tmp_path)
    assert [figure["target"] for figure in told["figures"]] == [150, None, None, 80, None, None]
    assert list(tmp_path.iterdir()) == []


def test_desk_measures_what_was_seeded(tmp_path: Path) -> None:
    seeded = bench("seed", "--conversations", "60", "--messages", "150", home=tmp_path)
    assert seeded["sizes"]["messages"] == 150
    told = bench("desk", "--count", "3", home=tmp_path)
    assert told["sizes"]["conversations"] == 60
    assert {figure["target"] for figure in told["figures"]} == {None, 60}
    worked = bench("day", "--seconds", "3", home=tmp_path)
    assert worked["sizes"] | {"requests": 30, "members": 100} == worked["sizes"]
    assert {figure["target"] for figure in worked["figures"]} == {None, 100}


def test_every_open_page_hears_of_a_mail(tmp_path: Path) -> None:
    told = bench("live", "--count", "12", "--seconds", "1", home=tmp_path)
    assert told["sizes"]["open pages"] == 12
    assert [figure["target"] for figure in told["figures"]] == [15, None, None, None, 1000, None]


def test_seed_stays_out_of_a_house_with_people(tmp_path: Path) -> None:
    bench("seed", "--conversations", "2", "--messages", "2", home=tmp_path)
    command = [sys.executable, "-m", "nahbar", "bench", "seed", "--conversations", "2", "--messages", "2"]
    done = subprocess.run(
        command, env={**os.environ, "NAHBAR_HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "belongs to somebody" in done.stderr


def test_table_shows_value_target_verdict_and_machine() -> None:
    figures = [
        Figure("mail", 201.4, "mails/s", 200),
        Figure("page", 310, "ms", 300, at_most=True),
        Figure("x", 1, "s"),
    ]
    facts = {"cores": 2, "cpu": "Test 3000", "python": "3.11.9", "system": "Linux 6", "load": 0.5}
    assert as_table(Report("mail", figures, "sqlite 3.46", {"mails": 7}), facts).splitlines() == [
        "what  value          target",
        "mail  201.4 mails/s  ≥ 200 mails/s  reached",
        "page  310.0 ms       ≤ 300 ms       missed",
        "x     1.0 s",
        "",
        "Test 3000, 2 cores, Python 3.11.9, Linux 6",
        "sqlite 3.46; 7 mails; load before we began: 0.5",
    ]


def test_machine_is_named() -> None:
    facts = machine()
    assert set(facts) == MACHINE
    assert facts["cores"] >= 1


@pytest.mark.parametrize(("values", "percent", "expected"), [([], 50, 0), ([7.0], 99, 7), ([1, 2, 3, 4, 5], 50, 3)])
def test_percentile_of_few_and_many(values: list[float], percent: int, expected: float) -> None:
    assert percentile(values, percent) == expected
