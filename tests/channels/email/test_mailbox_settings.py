"""Wrong settings are named field by field, in words, without asking the network."""

from __future__ import annotations

import pytest

from nahbar.channels.contract import SettingsFault
from nahbar.channels.email.mailbox_settings import MailboxSettings, faults
from nahbar.channels.email.settings_fields import FIELDS

GOOD = {
    "smtp_host": "smtp.lindenhof.example",
    "smtp_user": "anna",
    "smtp_password": " mit Leerzeichen ",
    "imap_host": "imap.lindenhof.example",
    "imap_user": "anna",
    "imap_password": "radweg",
}
OAUTH = {
    "imap_auth": "oauth2",
    "oauth_client_id": "nahbar",
    "oauth_token_url": "https://login.example/token",
    "oauth_refresh_token": "r",
    "smtp_password": "",
    "imap_password": "",
}


def test_good_settings_are_read_with_their_defaults() -> None:
    read = MailboxSettings.read({**GOOD, "imap_folders": "INBOX, Formular,,INBOX "})
    assert (read.smtp.port, read.smtp.security, read.smtp.verify) == (587, "starttls", True)
    assert read.smtp.password == " mit Leerzeichen "
    assert read.imap
    assert (read.imap.port, read.imap.security) == (993, "tls")
    assert read.folders == ("INBOX", "Formular")
    assert read.oauth is None
    assert read.dkim is None


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_port_follows_the_encryption(security: str, port: int) -> None:
    assert MailboxSettings.read({"smtp_host": "mail", "smtp_security": security}).smtp.port == port


def test_inbox_without_incoming_server_is_fine() -> None:
    assert MailboxSettings.read({"smtp_host": "mail"}).imap is None


def test_oauth_needs_no_password() -> None:
    read = MailboxSettings.read({**GOOD, **OAUTH})
    assert read.oauth
    assert read.oauth.token_url == "https://login.example/token"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"smtp_host": " "}, "smtp_host"),
        ({"smtp_host": "https://smtp.example/"}, "smtp_host"),
        ({"smtp_host": "smtp.example:587"}, "smtp_host"),
        ({"smtp_port": "0"}, "smtp_port"),
        ({"smtp_port": "65536"}, "smtp_port"),
        ({"smtp_port": "٥٨٧"}, "smtp_port"),
        ({"imap_port": "abc"}, "imap_port"),
        ({"smtp_security": "ssl3"}, "smtp_security"),
        ({"smtp_security": "none"}, "smtp_security"),
        ({"smtp_password": ""}, "smtp_password"),
        ({"imap_user": ""}, "imap_user"),
        ({"imap_password": ""}, "imap_password"),
        ({"imap_folders": " , "}, "imap_folders"),
        ({**OAUTH, "oauth_client_id": ""}, "oauth_client_id"),
        ({**OAUTH, "oauth_refresh_token": ""}, "oauth_refresh_token"),
        ({**OAUTH, "oauth_token_url": "http://login.example/token"}, "oauth_token_url"),
        ({"dkim_domain": "lindenhof.example", "dkim_selector": "s1"}, "dkim_key"),
        ({"dkim_domain": "lindenhof.example", "dkim_selector": "s1", "dkim_key": "x"}, "dkim_key"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(changes: dict[str, str], field: str) -> None:
    found = list(faults({**GOOD, **changes}))
    assert [fault.field for fault in found] == [field]
    assert found[0].sentence.endswith(".")
    with pytest.raises(SettingsFault):
        MailboxSettings.read({**GOOD, **changes})


@pytest.mark.parametrize(("name", "value"), [("dkim_domain", "lindenhof"), ("dkim_selector", "s 1;")])
def test_dkim_names_cannot_break_the_header(name: str, value: str, dkim_pem: str) -> None:
    dkim = {"dkim_domain": "lindenhof.example", "dkim_selector": "s1", "dkim_key": dkim_pem}
    assert list(faults({**GOOD, **dkim})) == []
    assert [fault.field for fault in faults({**GOOD, **dkim, name: value})] == [name]


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.5", "::1", "mail"])
def test_inside_the_house_encryption_may_be_off(host: str) -> None:
    assert list(faults({**GOOD, "smtp_host": host, "smtp_security": "none"})) == []


def test_secrets_are_marked_and_every_field_has_words() -> None:
    secret = {field.name for field in FIELDS if field.secret}
    assert secret == {"smtp_password", "imap_password", "oauth_client_secret", "oauth_refresh_token", "dkim_key"}
    assert all(field.label for field in FIELDS)
    assert len({field.name for field in FIELDS}) == len(FIELDS)
