"""A short run of the fuzzer that is the same every time; `make fuzz` runs for ten minutes and looks for new ways."""

from __future__ import annotations

import random

import pytest

from fuzz.limits import BASE, TIMES, LimitError, read, read_watched
from fuzz.mutation import mutate
from fuzz.seeds import FRAGMENTS, SEEDS
from nahbar.channels.contract import Inbound, InboundKind, Party
from nahbar.channels.email.parse import parse

HTML_HEAD = b"From: a@x.example\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n"
# What took more than two seconds, or ended in an exception, when it was first tried.
BROKE_ONCE = {
    "crossed formatting": HTML_HEAD + b"<i>x</b>" * 50_000,
    "crossed blocks": HTML_HEAD + b"<div></span>" * 30_000,
    "hard spaces": HTML_HEAD + b"\xa0" * 500_000,
}
MUTATIONS = 12  # of each seed; a few seconds in all
SWOLLEN = 20_000


@pytest.mark.parametrize("name", BROKE_ONCE)
def test_what_broke_once_is_read(name: str) -> None:
    read(BROKE_ONCE[name])


@pytest.mark.parametrize("name", SEEDS)
def test_mutations_are_read(name: str) -> None:
    read(SEEDS[name])
    for number in range(MUTATIONS):
        read(mutate(SEEDS[name], random.Random(f"{name} {number}"), 8_000))


@pytest.mark.parametrize("fragment", FRAGMENTS[::3], ids=repr)
def test_memory_stays_bounded_where_a_fragment_is_repeated(fragment: bytes) -> None:
    raw = HTML_HEAD + fragment * (SWOLLEN // len(fragment))
    assert read_watched(raw).memory < TIMES * (len(raw) + BASE)


def test_seeds_take_different_ways() -> None:
    assert {parse(raw).kind for raw in SEEDS.values()} == set(InboundKind) - {InboundKind.NOTIFICATION}
    assert parse(SEEDS["calendar"]).appointment
    assert parse(SEEDS["absence"]).absence
    assert parse(SEEDS["pgp"]).protection


def test_wrong_reading_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzz.limits.parse", lambda _: Inbound(Party("", ""), "a\0b"))
    with pytest.raises(LimitError, match="NUL"):
        read(SEEDS["plain"])
