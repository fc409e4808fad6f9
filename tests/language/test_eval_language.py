# ruff: noqa: T201 - a measurement speaks by printing
"""Scores of reading on public texts, each beside what the most frequent class alone would score (`make eval`)."""

from __future__ import annotations

from collections import Counter

import pytest

from language import reference
from nahbar.language.reading import read

pytestmark = pytest.mark.eval


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {100 * part / max(whole, 1):.1f} %"


def test_form_of_address() -> None:
    pairs = [(wanted, read(text, "de").form.value) for text, wanted in reference.addressed()]
    carrying = [(wanted, found) for wanted, found in pairs if wanted != "none"]
    decided = [(wanted, found) for wanted, found in carrying if found in ("du", "sie")]
    right = sum(wanted == found for wanted, found in decided)
    none = [found for wanted, found in pairs if wanted == "none"]
    _, most = Counter(wanted for wanted, _ in carrying).most_common(1)[0]
    print(f"\nform of address (cocoa-mt-de), most frequent class {_share(most, len(carrying))}")
    print(f"  right where decided      {_share(right, len(decided))}")
    print(f"  right of all with a form {_share(right, len(carrying))}")
    print(f"  none where there is none {_share(none.count('none'), len(none))}")
    assert right / len(decided) >= 0.99
    assert right / len(carrying) >= 0.96


def test_false_alarms_of_reading() -> None:
    mails = reference.mails()
    readings = [read(text, "de") for text in mails]
    print(f"\nreading, {len(mails)} ordinary mails (codealltag, no labels: how often each fires)")
    print(f"  urgent            {_share(sum(one.urgent for one in readings), len(mails))}")
    print(f"  a near day        {_share(sum(bool(one.urgency) and not one.urgent for one in readings), len(mails))}")
    print(f"  form unsure       {_share(sum(one.form == 'unsure' for one in readings), len(mails))}")
    print(f"  greeting found    {_share(sum(bool(one.greeting) for one in readings), len(mails))}")
    print(f"  name signed found {_share(sum(bool(one.signed) for one in readings), len(mails))}")
    unmarked = sum("?" not in span.text for one in readings for span in one.questions)
    print(f"  questions         {sum(len(one.questions) for one in readings)}, {unmarked} of them without a mark")
    assert sum(one.urgent for one in readings) / len(mails) <= 0.05
