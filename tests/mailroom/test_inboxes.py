from __future__ import annotations

import pytest
from django.core.mail import send_mail
from pytest_django import Settings

from cast import House
from nahbar.channels.contract import SettingsFault
from nahbar.history.words import SYSTEM
from nahbar.mailroom.actions import configure_inbox, open_inbox, reset_secrets
from nahbar.mailroom.models import Delivery, Inbox
from nahbar.mailroom.queries import blobs, firm_details, missing_details, settings_of
from nahbar.mailroom.rules import inboxes_of, may_manage_inboxes
from nahbar.mailroom.tasks.fetch import fetch_once
from nahbar.toolbox.faults import Misconfigured


def test_secrets_are_sealed_and_an_empty_one_keeps_what_stands(house: House) -> None:
    configure_inbox(house.info, actor=SYSTEM, values={"smtp_host": "mail.example", "smtp_password": "geheim"})
    configure_inbox(house.info, actor=SYSTEM, values={"smtp_host": "post.example", "smtp_password": ""})
    stored = Inbox.objects.get(pk=house.info.pk)
    assert "geheim" not in f"{stored.settings}{stored.sealed}"
    opened = settings_of(stored)
    assert (opened["smtp_host"], opened["smtp_password"]) == ("post.example", "geheim")


def test_exchanged_secret_is_saved_beside_the_others(house: House) -> None:
    configure_inbox(house.info, actor=SYSTEM, values={"smtp_password": "bleibt", "oauth_refresh_token": "alt"})
    reset_secrets(house.info.pk, {"oauth_refresh_token": "neu"})
    opened = settings_of(Inbox.objects.get(pk=house.info.pk))
    assert (opened["oauth_refresh_token"], opened["smtp_password"]) == ("neu", "bleibt")


def test_two_inboxes_cannot_share_an_address(house: House) -> None:
    with pytest.raises(SettingsFault, match="Another inbox"):
        open_inbox(actor=SYSTEM, name="x", channel_name="email", firm=house.firm, address="INFO@radhof.example")


def test_address_that_is_none_is_refused(house: House) -> None:
    with pytest.raises(SettingsFault):
        open_inbox(actor=SYSTEM, name="x", channel_name="email", firm=house.firm, address="nonsense")


def test_who_sees_and_manages_inboxes(house: House) -> None:
    assert house.werkstatt in inboxes_of(house.anna)
    assert house.werkstatt in inboxes_of(house.murat)
    assert house.werkstatt not in inboxes_of(house.carla)
    assert [may_manage_inboxes(member) for member in (house.anna, house.murat, house.carla)] == [True, False, False]


def test_missing_details_are_named(house: House) -> None:
    assert missing_details(house.firm) == []
    house.firm.register_court = house.firm.directors = " "
    assert len(missing_details(house.firm)) == 2
    house.firm.legal_form = "Einzelunternehmen"
    assert missing_details(house.firm) == []


def test_details_are_printed_in_the_readers_language(house: House) -> None:
    german, english = (" ".join(firm_details(house.firm, language).lines) for language in ("de", "en"))
    assert "Amtsgericht Fürth, HRB 1" in german
    assert "Geschäftsführ" in german
    assert "Managing directors: Anna Lind" in english


@pytest.fixture
def real_mail(settings: Settings) -> None:
    # Django's test runner swaps the backend for one that keeps mail in memory.
    settings.EMAIL_BACKEND = "nahbar.mailroom.system_mail.SystemMail"


@pytest.mark.usefixtures("real_mail")
def test_mail_of_the_system_takes_the_mailrooms_way(house: House) -> None:
    send_mail("Dein Zugang", "Hallo Murat,\n\nhier ist dein Zugang.", None, ["murat@radhof.example"])
    delivery = Delivery.objects.get()
    assert (delivery.origin_kind, delivery.inbox) == ("system", house.info)
    assert b"Auto-Submitted: auto-generated" in blobs().get(delivery.blob)


@pytest.mark.usefixtures("real_mail")
@pytest.mark.django_db
def test_mail_of_the_system_without_an_inbox_says_so() -> None:
    with pytest.raises(Misconfigured, match="inbox"):
        send_mail("x", "y", None, ["a@radhof.example"])


def test_inbox_without_a_server_is_not_looked_at(house: House) -> None:
    assert fetch_once(house.info) == 0
