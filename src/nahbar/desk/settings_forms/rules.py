"""What an administrator fills in for a rule."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nahbar.accounts.queries import active_members, teams
from nahbar.conversations.automation.conditions import Conditions
from nahbar.conversations.automation.deeds import Deeds
from nahbar.conversations.automation.models import Rule
from nahbar.conversations.automation.words import MOST_NOTE, MOST_TITLE, Ending
from nahbar.conversations.models import Tag
from nahbar.desk.readings import INTENT_WORDS, MOOD_WORDS
from nahbar.desk.words import Text
from nahbar.mailroom.models import Inbox

LANGUAGES: dict[str, Text] = {
    "de": _("German"),
    "en": _("English"),
    "fr": _("French"),
    "it": _("Italian"),
    "es": _("Spanish"),
    "nl": _("Dutch"),
    "pl": _("Polish"),
    "tr": _("Turkish"),
}
DAYS: dict[int, Text] = {
    1: _("Monday"),
    2: _("Tuesday"),
    3: _("Wednesday"),
    4: _("Thursday"),
    5: _("Friday"),
    6: _("Saturday"),
    7: _("Sunday"),
}
WORKING_DAYS = (1, 2, 3, 4, 5)
_BETWEEN = re.compile(r"[,;\s]*[,;\n][,;\s]*")


def _ticks(label: Any, choices: Any = (), **more: Any) -> forms.TypedMultipleChoiceField:  # noqa: ANN401 - Django's own, and a lazy text
    return forms.TypedMultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, empty_value=[], **more
    )


class RuleForm(forms.Form):
    """When ... then ...; `conditions` and `deeds` are what was filled in, once it is valid."""

    title = forms.CharField(
        label=_("What is the rule called?"),
        max_length=MOST_TITLE,
        help_text=_("The history of each conversation names it, so that everybody knows who did that."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    inboxes = _ticks(_("It came to one of these inboxes"), coerce=int)
    senders = forms.CharField(
        label=_("It is from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Addresses, domains such as @firma.example, or names; with commas between them."),
    )
    recipients = forms.CharField(
        label=_("It went to"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("An address or domain in To or Cc."),
    )
    words = forms.CharField(
        label=_("Words in subject or text"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("As in the search: every word must be there, in any form. subject:invoice looks at the subject."),
    )
    has_attachment = forms.BooleanField(label=_("It brings a file"), required=False)
    languages = _ticks(_("It is written in"), tuple(LANGUAGES.items()))
    moods = _ticks(_("Whoever writes it is"), tuple(MOOD_WORDS.items()))
    intents = _ticks(_("It is about"), tuple(INTENT_WORDS.items()))
    urgent = forms.BooleanField(label=_("It is urgent"), required=False)
    outside = forms.BooleanField(label=_("It came outside these hours"), required=False)
    opens = forms.TimeField(
        label=_("from"), required=False, initial="08:00", widget=forms.TimeInput({"type": "time"})
    )
    closes = forms.TimeField(label=_("to"), required=False, initial="17:00", widget=forms.TimeInput({"type": "time"}))
    days = _ticks(_("on these days"), tuple(DAYS.items()), coerce=int, initial=WORKING_DAYS)
    first_only = forms.BooleanField(
        label=_("Only the first message of a conversation"),
        required=False,
        initial=True,
        help_text=_("Otherwise the rule looks at every further answer too."),
    )
    tags = _ticks(_("Put on these tags"), coerce=int)
    taker = forms.ChoiceField(
        label=_("Give it to"),
        required=False,
        help_text=_("Only where nobody has it yet."),
    )
    inbox = forms.TypedChoiceField(label=_("Move it to this inbox"), required=False, coerce=int, empty_value=None)
    note = forms.CharField(
        label=_("Write a note for us"),
        max_length=MOST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It never leaves the house."),
    )
    ending = forms.ChoiceField(
        label=_("And then"), choices=Ending.choices, required=False, widget=forms.RadioSelect, initial=Ending.OPEN
    )
    until = forms.CharField(
        label=_("Snooze until when?"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("For instance “tomorrow morning” or “in three days”."),
    )
    stops = forms.BooleanField(
        label=_("No further rules after this one"),
        required=False,
        help_text=_("What this rule concerns is not shown to those below it."),
    )

    # What stands in each fold of the page.
    MORE = ("recipients", "has_attachment", "languages")
    READ = ("moods", "intents", "urgent")
    TIME = ("outside",)

    def __init__(self, *args: Any, rule: Rule | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        if rule is not None:
            kwargs["initial"] = initial_of(rule)
        super().__init__(*args, **kwargs)
        inboxes = [(inbox.pk, inbox.name) for inbox in Inbox.objects.all()]
        self._choose("inboxes", inboxes)
        self._choose("inbox", [("", gettext("leave it where it is")), *inboxes])
        self._choose("tags", [(tag.pk, tag.name) for tag in Tag.objects.all()])
        members = [(f"member-{each.pk}", each.name) for each in active_members()]
        of_teams = [(f"team-{each.pk}", gettext("team %s") % each.name) for each in teams()]
        self._choose("taker", [("", gettext("nobody")), *members, *of_teams])

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # these fields have some

    @property
    def conditions(self) -> Conditions:
        """What was filled in above "then"."""
        given = self.cleaned_data
        opens, closes = given["opens"], given["closes"]
        is_timed = given["outside"] and opens is not None and closes is not None
        return Conditions(
            inboxes=tuple(given["inboxes"]),
            senders=_entries(given["senders"]),
            recipients=_entries(given["recipients"]),
            words=" ".join(given["words"].split()),
            languages=tuple(given["languages"]),
            moods=tuple(given["moods"]),
            intents=tuple(given["intents"]),
            urgent=given["urgent"],
            has_attachment=given["has_attachment"],
            first_only=given["first_only"],
            opens=f"{opens:%H:%M}" if is_timed else "",
            closes=f"{closes:%H:%M}" if is_timed else "",
            days=tuple(given["days"]) if is_timed else (),
        )

    @property
    def deeds(self) -> Deeds:
        """What was filled in below "then"."""
        given = self.cleaned_data
        kind, _dash, number = given["taker"].partition("-")
        return Deeds(
            tags=tuple(given["tags"]),
            member=int(number) if kind == "member" else None,
            team=int(number) if kind == "team" else None,
            inbox=given["inbox"],
            note=given["note"].strip(),
            ending=given["ending"],
            until=given["until"].strip() if given["ending"] == Ending.SNOOZE else "",
        )


def _entries(text: str) -> tuple[str, ...]:
    """Addresses, domains or names with commas or line breaks between them, each once."""
    return tuple(dict.fromkeys(entry.strip() for entry in _BETWEEN.split(text) if entry.strip()))


def initial_of(rule: Rule) -> dict[str, Any]:
    """A rule as its form shows it."""
    conditions, deeds = rule.conditions, rule.deeds
    taker = f"member-{deeds['member']}" if deeds.get("member") else ""
    taker = f"team-{deeds['team']}" if deeds.get("team") else taker
    found = {
        **conditions,
        **deeds,
        "title": rule.title,
        "stops": rule.stops,
        "senders": ", ".join(conditions.get("senders", [])),
        "recipients": ", ".join(conditions.get("recipients", [])),
        "first_only": conditions.get("first_only", False),
        "outside": bool(conditions.get("opens")),
        "opens": conditions.get("opens", "08:00"),
        "closes": conditions.get("closes", "17:00"),
        "taker": taker,
        "ending": deeds.get("ending", Ending.OPEN),
    }
    return found if found["outside"] else {**found, "days": WORKING_DAYS}
