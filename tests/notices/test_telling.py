"""Telling, seeing and choosing; notices and browsers are their member's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from cast import House
from nahbar.accounts.models import Member
from nahbar.history.words import Subject
from nahbar.notices.actions import (
    BadDevice,
    News,
    add_device,
    choose,
    forget_endpoint,
    mark_all_seen,
    mark_seen,
    remove_device,
    tell,
    tidy,
)
from nahbar.notices.models import Device, Notice, Push
from nahbar.notices.queries import Chosen, newest, unseen
from nahbar.notices.rules import NoSuchNotice, devices_of, get_notice, notices_of
from nahbar.notices.words import CHOICES, Kind, Mail
from nahbar.toolbox import clock
from notices.browser import Browser

TUESDAY = datetime(2026, 3, 3, 9, 20, tzinfo=UTC)
THING = Subject("thing", 7)


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    with clock.hold(TUESDAY):
        yield


def news(member: Member, once: str = "message:1", kind: str = Kind.ASKED, by: Member | None = None) -> News:
    return News(member.pk, kind, THING, once, by.pk if by else None)


def chosen(mail: str, *, push: bool = False) -> dict[str, Chosen]:
    return {str(kind): Chosen(mail, push) for kind in CHOICES}


def test_one_thing_is_told_to_a_member_once(house: House) -> None:
    first = tell([news(house.murat, by=house.anna), news(house.murat, kind=Kind.NAMED), news(house.carla)])
    assert [(each.member, each.kind) for each in first] == [(house.murat, "asked"), (house.carla, "asked")]
    assert tell([news(house.murat, kind=Kind.ASSIGNED)]) == []
    assert len(tell([news(house.murat, "message:2")])) == 1


def test_nobody_is_told_of_what_they_did_nor_who_left(house: House) -> None:
    Member.objects.filter(pk=house.carla.pk).update(is_active=False)
    assert tell([news(house.murat, by=house.murat), news(house.carla)]) == []


def test_notices_are_their_members_own(house: House) -> None:
    (mine,) = tell([news(house.murat)])
    assert get_notice(house.murat, mine.pk) == mine
    for other in (house.anna, house.carla):
        with pytest.raises(NoSuchNotice):
            get_notice(other, mine.pk)
        assert not notices_of(other).exists()
    house.murat.is_active = False
    assert not notices_of(house.murat).exists()


def test_seen_once_is_seen_and_never_mailed(house: House) -> None:
    tell([news(house.murat), news(house.murat, "message:2"), news(house.carla)])
    assert Notice.objects.filter(mail_at__isnull=False).count() == 3
    assert mark_seen(house.murat, Subject("thing", 8)) == 0
    assert mark_seen(house.murat, THING) == 2
    assert mark_seen(house.murat, THING) == 0
    assert not unseen(house.murat).exists()
    assert not Notice.objects.filter(member=house.murat, mail_at__isnull=False).exists()
    assert unseen(house.carla).count() == 1
    assert mark_all_seen(house.carla) == 1


def test_without_a_choice_what_is_for_somebody_alone_is_mailed_within_the_hour(house: House) -> None:
    tell([news(house.murat, str(kind), kind) for kind in CHOICES])
    mailed = {row.kind: row.mail_at for row in Notice.objects.all()}
    hour = datetime(2026, 3, 3, 10, tzinfo=UTC)
    assert mailed == {"assigned": hour, "asked": hour, "undelivered": hour, "answered": None, "parked": None}


def test_a_choice_holds_for_its_kind_and_those_that_go_with_it(house: House) -> None:
    choices = chosen(Mail.NEVER) | {"asked": Chosen(Mail.AT_ONCE, push=False)}
    choose(house.murat, choices, quiet=None)
    told = tell([news(house.murat, str(kind), kind) for kind in Kind])
    soon = {row.kind for row in told if row.mail_at == TUESDAY + timedelta(minutes=2)}
    assert soon == {"asked", "named", "replied"}


def test_choosing_anew_holds_for_what_waits(house: House) -> None:
    tell([news(house.murat), news(house.murat, "m:2", Kind.ASSIGNED)])
    choices = chosen(Mail.NEVER) | {"asked": Chosen(Mail.DAILY, push=False)}
    choose(house.murat, choices, quiet=(time(7), time(9, 30)))
    mailed = {row.kind: row.mail_at for row in Notice.objects.all()}
    assert mailed == {"asked": datetime(2026, 3, 4, 8, 30, tzinfo=UTC), "assigned": None}


def test_what_is_not_shown_any_more_is_not_listed(house: House) -> None:
    tell([news(house.murat)])
    assert newest(house.murat) == []  # nobody knows subjects of this kind


def test_old_notices_are_forgotten(house: House) -> None:
    tell([news(house.murat)])
    clock.advance(timedelta(days=89))
    assert tidy() == 0
    clock.advance(timedelta(days=2))
    assert tidy() == 1


def test_a_browser_is_its_members_and_takes_what_comes_from_now_on(house: House) -> None:
    choose(house.murat, chosen(Mail.NEVER, push=True), quiet=None)
    tell([news(house.murat)])
    browser = Browser("https://push.example/abc")
    device = add_device(house.murat, **browser.subscription)
    assert list(devices_of(house.murat)) == [device]
    assert not devices_of(house.anna).exists()
    assert not Push.objects.exists()
    tell([news(house.murat, "m:2"), news(house.carla, "m:2")])
    (push,) = Push.objects.all()
    assert (push.device, push.not_before) == (device, TUESDAY + timedelta(seconds=10))
    remove_device(house.anna, device.pk)
    forget_endpoint(house.carla, browser.endpoint)
    assert Device.objects.exists()
    forget_endpoint(house.murat, browser.endpoint)
    assert not Push.objects.exists()


def test_pushes_keep_quiet_hours(house: House) -> None:
    choose(house.murat, chosen(Mail.NEVER, push=True), quiet=(time(8), time(12)))
    add_device(house.murat, **Browser("https://push.example/abc").subscription)
    tell([news(house.murat)])
    assert Push.objects.get().not_before == datetime(2026, 3, 3, 11, tzinfo=UTC)


def test_a_shared_browser_belongs_to_who_signed_in_last(house: House) -> None:
    browser = Browser("https://push.example/abc")
    choose(house.murat, chosen(Mail.NEVER, push=True), quiet=None)
    add_device(house.murat, **browser.subscription)
    tell([news(house.murat)])
    add_device(house.carla, **browser.subscription)
    assert [device.member for device in Device.objects.all()] == [house.carla]
    assert not Push.objects.exists()


def test_the_oldest_browsers_go_where_there_are_too_many(house: House) -> None:
    for number in range(12):
        add_device(house.murat, **Browser(f"https://push.example/{number}").subscription)
        clock.advance(timedelta(minutes=1))
    kept = set(Device.objects.values_list("endpoint", flat=True))
    assert kept == {f"https://push.example/{number}" for number in range(2, 12)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/abc"},
        {"endpoint": "ftp://push.example/abc"},
        {"endpoint": "https://127.0.0.1/abc"},
        {"endpoint": "https://u:p@push.example/"},
        {"endpoint": "https://push.example/" + "x" * 1000},
        {"endpoint": ""},
        {"key": "BAAA"},
        {"key": "B" * 87},
        {"key": "ä"},
        {"secret": "AAAA"},
        {"secret": "!"},
        {"secret": ""},
    ],
)
def test_what_is_no_browser_is_refused(house: House, wrong: dict[str, str]) -> None:
    given = Browser("https://push.example/abc").subscription | wrong
    with pytest.raises(BadDevice):
        add_device(house.murat, **given)
    assert not Device.objects.exists()
