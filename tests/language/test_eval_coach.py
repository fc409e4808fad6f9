# ruff: noqa: T201 - a measurement speaks by printing
"""Scores of the coach per rule, each beside what always saying the most frequent would score (`make eval`)."""

from __future__ import annotations

import csv
import time
from collections import Counter
from statistics import correlation

import pytest

from language import reference
from language.draft_set import drafts, given
from language.scores import Score, write
from nahbar.language.coach import RULES, Draft, draft_from, look
from nahbar.language.coach.ease import rating

pytestmark = pytest.mark.eval


def test_coach() -> None:
    scores = [*_rules(), *_promises(), *_false_alarms(), *_demo_answers(), *_ease(), *_speed()]
    print(write("Coach", scores))
    by_name = {score.what: score.score for score in scores}
    assert float(by_name["all rules, F1"]) >= 0.8


def test_the_sets_are_what_they_claim() -> None:
    rows = [*drafts("tune"), *drafts("check")]
    assert len(rows) >= 250
    assert sum(not row["expect"] for row in rows) * 3 >= len(rows)
    assert {rule for row in rows for rule in row["expect"]} == set(RULES)
    assert not {row["draft"] for row in drafts("tune")} & {row["draft"] for row in drafts("check")}


def _rules() -> list[Score]:
    """Precision and recall a rule. "Always" is F1 of saying the rule of every draft, the best blind guess."""
    rows = drafts("check")
    right, named, wanted = Counter[str](), Counter[str](), Counter[str]()
    for row in rows:
        found = {one.rule for one in look(draft_from(given(row), RULES)).findings}
        expected = set(row["expect"])
        right.update(found & expected)
        named.update(found)
        wanted.update(expected)
    total = 2 * right.total() / (named.total() + wanted.total())
    lines = [Score("all rules, F1", len(rows), total, 2 * wanted.total() / (wanted.total() + len(rows) * len(RULES)))]
    for rule in RULES:
        precision = right[rule] / max(1, named[rule])
        recall = right[rule] / max(1, wanted[rule])
        lines.append(
            Score(
                f"– {rule}, precision / recall",
                wanted[rule],
                f"{precision:.2f} / {recall:.2f}",
                f"{wanted[rule] / len(rows):.2f} / 1.00",
                "≥ 0.90 / 0.80",
            )
        )
    return lines


def _promises() -> list[Score]:
    rows = [row for row in drafts("check") if row["promises"] is not None]
    right = 0
    for row in rows:
        found = look(draft_from(given(row), RULES)).promises
        right += [one.as_json() for one in found] == row["promises"]
    none = sum(not row["promises"] for row in rows) / len(rows)
    return [Score("promises with words and day all right", len(rows), right / len(rows), none)]


def _false_alarms() -> list[Score]:
    mails = reference.mails()
    fired = Counter(rule for text in mails for rule in {one.rule for one in look(Draft(text)).findings})
    watched: tuple[str, ...] = (
        "threat",
        "blame",
        "phone-only",
        "website-only",
        "dead-end",
        "effort-shift",
        "shouting",
        "jargon",
    )
    watched += ("passive", "bureaucratic", "promise-vague", "hard-to-read", "form-mismatch")
    return [Score(f"fires on ordinary mails: {rule}", len(mails), fired[rule] / len(mails), 0.0) for rule in watched]


def _demo_answers() -> list[Score]:
    pairs = list(reference.answers())
    fired = [
        one for theirs, text in pairs for one in look(Draft(text, theirs)).findings if one.rule != "promise-dated"
    ]
    return [Score("findings an answer of the demo company", len(pairs), len(fired) / len(pairs), 0.0)]


def _ease() -> list[Score]:
    path = reference.folder("textcomplexity-de") / "ratings.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["Sentence"], float(row["MOS_Complexity"])) for row in csv.DictReader(file)]
    told = correlation([mean for _, mean in rows], [rating(sentence) for sentence, _ in rows])
    return [Score("reading ease against human ratings, correlation (fitted to them)", len(rows), told, 0.0, "≥ 0.8")]


def _speed() -> list[Score]:
    """A draft and an incoming text of 250 words each, in CPU time on this machine."""
    rows = [row for row in drafts("tune") if not row["expect"] and row.get("incoming")]
    cores = [row["draft"].split("\n\n")[1] for row in rows if row["draft"].count("\n\n") > 1]
    texts = [row["incoming"] for row in rows]
    taken = []
    for number in range(len(rows)):
        draft = f"Guten Tag Frau Voss,\n\n{_long(cores, number)}\n\nViele Grüße\nAnna Lind"
        asked = Draft(draft, f"{texts[number]} {_long(cores, number + 5)}", person="Petra Voss")
        begun = time.process_time()
        look(asked)
        taken.append(time.process_time() - begun)
    ranked = sorted(taken[5:])
    return [
        Score(
            "milliseconds a draft of 250 words, p95",
            len(ranked),
            f"{1000 * ranked[len(ranked) * 95 // 100]:.0f}",
            "–",
            "≤ 20",
        )
    ]


def _long(parts: list[str], first: int) -> str:
    found: list[str] = []
    while sum(len(part.split()) for part in found) < 235:
        found.append(parts[(first + 7 * len(found)) % len(parts)])
    return "\n".join(found)
