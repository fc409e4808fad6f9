"""Learning from what members set right: a fit in the background, kept with its measured effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from nahbar.conversations.models import Message
from nahbar.language.learning import Example, effect, fit
from nahbar.language.reading.corrections import corrected, labels
from nahbar.voice.actions import keep_weights
from nahbar.voice.models import Correction
from nahbar.voice.queries import learning_is_due, newest_corrections


def learn() -> int:
    """Fit anew where enough was corrected since the last time; returns how many labels are learned from.

    A label that would be told worse on texts left out of its fit keeps the shipped weights.
    """
    if not learning_is_due():
        return 0
    corrections = newest_corrections()
    examples = _examples(corrections)
    if not examples:
        return 0
    found = effect(examples)
    better = {each.label for each in found if each.after >= each.before}
    keep_weights(
        fit(example for example in examples if example.label in better),
        effect=[{**asdict(each), "used": each.label in better} for each in found],
        count=len(examples),
        corrected=corrections[0].at,
    )
    return len(better)


def _examples(corrections: Sequence[Correction]) -> list[Example]:
    """The corrections whose message still stands; who asked to be forgotten teaches nothing."""
    rows = Message.objects.only("text", "folds")
    messages = rows.in_bulk({each.message for each in corrections})
    known = labels()
    return [
        corrected(messages[each.message].own_words, each.label, each.new)
        for each in corrections
        if each.message in messages and each.new in known.get(each.label, ())
    ]
