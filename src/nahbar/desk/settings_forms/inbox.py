"""An inbox: what it is called, who works in it, and how its channel reaches the world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nahbar.accounts.models import Team
from nahbar.accounts.queries import teams
from nahbar.channels.contract import Channel, SettingsFault, SettingsField
from nahbar.desk.sentences import sentence_of
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.words import SenderStyle

YES, NO = "yes", "no"


class InboxForm(forms.Form):
    """What every inbox has; what its channel cannot do is left out."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As it stands in the list on the left."))
    address = forms.CharField(label=_("Address"), max_length=254)
    aliases = forms.CharField(
        label=_("Further addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One per line. Mail to these arrives here, too; the members' own addresses belong here."),
    )
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("Everybody"),
        help_text=_("Where a team is chosen, only its members and administrators see what comes in."),
    )
    sender_style = forms.ChoiceField(
        label=_("Sender"), choices=SenderStyle.choices, help_text=_("What people read in front of an answer.")
    )
    quote_thread = forms.BooleanField(label=_("Quote the earlier messages below an answer"), required=False)

    def __init__(self, *args: Any, adapter: Channel, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams()  # type: ignore[attr-defined]  # a choice field has one
        if not adapter.capabilities.receives:
            for name in ("address", "aliases", "sender_style"):
                del self.fields[name]
        if not adapter.capabilities.quotes_thread:
            del self.fields["quote_thread"]

    def values(self) -> dict[str, Any]:
        """What `mailroom.actions.change_inbox` takes."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "address": cleaned.get("address", ""),
            "aliases": [line.strip() for line in cleaned.get("aliases", "").splitlines() if line.strip()],
            "team": cleaned["team"],
            "sender_style": SenderStyle(cleaned.get("sender_style") or SenderStyle.INBOX),
            "quote_thread": cleaned.get("quote_thread", False),
        }

    def say(self, fault: SettingsFault) -> None:
        self.add_error(fault.field if fault.field in self.fields else None, sentence_of(fault))


def begin_with(inbox: Inbox) -> dict[str, Any]:
    """What stands in an InboxForm at first."""
    others = inbox.addresses.exclude(address=inbox.address).order_by("pk")
    return {
        "name": inbox.name,
        "address": inbox.address,
        "aliases": "\n".join(others.values_list("address", flat=True)),
        "team": inbox.team,
        "sender_style": inbox.sender_style,
        "quote_thread": inbox.quote_thread,
    }


class ChannelForm(forms.Form):
    """The settings that a channel declares, as a form. Secrets are never shown; an empty one keeps what stands."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        adapter: Channel,
        known: Mapping[str, str],
    ) -> None:
        shown = {field.name: _shown(field, known) for field in adapter.fields if not field.secret}
        super().__init__(data, initial=shown, prefix="channel")
        self.adapter, self.known = adapter, known
        for field in adapter.fields:
            self.fields[field.name] = as_field(field, known)

    def values(self) -> dict[str, str]:
        """The entered settings as the channel's texts."""
        switches = {field.name for field in self.adapter.fields if field.kind == "switch"}
        return {
            name: (YES if value else NO) if name in switches else value for name, value in self.cleaned_data.items()
        }

    def clean(self) -> dict[str, Any]:
        """Let the channel look at it all together, with the secrets that stand."""
        secrets = {field.name for field in self.adapter.fields if field.secret}
        entered = {name: value for name, value in self.values().items() if value or name not in secrets}
        for fault in self.adapter.check({**self.known, **entered}):
            self.add_error(fault.field if fault.field in self.fields else None, ValidationError(sentence_of(fault)))
        return self.cleaned_data


def _shown(field: SettingsField, known: Mapping[str, str]) -> str | bool:
    value = known.get(field.name) or field.default
    return value == YES if field.kind == "switch" else value


def as_field(field: SettingsField, known: Mapping[str, str]) -> forms.Field:
    """A declared setting as a field of a form; `known` is what is stored, for secrets."""
    label, help_text = gettext(field.label), gettext(field.help) if field.help else ""
    if field.secret and known.get(field.name):
        help_text = f"{help_text} {gettext('One is stored. Leave this empty to keep it.')}".strip()
    if field.kind == "choice":
        choices = [(value, gettext(words)) for value, words in field.choices]
        return forms.ChoiceField(label=label, help_text=help_text, choices=choices)
    if field.kind == "switch":
        return forms.BooleanField(label=label, help_text=help_text, required=False)
    # A form never asks by itself for what is required: the channel knows what depends on what, and says why.
    return forms.CharField(label=label, help_text=help_text, required=False, strip=False, widget=_widget(field))


def _widget(field: SettingsField) -> forms.Widget:
    quiet = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
    if field.kind == "lines":
        return forms.Textarea(attrs={**quiet, "rows": 4})
    if field.secret:
        return forms.PasswordInput(attrs={**quiet, "autocomplete": "new-password"})
    return forms.TextInput(attrs={**quiet, "inputmode": "numeric"} if field.kind == "number" else quiet)
