"""The bell, its list, and how members choose to hear: each sees their own alone."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import House
from desk.reading import statements, words
from nahbar.accounts.models import Member
from nahbar.conversations.actions import add_note, assign
from nahbar.conversations.models import Conversation
from nahbar.history.tasks import react
from nahbar.notices.models import Choice, Device, Notice, QuietHours
from nahbar.notices.queries import unseen
from nahbar.notices.words import CHOICES
from notices.browser import Browser

# Listeners see what is committed.
pytestmark = pytest.mark.django_db(transaction=True)
FORM = {f"mail_{kind}": "daily" for kind in CHOICES}


def tell(house: House, conversation: Conversation, count: int = 1) -> None:
    for number in range(count):
        add_note(conversation, member=house.anna, text=f"@Murat Kaya {number}")
    while react():
        pass


def test_the_bell_counts_what_is_new_for_this_member(
    house: House, saddle: Conversation, murat: Client, anna: Client
) -> None:
    tell(house, saddle, 2)
    assert "Was dich angeht 2 neu" in words(murat.get("/piles/open/"))
    assert "Was dich angeht 2" not in words(anna.get("/piles/open/"))
    listed = words(murat.get("/notices/"))
    assert listed.count("Anna Lind erwähnt dich") == 2
    assert "Petra Voss: Sattel" in listed
    assert "erwähnt" not in words(anna.get("/notices/"))
    assert "Nichts, was nur dich angeht." in words(anna.get("/notices/"))


def test_a_notice_leads_to_its_conversation_and_is_seen(
    house: House, saddle: Conversation, murat: Client, anna: Client, carla: Client
) -> None:
    tell(house, saddle)
    notice = Notice.objects.get()
    for other in (anna, carla):
        assert other.get(f"/notices/{notice.pk}/").status_code == 404
    assert Client().get(f"/notices/{notice.pk}/").status_code == 302
    assert unseen(house.murat).count() == 1
    answer = murat.get(f"/notices/{notice.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/conversations/{saddle.pk}/")
    assert unseen(house.murat).count() == 0
    assert murat.get("/notices/999999/").status_code == 404


def test_what_may_not_be_seen_any_more_says_nothing(house: House, saddle: Conversation, murat: Client) -> None:
    tell(house, saddle)
    house.workshop.members.clear()
    assert "Sattel" not in words(murat.get("/notices/"))
    assert murat.get(f"/notices/{Notice.objects.get().pk}/").status_code == 404


def test_all_of_them_are_read_with_one_button(
    house: House, saddle: Conversation, murat: Client, anna: Client
) -> None:
    assign(saddle, actor=house.murat.actor, member=house.anna)
    tell(house, saddle, 3)
    assert murat.get("/notices/seen/").status_code == 405
    assert murat.post("/notices/seen/").status_code == 302
    assert unseen(house.murat).count() == 0
    assert unseen(house.anna).count() == 1
    part = anna.post("/notices/seen/", headers={"hx-request": "true"})
    assert part.headers["HX-Trigger"] == "nahbar:changed"
    assert 'class="is-new"' not in part.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    house: House, saddle: Conversation, murat: Client, count: int
) -> None:
    tell(house, saddle, count)
    murat.get("/notices/?part=list")
    with CaptureQueriesContext(connection) as captured:
        murat.get("/notices/?part=list")
    # Session, member, their teams and inboxes, the notices, and what they speak of.
    assert len(statements(captured)) == 6


def test_hostile_subjects_are_text(house: House, saddle: Conversation, murat: Client) -> None:
    Conversation.objects.filter(pk=saddle.pk).update(subject="<script>alert(1)</script>")
    Member.objects.filter(pk=house.anna.pk).update(name="<i>Anna")
    tell(house, saddle)
    page = murat.get("/notices/").content.decode()
    assert "<script>alert" not in page
    assert "<i>Anna" not in page


def test_each_chooses_for_themselves(house: House, murat: Client, anna: Client) -> None:
    page = murat.get("/settings/notices/")
    assert words(page).count("stündlich") >= 5
    form = FORM | {"push_asked": "on", "quiet_from": "18:00", "quiet_until": "07:30"}
    assert murat.post("/settings/notices/", form).status_code == 302
    assert set(Choice.objects.values_list("member__name", "mail")) == {("Murat Kaya", "daily")}
    assert [choice.kind for choice in Choice.objects.filter(push=True)] == ["asked"]
    assert QuietHours.objects.get().member == house.murat
    again = murat.get("/settings/notices/").content.decode()
    assert 'value="18:00"' in again
    assert 'value="07:30"' in again
    assert 'value="18:00"' not in anna.get("/settings/notices/").content.decode()


@pytest.mark.parametrize("wrong", [{"quiet_from": "18:00"}, {"quiet_until": "25:00"}, {"mail_asked": "sometimes"}])
def test_what_cannot_be_meant_is_said_beside_its_field(house: House, murat: Client, wrong: dict[str, str]) -> None:
    assert murat.post("/settings/notices/", FORM | wrong).status_code == 422
    assert not Choice.objects.exists()
    assert house


def given(browser: Browser) -> dict[str, str]:
    return browser.subscription


def test_a_browser_is_added_and_removed_by_its_member_alone(house: House, murat: Client, carla: Client) -> None:
    browser = Browser("https://push.example/abc")
    assert Client().post("/notices/device/", given(browser)).status_code == 302
    assert murat.post("/notices/device/", given(browser)).status_code == 204
    device = Device.objects.get()
    assert (device.member, device.name) == (house.murat, "Firefox")
    page = murat.get("/settings/notices/").content.decode()
    assert "Firefox" in page
    assert "push.example" not in page
    carla.post(f"/notices/device/{device.pk}/remove/")
    carla.post("/notices/device/", {"endpoint": browser.endpoint, "gone": "yes"})
    assert Device.objects.exists()
    assert "Firefox" not in words(carla.get("/settings/notices/"))
    assert murat.post(f"/notices/device/{device.pk}/remove/").status_code == 302
    assert not Device.objects.exists()


def test_what_is_no_browser_is_refused_in_words(house: House, murat: Client) -> None:
    answer = murat.post("/notices/device/", {"endpoint": "https://127.0.0.1/", "key": "x", "secret": "y"})
    assert answer.status_code == 422
    assert "Lade die Seite neu" in answer.content.decode()
    assert house


@pytest.mark.parametrize("changes", [{"push": False}, {"demo": True}])
def test_a_house_without_push_offers_none(
    house: House, murat: Client, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    assert 'id="push"' in murat.get("/settings/notices/").content.decode()
    monkeypatch.setattr(settings, "NAHBAR", dataclasses.replace(settings.NAHBAR, **changes))
    page = murat.get("/settings/notices/")
    assert 'id="push"' not in page.content.decode()
    assert "Push ist in diesem Haus ausgeschaltet." in words(page)
    assert house
