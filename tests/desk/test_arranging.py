from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cast import JAKOB, House, conversation_in, mail, receive
from desk.reading import answer, page_of, words
from nahbar.conversations.actions import join, mark_spam
from nahbar.conversations.models import Conversation, Message, Rearrangement
from nahbar.conversations.words import ConversationState
from nahbar.people.models import Address

HTMX = {"HX-Request": "true"}


@pytest.fixture
def two(house: House) -> tuple[Conversation, Conversation]:
    """Petra's saddle and her bell, both open."""
    saddle = conversation_in(house.info, subject="Sattel", key="a@post.example")
    bell = conversation_in(house.info, subject="Klingel", text="Und die Klingel klemmt.\n")
    return saddle, bell


@pytest.fixture
def parked(house: House) -> tuple[Conversation, Conversation]:
    """Jakob answers Petra's saddle from outside; first the saddle, then his parked mail."""
    saddle = conversation_in(house.werkstatt, subject="Sattel", key="a@post.example", to="werkstatt@radhof.example")
    raw = mail(
        sender=JAKOB, refs="<a@post.example>", text="Ich bin der Mann von Petra.\n", to="werkstatt@radhof.example"
    )
    stranger = receive(house.werkstatt, raw=raw).conversation
    assert stranger.state == ConversationState.PARKED
    return saddle, stranger


def test_the_same_persons_other_matter_is_offered_joined_and_parted(
    anna: Client, two: tuple[Conversation, Conversation]
) -> None:
    saddle, bell = two
    page = page_of(anna, bell)
    assert "Petra Voss hat noch etwas anderes offen" in words(page)
    assert 'data-key="m"' in page.content.decode()
    assert f'hx-post="/conversations/{bell.pk}/join/?in=waiting"' in page.content.decode()
    joined = anna.post(f"/conversations/{bell.pk}/join/", {"into": saddle.pk}, headers=HTMX)
    assert joined.headers["HX-Push-Url"] == f"/conversations/{saddle.pk}/?in=waiting"
    shown = words(joined)
    assert "Und die Klingel klemmt." in shown
    assert f"Gespräch {bell.pk} ist jetzt Teil von diesem" in shown
    assert f"Anna Lind hat #{bell.pk} mit diesem Gespräch zusammengeführt" in shown
    made = Rearrangement.objects.get()
    undone = anna.post(f"/rearrangements/{made.pk}/undo/", headers=HTMX)
    assert undone.headers["HX-Push-Url"] == f"/conversations/{bell.pk}/?in=waiting"
    assert "Zurückgenommen: Alles ist, wie es war." in words(undone)
    assert Message.objects.get(text__contains="Klingel").conversation == bell
    late = anna.post(f"/rearrangements/{made.pk}/undo/", headers=HTMX)
    assert late.status_code == 422
    assert "Das ist schon zurückgenommen." in words(late)


def test_a_merged_conversation_leads_to_the_living_one(
    house: House, anna: Client, two: tuple[Conversation, Conversation]
) -> None:
    saddle, bell = two
    join(bell, into=saddle, member=house.anna)
    assert page_of(anna, bell).headers["Location"] == f"/conversations/{saddle.pk}/?in=waiting"
    part = anna.get(f"/conversations/{bell.pk}/?part=stage")
    assert part.headers["HX-Push-Url"] == f"/conversations/{saddle.pk}/?in=waiting"
    assert "Und die Klingel klemmt." in words(anna.get(f"/conversations/{bell.pk}/?part=fresh"))
    assert anna.post(f"/conversations/{bell.pk}/reply/", {"text": "Gern.", "way": "email"}).status_code == 302
    assert Message.objects.get(text="Gern.").conversation == saddle


def test_joining_by_number_and_by_words(house: House, anna: Client, two: tuple[Conversation, Conversation]) -> None:
    _saddle, bell = two
    other = conversation_in(house.info, sender=JAKOB, subject="Angebot")
    address = f"/conversations/{bell.pk}/join/with/"
    assert "Sattel" in words(anna.get(address))
    assert "Angebot" not in words(anna.get(address))
    for asked in (f"#{other.pk}", str(other.pk), "angebot", "Meindl"):
        assert "Mit diesem zusammenführen" in words(anna.get(address, {"q": asked})), asked
    assert "Nichts gefunden." in words(anna.get(address, {"q": "Gurke"}))
    assert anna.post(f"/conversations/{bell.pk}/join/", {"into": other.pk}).status_code == 302
    assert "Und die Klingel klemmt." in words(page_of(anna, other))


