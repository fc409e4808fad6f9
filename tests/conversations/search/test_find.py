from __future__ import annotations

from datetime import timedelta

import pytest

from cast import House, conversation_in, mail, receive
from nahbar.accounts.models import Member
from nahbar.conversations.actions import Reply, add_note, assign, close, send_reply
from nahbar.conversations.models import Message, Searchable, SearchBacklog
from nahbar.conversations.search.find import find
from nahbar.conversations.search.index import index_backlog
from nahbar.conversations.search.question import read_question
from nahbar.history.tasks import react
from nahbar.history.words import SYSTEM
from nahbar.toolbox import clock

pytestmark = pytest.mark.django_db(transaction=True)


def texts(member: Member, question: str) -> list[str]:
    """What is found, as its first lines, newest first."""
    while react():
        pass
    return [hit.message.text.splitlines()[0] for hit in find(member, read_question(question)).hits]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Wo bleibt meine Rechnung?", "Rechnungen"),
        ("Die Stromrechnungen sind falsch.", "rechnung"),
        ("Der Schlüssel passt nicht.", "schluessel"),
        ("Der Schluessel passt nicht.", "Schlüssel"),
        ("In der Hauptstraße 5", "hauptstrasse"),
        ("Ich habe das Rad gekauft.", "kaufen rad"),
        ("Auftrag AB-12/3 ist verloren.", "AB-12/3"),
        ("Schreiben Sie an max@muster.example bitte.", "max@muster.example"),
        ("Die 🚲 ist da: super!", "super"),
        ("When will my orders be delivered?", "order"),
    ],
)
def test_words_are_found_in_their_forms(house: House, text: str, asked: str) -> None:
    receive(house.info, raw=mail(text + "\n"))
    receive(house.info, raw=mail("Ganz etwas anderes.\n", key="other@post.example"))
    assert texts(house.anna, asked) == [text]


@pytest.mark.parametrize(
    "asked", ["Kette", '"', "((", "AND OR NOT", "*", "🚲", "'; DROP TABLE", ":", "from:", "-", "a:b:c", "\\"]
)
def test_whatever_is_typed_is_a_question(house: House, asked: str) -> None:
    receive(house.info, raw=mail("Mein Sattel ist lose.\n"))
    assert texts(house.anna, asked) == []


def test_all_words_must_be_there_and_none_of_the_unwanted(house: House) -> None:
    receive(house.info, raw=mail("Bremse und Klingel\n", key="a@post.example"))
    receive(house.info, raw=mail("Bremse und Kette\n", key="b@post.example"))
    assert texts(house.anna, "bremse klingel") == ["Bremse und Klingel"]
    assert texts(house.anna, "bremse -klingel") == ["Bremse und Kette"]
    assert texts(house.anna, "-klingel") == ["Bremse und Kette"]


def test_a_phrase_stands_in_the_text_as_it_is(house: House) -> None:
    receive(house.info, raw=mail("Der rote Sattel\n", key="a@post.example"))
    receive(house.info, raw=mail("Sattel, rote Farbe\n", key="b@post.example"))
    assert texts(house.anna, '"rote sattel"') == ["Der rote Sattel"]


def test_newest_first_and_page_by_page(house: House) -> None:
    for days in (3, 1, 2):
        with clock.hold(clock.now() - timedelta(days=days)):
            receive(house.info, raw=mail(f"Sattel vor {days} Tagen\n", key=f"{days}@post.example"))
    while react():
        pass
    question = read_question("sattel")
    first = find(house.anna, question, size=2)
    assert [hit.message.text[11] for hit in first.hits] == ["1", "2"]
    rest = find(house.anna, question, below=first.next, size=2)
    assert [hit.message.text[11] for hit in rest.hits] == ["3"]
    assert rest.next is None


def test_people_subjects_files_dates_and_states_can_be_asked_for(house: House) -> None:
    old = conversation_in(house.info, sender="Petra Voss <petra@post.example>")
    with clock.hold(clock.now() - timedelta(days=400)):
        receive(house.info, raw=mail("Alte Sache\n", key="old@post.example"))
    send_reply(old, Reply("Gern, Frau Voss."), member=house.anna)
    add_note(old, text="Kulanz gewähren", member=house.anna)
    year_ago = (clock.now() - timedelta(days=365)).date().isoformat()
    assert "Gern, Frau Voss." in texts(house.anna, "to:petra")
    assert "Gern, Frau Voss." not in texts(house.anna, "from:petra")
    assert texts(house.anna, "hat:notiz") == ["Kulanz gewähren"]
    assert texts(house.anna, f"before:{year_ago}") == ["Alte Sache"]
    assert "Alte Sache" not in texts(house.anna, f"seit:{year_ago}")
    assign(old, actor=SYSTEM, member=house.murat)
    assert "Gern, Frau Voss." in texts(house.murat, "is:mine gern")
    assert texts(house.anna, "is:mine gern") == []
    close(old, actor=SYSTEM)
    assert "Gern, Frau Voss." in texts(house.anna, "ist:erledigt voss")


def test_a_stranger_to_the_inbox_finds_nothing(house: House) -> None:
    receive(house.werkstatt, raw=mail("Geheime Bremse\n"))
    assert texts(house.murat, "bremse") == ["Geheime Bremse"]
    assert texts(house.carla, "bremse") == []
    assert texts(house.carla, "in:2 bremse") == []


def test_what_is_deleted_is_found_no_more(house: House) -> None:
    message = receive(house.info, raw=mail("Bremse kaputt\n"))
    assert texts(house.anna, "bremse") == ["Bremse kaputt"]
    Message.objects.get(pk=message.pk).delete()
    assert texts(house.anna, "bremse") == []
    assert not Searchable.objects.exists()


def test_old_messages_become_searchable_in_the_background(house: House) -> None:
    for number in range(3):
        receive(house.info, raw=mail(f"Bremse {number}\n", key=f"{number}@post.example"))
    newest = Message.objects.latest("pk").pk
    SearchBacklog.objects.create(below=newest + 1)
    assert index_backlog() == 3
    assert index_backlog() == 0
    assert Searchable.objects.count() == 3
    assert not SearchBacklog.objects.exists()


def test_old_and_new_hits_meet_at_the_edge_of_the_newest(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slice of the newest messages is a matter of speed; no hit is lost or doubled where it ends."""
    monkeypatch.setattr("nahbar.conversations.search.find._SLICE", 2)
    for number in range(5):
        with clock.hold(clock.now() - timedelta(days=10 - number)):
            receive(house.info, raw=mail(f"Bremse {number}\n", key=f"{number}@post.example"))
    assert texts(house.anna, "bremse") == [f"Bremse {number}" for number in (4, 3, 2, 1, 0)]
