from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from cast import House, bring, mail
from cli.calling import call
from nahbar.cli.checking import dns_hints, mailboxes, running
from nahbar.cli.checking.finding import Level
from nahbar.history.models import Cursor
from nahbar.history.words import SYSTEM
from nahbar.mailroom.actions import configure_inbox
from nahbar.toolbox import clock
from servers.nahbar import Nahbar

SPF, DMARC = "v=spf1 include:_spf.provider.example -all", "v=DMARC1; p=none"


def test_all_wrong_settings_are_named_at_once(new_home: Callable[..., Nahbar]) -> None:
    wrong = {"SMTP_PORT": "many", "LANGUAGE": "fr", "DEMO": "perhaps", "TIME_ZONE": "Mars/Olympus", "URL": "desk"}
    done = call(new_home(), "check", **wrong)
    assert done.returncode == 1
    for name in wrong:
        assert f"NAHBAR_{name} is " in done.stdout
    assert done.stderr == ""


def test_database_without_tables(new_home: Callable[..., Nahbar]) -> None:
    done = call(new_home(), "check")
    assert done.returncode == 1
    assert "wrong    database: " in done.stdout
    assert "→ nahbar migrate" in done.stdout


def test_company_without_servers(firm: Nahbar) -> None:
    done = call(firm, "check", "--no-network", "--json", SMTP_PROT="25")
    said = json.loads(done.stdout)
    assert done.returncode == 1
    assert not said["ok"]
    about = {finding["about"]: finding for finding in said["findings"] if finding["level"] != "ok"}
    assert about["inbox info@radhof.example"]["sentence"].endswith("Enter its name. (smtp_host)")
    assert about["nahbar.W001"]["next"] == "Did you mean NAHBAR_SMTP_PORT?"
    assert all(finding["next"] for finding in about.values())


def test_missing_details_are_named_in_english(firm: Nahbar) -> None:
    firm.python("from cast import *; Firm.objects.update(city='', register_court='')")
    done = call(firm, "check", "--no-network")
    assert "mail: city, register court." in done.stdout


@pytest.mark.django_db
def test_server_that_is_away_is_wrong(house: House) -> None:
    values = {"smtp_host": "127.0.0.1", "smtp_port": "1", "smtp_security": "none"}
    configure_inbox(house.info, actor=SYSTEM, values=values)
    found = [each for each in mailboxes.inboxes(network=True) if each.about == "inbox info@radhof.example"]
    assert [each.level for each in found] == [Level.WRONG]
    assert [each.level for each in mailboxes.inboxes(network=False) if each.about == found[0].about] == [Level.OK]


def test_mail_that_nobody_places_is_noticed(house: House) -> None:
    assert [each.level for each in running.queues()] == [Level.OK]
    bring(house.info, raw=mail())
    with clock.hold(clock.now() + timedelta(minutes=4)):
        (found,) = running.queues()
    assert found.level == Level.WRONG
    assert found.sentence.startswith("1 mails wait to become conversations")


@pytest.mark.django_db
def test_listener_that_fails_is_named() -> None:
    assert [each.level for each in running.listeners()] == [Level.OK]
    Cursor.objects.create(listener="people.bounced_addresses", failures=3, problem="KeyError: 'x'")
    (found,) = running.listeners()
    assert (found.level, "people.bounced_addresses has failed 3 times" in found.sentence) == (Level.WRONG, True)


@pytest.mark.parametrize(
    ("entries", "levels"),
    [
        ({"radhof.example": [SPF], "_dmarc.radhof.example": [DMARC], "s1._domainkey.radhof.example": ["p=x"]}, "ooo"),
        ({"radhof.example": [SPF, SPF], "_dmarc.radhof.example": [DMARC]}, "wwo"),
        ({"radhof.example": ["something else"]}, "www"),
    ],
)
def test_dns_entries(entries: dict[str, list[str]], levels: str) -> None:
    found = dns_hints.entries("radhof.example", "s1", "radhof.example", lambda name: entries.get(name, []))
    assert "".join(each.level.value[0] for each in found) == levels
