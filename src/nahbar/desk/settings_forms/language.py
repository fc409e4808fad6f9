"""How the house speaks: its style, its saved texts, and how loud the coach's rules are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nahbar.accounts.models import Member
from nahbar.voice.models import HouseStyle, TextBlock
from nahbar.voice.words import MOST_BLOCK_TEXT, UNSWITCHABLE, BlockPart, HouseForm, Loudness, Rule


class StyleForm(forms.Form):
    """du or Sie, and in which languages."""

    form = forms.ChoiceField(label=_("How we address people"), choices=HouseForm.choices, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages that we answer in"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, style: HouseStyle) -> None:
        super().__init__(data, initial={"form": style.form, "languages": style.languages}, auto_id="style_%s")


class OwnerForm(forms.Form):
    """Who looks after the language."""

    owner = forms.ModelChoiceField(
        Member.objects.filter(is_active=True),
        label=_("Who looks after our language"),
        required=False,
        empty_label=_("administrators alone"),
        help_text=_("May change this page, and sees what is waved away often."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, style: HouseStyle) -> None:
        super().__init__(data, initial={"owner": style.owner_id}, auto_id="owner_%s")


class BlockForm(forms.Form):
    """A text that is used again and again."""

    name = forms.CharField(label=_("Name of the text"), max_length=120)
    part = forms.ChoiceField(label=_("Where it stands"), choices=BlockPart.choices)
    text = forms.CharField(label=_("Words"), max_length=MOST_BLOCK_TEXT, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: Mapping[str, Any] | None = None, *, block: TextBlock | None = None) -> None:
        initial = {"name": block.name, "part": block.part, "text": block.text} if block else {}
        super().__init__(data, initial=initial, auto_id="block_%s")


class RulesForm(forms.Form):
    """One choice per rule; the one that can stop a message is not among them."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, chosen: Mapping[str, str]) -> None:
        super().__init__(data, initial=dict(chosen), auto_id="rule_%s")
        choices: Sequence[tuple[str, Any]] = [("", _("as it came")), *Loudness.choices]
        for rule in Rule:
            if rule.value != UNSWITCHABLE:
                self.fields[rule.value] = forms.ChoiceField(label=rule.label, choices=choices, required=False)
