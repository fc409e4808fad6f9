"""As if mail could be read by everybody: no channel of ours is public yet, and the guard stands already."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cast import House, conversation_in
from nahbar.channels.email.channel import EmailChannel
from nahbar.conversations.actions import Reply, send_reply
from nahbar.conversations.actions.publicity import MayNotOverride, TooPersonal
from nahbar.conversations.models import Conversation, Message
from nahbar.history.models import Entry
from nahbar.voice.actions import name_owner

PRIVATE = "Hallo Frau Voss, das Geld geht an DE89 3704 0044 0532 0130 00, Bestellung 4711-2233."
HARMLESS = "Danke für den Hinweis! Ab Montag steht das Regal mit den Sätteln gleich am Eingang."


@pytest.fixture
def conversation(house: House) -> Conversation:
    return conversation_in(house.werkstatt, to="werkstatt@radhof.example")


@pytest.fixture
def _public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmailChannel, "capabilities", replace(EmailChannel.capabilities, public=True))


@pytest.mark.usefixtures("_public")
def test_personal_data_stops_a_public_answer(house: House, conversation: Conversation) -> None:
    for reply in (Reply(PRIVATE), Reply("", html=f"<p>{PRIVATE}</p>"), Reply(PRIVATE, override="  ")):
        with pytest.raises(TooPersonal):
            send_reply(conversation, reply, member=house.anna)
    send_reply(conversation, Reply(HARMLESS), member=house.murat)
    assert Message.objects.filter(kind="reply").count() == 1


@pytest.mark.usefixtures("_public")
def test_with_the_right_and_a_reason_it_leaves_and_the_reason_is_kept(
    house: House, conversation: Conversation
) -> None:
    reply = Reply(PRIVATE, override="Die Spende ist öffentlich")
    with pytest.raises(MayNotOverride):
        send_reply(conversation, reply, member=house.murat)
    name_owner(member=house.anna, owner=house.murat)
    message = send_reply(conversation, reply, member=house.murat)
    assert message.details["override"] == "Die Spende ist öffentlich"
    assert Entry.objects.get(verb="conversation.replied").data["override"] == "Die Spende ist öffentlich"


def test_what_one_person_reads_is_not_asked_about(house: House, conversation: Conversation) -> None:
    assert send_reply(conversation, Reply(PRIVATE), member=house.murat).pk
