"""How a member hears of what: by mail, by push, and when not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from nahbar.accounts.models import Member
from nahbar.notices.actions import choose
from nahbar.notices.queries import Chosen, choices_of, quiet_hours_of
from nahbar.notices.words import CHOICES, Kind, Mail


class ClockInput(forms.TimeInput):
    """The browser's own field for a time of day, which wants 24 hours whatever the language of the page."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class NoticesForm(forms.Form):
    """A line for each kind, and quiet hours."""

    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=ClockInput())
    quiet_until = forms.TimeField(label=_("until"), required=False, widget=ClockInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        for kind in CHOICES:
            self.fields[f"mail_{kind}"] = forms.ChoiceField(label=_("By mail"), choices=Mail.choices)
            self.fields[f"push_{kind}"] = forms.BooleanField(label=_("By push"), required=False)

    @classmethod
    def of(cls, member: Member) -> NoticesForm:
        """The form as it stands."""
        chosen, quiet = choices_of([member]), quiet_hours_of([member]).get(member.pk)
        initial: dict[str, Any] = {"quiet_from": quiet and quiet.begin, "quiet_until": quiet and quiet.end}
        for kind in CHOICES:
            initial[f"mail_{kind}"] = chosen[member.pk, kind].mail
            initial[f"push_{kind}"] = chosen[member.pk, kind].push
        return cls(initial=initial)

    @property
    def lines(self) -> Iterator[tuple[Kind, BoundField, BoundField]]:
        """Each kind with its two fields."""
        return ((kind, self[f"mail_{kind}"], self[f"push_{kind}"]) for kind in CHOICES)

    def clean(self) -> dict[str, Any]:
        """Quiet hours have both ends, or none."""
        fields = super().clean() or self.cleaned_data
        if not self.errors and (fields["quiet_from"] is None) != (fields["quiet_until"] is None):
            self.add_error("quiet_until", _("Say from when until when; leave both empty for no quiet hours."))
        return fields

    def keep(self, member: Member) -> None:
        fields = self.cleaned_data
        wanted = {str(kind): Chosen(fields[f"mail_{kind}"], fields[f"push_{kind}"]) for kind in CHOICES}
        quiet = (fields["quiet_from"], fields["quiet_until"]) if fields["quiet_from"] is not None else None
        choose(member, wanted, quiet=quiet)
