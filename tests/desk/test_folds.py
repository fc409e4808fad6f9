from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cast import House, mail, receive
from desk.reading import page_of, words
from nahbar.conversations.models import Message
from nahbar.desk.folded import parts_of
from nahbar.desk.refolding import hidden, shown

HTMX = {"HX-Request": "true"}
TEXT = "Hallo,\n\nder Sattel ist lose.\n\nGruß\nPetra\n\n> alt\n> älter\n"
QUOTE = (TEXT.index("> alt"), len(TEXT) - 1, "quote")


@pytest.fixture
def message(house: House) -> Message:
    """A mail in the workshop's inbox whose quotation is folded."""
    found = receive(house.werkstatt, raw=mail(text=TEXT, to="werkstatt@radhof.example"))
    Message.objects.filter(pk=found.pk).update(text=TEXT, folds=[list(QUOTE)])
    found.refresh_from_db()
    return found


def correct(client: Client, message: Message, **form: Any) -> Any:
    return client.post(f"/messages/{message.pk}/folds/correct/", form, headers=HTMX)


def folded(message: Message) -> list[tuple[str, str]]:
    """The texts that are folded now, with their kinds."""
    message.refresh_from_db()
    return [(message.text[start:end], kind) for start, end, kind in message.folds]


def test_what_belongs_to_the_message_is_shown_again(murat: Client, message: Message) -> None:
    assert "Das gehört zur Nachricht" in words(page_of(murat, message.conversation))
    answer = correct(murat, message, do="show", start=QUOTE[0], end=QUOTE[1])
    assert "Berichtigt." in words(answer)
    assert "Murat Kaya hat berichtigt, was in einer Nachricht ausgeblendet ist" in words(answer)
    assert folded(message) == []
    correct(murat, message, do="spans", spans=json.dumps([list(QUOTE)]))
    assert folded(message) == [("> alt\n> älter", "quote")]


def test_from_here_on_and_a_selection_are_folded_as_whole_lines(murat: Client, message: Message) -> None:
    correct(murat, message, do="hide", start=TEXT.index("Sattel"), end=TEXT.index("Sattel") + 2)
    assert folded(message) == [("der Sattel ist lose.", "quote"), ("> alt\n> älter", "quote")]
    correct(murat, message, do="from", start=TEXT.index("ruß"))
    assert folded(message) == [(TEXT[TEXT.index("der Sattel") :].rstrip(), "quote")]
    correct(murat, message, do=f"from-{TEXT.index('Gruß')}")
    assert folded(message)[0][0].startswith("der Sattel")


def test_paragraph_by_paragraph(murat: Client, message: Message) -> None:
    page = murat.get(f"/messages/{message.pk}/folds/")
    shown_words = words(page)
    for line in TEXT.split():
        assert line in shown_words
    closing = TEXT.index("Gruß")
    correct(murat, message, do="pieces", hidden=[closing], kind="signature")
    assert folded(message) == [("Gruß\nPetra", "signature")]
    assert "Berichtigt von Murat Kaya." in words(murat.get(f"/messages/{message.pk}/folds/"))
    correct(murat, message, do="pieces")
    assert folded(message) == []


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"do": "show"},
        {"do": "show", "start": "-1", "end": "x"},
        {"do": "from-x"},
        {"do": "spans", "spans": "nonsense"},
        {"do": "spans", "spans": "[[0, 10, 7]]"},
        {"do": "spans", "spans": '[[5, 2, "quote"]]'},
        {"do": "spans", "spans": "{}"},
        {"do": "hide", "start": "0", "end": "5", "kind": "joke"},
    ],
)
def test_nonsense_is_refused_in_words(murat: Client, message: Message, form: dict[str, str]) -> None:
    refused = correct(murat, message, **form)
    assert refused.status_code == 422
    assert folded(message) == [("> alt\n> älter", "quote")]


def test_strangers_fold_nothing(carla: Client, message: Message) -> None:
    assert correct(carla, message, do="show", start=0, end=99).status_code == 404
    assert carla.get(f"/messages/{message.pk}/folds/").status_code == 404
    assert folded(message) == [("> alt\n> älter", "quote")]


lines = st.lists(st.sampled_from(["", "a", "> b", "c d", "  "]), min_size=1, max_size=12).map("\n".join)


@given(lines, st.lists(st.tuples(st.booleans(), st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_however_it_is_corrected_every_word_is_in_a_part(text: str, steps: list[tuple[bool, int, int]]) -> None:
    spans: list[tuple[int, int, str]] = []
    for hide, start, end in steps:
        spans = (hidden if hide else shown)(text, spans, start, end)
        edge = 0
        for begin, stop, _kind in spans:
            assert edge <= begin < stop <= len(text)
            edge = stop
    assert "".join("".join(part.text.split()) for part in parts_of(text, spans)) == "".join(text.split())
