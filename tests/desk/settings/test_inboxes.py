"""Opening, changing, connecting, testing and closing inboxes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cast import House
from nahbar.channels.registry import CHANNELS, channel
from nahbar.desk.probing import try_connection
from nahbar.mailroom.actions import configure_inbox, save_firm
from nahbar.mailroom.actions.health import note_fetch_problem
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import inboxes_at, settings_of

NEW = {"name": "Presse", "address": "presse@radhof.example", "sender_style": "inbox", "aliases": "", "team": ""}
SMTP = {
    "channel-smtp_host": "mail.radhof.example",
    "channel-smtp_security": "starttls",
    "channel-smtp_verify": "on",
    "channel-smtp_user": "info",
    "channel-smtp_password": "geheim-1",
    "channel-imap_security": "tls",
    "channel-imap_verify": "on",
    "channel-imap_folders": "INBOX",
    "channel-imap_auth": "password",
}


def page(name: str, inbox: Inbox) -> str:
    return reverse(f"desk:{name}", args=[inbox.pk])


@pytest.fixture
def silent_server() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_opening_a_mail_inbox(house: House, anna: Client) -> None:
    values = {**NEW, "aliases": "Medien@radhof.example\n", "team": str(house.workshop.pk)}
    answer = anna.post(reverse("desk:new_inbox", args=["email"]), values)
    made = Inbox.objects.get(name="Presse")
    assert answer.headers["Location"] == page("inbox", made)
    assert (made.firm, made.team, made.quote_thread) == (house.firm, house.workshop, True)
    known = inboxes_at(["presse@radhof.example", "medien@radhof.example"])
    assert set(known.values()) == {made.pk}


def test_opening_an_inbox_for_letters(house: House, anna: Client) -> None:
    shown = anna.get(reverse("desk:new_inbox", args=["letter"])).content.decode()
    assert 'name="address"' not in shown
    anna.post(reverse("desk:new_inbox", args=["letter"]), {"name": "Einschreiben", "team": ""})
    assert Inbox.objects.get(name="Einschreiben").channel == "letter"
    assert house.briefe.channel == "letter"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"address": "info@radhof.example"}, "address"),
        ({"address": "kein at"}, "address"),
        ({"aliases": "werkstatt@radhof.example"}, "aliases"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_opened(house: House, anna: Client, values: dict[str, str], field: str) -> None:
    del house
    before = Inbox.objects.count()
    answer = anna.post(reverse("desk:new_inbox", args=["email"]), {**NEW, **values})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode() or "no complete e-mail" in answer.content.decode()
    assert Inbox.objects.count() == before


def test_no_inbox_before_the_company(house: House, anna: Client) -> None:
    for inbox in (house.info, house.werkstatt, house.briefe):
        inbox.delete()
    house.firm.delete()
    answer = anna.get(reverse("desk:new_inbox", args=["email"]), follow=True)
    assert "First enter the details of your company" in answer.content.decode()


def test_an_unknown_channel(anna: Client) -> None:
    assert anna.get(reverse("desk:new_inbox", args=["pigeon"])).headers["Location"] == reverse("desk:inboxes")


def test_changing_an_inbox(house: House, anna: Client) -> None:
    values = {
        "name": "Post",
        "address": "post@radhof.example",
        "aliases": "info@radhof.example",
        "team": "",
        "sender_style": "own",
    }
    anna.post(page("inbox", house.info), values)
    house.info.refresh_from_db()
    assert (house.info.name, house.info.sender_style, house.info.quote_thread) == ("Post", "own", False)
    known = inboxes_at(["post@radhof.example", "info@radhof.example"])
    assert set(known.values()) == {house.info.pk}
    anna.post(page("inbox", house.info), {**values, "aliases": ""})
    assert inboxes_at(["info@radhof.example"]) == {}


def test_the_address_of_another_inbox(house: House, anna: Client) -> None:
    values = {**NEW, "address": "werkstatt@radhof.example"}
    answer = anna.post(page("inbox", house.info), values)
    assert answer.status_code == 422
    assert "Another inbox has this address already." in answer.content.decode()
    house.info.refresh_from_db()
    assert (house.info.name, house.info.address) == ("info@", "info@radhof.example")


def test_secrets_are_kept_and_never_shown(house: House, anna: Client) -> None:
    anna.post(page("configure_inbox", house.info), SMTP)
    house.info.refresh_from_db()
    assert settings_of(house.info)["smtp_password"] == "geheim-1"
    assert "geheim-1" not in house.info.sealed + str(house.info.settings)
    shown = anna.get(page("inbox", house.info)).content.decode()
    assert "geheim-1" not in shown
    assert "One is stored. Leave this empty to keep it." in shown
    anna.post(
        page("configure_inbox", house.info),
        {**SMTP, "channel-smtp_password": "", "channel-smtp_host": "neu.radhof.example"},
    )
    house.info.refresh_from_db()
    assert settings_of(house.info)["smtp_password"] == "geheim-1"
    assert settings_of(house.info)["smtp_host"] == "neu.radhof.example"


def test_a_switch_that_is_off(house: House, anna: Client) -> None:
    anna.post(
        page("configure_inbox", house.info), {name: SMTP[name] for name in SMTP if name != "channel-smtp_verify"}
    )
    house.info.refresh_from_db()
    assert settings_of(house.info)["smtp_verify"] == "no"
    assert settings_of(house.info)["imap_verify"] == "yes"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"channel-smtp_host": ""}, "smtp_host"),
        ({"channel-smtp_port": "abc"}, "smtp_port"),
        ({"channel-smtp_password": ""}, "smtp_password"),
        ({"channel-imap_host": "imap.radhof.example"}, "imap_user"),
        ({"channel-dkim_domain": "radhof.example"}, "dkim_selector"),
    ],
)
def test_what_the_channel_refuses_stands_at_its_field(
    house: House, anna: Client, values: dict[str, str], field: str
) -> None:
    answer = anna.post(page("configure_inbox", house.info), {**SMTP, **values})
    assert answer.status_code == 422
    assert f'id="id_channel-{field}_error"' in answer.content.decode()
    house.info.refresh_from_db()
    assert house.info.settings == {}


@pytest.mark.parametrize("name", CHANNELS)
def test_every_setting_of_every_channel_has_its_field(house: House, anna: Client, name: str) -> None:
    inbox = house.info if name == "email" else house.briefe
    shown = anna.get(page("inbox", inbox)).content.decode()
    for field in channel(name).fields:
        assert f'name="channel-{field.name}"' in shown


def test_a_connection_that_works(house: House, anna: Client, tmp_path: Path) -> None:
    configure_inbox(house.briefe, actor=house.anna.actor, values={"way": "folder", "folder": str(tmp_path)})
    shown = anna.post(page("test_inbox", house.briefe)).content.decode()
    assert f"Letters can be written into {tmp_path}." in shown


def test_a_connection_that_does_not(house: House, anna: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    values = {"smtp_host": "127.0.0.1", "smtp_port": str(port), "smtp_security": "none"}
    configure_inbox(house.info, actor=house.anna.actor, values=values)
    answer = anna.post(page("test_inbox", house.info))
    assert answer.status_code == 200
    assert "127.0.0.1" in answer.content.decode()


def test_nobody_waits_for_a_silent_server(house: House, silent_server: int) -> None:
    values = {"smtp_host": "127.0.0.1", "smtp_port": str(silent_server), "smtp_security": "none"}
    inbox = configure_inbox(house.info, actor=house.anna.actor, values=values)
    with translation.override("en"):
        assert "has not answered" in try_connection(inbox, patience=0.2).trouble


def test_the_demo_calls_nobody(house: House, silent_server: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class Demo:
        demo = True

    values = {"smtp_host": "127.0.0.1", "smtp_port": str(silent_server), "smtp_security": "none"}
    inbox = configure_inbox(house.info, actor=house.anna.actor, values=values)
    monkeypatch.setattr(settings, "NAHBAR", Demo())
    with translation.override("en"):
        assert "nothing leaves this machine" in str(try_connection(inbox).trouble)


def test_closing_and_opening_again(house: House, anna: Client) -> None:
    anna.post(page("switch_inbox", house.info))
    assert inboxes_at(["info@radhof.example"]) == {}
    assert "closed" in anna.get(reverse("desk:inboxes")).content.decode()
    anna.post(page("switch_inbox", house.info), {"on": "yes"})
    assert inboxes_at(["info@radhof.example"]) == {"info@radhof.example": house.info.pk}


def test_everybody_reads_how_an_inbox_fares(house: House, murat: Client) -> None:
    note_fetch_problem(house.info.pk, "The password is wrong.")
    save_firm(actor=house.anna.actor, firm=house.firm, register_number="")
    shown = murat.get(reverse("desk:inboxes")).content.decode()
    assert "The password is wrong." in shown
    assert "register number" in shown
    assert reverse("desk:inbox", args=[house.info.pk]) not in shown