def test_messages_are_split_off_and_come_back(house: House, anna: Client) -> None:
    first = receive(house.info, raw=mail(key="a@post.example"))
    middle = receive(house.info, raw=mail(key="b@post.example", refs="<a@post.example>", text="Und die Klingel?\n"))
    receive(house.info, raw=mail(key="c@post.example", refs="<b@post.example>", text="Die Bremse auch.\n"))
    assert "Ab hier abtrennen" in words(page_of(anna, first.conversation))
    split = anna.post(f"/messages/{middle.pk}/split/", {"rest": "yes"}, headers=HTMX)
    shown = words(split)
    assert f"Von Gespräch {first.conversation_id} abgetrennt: 2 Nachrichten." in shown
    assert "Und die Klingel?" in shown
    assert "Die Bremse auch." in shown
    assert "mein Sattel ist lose." not in shown.partition("Zu erreichen")[0].partition("Antwort")[2]
    assert "Anna Lind hat 2 Nachrichten abgetrennt" in words(page_of(anna, first.conversation))
    anna.post(f"/rearrangements/{Rearrangement.objects.get().pk}/undo/")
    assert Message.objects.filter(conversation=first.conversation).count() == 3
    alone = anna.post(f"/messages/{first.pk}/split/", {"rest": "yes"}, headers=HTMX)
    assert alone.status_code == 422
    assert "Hier bliebe nichts übrig." in words(alone)


def test_a_single_message_is_not_offered_to_be_split(anna: Client, two: tuple[Conversation, Conversation]) -> None:
    assert "abtrennen" not in words(page_of(anna, two[0]))


def test_a_stranger_is_suggested_and_taken_in(murat: Client, parked: tuple[Conversation, Conversation]) -> None:
    saddle, stranger = parked
    shown = words(page_of(murat, saddle))
    assert "Jakob Meindl schreibt von einer Adresse, die hier nicht beteiligt ist" in shown
    own = words(page_of(murat, stranger))
    assert "Geparkt." in own
    assert "gehört es zu Sattel" in own
    taken = murat.post(f"/conversations/{stranger.pk}/accept/", headers=HTMX)
    assert "Ich bin der Mann von Petra." in words(taken)
    stranger.refresh_from_db()
    assert stranger.merged_into == saddle
    again = murat.post(f"/conversations/{stranger.pk}/accept/", headers=HTMX)
    assert again.status_code == 422


def test_a_stranger_gets_a_conversation_of_their_own(
    murat: Client, parked: tuple[Conversation, Conversation]
) -> None:
    saddle, stranger = parked
    stays = murat.post(f"/conversations/{stranger.pk}/decline/", {"here": saddle.pk}, headers=HTMX)
    assert f"Gespräch {stranger.pk} steht jetzt für sich" in words(stays)
    assert "nicht beteiligt" not in words(stays)
    stranger.refresh_from_db()
    assert stranger.state == ConversationState.OPEN


def test_piles_for_what_is_put_aside_show_only_while_full(
    house: House, murat: Client, saddle: Conversation, parked: tuple[Conversation, Conversation]
) -> None:
    page = words(murat.get("/piles/waiting/"))
    assert "Geparkt 1" in page
    assert "Spam" not in page
    listed = words(murat.get("/piles/parked/"))
    assert "Jakob Meindl" in listed
    mark_spam(saddle, house.murat)
    assert "Spam 1" in words(murat.get("/piles/waiting/"))
    murat.post(f"/conversations/{parked[1].pk}/decline/")
    assert "Geparkt" not in words(murat.get("/piles/waiting/"))
    assert "Nichts ist geparkt." in words(murat.get("/piles/parked/"))


def test_spam_and_back(anna: Client, two: tuple[Conversation, Conversation]) -> None:
    saddle, _bell = two
    put = anna.post(f"/conversations/{saddle.pk}/spam/", headers=HTMX)
    assert "Das liegt jetzt im Spam." in words(put)
    assert "Wieder öffnen" not in words(put)
    assert "Sattel" in words(anna.get("/piles/spam/"))
    back = anna.post(f"/conversations/{saddle.pk}/no-spam/", headers=HTMX)
    assert "Kein Spam: Es liegt wieder" in words(back)
    saddle.refresh_from_db()
    assert saddle.state == ConversationState.OPEN
    assert saddle.waiting_since is not None


