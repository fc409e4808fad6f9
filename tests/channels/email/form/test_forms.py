"""Recipes: form mails of one sender, read as a member has said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from channels.email.letterbox import mail
from nahbar.channels.contract import FoldKind, Inbound, InboundKind, Party, SettingsFault
from nahbar.channels.email.form import forms
from nahbar.channels.email.form.forms import Filled, Recipe
from nahbar.channels.email.parse import parse

ANNA = Party("Anna Lind", "anna@lind.example")
TEXT = (
    "Neuer Eintrag auf der Seite\n\nKundin: Anna Lind\nRückantwort an: anna@lind.example\nFon: 0151 5550\n"
    "Worum geht es: Mein Rad\nIhr Anliegen:\nGuten Tag,\n\nwann ist mein Rad fertig?\n\nAnna\n"
    "Ferngespräch erwünscht: nein\nKundennummer: 12\n"
)
RECIPE = Recipe(
    sender="*@formular.example",
    name="Kundin",
    address="Rückantwort an:",
    phone="Fon|Telefon",
    subject="Worum geht es",
    message="Ihr Anliegen",
)


def form(
    text: str = TEXT, sender: str = "post@formular.example", reply_to: str = "", subject: str = "Eintrag"
) -> Inbound:
    header = f"From: Formular <{sender}>\r\nTo: info@raeder.example\r\nSubject: {subject}\r\n"
    header += f"Reply-To: {reply_to}\r\n" if reply_to else ""
    return parse(mail(text, header=header))


def test_a_form_becomes_the_human_s_message() -> None:
    before = form()
    found = forms.apply(RECIPE, before)
    assert (found.sender, found.through) == (ANNA, Party("Formular", "post@formular.example"))
    assert found.subject == "Mein Rad"
    assert found.text == before.text
    assert found.own_words.startswith("Guten Tag,\n\nwann ist mein Rad fertig?")
    assert "Kundin" not in found.own_words
    assert {fold.kind for fold in found.folds} == {FoldKind.SIGNATURE}


def test_what_a_member_sees_when_trying_it() -> None:
    assert forms.read(RECIPE, form()) == Filled(
        "Anna Lind",
        "anna@lind.example",
        "0151 5550",
        "Mein Rad",
        "Guten Tag,\n\nwann ist mein Rad fertig?\n\nAnna\nFerngespräch erwünscht: nein\nKundennummer: 12",
    )
    assert forms.read(RECIPE, form("Hallo")) == Filled()


def test_the_message_ends_at_the_next_known_row() -> None:
    text = "Ihr Anliegen: Wann ist\nes fertig?\nKundin: Anna Lind\nRückantwort an: anna@lind.example\n"
    assert forms.apply(RECIPE, form(text)).own_words == "Wann ist\nes fertig?"


def test_quotes_inside_the_message_stay_folded() -> None:
    text = f"{TEXT}\nAm 3.4.2024 schrieb Info <info@raeder.example>:\n> Haben Sie noch Fragen?\n"
    found = forms.apply(RECIPE, form(text))
    assert "Haben Sie" not in found.own_words
    position = 0
    for fold in found.folds:
        assert position <= fold.start < fold.end <= len(found.text)
        position = fold.end


def test_without_an_address_row_reply_to_counts() -> None:
    recipe = replace(RECIPE, address="")
    assert forms.apply(recipe, form(reply_to="anna@lind.example")).sender == ANNA
    assert forms.apply(recipe, form()).through is None


def test_an_empty_address_row_is_not_filled_from_reply_to() -> None:
    text = TEXT.replace("anna@lind.example", "keine Angabe")
    assert forms.apply(RECIPE, form(text, sender="x@formular.example")).through is None


@pytest.mark.parametrize(
    ("sender", "subject", "fits"),
    [
        ("post@formular.example", "Eintrag", True),
        ("POST@Formular.Example", "Neuer EINTRAG", True),
        ("post@anders.example", "Eintrag", False),
        ("post@evil.formular.example", "Eintrag", False),
        ("post@formular.example", "Rechnung", False),
    ],
)
def test_only_mails_of_its_sender_fit(sender: str, subject: str, fits: bool) -> None:
    recipe = replace(RECIPE, subject_contains="eintrag")
    inbound = form(sender=sender, subject=subject)
    assert recipe.fits(inbound) is fits
    assert (forms.apply(recipe, inbound) == inbound) is not fits
    assert forms.first_fitting([recipe], inbound) == (recipe if fits else None)


def test_a_machine_that_is_known_already_is_still_matched() -> None:
    inbound = form("E-Mail: x@lind.example\nName: Falsch\n" + TEXT, sender="noreply@formular.example")
    assert inbound.through is not None
    found = forms.apply(RECIPE, inbound)
    assert (found.sender, found.through) == (ANNA, inbound.through)


def test_a_notification_becomes_a_human_message() -> None:
    inbound = replace(form(), kind=InboundKind.NOTIFICATION)
    assert forms.apply(RECIPE, inbound).kind is InboundKind.HUMAN
    assert forms.apply(RECIPE, replace(inbound, kind=InboundKind.BOUNCE)).kind is InboundKind.BOUNCE


def test_json_and_back() -> None:
    assert Recipe.from_json(RECIPE.to_json()) == RECIPE
    assert Recipe.from_json({**RECIPE.to_json(), "later": 1}) == RECIPE


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sender": ""}, "sender"),
        ({"sender": "formular"}, "sender"),
        ({"sender": "*"}, "sender"),
        ({"sender": "*@*"}, "sender"),
        ({"sender": "*@*.*"}, "sender"),
        ({"sender": "a b@c.example"}, "sender"),
        ({"sender": f"{'a' * 400}@c.example"}, "sender"),
        ({"name": "x" * 200}, "name"),
        ({"name": "Fon"}, "phone"),
        ({"name": "", "address": "", "message": ""}, "address"),
        ({"name": 5}, "name"),
        ({"sender": None}, "sender"),
    ],
)
def test_what_is_no_recipe_is_said(change: dict[str, Any], field: str) -> None:
    with pytest.raises(SettingsFault) as raised:
        Recipe.from_json(RECIPE.to_json() | change)
    assert raised.value.field == field


def test_signs_of_patterns_mean_themselves() -> None:
    recipe = replace(RECIPE, sender="f[o]?m@formular.example")
    assert recipe.fits(form(sender="f[o]?m@formular.example"))
    assert not recipe.fits(form(sender="form@formular.example"))
