"""The life of a delivery, against senders that do what servers do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from cast import House, conversation_in
from nahbar.channels.contract import Handover, Outcome, Party, Receipt, RecipientResult, SendFault
from nahbar.channels.email.channel import EmailChannel
from nahbar.conversations.actions import Reply, send_reply
from nahbar.conversations.models import Conversation, Message
from nahbar.history.models import EventRow
from nahbar.history.tasks import react
from nahbar.history.words import SYSTEM
from nahbar.mailroom import actions
from nahbar.mailroom.actions.posting import TooLate
from nahbar.mailroom.models import Delivery, InboxHealth
from nahbar.mailroom.tasks.send import Postman
from nahbar.mailroom.words import GIVE_UP_AFTER, LEASE, DeliveryState
from nahbar.toolbox import clock

pytestmark = pytest.mark.django_db(transaction=True)


class Scripted:
    """A server that answers as told: an outcome per address, or a fault. Otherwise it accepts."""

    def __init__(self) -> None:
        self.script: list[dict[str, Outcome] | Exception] = []
        self.handed: list[Handover] = []

    def send(self, handover: Handover) -> Receipt:
        self.handed.append(handover)
        step = self.script.pop(0) if self.script else {}
        if isinstance(step, Exception):
            raise step
        results = (
            RecipientResult(address, step.get(address, Outcome.ACCEPTED), "the server's words", "in plain words")
            for address in handover.recipients
        )
        return Receipt(tuple(results))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    scripted = Scripted()

    @contextmanager
    def way_out(*_: object) -> Iterator[Scripted]:
        yield scripted

    monkeypatch.setattr(EmailChannel, "open", way_out)
    return scripted


@pytest.fixture
def postman() -> Iterator[Postman]:
    postman = Postman("worker-1")
    yield postman
    postman.close()


def answer(house: House, **parts: object) -> tuple[Conversation, Message, Delivery]:
    conversation = conversation_in(house.info)
    message = send_reply(conversation, Reply("Liebe Frau Voss,\n\ngern.", **parts), member=house.anna)  # type: ignore[arg-type]
    return conversation, message, Delivery.objects.get(origin_id=message.pk)


def carry(postman: Postman, delivery: Delivery) -> str:
    postman.carry()
    delivery.refresh_from_db()
    return delivery.state


def test_accepted_is_final(house: House, server: Scripted, postman: Postman) -> None:
    _, _, delivery = answer(house)
    assert carry(postman, delivery) == DeliveryState.ACCEPTED
    with clock.hold(clock.now() + timedelta(days=30)):
        actions.free_abandoned()
        assert carry(postman, delivery) == DeliveryState.ACCEPTED
    with pytest.raises(TooLate):
        actions.resend(delivery.pk, actor=SYSTEM)
    assert len(server.handed) == 1


def test_temporary_refusal_is_tried_again_with_the_same_bytes(
    house: House, server: Scripted, postman: Postman
) -> None:
    _, _, delivery = answer(house)
    server.script = [{"petra@post.example": Outcome.TEMPORARY}]
    assert carry(postman, delivery) == DeliveryState.QUEUED
    assert delivery.problem == "in plain words"
    assert carry(postman, delivery) == DeliveryState.QUEUED, "not before its time"
    with clock.hold(delivery.not_before):
        assert carry(postman, delivery) == DeliveryState.ACCEPTED
    assert server.handed[0] == server.handed[1]


def test_permanent_refusal_is_shown_and_the_person_waits_again(
    house: House, server: Scripted, postman: Postman
) -> None:
    conversation, _, delivery = answer(house, close=True)
    server.script = [{"petra@post.example": Outcome.PERMANENT}]
    assert carry(postman, delivery) == DeliveryState.FAILED
    react()
    conversation.refresh_from_db()
    assert conversation.state == "open"
    assert conversation.waiting_since is not None


def test_one_of_two_refused_keeps_the_other_accepted(house: House, server: Scripted, postman: Postman) -> None:
    _, _, delivery = answer(house, cc=(Party("", "cc@post.example"),))
    server.script = [{"cc@post.example": Outcome.TEMPORARY}]
    assert carry(postman, delivery) == DeliveryState.QUEUED
    with clock.hold(delivery.not_before):
        assert carry(postman, delivery) == DeliveryState.ACCEPTED
    assert [handover.recipients for handover in server.handed] == [
        ("petra@post.example", "cc@post.example"),
        ("cc@post.example",),
    ]


def test_lost_answer_is_unknown_until_a_person_decides(house: House, server: Scripted, postman: Postman) -> None:
    _, _, delivery = answer(house)
    server.script = [{"petra@post.example": Outcome.UNKNOWN}]
    assert carry(postman, delivery) == DeliveryState.UNKNOWN
    with clock.hold(clock.now() + timedelta(days=2)):
        assert carry(postman, delivery) == DeliveryState.UNKNOWN
    actions.resend(delivery.pk, actor=house.anna.actor)
    assert carry(postman, delivery) == DeliveryState.ACCEPTED
    assert len(server.handed) == 2


def test_adapter_that_breaks_may_have_sent_it(house: House, server: Scripted, postman: Postman) -> None:
    _, _, delivery = answer(house)
    server.script = [RuntimeError("nobody expected this")]
    assert carry(postman, delivery) == DeliveryState.UNKNOWN


def test_no_connection_postpones_and_shows_at_the_inbox(house: House, server: Scripted, postman: Postman) -> None:
    _, _, delivery = answer(house)
    server.script = [SendFault("The mail server does not answer.", permanent=False)]
    assert carry(postman, delivery) == DeliveryState.QUEUED
    health = InboxHealth.objects.get(inbox=house.info)
    assert (health.send_problem, delivery.problem) == ("The mail server does not answer.",) * 2
    with clock.hold(delivery.not_before):
        carry(postman, delivery)
    health.refresh_from_db()
    assert health.send_problem == ""


def test_inbox_without_a_server_waits_and_says_what_is_missing(house: House, postman: Postman) -> None:
    _, _, delivery = answer(house)
    assert carry(postman, delivery) == DeliveryState.QUEUED
    assert "smtp" in delivery.problem.lower() or "server" in delivery.problem.lower()
    assert InboxHealth.objects.get(inbox=house.info).send_problem == delivery.problem


def test_gives_up_after_days_and_says_so(house: House, server: Scripted, postman: Postman) -> None:
    _, _, delivery = answer(house)
    server.script = [{"petra@post.example": Outcome.TEMPORARY}]
    with clock.hold(delivery.created_at + GIVE_UP_AFTER):
        assert carry(postman, delivery) == DeliveryState.FAILED
    assert "in plain words" in delivery.problem
    assert delivery.recipients.get().state == DeliveryState.FAILED


@pytest.mark.usefixtures("server")
def test_undo_within_the_window(house: House, postman: Postman) -> None:
    _, _, delivery = answer(house, undo_seconds=15)
    assert carry(postman, delivery) == DeliveryState.SCHEDULED
    with clock.hold(delivery.not_before):
        assert carry(postman, delivery) == DeliveryState.ACCEPTED


def test_dead_workers_claims_come_free_and_what_it_was_sending_is_unknown(
    house: House, server: Scripted, postman: Postman
) -> None:
    _, _, claimed = answer(house)
    _, message, sending = answer(house)
    ids = [delivery.pk for delivery in actions.claim_deliveries(worker="dead", limit=10)]
    assert actions.mark_sending([sending.pk], worker="dead") == {sending.pk}
    assert set(ids) == {claimed.pk, sending.pk}
    with clock.hold(clock.now() + LEASE + timedelta(seconds=1)):
        actions.free_abandoned()
        assert carry(postman, claimed) == DeliveryState.ACCEPTED
    sending.refresh_from_db()
    assert sending.state == DeliveryState.UNKNOWN
    assert len(server.handed) == 1
    react()
    assert EventRow.objects.filter(
        name="conversations.delivery_changed", payload__message_id=message.pk, payload__state="unknown"
    ).exists()


@pytest.mark.usefixtures("server")
def test_claim_that_ran_out_may_not_be_sent(house: House) -> None:
    _, _, delivery = answer(house)
    actions.claim_deliveries(worker="slow", limit=1)
    with clock.hold(clock.now() + LEASE + timedelta(seconds=1)):
        actions.free_abandoned()
        assert actions.mark_sending([delivery.pk], worker="slow") == set()


@pytest.mark.usefixtures("server")
def test_late_result_overrules_unknown(house: House) -> None:
    _, _, delivery = answer(house)
    actions.claim_deliveries(worker="slow", limit=1)
    actions.mark_sending([delivery.pk], worker="slow")
    with clock.hold(clock.now() + LEASE + timedelta(seconds=1)):
        actions.free_abandoned()
    result = RecipientResult("petra@post.example", Outcome.ACCEPTED, "250 OK")
    actions.settle({delivery.pk: Receipt((result,))})
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.ACCEPTED


@pytest.mark.usefixtures("server")
def test_two_workers_never_claim_the_same(house: House) -> None:
    for _ in range(5):
        answer(house)
    first = {delivery.pk for delivery in actions.claim_deliveries(worker="one", limit=3)}
    second = {delivery.pk for delivery in actions.claim_deliveries(worker="two", limit=5)}
    assert (len(first), len(second)) == (3, 2)
    assert not first & second
