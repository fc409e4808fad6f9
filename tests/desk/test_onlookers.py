from __future__ import annotations

from django.test import Client

from desk.reading import words
from nahbar.conversations.models import Conversation, Onlooker


def address(conversation: Conversation) -> str:
    return f"/conversations/{conversation.pk}/onlookers/"


def test_each_reads_who_else_is_there(saddle: Conversation, anna: Client, murat: Client) -> None:
    assert words(anna.post(address(saddle))).strip() == ""
    assert "Anna Lind schaut auch gerade hier" in words(murat.post(address(saddle), {"typing": "yes"}))
    page = anna.get(address(saddle))
    assert "Murat Kaya schreibt gerade" in words(page)
    assert 'data-again="21"' in page.content.decode()
    assert murat.post(address(saddle), {"gone": "yes"}).status_code == 204
    assert "Murat" not in words(anna.get(address(saddle)))


def test_asking_alone_says_nothing_about_oneself(saddle: Conversation, anna: Client) -> None:
    anna.get(address(saddle))
    assert not Onlooker.objects.exists()


def test_strangers_learn_nothing(saddle: Conversation, anna: Client, carla: Client) -> None:
    anna.post(address(saddle))
    for answer in (carla.get(address(saddle)), carla.post(address(saddle))):
        assert answer.status_code == 404
        assert "Anna" not in words(answer)
    assert Client().get(address(saddle)).status_code == 302


def test_who_sent_does_not_type_any_more(saddle: Conversation, anna: Client, murat: Client) -> None:
    murat.post(address(saddle), {"typing": "yes"})
    murat.post(f"/conversations/{saddle.pk}/reply/", {"text": "Gern.", "way": "email"})
    assert "schreibt gerade" not in words(anna.get(address(saddle)))
