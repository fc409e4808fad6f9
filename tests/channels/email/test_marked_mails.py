"""Mails of many programs and languages: every line is taken for what it is."""

from __future__ import annotations

import pytest

from channels.email.marked_mails import MarkedMail, as_found, every
from nahbar.channels.contract import FoldKind
from nahbar.channels.email.folds.folding import fold, folded, own_words

MAILS = every()


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.name)
def test_every_line_is_what_it_is(mail: MarkedMail) -> None:
    assert as_found(mail.text, fold(mail.text, mail.subject)) == mail.wanted


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.name)
def test_line_ends_of_other_systems_and_trailing_blanks_change_nothing(mail: MarkedMail) -> None:
    text = "\n".join(line if line.startswith("--") else f"{line} " for line in mail.text.split("\n"))
    found = as_found(text, fold(text, mail.subject))
    assert [(kind, line.rstrip()) for kind, line in found] == [(kind, line.rstrip()) for kind, line in mail.wanted]


def test_there_are_enough_of_them() -> None:
    assert len(MAILS) >= 150
    assert len({mail.name for mail in MAILS}) == len(MAILS)


def test_the_three_fields_hold_every_line_in_order() -> None:
    for mail in MAILS:
        folds = fold(mail.text, mail.subject)
        fields = {
            "": own_words(mail.text, folds),
            "quoted": folded(mail.text, folds, FoldKind.QUOTE, FoldKind.FORWARDED),
            "signature": folded(mail.text, folds, FoldKind.SIGNATURE, FoldKind.DISCLAIMER),
        }
        for name, kinds in (
            ("", [""]),
            ("quoted", ["quote", "forwarded"]),
            ("signature", ["signature", "disclaimer"]),
        ):
            wanted = [line.strip() for kind, line in mail.wanted if kind in kinds]
            assert [line.strip() for line in fields[name].split("\n") if line.strip()] == wanted, mail.name
