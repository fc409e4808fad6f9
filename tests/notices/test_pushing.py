"""Pushes against a push service on loopback that takes them apart as a browser does."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from cast import House
from nahbar.accounts.models import Member
from nahbar.history.words import Subject
from nahbar.notices.actions import News, add_device, choose, mark_seen, tell
from nahbar.notices.models import Device, Push
from nahbar.notices.pushing import push_block, sender_of_house
from nahbar.notices.queries import Chosen
from nahbar.notices.webpush import MOST_PLAIN_BYTES, public_bytes
from nahbar.notices.words import CHOICES, PUSH_CLAIM, Kind, Mail, PushState
from nahbar.toolbox import clock
from notices.browser import Browser, sender_of
from notices.conftest import HIDDEN
from servers.hook_receiver import HookReceiver, hang_up, hook_receiver, status

pytestmark = pytest.mark.usefixtures("_tuesday", "_things", "_reachable")
SOON = timedelta(seconds=11)


def _set(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    monkeypatch.setattr(settings, "NAHBAR", dataclasses.replace(settings.NAHBAR, **changes))


@pytest.fixture
def _reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Push services lie outside; ours is on loopback."""
    _set(monkeypatch, private_webhooks=True)


@pytest.fixture
def service() -> Iterator[HookReceiver]:
    with hook_receiver() as receiver:
        yield receiver


@pytest.fixture
def browser(house: House, service: HookReceiver) -> Browser:
    """Murat's browser; he wants to hear of everything by push alone."""
    return subscribe(house.murat, service)


def subscribe(member: Member, service: HookReceiver, path: str = "/send/abc") -> Browser:
    choose(member, {str(kind): Chosen(Mail.NEVER, push=True) for kind in CHOICES}, quiet=None)
    browser = Browser(service.url(path))
    add_device(member, **browser.subscription)
    return browser


def happen(member: Member, number: int = 1, by: Member | None = None) -> None:
    tell([News(member.pk, Kind.ASKED, Subject("thing", number), f"m:{number}", by.pk if by else None)])
    clock.advance(SOON)


def test_a_push_arrives_and_only_its_browser_reads_it(house: House, service: HookReceiver, browser: Browser) -> None:
    happen(house.murat, by=house.anna)
    assert push_block() == 1
    assert push_block() == 0
    (call,) = service.calls
    assert call.path == "/send/abc"
    shown = json.loads(browser.decrypt(call.body))
    assert shown["title"] == "Anna Lind fragt dich"
    assert shown["body"] == "Petra Voss: Sattel 1"
    assert shown["tag"] == "m:1"
    assert shown["path"].startswith("/notices/")
    assert b"Sattel" not in call.body
    assert call.headers["Content-Encoding"] == "aes128gcm"
    assert int(call.headers["TTL"]) > 0
    assert len(call.headers["Topic"]) == 32
    point, claims = sender_of(call.headers)
    assert point == public_bytes(sender_of_house().key)
    assert claims["aud"] == f"http://127.0.0.1:{service.port}"


def test_every_browser_of_the_member_hears_it_and_nobody_elses(
    house: House, service: HookReceiver, browser: Browser
) -> None:
    second = subscribe(house.murat, service, "/send/phone")
    subscribe(house.carla, service, "/send/carla")
    happen(house.murat)
    assert push_block() == 2
    by_path = {call.path: call.body for call in service.calls}
    assert browser.decrypt(by_path["/send/abc"])
    assert second.decrypt(by_path["/send/phone"])
    assert len(by_path) == 2


def test_what_was_seen_meanwhile_is_not_pushed(house: House, service: HookReceiver, browser: Browser) -> None:
    happen(house.murat)
    mark_seen(house.murat, Subject("thing", 1))
    push_block()
    assert service.calls == []
    assert browser


@pytest.mark.parametrize("gone", [404, 410, 403])
def test_a_browser_that_is_gone_is_forgotten(
    house: House, service: HookReceiver, browser: Browser, gone: int
) -> None:
    service.behaviours.append(status(gone))
    happen(house.murat)
    push_block()
    assert not Device.objects.exists()
    assert browser


