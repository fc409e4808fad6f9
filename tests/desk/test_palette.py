from __future__ import annotations

import pytest
from django.test import Client

from cast import House
from desk.reading import words
from nahbar.conversations.actions import make_tag
from nahbar.conversations.models import Conversation
from nahbar.history.tasks import react

# Listeners react in transactions of their own, as they do for real.
pytestmark = pytest.mark.django_db(transaction=True)


def shown(client: Client, asked: str, conversation: int | str = "") -> str:
    return words(client.get("/palette/", {"q": asked, "conversation": conversation}))


@pytest.mark.usefixtures("house")
def test_piles_pages_and_actions_fit_by_the_beginnings_of_their_words(anna: Client) -> None:
    assert "Wartet am längsten" in shown(anna, "läng war")
    assert "werkstatt@" in shown(anna, "werk")
    assert "Notiz schreiben" not in shown(anna, "notiz")
    assert "Notiz schreiben" in shown(anna, "notiz", 1)
    assert "Nichts passt" in shown(anna, "xyzzy")


def test_people_and_conversations_are_found_by_those_who_see_them(
    anna: Client, carla: Client, saddle: Conversation
) -> None:
    react()
    assert "Petra Voss Mensch" in shown(anna, "petra")
    assert "Petra Voss: Sattel Gespräch" in shown(anna, "sattel")
    assert "Petra Voss: Sattel" in shown(anna, f"#{saddle.pk}")
    for asked in ("petra", "sattel", f"#{saddle.pk}"):
        assert "Petra" not in shown(carla, asked)
    assert "werkstatt@" not in shown(carla, "werk")


def test_what_is_typed_is_shown_as_text(house: House, anna: Client) -> None:
    make_tag("<script>x</script>", actor=house.anna.actor)
    page = anna.get("/palette/", {"q": "<script>"}).content.decode()
    assert "&lt;script&gt;x" in page
    assert "<script>" not in anna.get("/palette/", {"q": "<script>alert('" * 30}).content.decode()


def test_it_is_for_members_only(client: Client) -> None:
    assert client.get("/palette/").headers["Location"].startswith("/account/login/")
