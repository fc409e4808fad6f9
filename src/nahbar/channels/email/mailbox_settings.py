"""The settings of an e-mail inbox, read from the form's texts into types, and what is wrong with them in words."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nahbar.channels.contract import SettingsFault
from nahbar.channels.email.settings_fields import FIELDS
from nahbar.channels.email.smtp.dkim_signing import read_key

SMTP_PORTS = {"starttls": 587, "tls": 465, "none": 25}
IMAP_PORTS = {"starttls": 143, "tls": 993, "none": 143}
DOMAIN = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(\.(?!-)[A-Za-z0-9-]{1,63})+")
SELECTOR = re.compile(r"[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*")
DEFAULTS = {field.name: field.default for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Server:
    """One server and how to reach it. `security` is starttls, tls or none."""

    host: str
    port: int
    security: str
    verify: bool
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class OAuth:
    """What renews an access token (RFC 6749 section 6)."""

    client_id: str
    client_secret: str
    token_url: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class Dkim:
    """Whose signature goes on outgoing mail; `key` is a private key in PEM."""

    domain: str
    selector: str
    key: str


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """Everything of one inbox; a part that is not set up is None."""

    smtp: Server
    imap: Server | None
    folders: tuple[str, ...]
    oauth: OAuth | None
    dkim: Dkim | None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> MailboxSettings:
        """From the form's texts. Raises the first SettingsFault of `faults`."""
        for fault in faults(given):
            raise fault
        values = filled(given)
        imap = _server(values, "imap", IMAP_PORTS) if values["imap_host"] else None
        oauth = dkim = None
        if values["imap_auth"] == "oauth2":
            names = ("oauth_client_id", "oauth_client_secret", "oauth_token_url", "oauth_refresh_token")
            oauth = OAuth(*(values[name] for name in names))
        if values["dkim_domain"]:
            dkim = Dkim(values["dkim_domain"], values["dkim_selector"], values["dkim_key"])
        return cls(_server(values, "smtp", SMTP_PORTS), imap, folder_names(values["imap_folders"]), oauth, dkim)


def filled(given: Mapping[str, str]) -> dict[str, str]:
    """All settings by name, without the blanks around them (a password keeps its own), defaults where empty."""
    cleaned = {name: value if name.endswith("_password") else value.strip() for name, value in given.items()}
    return {name: cleaned.get(name) or default for name, default in DEFAULTS.items()}


def folder_names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def faults(given: Mapping[str, str]) -> Iterator[SettingsFault]:
    """What is wrong, field by field, in the order of the form. No network."""
    values = filled(given)
    yield from _choice_faults(values)
    if not values["smtp_host"]:
        yield SettingsFault("Without an outgoing server no reply can leave. Enter its name.", field="smtp_host")
    yield from _server_faults(values, "smtp")
    if values["imap_host"]:
        yield from _server_faults(values, "imap")
        if not values["imap_user"]:
            yield SettingsFault("The incoming server needs a user name.", field="imap_user")
        if not folder_names(values["imap_folders"]):
            yield SettingsFault("Name at least one folder, e.g. INBOX.", field="imap_folders")
    if values["imap_auth"] == "oauth2":
        yield from _oauth_faults(values)
    yield from _dkim_faults(values)


def _choice_faults(values: dict[str, str]) -> Iterator[SettingsFault]:
    for field in FIELDS:
        known = [value for value, _ in field.choices]
        if known and values[field.name] not in known:
            sentence = f"“{field.label}” must be one of: {', '.join(known)}."
            yield SettingsFault(sentence, field=field.name)


def _server_faults(values: dict[str, str], kind: str) -> Iterator[SettingsFault]:
    host, port = values[f"{kind}_host"], values[f"{kind}_port"]
    if re.search(r"[\s/:@]", host) and not _is_ip(host):
        yield SettingsFault("Only the server's name belongs here, without https:// and port.", field=f"{kind}_host")
    if port and not (port.isascii() and port.isdigit() and 1 <= int(port[:6]) <= 65535):
        yield SettingsFault("A port is a number from 1 to 65535, or empty.", field=f"{kind}_port")
    if not values[f"{kind}_user"]:
        return
    if values["imap_auth"] == "password" and not values[f"{kind}_password"]:
        yield SettingsFault("There is a user name, but no password.", field=f"{kind}_password")
    if values[f"{kind}_security"] == "none" and not _stays_inside(host):
        sentence = "The password would cross the internet readable by everyone. Choose STARTTLS or TLS."
        yield SettingsFault(sentence, field=f"{kind}_security")


def _oauth_faults(values: dict[str, str]) -> Iterator[SettingsFault]:
    for name in ("oauth_client_id", "oauth_token_url", "oauth_refresh_token"):
        if not values[name]:
            yield SettingsFault("OAuth 2 needs this value from your provider.", field=name)
    url = values["oauth_token_url"]
    host = re.match(r"http://\[?([^/:\]]+)", url)
    if url and not url.startswith("https://") and not (host and _stays_inside(host[1])):
        sentence = "The token address must begin with https://, otherwise the secret could be read on the way."
        yield SettingsFault(sentence, field="oauth_token_url")


def _dkim_faults(values: dict[str, str]) -> Iterator[SettingsFault]:
    names = ("dkim_domain", "dkim_selector", "dkim_key")
    if not any(values[name] for name in names):
        return
    for name in names:
        if not values[name]:
            yield SettingsFault("DKIM needs domain, selector and key together, or none of them.", field=name)
    if values["dkim_domain"] and not DOMAIN.fullmatch(values["dkim_domain"]):
        yield SettingsFault("This is no domain, e.g. firma.example.", field="dkim_domain")
    if values["dkim_selector"] and not SELECTOR.fullmatch(values["dkim_selector"]):
        yield SettingsFault("A selector has letters, digits, hyphens and dots only.", field="dkim_selector")
    if values["dkim_key"]:
        try:
            read_key(values["dkim_key"])
        except SettingsFault as fault:
            yield fault


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _stays_inside(host: str) -> bool:
    """Loopback, a private address, or a name without a dot: nothing that crosses the internet."""
    return ipaddress.ip_address(host).is_private if _is_ip(host) else "." not in host


def _server(values: dict[str, str], kind: str, ports: dict[str, int]) -> Server:
    security = values[f"{kind}_security"]
    return Server(
        host=values[f"{kind}_host"],
        port=int(values[f"{kind}_port"] or ports[security]),
        security=security,
        verify=values[f"{kind}_verify"] == "yes",
        user=values[f"{kind}_user"],
        password=values[f"{kind}_password"],
    )
