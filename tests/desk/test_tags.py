from __future__ import annotations

import pytest
from django.test import Client

from cast import House
from desk.reading import page_of, words
from nahbar.conversations.actions import make_tag, tag_conversation
from nahbar.conversations.models import Conversation, Tag
from nahbar.conversations.queries import tags_of
from nahbar.history.words import SYSTEM


def names(conversation: Conversation) -> list[str]:
    return [tag.name for tag in tags_of([conversation.pk]).get(conversation.pk, [])]


def test_tags_are_ticked_and_made_on_the_conversation(anna: Client, saddle: Conversation) -> None:
    old, other = make_tag("alt", actor=SYSTEM), make_tag("anders", actor=SYSTEM)
    tag_conversation(saddle, actor=SYSTEM, add=[old])
    menu = anna.get(f"/conversations/{saddle.pk}/tags/menu/").content.decode()
    assert f'value="{old.pk}" checked' in menu
    assert f'value="{other.pk}"' in menu
    form = {"shown": [old.pk, other.pk], "tag": [other.pk], "name": "<b>neu</b>"}
    page = anna.post(f"/conversations/{saddle.pk}/tags/", form, follow=True)
    assert names(saddle) == ["<b>neu</b>", "anders"]
    assert "Anna Lind hat Schlagworte gesetzt: anders, <b>neu</b>, und entfernt: alt" in words(page)
    assert "<b>neu</b>" not in page.content.decode()


def test_a_tag_that_somebody_else_put_on_meanwhile_stays(anna: Client, saddle: Conversation) -> None:
    shown = make_tag("gezeigt", actor=SYSTEM)
    tag_conversation(saddle, actor=SYSTEM, add=[make_tag("neu dazu", actor=SYSTEM)])
    anna.post(f"/conversations/{saddle.pk}/tags/", {"shown": [shown.pk], "tag": [shown.pk]})
    assert names(saddle) == ["gezeigt", "neu dazu"]


def test_tags_lead_to_their_pile(anna: Client, carla: Client, saddle: Conversation) -> None:
    tag = make_tag("Rückruf", actor=SYSTEM)
    tag_conversation(saddle, actor=SYSTEM, add=[tag])
    assert f'href="/piles/tag-{tag.pk}/"' in anna.get("/piles/waiting/").content.decode()
    assert f'href="/piles/tag-{tag.pk}/"' in page_of(anna, saddle).content.decode()
    assert "Petra Voss" in words(anna.get(f"/piles/tag-{tag.pk}/"))
    assert "Nichts Offenes trägt dieses Schlagwort" in words(carla.get(f"/piles/tag-{tag.pk}/"))
    for missing in ("tag-999", "tag-x", "tag-" + "9" * 40):
        assert anna.get(f"/piles/{missing}/").status_code == 404


def test_administrators_keep_them_in_order(anna: Client, saddle: Conversation) -> None:
    anna.post("/settings/tags/", {"name": "Rükruf", "colour": "red"})
    tag = Tag.objects.get()
    tag_conversation(saddle, actor=SYSTEM, add=[tag])
    assert "Rükruf an 1 Gespräch" in words(anna.get("/settings/tags/"))
    anna.post(f"/settings/tags/{tag.pk}/", {"do": "change", "name": "Rückruf", "colour": "green"})
    assert names(saddle) == ["Rückruf"]
    other = make_tag("Telefon", actor=SYSTEM)
    refused = anna.post(f"/settings/tags/{tag.pk}/", {"do": "change", "name": "telefon"}, follow=True)
    assert "gibt es schon" in words(refused)
    anna.post(f"/settings/tags/{tag.pk}/", {"do": "merge", "into": other.pk})
    assert names(saddle) == ["Telefon"]
    anna.post(f"/settings/tags/{other.pk}/", {"do": "delete"})
    assert names(saddle) == []
    assert "Es gibt noch keine Schlagworte" in words(anna.get("/settings/tags/"))


@pytest.mark.parametrize("do", ["change", "merge", "delete"])
def test_others_keep_their_hands_off(house: House, murat: Client, do: str) -> None:
    tag = make_tag("Rückruf", actor=house.anna.actor)
    assert murat.get("/settings/tags/").status_code == 403
    assert murat.post(f"/settings/tags/{tag.pk}/", {"do": do, "name": "x", "into": tag.pk}).status_code == 403
    assert Tag.objects.get().name == "Rückruf"