def test_a_sender_is_blocked_and_heard_again(
    house: House, anna: Client, two: tuple[Conversation, Conversation]
) -> None:
    saddle, _bell = two
    petra = Address.objects.get(value="petra@post.example")
    assert "petra@post.example sperren" in words(page_of(anna, saddle))
    blocked = anna.post(f"/addresses/{petra.pk}/block/", {"here": saddle.pk}, headers=HTMX)
    assert "petra@post.example ist gesperrt." in words(blocked)
    assert receive(house.info, raw=mail(text="Noch was\n")).conversation.state == ConversationState.SPAM
    heard = anna.post(f"/addresses/{petra.pk}/unblock/", {"here": saddle.pk}, headers=HTMX)
    assert "petra@post.example ist nicht mehr gesperrt." in words(heard)
    petra.refresh_from_db()
    assert petra.blocked_at is None


def test_one_of_us_is_not_blocked(house: House, anna: Client) -> None:
    ours = conversation_in(house.info, sender="Murat Kaya <murat@radhof.example>")
    address = Address.objects.get(value="murat@radhof.example")
    refused = anna.post(f"/addresses/{address.pk}/block/", {"here": ours.pk}, headers=HTMX)
    assert refused.status_code == 422
    assert "Das ist die Adresse eines Mitglieds" in words(refused)


WRITE = (
    "/conversations/{stranger}/accept/",
    "/conversations/{stranger}/decline/",
    "/conversations/{saddle}/spam/",
    "/conversations/{saddle}/no-spam/",
    "/conversations/{saddle}/join/",
    "/addresses/{address}/block/",
    "/addresses/{address}/unblock/",
    "/messages/{message}/split/",
    "/rearrangements/{made}/undo/",
)


@pytest.mark.parametrize("pattern", WRITE)
def test_strangers_to_the_inbox_put_nothing_in_order(
    house: House, carla: Client, murat: Client, parked: tuple[Conversation, Conversation], pattern: str
) -> None:
    saddle, stranger = parked
    bell = conversation_in(house.werkstatt, subject="Klingel", to="werkstatt@radhof.example")
    own = conversation_in(house.info, sender="Eva <eva@post.example>")
    made = join(bell, into=saddle, member=house.murat)
    known = {
        "saddle": saddle.pk,
        "stranger": stranger.pk,
        "address": Address.objects.get(value="petra@post.example").pk,
        "message": Message.objects.filter(conversation=saddle).first().pk,  # type: ignore[union-attr]
        "made": made.pk,
    }
    before = _state()
    address = pattern.format_map(known)
    form = {"into": own.pk, "here": own.pk}
    assert carla.post(address, form).status_code == 404
    assert Client().post(address, form).headers["Location"].startswith("/account/login/")
    assert _state() == before
    assert murat.get(address).status_code == 405
    assert murat.post(address, form).status_code in (302, 422)


def _state() -> Any:
    rows = Conversation.objects.order_by("pk").values_list("state", "merged_into", "parked_for")
    return (
        list(rows),
        list(Address.objects.order_by("pk").values_list("blocked_at", flat=True)),
        Message.objects.count(),
    )


def test_what_a_member_does_not_see_is_not_named(house: House, carla: Client) -> None:
    """Petra has another matter in the workshop's inbox, of which Carla learns nothing."""
    conversation_in(house.werkstatt, subject="Geheim", to="werkstatt@radhof.example")
    seen = conversation_in(house.info, subject="Klingel")
    assert "Geheim" not in words(page_of(carla, seen))
    assert (
        "Geheim"
        not in words(carla.get(f"/conversations/{seen.pk}/join/with/", {"q": "Geheim"}))
        .replace("„Geheim“", "")
        .partition("Suchen")[2]
    )


def test_answering_a_parked_one_opens_it(murat: Client, parked: tuple[Conversation, Conversation]) -> None:
    stranger = parked[1]
    answer(murat, stranger, "Guten Tag, Herr Meindl.")
    stranger.refresh_from_db()
    assert stranger.state == ConversationState.OPEN
