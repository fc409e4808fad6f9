"""Fields of forms on the desk: label, help, what is wrong, and the field itself, tied together for everybody."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect
from django.utils.translation import gettext_lazy as _

register = template.Library()
# What an inbox of a channel is for; a channel without words of its own is called by its name.
CHANNEL_TITLES = {"email": _("Mail"), "letter": _("Letters")}


@register.inclusion_tag("desk/settings/field.html")
def field(bound: BoundField, label: Any = "", help_text: Any = "") -> dict[str, Any]:  # noqa: ANN401 - lazy texts
    """One field. `label` and `help_text` stand in place of the form's own."""
    widget = bound.field.widget
    # A placeholder that repeats the label is gone with the first letter, just when somebody needs it.
    widget.attrs.pop("placeholder", None)
    return {
        "field": bound,
        "label": label or bound.label,
        "help_text": help_text or bound.help_text,
        "is_choice": isinstance(widget, CheckboxInput),
        "is_group": isinstance(widget, RadioSelect),
    }


@register.filter
def channel_settings(form: Any) -> list[list[BoundField]]:  # noqa: ANN401 - a ChannelForm
    """The fields of a channel's form, those that begin alike (smtp_, imap_, dkim_) in one group."""
    groups: dict[str, list[BoundField]] = {}
    for bound in form:
        groups.setdefault(bound.name.partition("_")[0], []).append(bound)
    return list(groups.values())


@register.filter
def channel_title(name: str) -> Any:  # noqa: ANN401 - a lazy text
    return CHANNEL_TITLES.get(name, name)
