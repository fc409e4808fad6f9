from __future__ import annotations

import pytest

from cast import House, conversation_in, mail, receive
from nahbar.channels.contract import Party
from nahbar.conversations.actions import Reply, send_reply
from nahbar.conversations.models import Conversation
from nahbar.conversations.newcomers import newcomers
from nahbar.people.actions import add_address

LEA = Party("Lea Sommer", "lea@fremd.example")


@pytest.fixture
def conversation(house: House) -> Conversation:
    return conversation_in(house.info, key="a@post.example", headers={"Cc": "Karl Voss <karl@post.example>"})  # type: ignore[arg-type]  # a part of `mail`


def new(conversation: Conversation, *addresses: str) -> list[str]:
    found = newcomers(conversation, "email", [Party("", address) for address in addresses])
    return [party.address for party in found]


def test_who_was_there_is_no_news(conversation: Conversation) -> None:
    assert new(conversation, "petra@post.example", "PETRA@Post.example", "karl@post.example") == []


def test_a_stranger_is_pointed_out(conversation: Conversation) -> None:
    assert new(conversation, "petra@post.example", LEA.address) == [LEA.address]


@pytest.mark.parametrize("address", ["murat@radhof.example", "info@radhof.example", "info+x@radhof.example"])
def test_we_are_no_strangers_to_ourselves(conversation: Conversation, address: str) -> None:
    assert new(conversation, address) == []


def test_another_address_of_the_person_is_theirs(house: House, conversation: Conversation) -> None:
    add_address(conversation.person, actor=house.anna.actor, channel_name="email", value="petra@arbeit.example")
    assert new(conversation, "petra@arbeit.example") == []


def test_written_to_once_they_belong_to_it(house: House, conversation: Conversation) -> None:
    first = send_reply(conversation, Reply("Lea, bitte sieh nach.", cc=(LEA,)), member=house.anna)
    assert first.details["newcomers"] == [LEA.address]
    second = send_reply(conversation, Reply("Lea?", cc=(LEA,)), member=house.anna)
    assert "newcomers" not in second.details


def test_where_the_person_wants_the_answer_is_no_news(house: House) -> None:
    raw = mail(headers={"Reply-To": "Petra <petra@anders.example>"})
    reply = send_reply(receive(house.info, raw=raw).conversation, Reply("Gern."), member=house.anna)
    assert reply.envelope["to"][0]["address"] == "petra@anders.example"
    assert "newcomers" not in reply.details


def test_what_only_begins_has_no_newcomers(house: House) -> None:
    assert new(Conversation(inbox=house.info, channel="email"), LEA.address) == []


def test_it_costs_a_few_questions_however_long_the_thread(
    house: House, conversation: Conversation, django_assert_num_queries: object
) -> None:
    send_reply(conversation, Reply("Gern."), member=house.anna)
    with django_assert_num_queries(5):  # type: ignore[operator]
        new(conversation, LEA.address, "noch@einer.example", "petra@post.example")
