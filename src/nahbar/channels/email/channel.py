"""E-mail as a channel: the one door through which the rest of the house uses this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path

from nahbar.channels.contract import (
    Capabilities,
    Fetcher,
    Inbound,
    Outbound,
    Sender,
    SettingsFault,
    SettingsField,
)
from nahbar.channels.email import mailbox_settings, settings_fields
from nahbar.channels.email.compose import compose
from nahbar.channels.email.fingerprint import fingerprint
from nahbar.channels.email.form import forms
from nahbar.channels.email.header import addresses
from nahbar.channels.email.imap.fetcher import ImapFetcher
from nahbar.channels.email.mailbox_settings import MailboxSettings
from nahbar.channels.email.oauth import Tokens
from nahbar.channels.email.parse import parse
from nahbar.channels.email.smtp.sender import SmtpSender
from nahbar.channels.email.timeouts import DEFAULT, Timeouts
from nahbar.channels.email.trust import seals

Renewed = Callable[[Mapping[str, str]], None]


def _not_stored(_secrets: Mapping[str, str]) -> None:
    """Where nobody keeps an exchanged refresh token; the old one goes on working at the large providers."""


class EmailChannel:
    """The `contract.Channel` of e-mail."""

    name = "email"
    suffix = "eml"
    capabilities = Capabilities(
        subject=True,
        html=True,
        attachments=True,
        cc=True,
        quotes_thread=True,
        receives=True,
        undo_seconds=15,
        filtered=True,
    )
    fields: tuple[SettingsField, ...] = settings_fields.FIELDS
    recipe_fields: tuple[SettingsField, ...] = settings_fields.RECIPE

    def __init__(self, timeouts: Timeouts = DEFAULT) -> None:
        self._timeouts = timeouts

    def check(self, settings: Mapping[str, str]) -> list[SettingsFault]:
        return list(mailbox_settings.faults(settings))

    def probe(self, settings: Mapping[str, str]) -> list[str]:
        """Sign in at both servers and open each folder. Raises SendFault or SettingsFault."""
        read = MailboxSettings.read(settings)
        tokens = Tokens(read.oauth, _not_stored) if read.oauth else None
        with SmtpSender(read, tokens, self._timeouts) as sender:
            sender.connect()
        said = [f"Outgoing mail: {read.smtp.host} lets us in."]
        if read.imap:
            with ImapFetcher(read.imap, read.folders, tokens, self._timeouts) as fetcher:
                counts = fetcher.counts()
            held = ", ".join(f"“{folder}” holds {count} messages" for folder, count in counts.items())
            said.append(f"Incoming mail: {read.imap.host} lets us in; {held}.")
        return said

    def normalise(self, address: str) -> str:
        return addresses.normalise(address)

    def fingerprint(self, raw: bytes) -> str:
        return fingerprint(raw)

    def parse(self, raw: bytes) -> Inbound:
        return parse(raw)

    def read_form(self, recipe: Mapping[str, str], inbound: Inbound) -> Mapping[str, str]:
        return asdict(forms.read(forms.Recipe.from_json(recipe), inbound))

    def apply_recipes(self, inbound: Inbound, recipes: Iterable[Mapping[str, str]]) -> Inbound:
        """A recipe that is none any more (of a version to come) is passed over."""
        for stored in recipes:
            try:
                recipe = forms.Recipe.from_json(stored)
            except SettingsFault:
                continue
            if recipe.fits(inbound):
                return forms.apply(recipe, inbound)
        return inbound

    def check_protection(self, raw: bytes, inbound: Inbound, certificates: Path) -> Inbound:
        return seals.check_protection(raw, inbound, certificates)

    def compose(self, outbound: Outbound) -> bytes:
        return compose(outbound)

    def open(self, settings: Mapping[str, str], renewed: Renewed = _not_stored) -> AbstractContextManager[Sender]:
        """A way out over SMTP; connects at the first `send`. Raises SettingsFault."""
        read = MailboxSettings.read(settings)
        return SmtpSender(read, Tokens(read.oauth, renewed) if read.oauth else None, self._timeouts)

    def fetcher(self, settings: Mapping[str, str], renewed: Renewed) -> AbstractContextManager[Fetcher] | None:
        """A way in over IMAP, or None where no incoming server is set. Raises SettingsFault."""
        if not settings.get("imap_host", "").strip():
            return None  # mail is brought to us; what is wrong with sending is told when something is sent
        read = MailboxSettings.read(settings)
        assert read.imap  # noqa: S101 - read from the same host name
        tokens = Tokens(read.oauth, renewed) if read.oauth else None
        return ImapFetcher(read.imap, read.folders, tokens, self._timeouts)
