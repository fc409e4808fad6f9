"""What a page hides at first, and what it must never hide."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.channels.contract import FoldKind
from nahbar.channels.email.folds.folding import fold, folded, own_words
from nahbar.toolbox.html_text import Page

OWN = "Vielen Dank, das passt mir gut.\n\nViele Grüße\nAnna"
OLD = "Guten Tag Frau Lind,\n\ndas Rad ist fertig."
MARKED = "\n".join(f"> {line}".rstrip() for line in OLD.split("\n"))

HEADS = {
    "Gmail": "Am Fr., 28. Apr. 2017 um 11:53 Uhr schrieb Lindenhof <info@lindenhof.example>:",
    "Gmail wrapped": "Am Fr., 28. Apr. 2017 um 11:53 Uhr schrieb Lindenhof Fahrräder <\ninfo@lindenhof.example>:",
    "Apple": "Am 12.03.2024 um 10:00 schrieb Lindenhof <info@lindenhof.example>:",
    "Thunderbird": "Am 12.03.24 um 10:00 schrieb Lindenhof:",
    "name first": "Lindenhof <info@lindenhof.example> schrieb am 12. März 2024 um 10:00:",
    "English": "On Tue, Mar 12, 2024 at 10:00 AM Lindenhof <info@lindenhof.example> wrote:",
    "French": "Le mar. 12 mars 2024 à 10:00, Lindenhof <info@lindenhof.example> a écrit :",
    "Outlook": (
        "Von: Lindenhof <info@lindenhof.example>\nGesendet: Dienstag, 12. März 2024 10:00\n"
        "An: Anna Lind <anna@waldrand.example>\nBetreff: AW: Mein Rad"
    ),
    "Outlook ruled": (
        "________________________________\nVon: Lindenhof <info@lindenhof.example>\n"
        "Gesendet: Dienstag, 12. März 2024 10:00\nAn: Anna Lind\nBetreff: AW: Mein Rad"
    ),
    "Outlook bold": "*Von:* Lindenhof\n*Gesendet:* Dienstag, 12. März 2024\n*An:* Anna Lind\n*Betreff:* Mein Rad",
    "Outlook old": "-----Ursprüngliche Nachricht-----\nVon: Lindenhof\nGesendet: Dienstag\nAn: Anna",
    "GMX": (
        'Gesendet: Dienstag, 12. März 2024 um 10:00 Uhr\nVon: "Lindenhof" <info@lindenhof.example>\n'
        "An: anna@waldrand.example\nBetreff: Mein Rad"
    ),
    "T-Online": "-----Original-Nachricht-----\nBetreff: Mein Rad\nDatum: 2024-03-12T10:00\nVon: Lindenhof",
    "Samsung": "-------- Ursprüngliche Nachricht --------\nVon: Lindenhof\nDatum: 12.03.24 10:00 (GMT+01:00)",
    "English Outlook": "From: Lindenhof\nSent: Tuesday, March 12, 2024 10:00 AM\nTo: Anna Lind\nSubject: Rad",
    "French Outlook": "De : Lindenhof\nEnvoyé : mardi 12 mars 2024 10:00\nÀ : Anna Lind\nObjet : Mein Rad",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("quote", [OLD, MARKED], ids=["bare", "marked"])
def test_quotes_below_an_answer(head: str, quote: str) -> None:
    text = f"{OWN}\n\n{head}\n\n{quote}\n"
    folds = fold(text)
    assert own_words(text, folds) == OWN
    assert {one.kind for one in folds} == {FoldKind.QUOTE}
    assert folded(text, folds, FoldKind.QUOTE) == f"{head}\n\n{quote}"


def test_answers_between_quoted_lines_stay_visible() -> None:
    text = (
        "Am 12.03.2024 um 10:00 schrieb Lindenhof:\n> Welche Farbe?\nRot.\n> Welche Größe?\n\nGroß.\n\n"
        "> Wann?\n> Bitte bald.\nMorgen."
    )
    folds = fold(text)
    assert own_words(text, folds) == "Rot.\nGroß.\nMorgen."
    assert len(folds) == 3


@pytest.mark.parametrize(
    "above",
    [
        "Hallo,",
        "Guten Tag Frau Lind!",
        "Anna,",
        "Hi Anna,\n\nAntworten siehe unten:",
        "Meine Anmerkungen stehen in rot:",
    ],
)
@pytest.mark.parametrize("head", [HEADS["Gmail"], HEADS["English"]])
def test_whoever_only_greets_above_answers_between_the_lines(above: str, head: str) -> None:
    first, second = "Dienstag geht leider nicht.", "Mittwoch gern."
    text = f"{above}\n\n{head}\n\n{first}\n\n> Passt der Dienstag?\n\n{second}\n\n> Oder der Mittwoch?\n"
    assert own_words(text, fold(text)) == f"{above}\n{first}\n{second}"


def test_whoever_answered_above_has_not_written_what_an_old_message_quotes() -> None:
    text = f"{OWN}\n\n{HEADS['Gmail']}\n\n{OLD}\n\n> Wann ist es fertig?\n"
    assert own_words(text, fold(text)) == OWN


def test_words_below_a_marked_quote_stay_visible() -> None:
    text = "Am 12.03.2024 um 10:00 schrieb Lindenhof:\n\n> Wann passt es?\n\nMontag um neun.\n"
    assert own_words(text, fold(text)) == "Montag um neun."


def test_words_below_an_unmarked_quote_are_not_hidden_where_nothing_stands_above() -> None:
    text = "Am 12.03.2024 um 10:00 schrieb Lindenhof <info@lindenhof.example>:\nWann passt es?\n\nMontag um neun."
    assert own_words(text, fold(text)) == "Wann passt es?\n\nMontag um neun."


@pytest.mark.parametrize(
    "line",
    [
        "Von meinem iPhone gesendet",
        "Gesendet von Outlook für Android<https://aka.example/x>",
        "Gesendet von Mail für Windows",
        "Diese Nachricht wurde von meinem Android-Mobiltelefon mit WEB.DE Mail gesendet.",
        "Gesendet mit der GMX Mail App",
        "Sent from my iPad",
        "Get Outlook for iOS",
        "Envoyé de mon iPhone",
    ],
)
def test_lines_of_phones_are_signatures(line: str) -> None:
    text = f"{OWN}\n\n{line}\n\n{HEADS['Outlook']}\n\n{OLD}"
    folds = fold(text)
    assert own_words(text, folds) == OWN
    assert folded(text, folds, FoldKind.SIGNATURE) == line


@pytest.mark.parametrize(
    "sentence",
    [
        "Von meinem iPhone gesendet wurde die Mail leider ohne den Anhang, darum noch einmal.",
        "Am Montag schrieb ich Ihnen schon einmal.",
        "Am 12.03.2024 schrieb mir Frau Lind, dass alles gut sei. Seither warte ich.",
        "Betreff: Rahmenbruch. Ich bin sehr enttäuscht.",
        "Von: Köln, nach: Bonn, beide Male zu spät.",
        "On the other hand, I wrote: no.",
        "Diese E-Mail enthält leider einen Fehler in der Rechnung.",
        "--- wichtig ---",
        "----",
        "--",
    ],
)
def test_sentences_that_only_look_like_marks(sentence: str) -> None:
    text = f"Guten Tag,\n\n{sentence}\n\nBitte melden Sie sich."
    if sentence == "--":
        text = f"Guten Tag, bitte melden Sie sich.\n\n{sentence}"
    assert fold(text) == ()


def test_a_signature_ends_where_the_quote_begins() -> None:
    text = f"{OWN}\n-- \nAnna Lind\nWaldrand 3\n\n{HEADS['Apple']}\n{MARKED}\n\nNachtrag: auch am Dienstag."
    folds = fold(text)
    assert own_words(text, folds) == f"{OWN}\nNachtrag: auch am Dienstag."
    assert [one.kind for one in folds] == [FoldKind.SIGNATURE, FoldKind.QUOTE]


def test_disclaimers_are_folded_by_the_paragraph() -> None:
    caution = "Diese E-Mail und ihre Anhänge sind vertraulich. Wenn Sie nicht der Adressat\nsind, löschen Sie sie."
    text = f"{OWN}\n\n{caution}\n\nPS: Der Schlüssel liegt bei."
    folds = fold(text)
    assert folded(text, folds, FoldKind.DISCLAIMER) == caution
    assert "PS: Der Schlüssel" in own_words(text, folds)
    assert fold(caution) == ()


@pytest.mark.parametrize(
    "head",
    [
        "---------- Forwarded message ---------\nVon: Lindenhof <info@lindenhof.example>\nDate: Di., 12. März 2024",
        "Anfang der weitergeleiteten Nachricht:\n\nVon: Lindenhof\nDatum: 12. März 2024\nAn: Anna\nBetreff: Rad",
        "-------- Weitergeleitete Nachricht --------\nBetreff: Rad\nDatum: 12.3.2024\nVon: Lindenhof",
    ],
)
def test_forwards(head: str) -> None:
    with_words = f"Zur Kenntnis.\n\n{head}\n\n{OLD}"
    folds = fold(with_words, "WG: Rad")
    assert own_words(with_words, folds) == "Zur Kenntnis."
    assert {one.kind for one in folds} == {FoldKind.FORWARDED}
    without = f"{head}\n\n{OLD}"
    assert own_words(without, fold(without, "WG: Rad")) == OLD


LINES = st.sampled_from(
    [
        *(
            "",
            "Hallo",
            "> Zitat",
            "-- ",
            "--",
            "Von: a",
            "Gesendet: b",
            "An: c",
            "Betreff: d",
            "Von meinem iPhone gesendet",
        ),
        *("Am 12.03.2024 um 10:00 schrieb Anna:", "On 1.1.2024", "a@b.example wrote:", "_" * 20, "Disclaimer", "😀"),
        *("-----Ursprüngliche Nachricht-----", "Diese E-Mail ist vertraulich.", "  >> tief", "Cc: e; f", "\tweiter"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=30))
def test_folds_are_ordered_and_nothing_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    folds = fold(text)
    position = 0
    pieces: list[str] = []
    for one in folds:
        assert position <= one.start < one.end <= len(text)
        pieces += [text[position : one.start], text[one.start : one.end]]
        position = one.end
    assert "".join([*pieces, text[position:]]) == text
    shown = own_words(text, folds).split()
    hidden = [word for one in folds for word in text[one.start : one.end].split()]
    assert sorted(shown + hidden) == sorted(text.split())


def test_hints_of_another_text_are_not_used() -> None:
    page = Page("Anders\nvöllig", signatures=((0, 6),), earlier=(7,))
    assert fold("Guten Tag\nund danke", page=page) == ()


def test_marks_without_width_or_with_direction_hide_no_head() -> None:
    sent = "\u200eFreitag\u200e, \u200e3\u200e. \u200eMai\u200e \u200e2024 \u200e10\u200e:\u200e00"
    text = f"Ja.\n\nVon: Radhaus\nGesendet: {sent}\nAn: Anna\n\nPasst es?"
    assert own_words(text, fold(text)) == "Ja."
