from __future__ import annotations

import pytest
from django.test import Client

from cast import House, mail, receive
from desk.reading import words
from nahbar.history.tasks import react

pytestmark = pytest.mark.django_db(transaction=True)


def asked(client: Client, question: str) -> tuple[str, str]:
    """What the page says, and its source."""
    while react():
        pass
    page = client.get("/search/", {"q": question})
    assert page.status_code == 200
    return words(page), page.content.decode()


def test_answers_show_who_when_and_where_the_words_stand(house: House, anna: Client) -> None:
    receive(house.info, raw=mail("Zwei Stromrechnungen kamen doppelt.\n"))
    shown, source = asked(anna, "Rechnung")
    assert "Petra Voss" in shown
    assert "Zwei Stromrechnungen kamen doppelt." in shown
    assert "<mark>Stromrechnungen</mark>" in source
    assert "#said-" in source


def test_hits_of_one_conversation_stand_together(house: House, anna: Client) -> None:
    first = receive(house.info, raw=mail("Die Bremse quietscht.\n", key="a@post.example"))
    receive(house.info, raw=mail("Noch einmal die Bremse!\n", key="b@post.example", refs="<a@post.example>"))
    shown, source = asked(anna, "bremse")
    assert "Noch einmal die Bremse" in shown
    assert "noch 1 Stelle" in shown
    assert source.count(f"/conversations/{first.conversation_id}/#said-") == 1


def test_nothing_found_says_so_kindly(anna: Client) -> None:
    shown, _ = asked(anna, "unauffindbar")
    assert "Nichts gefunden." in shown


def test_an_empty_question_shows_only_the_form(anna: Client) -> None:
    shown, _ = asked(anna, "  ")
    assert "Nichts gefunden" not in shown


def test_a_stranger_finds_nothing(house: House, carla: Client) -> None:
    receive(house.werkstatt, raw=mail("Geheime Bremse\n"))
    shown, _ = asked(carla, "bremse")
    assert "Geheime" not in shown


def test_hostile_words_stay_words(house: House, anna: Client) -> None:
    receive(house.info, raw=mail("<script>alert(1)</script> Bremse\n"))
    _, source = asked(anna, 'bremse "><script>alert(2)</script>')
    assert "<script>alert" not in source


@pytest.mark.parametrize("below", ["-1", "x", "9" * 40, "99999999999999999999"])
def test_a_foreign_cursor_harms_nobody(anna: Client, below: str) -> None:
    assert anna.get("/search/", {"q": "bremse", "below": below}).status_code == 200
