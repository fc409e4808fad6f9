"""What members say about spam, and what the filter of the house says and learns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.conf import settings

from cast import JAKOB, House, bring, conversation_in, mail, receive
from nahbar.accounts.actions import switch_off_member
from nahbar.conversations import spam_filter
from nahbar.conversations.actions import (
    OneOfUs,
    block_sender,
    close,
    mark_spam,
    not_spam,
    reopen,
    unblock_sender,
)
from nahbar.conversations.models import Conversation, Teaching
from nahbar.conversations.rules import NotYours
from nahbar.conversations.tasks import place_block
from nahbar.conversations.words import ERRAND_TRIES, MOST_TAUGHT, ConversationState, ErrandState
from nahbar.history.models import Entry, EventRow
from nahbar.people.models import Address
from nahbar.toolbox import clock
from servers import rspamd
from servers.hook_receiver import Behaviour, HookReceiver, hang_up, hook_receiver, status
from servers.loopback import free_port

SPAM = {"X-Spam-Flag": "YES"}


def use_filter(monkeypatch: pytest.MonkeyPatch, origin: str, password: str = "geheim") -> None:
    monkeypatch.setattr(settings, "NAHBAR", replace(settings.NAHBAR, rspamd_url=origin, rspamd_password=password))
    monkeypatch.setattr(spam_filter, "_rest", spam_filter._Rest())


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[HookReceiver]:
    """A filter that answers as told, and is the one that Nahbar asks."""
    with hook_receiver() as running:
        use_filter(monkeypatch, running.url(""))
        yield running


def says(**said: Any) -> Behaviour:
    body = json.dumps(said).encode()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def verbs(conversation: Conversation) -> list[str]:
    rows = Entry.objects.filter(subject_kind="conversation", subject_id=conversation.pk).order_by("id")
    return list(rows.values_list("verb", flat=True))


def test_marked_as_spam_nobody_waits_and_it_is_told(house: House) -> None:
    conversation = mark_spam(conversation_in(house.info), house.anna)
    assert conversation.state == ConversationState.SPAM
    assert conversation.waiting_since is None
    assert verbs(conversation)[-1] == "conversation.marked_spam"
    assert EventRow.objects.filter(name="conversations.marked_spam").count() == 1


def test_twice_is_once(house: House) -> None:
    conversation = conversation_in(house.info)
    mark_spam(conversation, house.anna)
    mark_spam(conversation, house.murat)
    assert verbs(conversation).count("conversation.marked_spam") == 1
    not_spam(conversation, house.anna)
    not_spam(conversation, house.anna)
    assert verbs(conversation).count("conversation.marked_no_spam") == 1


@pytest.mark.parametrize("before", ["open", "closed"])
def test_no_spam_undoes_a_wrong_click(house: House, before: str) -> None:
    conversation = conversation_in(house.info)
    waited = conversation.waiting_since
    if before == "closed":
        close(conversation, actor=house.anna.actor)
    mark_spam(conversation, house.anna)
    current = not_spam(conversation, house.anna)
    assert current.state == before
    assert current.parked_for == {}
    assert current.waiting_since == (waited if before == "open" else None)


def test_what_the_filter_put_aside_comes_out_and_its_sender_is_known(house: House) -> None:
    conversation = receive(house.info, raw=mail("Angebot", headers=SPAM)).conversation
    current = not_spam(conversation, house.anna)
    assert current.state == ConversationState.OPEN
    assert current.waiting_since is not None
    assert receive(house.info, raw=mail("Noch eins", headers=SPAM)).conversation.state == ConversationState.OPEN


def test_a_parked_one_goes_back_to_be_parked(house: House) -> None:
    first = conversation_in(house.info, key="a@post.example")
    stranger = receive(house.info, raw=mail("Ich auch", sender=JAKOB, refs="<a@post.example>")).conversation
    assert stranger.state == ConversationState.PARKED
    mark_spam(stranger, house.anna)
    current = not_spam(stranger, house.anna)
    assert (current.state, current.parked_for["reason"]) == (ConversationState.PARKED, "stranger")
    assert current.suggested == first


def test_more_of_it_stays_in_the_spam_pile(house: House) -> None:
    conversation = mark_spam(conversation_in(house.info, key="a@post.example"), house.anna)
    more = receive(house.info, raw=mail("Und noch etwas", refs="<a@post.example>")).conversation
    assert more == conversation
    assert (more.state, more.waiting_since) == (ConversationState.SPAM, None)


def test_reopening_takes_it_out_as_well(house: House) -> None:
    conversation = mark_spam(conversation_in(house.info), house.anna)
    assert reopen(conversation, actor=house.anna.actor).state == ConversationState.OPEN


def test_only_who_sees_it_judges_it(house: House) -> None:
    conversation = conversation_in(house.werkstatt, to="werkstatt@radhof.example")
    address = Address.objects.get(value="petra@post.example")
    for mark in (mark_spam, not_spam):
        with pytest.raises(NotYours):
            mark(conversation, house.carla)
    for change in (block_sender, unblock_sender):
        with pytest.raises(NotYours):
            change(address, house.carla)
    assert block_sender(address, house.murat).blocked_at is not None


def test_who_was_switched_off_judges_nothing(house: House) -> None:
    conversation = conversation_in(house.info)
    switch_off_member(house.murat, by=house.anna)
    house.murat.refresh_from_db()
    with pytest.raises(NotYours):
        mark_spam(conversation, house.murat)
    with pytest.raises(NotYours):
        block_sender(Address.objects.get(value="petra@post.example"), house.murat)


def test_blocking_is_told_once_and_undone(house: House) -> None:
    conversation_in(house.info)
    address = Address.objects.get(value="petra@post.example")
    block_sender(address, house.anna)
    block_sender(address, house.anna)
    assert receive(house.info, raw=mail("Hallo?")).conversation.state == ConversationState.SPAM
    assert unblock_sender(address, house.anna).blocked_at is None
    assert receive(house.info, raw=mail("Hallo!")).conversation.state == ConversationState.OPEN
    told = Entry.objects.filter(subject_kind="person", subject_id=address.person_id).order_by("id")
    assert list(told.values_list("verb", "actor_label")) == [
        ("person.address_blocked", "Anna Lind"),
        ("person.address_unblocked", "Anna Lind"),
    ]


def test_a_colleague_is_not_blocked(house: House) -> None:
    receive(house.info, raw=mail("Schaut mal", sender="Murat Kaya <murat@radhof.example>"))
    with pytest.raises(OneOfUs):
        block_sender(Address.objects.get(value="murat@radhof.example"), house.anna)


def test_without_a_filter_nothing_is_to_be_taught(house: House) -> None:
    mark_spam(conversation_in(house.info), house.anna)
    assert not Teaching.objects.exists()
    assert spam_filter.teach_block() == 0


def test_the_filter_is_asked_where_none_has_spoken(house: House, receiver: HookReceiver) -> None:
    receiver.behaviours.append(says(action="add header", score=8.5))
    raw = mail("Gewinnen Sie Gold")
    conversation = receive(house.info, raw=raw).conversation
    assert conversation.state == ConversationState.SPAM
    assert conversation.parked_for == {"reason": "filter", "filter": "Rspamd", "score": 8.5}
    assert [(call.path, call.body) for call in receiver.calls] == [("/checkv2", raw)]
    receive(house.info, raw=mail("Noch mehr Gold", sender=JAKOB, headers=SPAM))
    assert len(receiver.calls) == 1


@pytest.mark.parametrize("trouble", [hang_up, status(500), status(403), says(action=3)])
def test_a_filter_in_trouble_holds_up_no_mail(house: House, receiver: HookReceiver, trouble: Behaviour) -> None:
    receiver.behaviours += [trouble] * 60
    for n in range(40):
        bring(house.info, raw=mail(f"Mail {n}", sender=f"p{n}@post.example"))
    assert place_block("test") == 40
    assert set(Conversation.objects.values_list("state", flat=True)) == {ConversationState.OPEN}


def test_a_filter_that_is_away_is_not_asked_for_every_mail(
    house: House, receiver: HookReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.behaviours += [hang_up] * 200
    for n in range(40):
        bring(house.info, raw=mail(f"Mail {n}", sender=f"p{n}@post.example"))
    place_block("test")
    asked = len(receiver.calls)
    assert asked < 40
    receive(house.info, raw=mail("Und noch eine"))
    assert len(receiver.calls) == asked
    assert "post.example" not in caplog.text


def test_the_demo_asks_nobody(house: House, receiver: HookReceiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "NAHBAR", replace(settings.NAHBAR, demo=True))
    mark_spam(receive(house.info, raw=mail()).conversation, house.anna)
    spam_filter.teach_block()
    assert receiver.calls == []


def test_a_click_is_a_row_and_teaches_later(house: House, receiver: HookReceiver) -> None:
    conversation = conversation_in(house.info, key="a@post.example")
    receiver.calls.clear()
    mark_spam(conversation, house.anna)
    assert receiver.calls == []
    assert spam_filter.teach_block() == 1
    assert [call.path for call in receiver.calls] == ["/learnspam"]
    assert b"<a@post.example>" in receiver.calls[0].body
    not_spam(conversation, house.anna)
    assert spam_filter.teach_block() == 1
    assert [call.path for call in receiver.calls] == ["/learnspam", "/learnham"]
    assert spam_filter.teach_block() == 0
    assert Teaching.objects.get().state == ErrandState.DONE


def test_of_two_quick_clicks_the_second_counts(house: House, receiver: HookReceiver) -> None:
    conversation = mark_spam(conversation_in(house.info), house.anna)
    receiver.calls.clear()
    not_spam(conversation, house.anna)
    spam_filter.teach_block()
    assert [call.path for call in receiver.calls] == ["/learnham"]


@pytest.mark.usefixtures("receiver")
def test_a_long_conversation_teaches_its_newest_messages(house: House) -> None:
    start = clock.now()
    for n in range(MOST_TAUGHT + 4):
        with clock.hold(start + timedelta(minutes=10 * n)):
            message = receive(house.info, raw=mail(f"{n}", key=f"{n}@post.example", refs="<0@post.example>"))
    mark_spam(message.conversation, house.anna)
    assert Teaching.objects.count() == MOST_TAUGHT
    assert not Teaching.objects.filter(arrival__message__text="0").exists()


def test_teaching_goes_on_until_the_filter_is_back_or_nobody_remembers(house: House, receiver: HookReceiver) -> None:
    conversation = conversation_in(house.info)
    mark_spam(conversation, house.anna)
    at = clock.now()
    receiver.behaviours = [status(503)] * ERRAND_TRIES
    for _ in range(ERRAND_TRIES):
        at += timedelta(hours=12)
        with clock.hold(at):
            assert spam_filter.teach_block() == 1
            assert spam_filter.teach_block() == 0
    teaching = Teaching.objects.get()
    assert teaching.state == ErrandState.DROPPED
    assert "503" in teaching.problem


def test_a_refusal_is_kept_with_its_reason(house: House, receiver: HookReceiver) -> None:
    mark_spam(conversation_in(house.info), house.anna)
    receiver.behaviours = [status(401)]
    spam_filter.teach_block()
    teaching = Teaching.objects.get()
    assert teaching.state == ErrandState.DROPPED
    assert "NAHBAR_RSPAMD_PASSWORD" in teaching.problem


def test_nobody_listening_is_no_trouble(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    use_filter(monkeypatch, f"http://127.0.0.1:{free_port()}")
    assert receive(house.info, raw=mail()).conversation.state == ConversationState.OPEN


@pytest.mark.servers
def test_with_a_real_one_from_verdict_to_lesson(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    if reason := rspamd.missing():
        pytest.skip(reason)
    with rspamd.rspamd() as server:
        use_filter(monkeypatch, server.origin, server.password)
        spam = receive(house.info, raw=mail(f"Gold!\n{rspamd.GTUBE}\n", sender=JAKOB)).conversation
        assert spam.state == ConversationState.SPAM
        kept = receive(house.info, raw=mail("Mein Sattel ist lose, und das Rad quietscht seit gestern.")).conversation
        assert kept.state == ConversationState.OPEN
        mark_spam(kept, house.anna)
        spam_filter.teach_block()
        assert server.learned()["BAYES_SPAM"] == 1
        not_spam(kept, house.anna)
        spam_filter.teach_block()
        assert server.learned() == {"BAYES_HAM": 1, "BAYES_SPAM": 0}
        assert not Teaching.objects.exclude(state=ErrandState.DONE).exists()