@pytest.mark.parametrize("trouble", [status(500), status(429, **{"Retry-After": "600"}), hang_up])
def test_trouble_is_tried_again_with_patience(
    house: House, service: HookReceiver, browser: Browser, trouble: Any
) -> None:
    service.behaviours.append(trouble)
    happen(house.murat)
    push_block()
    assert push_block() == 0
    clock.advance(timedelta(minutes=11))
    assert push_block() == 1
    assert browser.decrypt(service.calls[-1].body)
    assert len(service.calls) == 2
    assert {call.headers["Topic"] for call in service.calls} == {service.calls[0].headers["Topic"]}
    assert Push.objects.get().state == PushState.DONE


def test_a_service_that_asks_for_patience_gets_it(house: House, service: HookReceiver, browser: Browser) -> None:
    service.behaviours.append(status(429, **{"Retry-After": "3600"}))
    happen(house.murat)
    push_block()
    clock.advance(timedelta(minutes=59))
    assert push_block() == 0
    clock.advance(timedelta(minutes=2))
    assert push_block() == 1
    assert browser


def test_trouble_that_stays_ends(house: House, service: HookReceiver, browser: Browser) -> None:
    service.behaviours += [status(503)] * 20
    happen(house.murat)
    for _ in range(20):
        push_block()
        clock.advance(timedelta(hours=2))
    assert len(service.calls) == 6
    assert Push.objects.get().state == PushState.DROPPED
    assert browser


def test_a_refusal_is_not_repeated(house: House, service: HookReceiver, browser: Browser) -> None:
    service.behaviours.append(status(413))
    happen(house.murat)
    push_block()
    clock.advance(timedelta(hours=2))
    assert push_block() == 0
    assert Push.objects.get().problem == "The push service answered 413."
    assert browser


def test_a_service_that_keeps_silent_holds_up_no_other(house: House, service: HookReceiver) -> None:
    subscribe(house.murat, service)
    subscribe(house.carla, service, "/send/carla")
    service.behaviours.append(service.keep_waiting)
    happen(house.murat)
    happen(house.carla)
    assert push_block(seconds=0.5) == 2
    assert sorted(Push.objects.values_list("state", flat=True)) == ["done", "due"]


def test_a_worker_that_dies_leaves_it_to_the_next(house: House, service: HookReceiver, browser: Browser) -> None:
    happen(house.murat)
    Push.objects.update(attempts=1, not_before=clock.now() + PUSH_CLAIM)
    assert push_block() == 0
    clock.advance(PUSH_CLAIM)
    assert push_block() == 1
    assert browser.decrypt(service.calls[0].body)


def test_what_may_not_be_seen_or_who_was_switched_off(house: House, service: HookReceiver, browser: Browser) -> None:
    happen(house.murat, HIDDEN)
    push_block()
    happen(house.murat, 2)
    Member.objects.filter(pk=house.murat.pk).update(is_active=False)
    push_block()
    assert service.calls == []
    assert browser


@pytest.mark.parametrize("changes", [{"push": False}, {"demo": True}])
def test_from_some_houses_nothing_leaves(
    house: House,
    service: HookReceiver,
    browser: Browser,
    changes: dict[str, bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    happen(house.murat)
    _set(monkeypatch, **changes)
    push_block()
    assert service.calls == []
    assert browser


def test_private_addresses_are_never_called(
    house: House, service: HookReceiver, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(house.murat)
    _set(monkeypatch, private_webhooks=False)
    push_block()
    assert service.calls == []
    assert Push.objects.get().state == PushState.DROPPED
    assert browser


def test_the_longest_names_still_fit(house: House, service: HookReceiver, browser: Browser) -> None:
    Member.objects.filter(pk=house.anna.pk).update(name="🚲" * 120)
    happen(house.murat, by=Member.objects.get(pk=house.anna.pk))
    push_block()
    assert len(browser.decrypt(service.calls[0].body)) <= MOST_PLAIN_BYTES


@pytest.mark.django_db(transaction=True)
def test_several_workers_push_once(house: House, service: HookReceiver) -> None:
    subscribe(house.murat, service)
    for number in range(20):
        happen(house.murat, number + 20)

    def work() -> None:
        try:
            while push_block():
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(work) for _ in range(3)]:
            done.result(60)
    assert len({call.headers["Topic"] for call in service.calls}) == len(service.calls) == 20
