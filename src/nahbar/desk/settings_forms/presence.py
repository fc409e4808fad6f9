"""When somebody is here: weekdays and an absence."""

from __future__ import annotations

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from nahbar.accounts.actions import set_presence
from nahbar.accounts.models import Member
from nahbar.desk.sentences import sentence_of
from nahbar.toolbox.faults import Fault


class DayInput(forms.DateInput):
    """The browser's own calendar, which wants ISO dates whatever the language of the page."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PresenceForm(forms.Form):
    """On which weekdays a member works, and when they are away."""

    working_days = forms.MultipleChoiceField(
        label=_("Working days"),
        choices=[(str(number + 1), name) for number, name in WEEKDAYS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    away_from = forms.DateField(label=_("Away from"), required=False, widget=DayInput())
    away_until = forms.DateField(label=_("Until and including"), required=False, widget=DayInput())

    @classmethod
    def of(cls, member: Member) -> PresenceForm:
        """The form as a member's page shows it at first."""
        return cls(
            initial={
                "working_days": list(member.working_days),
                "away_from": member.away_from,
                "away_until": member.away_until,
            }
        )

    def keep(self, member: Member, *, by: Member) -> bool:
        """Write it down; false where something is wrong, which the form then says."""
        if not self.is_valid():
            return False
        try:
            set_presence(
                member,
                by=by,
                working_days="".join(self.cleaned_data["working_days"]),
                away_from=self.cleaned_data["away_from"],
                away_until=self.cleaned_data["away_until"],
            )
        except Fault as fault:
            self.add_error("away_until", sentence_of(fault))
            return False
        return True
