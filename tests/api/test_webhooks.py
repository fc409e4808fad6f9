"""Webhooks from the event to the other system, over real HTTP on loopback."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from api.client import System, body, ids, problem
from cast import House, conversation_in, mail, receive
from nahbar.api.actions import claim_calls
from nahbar.api.models import WebhookCall, WebhookSubscription
from nahbar.api.tasks import call_block
from nahbar.api.words import CALL_GIVE_UP_AFTER, CALL_LEASE, CALL_WAITS, KEEP_CALLS, REST, HookEvent
from nahbar.channels.contract import Outcome, Receipt, RecipientResult
from nahbar.conversations import actions
from nahbar.conversations.models import Conversation
from nahbar.history.actions import publish
from nahbar.history.models import Cursor, Entry
from nahbar.history.tasks import react
from nahbar.history.words import SYSTEM
from nahbar.mailroom.actions import claim_deliveries, mark_sending, settle
from nahbar.mailroom.events import DeliveryAccepted
from nahbar.toolbox import clock
from servers.hook_receiver import HookReceiver, hang_up, hook_receiver, status

# On PostgreSQL the log shows an event only once no older transaction runs, and a test's own would be one.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def receiver(settings: Settings) -> Iterator[HookReceiver]:
    settings.NAHBAR = replace(settings.NAHBAR, private_webhooks=True)
    with hook_receiver() as running:
        yield running


@pytest.fixture
def hook(anna: System, receiver: HookReceiver) -> dict[str, Any]:
    """A webhook for all events, as the API told of it."""
    made: dict[str, Any] = body(
        anna.post("webhooks", {"url": receiver.url(), "events": [str(each) for each in HookEvent]}), 201
    )
    return made


def work() -> None:
    """What the worker does: react until all is quiet, call until nothing is due."""
    while react():
        pass
    while call_block("test", seconds=2):
        pass


def told(receiver: HookReceiver) -> list[tuple[str, dict[str, Any]]]:
    found = [json.loads(call.body) for call in receiver.calls]
    return [(each["event"], each["data"]) for each in found]


@pytest.mark.usefixtures("hook")
def test_the_main_events_are_told_with_ids_only(anna: System, house: House, receiver: HookReceiver) -> None:
    conversation = conversation_in(house.werkstatt, to="werkstatt@radhof.example")
    path = f"conversations/{conversation.pk}"
    incoming = conversation.messages.get().pk
    reply = body(anna.post(f"{path}/messages", {"kind": "reply", "text": "Geheimer Text"}), 201)
    note = body(anna.post(f"{path}/messages", {"kind": "note", "text": "Geheime Notiz"}), 201)["id"]
    anna.patch(path, {"assignee": house.murat.pk, "state": "closed"})
    anna.patch(path, {"state": "open"})
    settle_as(Outcome.ACCEPTED)
    work()
    here = {"conversation": conversation.pk}
    delivery = {"delivery": reply["delivery"]["id"], "message": reply["id"], **here}
    assert sorted(told(receiver), key=str) == sorted(
        [
            ("message.received", {**here, "message": incoming, "inbox": house.werkstatt.pk, "started": True}),
            ("reply.sent", {**here, "message": reply["id"]}),
            ("conversation.assigned", {**here, "assignee": house.anna.pk, "team": None}),
            ("note.added", {**here, "message": note}),
            ("conversation.assigned", {**here, "assignee": house.murat.pk, "team": None}),
            ("conversation.closed", here),
            ("conversation.reopened", here),
            ("delivery.accepted", delivery),
        ],
        key=str,
    )
    everything = b"".join(call.body for call in receiver.calls)
    assert b"Geheim" not in everything
    assert b"@" not in everything


def settle_as(outcome: Outcome) -> None:
    for delivery in claim_deliveries(worker="test", limit=10):
        mark_sending([delivery.pk], worker="test")
        results = tuple(RecipientResult(copy.address, outcome) for copy in delivery.recipients.all())
        settle({delivery.pk: Receipt(results)})


@pytest.mark.parametrize(
    ("outcome", "name"), [(Outcome.PERMANENT, "delivery.failed"), (Outcome.UNKNOWN, "delivery.unknown")]
)
@pytest.mark.usefixtures("hook")
def test_what_did_not_arrive_is_told(
    anna: System, saddle: Conversation, receiver: HookReceiver, outcome: Outcome, name: str
) -> None:
    body(anna.post(f"conversations/{saddle.pk}/messages", {"kind": "reply", "text": "Gern."}), 201)
    settle_as(outcome)
    work()
    assert name in [event for event, _data in told(receiver)]


@pytest.mark.usefixtures("saddle")
def test_the_signature_is_that_of_standard_webhooks(hook: dict[str, Any], receiver: HookReceiver) -> None:
    work()
    (call,) = receiver.calls
    key = base64.b64decode(hook["secret"].removeprefix("whsec_"))
    signed = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert call.headers["webhook-signature"] == f"v1,{expected}"
    sent = json.loads(call.body)
    assert sent["id"] == call.headers["webhook-id"]
    assert set(sent) == {"id", "event", "at", "data"}
    assert abs(int(call.headers["webhook-timestamp"]) - clock.now().timestamp()) < 60


@pytest.mark.usefixtures("house")
def test_only_what_was_asked_for_and_only_from_now_on(
    anna: System, saddle: Conversation, receiver: HookReceiver
) -> None:
    work()
    body(anna.post("webhooks", {"url": receiver.url(), "events": ["conversation.closed"]}), 201)
    anna.patch(f"conversations/{saddle.pk}", {"state": "closed"})
    anna.patch(f"conversations/{saddle.pk}", {"state": "open"})
    work()
    assert told(receiver) == [("conversation.closed", {"conversation": saddle.pk})]


@pytest.mark.usefixtures("saddle", "hook")
def test_a_hook_hears_of_what_its_member_may_see(house: House, receiver: HookReceiver) -> None:
    WebhookSubscription.objects.update(member=house.carla)
    own = conversation_in(house.info)
    work()
    assert [data["conversation"] for _event, data in told(receiver)] == [own.pk]


@pytest.mark.usefixtures("saddle", "hook")
def test_reading_the_log_again_calls_nobody_twice(receiver: HookReceiver) -> None:
    work()
    Cursor.objects.filter(listener="api.webhooks").update(tx=0, event_id=0)
    work()
    assert len(receiver.calls) == 1


@pytest.mark.usefixtures("saddle", "hook")
def test_the_same_call_is_tried_again_and_stays_the_same(receiver: HookReceiver) -> None:
    receiver.behaviours += [status(500), hang_up, receiver.keep_waiting, status(429), status(200)]
    with clock.hold(clock.now()):
        work()
        assert len(receiver.calls) == 1
        for wait in CALL_WAITS[:4]:
            clock.advance(wait - timedelta(seconds=1))
            work()
            before = len(receiver.calls)
            clock.advance(timedelta(seconds=1))
            work()
            assert len(receiver.calls) == before + 1
    call = WebhookCall.objects.get()
    assert (call.state, call.attempts, call.status) == ("accepted", 5, 200)
    assert len({(each.headers["webhook-id"], each.body) for each in receiver.calls}) == 1


@pytest.mark.usefixtures("saddle")
def test_after_a_day_the_hook_is_disabled_with_the_reason(
    anna: System, house: House, hook: dict[str, Any], receiver: HookReceiver
) -> None:
    receiver.behaviours += [status(503)] * 50
    with clock.hold(clock.now()):
        end = clock.now() + CALL_GIVE_UP_AFTER + CALL_WAITS[-1]
        while clock.now() < end:
            work()
            clock.advance(timedelta(minutes=30))
        found = body(anna.get(f"webhooks/{hook['id']}"))
        assert (found["active"], found["problem"]) == (False, "The other side answered 503.")
        tries = len(receiver.calls)
        conversation_in(house.info)
        work()
        assert len(receiver.calls) == tries
    assert Entry.objects.filter(verb="webhook.disabled").count() == 1


@pytest.mark.parametrize("code", [400, 404, 422])
@pytest.mark.usefixtures("saddle", "hook")
def test_a_refusal_is_not_repeated(receiver: HookReceiver, code: int) -> None:
    receiver.behaviours.append(status(code))
    work()
    call = WebhookCall.objects.get()
    assert (call.state, call.status) == ("failed", code)
    assert WebhookSubscription.objects.get().is_active


@pytest.mark.usefixtures("saddle", "hook")
def test_who_is_gone_is_called_no_more(receiver: HookReceiver) -> None:
    receiver.behaviours.append(status(410))
    work()
    assert not WebhookSubscription.objects.get().is_active


@pytest.mark.usefixtures("saddle", "hook")
def test_a_redirect_into_the_private_network_is_not_followed(receiver: HookReceiver) -> None:
    receiver.behaviours.append(status(302, Location=receiver.url("/inner")))
    work()
    assert [call.path for call in receiver.calls] == ["/hook"]
    call = WebhookCall.objects.get()
    assert call.state == "failed"
    assert "redirect" in call.problem


@pytest.mark.usefixtures("saddle", "hook")
def test_a_private_address_is_not_called(receiver: HookReceiver, settings: Settings) -> None:
    settings.NAHBAR = replace(settings.NAHBAR, private_webhooks=False)
    WebhookSubscription.objects.update(url=receiver.url(host="localhost"))
    work()
    assert receiver.calls == []
    assert WebhookCall.objects.get().state == "failed"


@pytest.mark.usefixtures("saddle", "hook")
def test_a_demo_calls_nobody_and_says_so(receiver: HookReceiver, settings: Settings) -> None:
    settings.NAHBAR = replace(settings.NAHBAR, demo=True)
    work()
    assert receiver.calls == []
    assert WebhookCall.objects.get().state == "withheld"


@pytest.mark.usefixtures("saddle", "hook")
def test_a_dead_workers_call_is_made_by_another(receiver: HookReceiver) -> None:
    while react():
        pass
    with clock.hold(clock.now()):
        assert len(claim_calls(worker="dead", limit=10)) == 1
        assert call_block("alive") == 0
        clock.advance(CALL_LEASE + timedelta(seconds=1))
        assert call_block("alive") == 1
    assert len(receiver.calls) == 1


@pytest.mark.usefixtures("saddle", "hook")
def test_a_slow_hook_rests_and_does_not_hold_up_others(anna: System, house: House, receiver: HookReceiver) -> None:
    with hook_receiver() as other, clock.hold(clock.now()):
        body(anna.post("webhooks", {"url": other.url(), "events": ["message.received"]}), 201)
        receiver.behaviours.append(status(500))
        work()
        conversation_in(house.info)
        work()
        assert len(other.calls) == 2
        assert len(receiver.calls) == 1
        clock.advance(REST)
        work()
        assert len(receiver.calls) == 2


@pytest.mark.usefixtures("saddle", "hook", "receiver")
def test_finished_calls_are_kept_for_a_while_only(house: House) -> None:
    with clock.hold(clock.now()):
        work()
        first = WebhookCall.objects.get().pk
        clock.advance(KEEP_CALLS + timedelta(seconds=1))
        conversation_in(house.info)
        work()
        assert first not in WebhookCall.objects.values_list("pk", flat=True)
        assert WebhookCall.objects.count() == 1


def test_making_showing_deleting(anna: System, receiver: HookReceiver) -> None:
    response = anna.post("webhooks", {"url": receiver.url(), "events": ["reply.sent", "reply.sent"]})
    made = body(response, 201)
    assert response.headers["Location"].endswith(f"/webhooks/{made['id']}")
    secret = made.pop("secret")
    assert made["events"] == ["reply.sent"]
    assert body(anna.get(f"webhooks/{made['id']}")) == made
    assert body(anna.get("webhooks"))["items"] == [made]
    assert secret not in WebhookSubscription.objects.get().sealed
    assert anna.delete(f"webhooks/{made['id']}").status_code == 204
    assert ids(body(anna.get("webhooks"))) == []
    problem(anna.delete(f"webhooks/{made['id']}"), 404)


@pytest.mark.parametrize(
    "asked",
    [
        {"url": "http://127.0.0.1/hook", "events": ["reply.sent"]},
        {"url": "ftp://erp.example/", "events": ["reply.sent"]},
        {"url": "https://me:secret@erp.example/", "events": ["reply.sent"]},
        {"url": "https://erp.example/", "events": ["conversation.exploded"]},
        {"url": "https://erp.example/", "events": []},
    ],
)
def test_a_hook_that_cannot_be(anna: System, asked: dict[str, object]) -> None:
    problem(anna.post("webhooks", asked), 422)
    assert not WebhookSubscription.objects.exists()


@pytest.mark.usefixtures("house", "hook")
def test_system_mail_is_told_to_nobody(receiver: HookReceiver) -> None:
    publish(DeliveryAccepted(delivery_id=1, origin_kind="system", origin_id=0))
    work()
    assert receiver.calls == []


@pytest.mark.usefixtures("hook")
def test_taking_back_is_told(house: House, saddle: Conversation, receiver: HookReceiver) -> None:
    reply = actions.Reply(text="Ups", undo_seconds=30)
    message = actions.send_reply(saddle, reply, member=house.anna)
    actions.take_back(message, actor=SYSTEM)
    receive(house.info, raw=mail())
    work()
    assert ("reply.taken_back", {"conversation": saddle.pk}) in told(receiver)
