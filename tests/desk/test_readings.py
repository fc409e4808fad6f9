from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cast import House, mail, receive
from desk.reading import page_of, words
from nahbar.conversations.actions.readings import read_block
from nahbar.conversations.models import Message
from nahbar.desk.folded import Paragraph
from nahbar.desk.readings import marked
from nahbar.history.tasks import react
from nahbar.voice.models import Correction

pytestmark = pytest.mark.django_db(transaction=True)  # events are told after the commit
HTMX = {"HX-Request": "true"}
TEXT = (
    "Hallo,\n\nich bin stinksauer, das Rad ist schon wieder kaputt! Wann bekomme ich mein Geld zurück?"
    " Ich brauche es dringend, denn ich hatte einen Herzinfarkt.\n\nPetra Voss\n"
)


def read_all() -> None:
    while react():
        pass
    while read_block():
        pass


@pytest.fixture
def message(house: House) -> Message:
    found = receive(house.werkstatt, raw=mail(TEXT, to="werkstatt@radhof.example"))
    read_all()
    return found


def correct(client: Client, message: Message, **form: Any) -> Any:
    return client.post(f"/messages/{message.pk}/reading/", form, headers=HTMX)


def test_quiet_words_stand_beside_the_message(murat: Client, message: Message) -> None:
    page = page_of(murat, message.conversation)
    shown = words(page)
    assert "verärgert" in shown
    assert "Beschwerde" in shown
    assert "nur unter vier Augen: Gesundheit" in shown
    assert "es eilt: „dringend“" in shown
    assert '<mark class="asked">Wann bekomme ich mein Geld zurück?</mark>' in page.content.decode()


def test_questions_are_marked_on_demand_without_javascript(murat: Client, message: Message) -> None:
    plain = page_of(murat, message.conversation).content.decode()
    assert "show-asked" not in plain
    assert "?in=waiting&amp;questions=1" in plain
    assert "show-asked" in murat.get(f"/conversations/{message.conversation_id}/?questions=1").content.decode()


def test_a_list_says_the_mood_and_nothing_where_it_is_unsure(house: House, murat: Client, message: Message) -> None:
    assert "verärgert" in words(murat.get("/piles/waiting/"))
    receive(house.info, raw=mail("Ich hätte gern zwei Schläuche.", subject="Schläuche"))
    unread = words(murat.get("/piles/waiting/"))
    assert "unsure" not in unread
    read_all()
    assert "sachlich" not in words(murat.get("/piles/waiting/"))
    assert message.conversation_id


def test_an_unread_message_is_shown_as_ever(house: House, murat: Client) -> None:
    page = page_of(murat, receive(house.werkstatt, raw=mail(TEXT)).conversation)
    assert "Herzinfarkt" in words(page)
    assert "Stimmt nicht?" not in words(page)


def test_setting_right_what_was_read(murat: Client, message: Message) -> None:
    answer = correct(murat, message, mood="disappointed", intent=["legal"])
    assert "Nahbar lernt daraus" in words(answer)
    assert "enttäuscht" in words(answer)
    assert "verärgert" in words(answer), "it can still be chosen"
    assert set(Correction.objects.values_list("label", "new")) == {
        ("mood", "disappointed"),
        ("intent:complaint", "no"),
        ("intent:legal", "yes"),
    }
    correct(murat, message, mood="disappointed", intent=["legal"])
    assert Correction.objects.count() == 3


def test_what_cannot_be_set_is_said(murat: Client, message: Message) -> None:
    answer = correct(murat, message, mood="furious")
    assert answer.status_code == 422
    assert "So lässt sich das nicht einstellen" in words(answer)


def test_an_unread_message_cannot_be_set_right(house: House, murat: Client) -> None:
    answer = correct(murat, receive(house.werkstatt, raw=mail(TEXT)), mood="angry")
    assert answer.status_code == 422
    assert "noch nicht gelesen" in words(answer)


def test_strangers_set_nothing_right(carla: Client, message: Message) -> None:
    assert correct(carla, message, mood="pleased").status_code == 404
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ([], "a &lt;b&gt; c"),
        ([(10, 11)], '<mark class="asked">a</mark> &lt;b&gt; c'),
        ([(12, 15), (16, 99)], 'a <mark class="asked">&lt;b&gt;</mark> <mark class="asked">c</mark>'),
        ([(0, 11), (10, 13)], '<mark class="asked">a</mark><mark class="asked"> &lt;</mark>b&gt; c'),
        ([(0, 5), (30, 40)], "a &lt;b&gt; c"),
    ],
)
def test_marks_never_lose_or_repeat_a_letter(asked: list[tuple[int, int]], shown: str) -> None:
    assert marked(Paragraph("a <b> c", 10), asked) == shown


def test_a_link_in_a_question_stays_a_link() -> None:
    found = marked(Paragraph("Gilt https://rad.example/a noch?", 0), [(0, 32)])
    assert found.startswith('<mark class="asked">Gilt <a href="https://rad.example/a"')
