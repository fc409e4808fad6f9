from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cast import House, bring, mail, receive
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.tasks import place_block
from nahbar.history.tasks import react
from nahbar.mailroom.actions import Handed, accept
from nahbar.mailroom.models import Arrival, Sighting
from nahbar.mailroom.queries import blobs, inboxes_at
from nahbar.mailroom.words import ArrivalState, Via
from nahbar.toolbox.faults import Full


def test_accept_keeps_the_raw_bytes(house: House) -> None:
    raw = mail("Der Sattel, die Klingel, alles lose.")
    arrival = Arrival.objects.get(pk=bring(house.info, raw=raw))
    assert blobs().get(arrival.blob) == raw
    assert (arrival.state, arrival.size) == (ArrivalState.ACCEPTED, len(raw))


def test_same_mail_twice_is_one_arrival_with_two_sightings(house: House) -> None:
    raw = mail()
    first = bring(house.info, raw=b"Received: from one\r\n" + raw)
    second = bring(house.info, raw=b"Received: from another\r\nX-Trace: 2\r\n" + raw)
    assert first == second
    assert Sighting.objects.filter(arrival_id=first).count() == 2


def test_same_mail_twice_in_one_block_is_one_arrival(house: House) -> None:
    raw = mail()
    handed = [Handed("email", (house.info.pk,), raw, f"one-block:{n}", Via.SMTP) for n in range(2)]
    assert len(set(accept(handed))) == 1
    assert Sighting.objects.count() == 2


def test_same_provider_id_is_one_sighting(house: House) -> None:
    raw = mail()
    bring(house.info, raw=raw, provider_id="INBOX:1:7")
    bring(house.info, raw=raw, provider_id="INBOX:1:7")
    assert Sighting.objects.count() == 1


def test_another_mail_under_a_used_provider_id_is_seen_too(house: House) -> None:
    first, second = (bring(house.info, raw=mail(text), provider_id="INBOX/7/1") for text in ("Eins", "Zwei"))
    assert first != second
    assert Sighting.objects.get(arrival=first).provider_id == "INBOX/7/1"
    assert Sighting.objects.get(arrival=second).inbox == house.info
    assert place_block("test") == 2


def test_mail_to_two_inboxes_is_one_conversation_that_names_both(house: House) -> None:
    message = receive(house.info, house.werkstatt, raw=mail())
    assert Conversation.objects.count() == 1
    assert list(message.conversation.inboxes.order_by("pk")) == [house.info, house.werkstatt]


@pytest.mark.django_db(transaction=True)
def test_second_inbox_is_named_even_when_its_copy_comes_later(house: House) -> None:
    raw = mail()
    message = receive(house.info, raw=raw)
    bring(house.werkstatt, raw=b"Received: later\r\n" + raw)
    react()
    assert list(message.conversation.inboxes.order_by("pk")) == [house.info, house.werkstatt]
    assert Message.objects.count() == 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_refuses_and_leaves_nothing(house: House, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def no_room(handle: int) -> None:
        del handle
        raise OSError(number, "no room")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(Full, match="disk is full"):
        bring(house.info, raw=mail("a text that no other test has, so its blob is new"))
    assert not Arrival.objects.exists()
    assert not list(Path(blobs().root).rglob("*.part"))


def test_addresses_find_their_inbox_past_plus_parts(house: House) -> None:
    found = inboxes_at(["info@radhof.example", "info+abc.def@radhof.example", "nobody@radhof.example"])
    assert found == {"info@radhof.example": house.info.pk, "info+abc.def@radhof.example": house.info.pk}


@pytest.mark.usefixtures("house")
def test_list_of_addresses_is_one_query(django_assert_num_queries: Callable[..., object]) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        inboxes_at([f"person{n}@radhof.example" for n in range(50)])


def test_block_keeps_the_order_in_which_it_was_handed_in(house: House) -> None:
    raws = [mail(f"Mail {n}") for n in range(12)]
    ids = accept([Handed("email", (house.info.pk,), raw, f"order:{n}", Via.SMTP) for n, raw in enumerate(raws)])
    assert ids == sorted(ids)
