from __future__ import annotations

import pytest

from cast import House, conversation_in
from nahbar.accounts.actions import add_member
from nahbar.accounts.models import Member
from nahbar.conversations.actions import add_note
from nahbar.conversations.naming import find

MEMBERS = [
    Member(pk=1, name="Anna Lind"),
    Member(pk=2, name="Anna Lindemann"),
    Member(pk=3, name="Jörg von der Au"),
    Member(pk=4, name="O'Neill (Lager)"),
]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Anna Lind schaust du?", {1}),
        ("@anna lindemann: bitte", {2}),
        ("@Anna, wer von euch?", {1, 2}),
        ("Frag @JÖRG VON DER AU.", {3}),
        ("(@Jörg) und @Anna Lind!", {1, 3}),
        ("@O'Neill (Lager) hat ihn", {4}),
        ("@Anna\nLind", {1, 2}),
        ("@Anna  Lind", {1}),
        ("anna@lind.example", set()),
        ("x@Anna Lind", set()),
        ("@@Anna Lind", set()),
        ("@Annabell", set()),
        ("@Annas Rad", set()),
        ("Anna Lind", set()),
        ("@", set()),
        ("@ Anna", set()),
    ],
)
def test_who_is_named(text: str, named: set[int]) -> None:
    assert {pk for _start, _end, pk in find(text, MEMBERS)} == named


def test_places_hold_the_whole_name() -> None:
    text = "Frag 🚲 @Jörg von der Au, bitte."
    start, end, _pk = find(text, MEMBERS)[0]
    assert text[start:end] == "@Jörg von der Au"


def test_nobody_to_name_names_nobody() -> None:
    assert find("@Anna", []) == []
    assert find("@", [Member(pk=1, name=" ")]) == []


def test_only_who_may_see_the_inbox_is_named(house: House) -> None:
    hidden = conversation_in(house.werkstatt)
    note = add_note(hidden, member=house.anna, text="@Carla Fremd und @Murat Kaya")
    assert [pk for _start, _end, pk in note.details["named"]] == [house.murat.pk]
    add_member(email="weg@radhof.example", name="Vera Weg", password=None)
    Member.objects.filter(name="Vera Weg").update(is_active=False)
    assert add_note(hidden, member=house.anna, text="@Vera Weg").details == {}


def test_a_note_that_names_thousands_keeps_few(house: House) -> None:
    note = add_note(conversation_in(house.info), member=house.anna, text="@Murat Kaya " * 5000)
    assert len(note.details["named"]) == 20
