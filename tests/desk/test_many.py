from __future__ import annotations

import pytest
from django.test import Client

from cast import House, conversation_in
from desk.reading import words
from nahbar.conversations.models import Conversation
from nahbar.conversations.queries import tags_of

MANY = "/many/?in=waiting"


@pytest.fixture
def chosen(house: House) -> list[int]:
    return [conversation_in(house.info, sender=f"Kunde {n} <{n}@post.example>").pk for n in range(2)]


def states() -> set[tuple[str, int | None]]:
    return set(Conversation.objects.values_list("state", "assignee"))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"do": "close"}, "2 Gespräche geschlossen."),
        ({"do": "take"}, "2 Gespräche jetzt bei dir."),
        ({"do": "snooze", "words": "morgen früh"}, "2 Gespräche schlummernd bis morgen, 8:00 Uhr."),
        ({"do": "tag", "name": "100 % {neu}"}, "2 Gespräche mit dem Schlagwort „100 % {neu}“."),
    ],
)
def test_a_move_is_said_and_undone(anna: Client, chosen: list[int], form: dict[str, str], said: str) -> None:
    before = states()
    page = anna.post(MANY, {"chosen": chosen, **form}, follow=True)
    assert said in words(page)
    assert states() != before or tags_of(chosen)
    assert said not in words(anna.get("/piles/waiting/"))
    undone = anna.post("/many/undo/?in=waiting", follow=True)
    assert "Zurückgenommen: 2 Gespräche wie vorher." in words(undone)
    assert states() == before
    assert tags_of(chosen) == {}
    anna.post("/many/undo/?in=waiting")
    assert states() == before


def test_handing_over_asks_to_whom_first(house: House, anna: Client, chosen: list[int]) -> None:
    page = anna.post(MANY, {"chosen": chosen, "do": "choose-taker"})
    assert "Wer kümmert sich um 2 Gespräche?" in words(page)
    assert "Murat Kaya" in words(page)
    anna.post(MANY, {"chosen": chosen, "do": "assign", "to": f"member-{house.murat.pk}"})
    assert states() == {("open", house.murat.pk)}


def test_who_could_not_see_one_does_not_get_it(house: House, anna: Client, chosen: list[int]) -> None:
    hidden = conversation_in(house.werkstatt, to="werkstatt@radhof.example")
    form = {"chosen": [*chosen, hidden.pk], "do": "assign", "to": f"member-{house.carla.pk}"}
    shown = words(anna.post(MANY, form, follow=True))
    assert "2 Gespräche übergeben. 1 blieb, wie es ist:" in shown
    hidden.refresh_from_db()
    assert hidden.assignee is None


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"do": "close"}, "Es ist nichts ausgewählt."),
        ({"do": "close", "chosen": ["x", "9" * 30, "-1"]}, "Es ist nichts ausgewählt."),
        ({"do": "snooze", "words": "irgendwann"}, "haben wir nicht verstanden"),
        ({"do": "tag", "name": "", "tag": "999"}, "Ein Schlagwort ist ein Wort"),
    ],
)
@pytest.mark.usefixtures("chosen")
def test_what_is_no_use_is_said(anna: Client, form: dict[str, str], said: str) -> None:
    before = states()
    assert said in words(anna.post(MANY, form, follow=True))
    assert states() == before


def test_strangers_move_nothing(house: House, carla: Client, saddle: Conversation) -> None:
    for do in ("close", "take", "choose-taker"):
        page = carla.post(MANY, {"chosen": [saddle.pk], "do": do}, follow=True)
        assert "Petra" not in words(page)
    saddle.refresh_from_db()
    assert (saddle.state, saddle.assignee) == ("open", None)
    assert (
        Client().post(MANY, {"chosen": [saddle.pk], "do": "close"}).headers["Location"].startswith("/account/login/")
    )
    assert carla.get(MANY).status_code == 405
    assert house.carla.is_active
