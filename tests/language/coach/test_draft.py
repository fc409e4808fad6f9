"""What may be handed to the coach, and how it says what may not."""

from __future__ import annotations

import pytest

from nahbar.language.coach import RULES, BadDraft, draft_from


def test_everything_may_be_left_out_but_the_draft() -> None:
    found = draft_from({"draft": "Hallo", "person": None}, RULES)
    assert (found.text, found.channel, found.public, found.now) == ("Hallo", "email", False, None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "JSON object"),
        ({}, '"draft" is missing'),
        ({"draft": 3}, '"draft" is no text'),
        ({"draft": None}, '"draft" is no text'),
        ({"draft": "x" * 300_000}, "longer than"),
        ({"draft": "\ud83d"}, "surrogate"),
        ({"draft": "x", "person": "Petra"}, '"person" is no object'),
        ({"draft": "x", "person": {"name": 4}}, '"person.name" is no text'),
        ({"draft": "x", "channel": "smoke"}, '"channel" is one of'),
        ({"draft": "x", "public": "yes"}, '"public" is true or false'),
        ({"draft": "x", "blocks": "x"}, '"blocks" is no list'),
        ({"draft": "x", "now": "tomorrow"}, '"now" is no time'),
        ({"draft": "x", "rules": {"grammar": "off"}}, "no rule"),
        ({"draft": "x", "rules": {"passive": "loud"}}, "may set"),
    ],
)
def test_what_is_wrong_is_named(given: object, said: str) -> None:
    with pytest.raises(BadDraft, match=said):
        draft_from(given, RULES)
