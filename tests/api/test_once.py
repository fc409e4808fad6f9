"""The Idempotency-Key: the same request twice is one message, whatever happens in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from api.client import System, body, problem
from cast import House, conversation_in, found_house
from nahbar.api.actions.once import write_once
from nahbar.api.models import IdempotencyRecord
from nahbar.conversations import actions
from nahbar.conversations.models import Conversation, Message
from nahbar.mailroom.models import Delivery

REPLY = {"kind": "reply", "text": "Komm vorbei!"}


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_the_same_again_is_the_same_message(anna: System, saddle: Conversation, kind: str) -> None:
    path, asked = f"conversations/{saddle.pk}/messages", {"kind": kind, "text": "Komm vorbei!"}
    first = body(anna.post(path, asked, once="k1"), 201)
    again = body(anna.post(path, dict(reversed(asked.items())), once="k1"), 201)
    assert again == first
    assert saddle.messages.count() == 2


def test_the_same_new_conversation_again(anna: System, house: House) -> None:
    asked = {"inbox": house.info.pk, "to": {"address": "uwe@post.example"}, "text": "Hallo!"}
    first = body(anna.post("conversations", asked, once="k1"), 201)
    assert body(anna.post("conversations", asked, once="k1"), 201) == first
    assert Conversation.objects.count() == Delivery.objects.count() == 1


def test_another_body_another_place_another_system(
    anna: System, murat: System, house: House, saddle: Conversation
) -> None:
    path = f"conversations/{saddle.pk}/messages"
    body(anna.post(path, REPLY, once="k1"), 201)
    problem(anna.post(path, {**REPLY, "text": "Bleib fern!"}, once="k1"), 409)
    other = conversation_in(house.info)
    problem(anna.post(f"conversations/{other.pk}/messages", REPLY, once="k1"), 409)
    body(murat.post(path, REPLY, once="k1"), 201)
    body(anna.post(path, REPLY), 201)
    assert saddle.messages.count() == 4


def test_a_crash_before_the_message_lets_the_repeat_write_it(anna: System, saddle: Conversation) -> None:
    class PowerCut(BaseException):
        pass

    def die(_once: str | None) -> Message:
        raise PowerCut

    with pytest.raises(PowerCut):
        write_once(anna.key, "k1", "hash", die)
    message = write_once(anna.key, "k1", "hash", lambda once: _note(anna, saddle, once))
    assert message.once == f"{anna.key.pk}:k1"


def test_a_crash_after_the_message_lets_the_repeat_find_it(anna: System, saddle: Conversation) -> None:
    first = write_once(anna.key, "k1", "hash", lambda once: _note(anna, saddle, once))
    IdempotencyRecord.objects.update(message_id=None)  # what the crash kept from being written
    assert write_once(anna.key, "k1", "hash", lambda once: _note(anna, saddle, once)) == first


def _note(system: System, conversation: Conversation, once: str | None) -> Message:
    return actions.add_note(conversation, member=system.key.member, text="Rückruf", once=once)


def test_a_message_taken_back_is_not_written_again(anna: System, house: House, saddle: Conversation) -> None:
    path, asked = f"conversations/{saddle.pk}/messages", {**REPLY, "undo_seconds": 30}
    made = body(anna.post(path, asked, once="k1"), 201)
    actions.take_back(Message.objects.get(pk=made["id"]), actor=house.anna.actor)
    problem(anna.post(path, asked, once="k1"), 409)
    assert saddle.messages.count() == 1


def test_a_refused_request_may_be_repeated(anna: System, house: House, saddle: Conversation) -> None:
    house.firm.directors = ""
    house.firm.save()
    path = f"conversations/{saddle.pk}/messages"
    problem(anna.post(path, REPLY, once="k1"), 422)
    house.firm.directors = "Anna Lind"
    house.firm.save()
    body(anna.post(path, REPLY, once="k1"), 201)


@pytest.mark.parametrize("key", ["with space", "x" * 151, "käse"])
def test_an_unusable_key_is_named(anna: System, saddle: Conversation, key: str) -> None:
    problem(anna.post(f"conversations/{saddle.pk}/messages", REPLY, once=key), 422)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["reply", "note"])
def test_two_at_once_write_one_message(kind: str) -> None:
    house = found_house()
    system, conversation = System(house.anna), conversation_in(house.info)
    barrier = Barrier(4)

    def ask(_number: int) -> int:
        try:
            barrier.wait()
            answer = system.post(
                f"conversations/{conversation.pk}/messages", {"kind": kind, "text": "Gern."}, once="k1"
            )
            made: int = body(answer, 201)["id"]
            return made
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(ask, range(4)))
    connections.close_all()
    assert len(set(made)) == 1
    assert conversation.messages.count() == 2
    assert Delivery.objects.count() == (1 if kind == "reply" else 0)
