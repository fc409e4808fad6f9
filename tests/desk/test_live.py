from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient

from cast import House, conversation_in
from nahbar.conversations.actions import add_note, look_on
from nahbar.conversations.models import Conversation
from nahbar.desk import live
from nahbar.desk.live import Streams
from own_thread import run

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20.0


async def heard(stream: AsyncIterator[str]) -> dict[str, Any]:
    """The next piece of news, past greetings and signs of life."""
    async with asyncio.timeout(PATIENCE):
        async for text in stream:
            if text.startswith("data: "):
                found: dict[str, Any] = json.loads(text.removeprefix("data: "))
                return found
    raise AssertionError("the stream ended")


async def greeted(streams: Streams) -> AsyncIterator[str]:
    """A stream whose reader has found its place in the log."""
    stream = streams.subscribe()
    assert "welcome" in await anext(stream)
    return stream


def say_something(house: House) -> Conversation:
    conversation = conversation_in(house.info)
    add_note(conversation, member=house.anna, text="Geheim: ruf sie an.")
    return conversation


def test_every_stream_hears_ids_and_nothing_else(house: House) -> None:
    async def listen() -> tuple[list[dict[str, Any]], Conversation]:
        streams = Streams()
        first, second = await greeted(streams), await greeted(streams)
        conversation = await sync_to_async(say_something)(house)
        news = [await heard(first), await heard(first), await heard(second)]
        streams.close()
        for stream in (first, second):
            assert [text async for text in stream if text.startswith("data")] in ([], [news_of(conversation, False)])
        await streams.finished()
        return news, conversation

    news, conversation = run(listen())
    written = {"conversation": conversation.pk, "written": True}
    assert news == [written, {**written, "written": False}, written]


def news_of(conversation: Conversation, written: bool) -> str:
    return f"data: {json.dumps({'conversation': conversation.pk, 'written': written})}\n\n"


def test_who_looks_on_is_news_of_another_kind(house: House) -> None:
    async def listen() -> tuple[dict[str, Any], Conversation]:
        streams = Streams()
        stream = await greeted(streams)
        conversation = await sync_to_async(both_look_at_it)(house)
        while "onlookers" not in (news := await heard(stream)):
            pass
        streams.close()
        assert [text async for text in stream if text.startswith("data")] == []
        await streams.finished()
        return news, conversation

    news, conversation = run(listen())
    assert news == {"conversation": conversation.pk, "written": False, "onlookers": True}


def both_look_at_it(house: House) -> Conversation:
    conversation = conversation_in(house.info)
    look_on(conversation, member=house.anna)
    look_on(conversation, member=house.murat)
    return conversation


def test_a_browser_that_does_not_read_is_cut_off(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_WAITING", 1)

    async def listen() -> list[str]:
        streams = Streams()
        stream = await greeted(streams)
        await sync_to_async(say_something)(house)
        async with asyncio.timeout(PATIENCE):
            texts = [text async for text in stream]
        await streams.finished()
        return texts

    assert run(listen()) in ([], [news_of(Conversation.objects.get(), True)])


def test_only_members_listen(house: House) -> None:
    async def ask() -> tuple[int, Any]:
        stranger, anna = AsyncClient(), AsyncClient()
        await anna.aforce_login(house.anna, backend="allauth.account.auth_backends.AuthenticationBackend")
        refused = await stranger.get("/stream/")
        answer: Any = await anna.get("/stream/")
        return refused.status_code, answer

    status, answer = run(ask())
    assert status == 401
    assert answer.headers["Content-Type"] == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
