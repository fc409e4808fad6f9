"""A short run of the fuzzer that is the same every time; `make fuzz` runs for ten minutes and looks for new ways."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from fuzz.limits import BASE, TIMES, LimitError, read, read_watched
from fuzz.mutation import mutate
from fuzz.seeds import FRAGMENTS, SEEDS
from nahbar.channels.contract import InboundKind
from nahbar.channels.email.parse import parse

CRASHERS = sorted((Path(__file__).parent / "crashers").glob("*.eml"))
MUTATIONS = 12  # of each seed; a few seconds in all
SWOLLEN = 20_000


@pytest.mark.parametrize("crasher", CRASHERS, ids=lambda file: file.stem)
def test_what_broke_once_is_read(crasher: Path) -> None:
    read(crasher.read_bytes())


@pytest.mark.parametrize("name", SEEDS)
def test_mutations_are_read(name: str) -> None:
    read(SEEDS[name])
    for number in range(MUTATIONS):
        read(mutate(SEEDS[name], random.Random(f"{name} {number}"), 8_000))


@pytest.mark.parametrize("fragment", FRAGMENTS[::3], ids=repr)
def test_memory_stays_bounded_where_a_fragment_is_repeated(fragment: bytes) -> None:
    raw = b"From: a@x.example\r\nContent-Type: text/html\r\n\r\n" + fragment * (SWOLLEN // len(fragment))
    assert read_watched(raw).memory < TIMES * (len(raw) + BASE)


def test_seeds_take_different_ways() -> None:
    assert {parse(raw).kind for raw in SEEDS.values()} == set(InboundKind) - {InboundKind.NOTIFICATION}
    assert parse(SEEDS["calendar"]).appointment
    assert parse(SEEDS["absence"]).absence
    assert parse(SEEDS["pgp"]).protection


def test_wrong_reading_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "fuzz.limits.parse", lambda _: parse(b"Subject: x\n\nx").__class__(parse(b"\n\nx").sender, "a\0b")
    )
    with pytest.raises(LimitError, match="NUL"):
        read(SEEDS["plain"])
