"""Recipes for form mails, and a mail to try them on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nahbar.channels.contract import Channel
from nahbar.desk.settings_forms.inbox import as_field

MOST_PASTED = 500_000


class RecipeForm(forms.Form):
    """What the channel asks for a recipe, then `recent` (a message's id) or `pasted` to try it on."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        adapter: Channel,
        recent: Sequence[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401 - Django's signature
    ) -> None:
        super().__init__(data, **kwargs)
        self.asked = [field.name for field in adapter.recipe_fields]
        for field in adapter.recipe_fields:
            self.fields[field.name] = as_field(field, {})
        self.fields["recent"] = forms.ChoiceField(
            label=_("Try it on"), required=False, choices=[("", _("what I paste below")), *recent]
        )
        self.fields["pasted"] = forms.CharField(
            label=_("A mail to try it on"),
            required=False,
            strip=False,
            max_length=MOST_PASTED,
            widget=forms.Textarea(attrs={"rows": 6}),
            help_text=_("Its text, or its whole source."),
        )

    def recipe(self) -> dict[str, str]:
        """What was entered, as the channel takes it."""
        return {name: str(self.cleaned_data.get(name, "")).strip() for name in self.asked}
