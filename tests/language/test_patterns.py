"""Patterns find what `re` finds; looking for letters first only saves time."""

from __future__ import annotations

import re

import pytest

from language.draft_set import drafts
from nahbar.language.coach.lists import listed
from nahbar.language.literals import alternatives, fits, needs
from nahbar.language.patterns import Pattern

LISTS = ("tone.threat_de", "tone.blame_de", "refusal.refuses_de", "promises.not_ours_de", "elsewhere.call")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (r"\bfrist\b", [{"frist"}]),
        (r"\b(?:können|kann) wir[^.!?]{0,9}\b(?:nicht|kein\w*)\b", [{"können", "kann"}, {"wir"}, {"nicht", "kein"}]),
        (r"ab+c?de{2}f", [{"ab"}, {"de"}]),
        (r"(?:schon )?da(?= war)", [{"da"}]),
        (r"ge(?!nau)mein", [{"gemein"}]),
        (r"foo|barbar", [{"foo", "barbar"}]),
        (r"[a-z]+\w*|foo", []),
        (r"foo\.bar\s\d", [{"foo.bar"}]),
        (r"(?P<unit>tag|woche)e?", [{"tag", "woche"}]),
    ],
)
def test_needed_letters(source: str, wanted: list[set[str]]) -> None:
    assert sorted(map(sorted, needs(source))) == sorted(map(sorted, wanted))


def test_alternatives_of_the_outermost_level_only() -> None:
    assert alternatives(r"a(?:b|c)|[|]d|e\|f") == [r"a(?:b|c)", "[|]d", r"e\|f"]


def test_nothing_needed_fits_everything() -> None:
    assert fits("", ())
    assert not fits("abc", (frozenset({"x"}),))


@pytest.mark.parametrize("name", LISTS)
def test_same_matches_as_the_standard_library(name: str) -> None:
    pattern = listed(name)
    plain = re.compile(pattern.source, pattern.flags)
    for row in drafts("tune")[:150]:
        text = row["draft"]
        whole, narrow = pattern.search(text), pattern.within(text)
        expected = plain.search(text)
        assert (whole and whole.span()) == (expected and expected.span())
        assert [match.span() for match in pattern.finditer(text)] == [match.span() for match in plain.finditer(text)]
        for line in text.splitlines():
            found, wanted = narrow.search(line), plain.search(line)
            assert (found and found.span()) == (wanted and wanted.span())


def test_groups_stay_numbered() -> None:
    found = Pattern(r"(a)x|(b)y").search("..by")
    assert found is not None
    assert found.group(2) == "b"
