"""What the house can say about its language, and limits."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class HouseForm(models.TextChoices):
    """How we address people."""

    AS_THEY_DO = "", _("as the person writes")
    DU = "du", _("du")
    SIE = "sie", _("Sie")


class BlockPart(models.TextChoices):
    """Where a saved text is meant to stand. Ready-made words in the core are what people notice."""

    SALUTATION = "salutation", _("salutation")
    FOOTER = "footer", _("footer")
    CORE = "core", _("core")


class Rule(models.TextChoices):
    """The rules of `nahbar.language.coach`, by their keys, in the words of the settings."""

    SALUTATION_MISSING = "salutation-missing", _("A salutation is missing")
    SALUTATION_IMPERSONAL = "salutation-impersonal", _("The name is known, but not used")
    FORM_MISMATCH = "form-mismatch", _("du and Sie are mixed, or other than the person writes")
    CLOSING_NAMELESS = "closing-nameless", _("Nobody signs with a name")
    PHONE_ONLY = "phone-only", _("The answer is: call us")
    BOILERPLATE = "boilerplate", _("Ready-made text where the answer should be")
    QUESTION_UNANSWERED = "question-unanswered", _("A question is left open")
    BUREAUCRATIC = "bureaucratic", _("Officialese")
    PASSIVE = "passive", _("It does not say who acts")
    THREAT = "threat", _("It sounds like a threat")
    DEAD_END = "dead-end", _("A no without a way forward")
    EFFORT_SHIFT = "effort-shift", _("Work is pushed back to the person")
    NO_ACKNOWLEDGEMENT = "no-acknowledgement", _("Somebody is upset, and nobody says that it is heard")
    BLAME = "blame", _("It blames the person")
    PROMISE_VAGUE = "promise-vague", _("A promise without a date")
    PROMISE_DATED = "promise-dated", _("A promise with a date, to be kept in mind")
    HARD_TO_READ = "hard-to-read", _("Hard to read")
    JARGON = "jargon", _("Internal codes and abbreviations")
    SHOUTING = "shouting", _("It shouts")
    PERSONAL_DATA_PUBLIC = "personal-data-public", _("Personal data in public")
    WEBSITE_ONLY = "website-only", _("Little more than a link")
    SUBJECT_DULL = "subject-dull", _("A subject that nobody would open")


class Loudness(models.TextChoices):
    """How loudly the coach says what a rule finds. Without one, a rule is as it came."""

    OFF = "off", _("off")
    HINT = "hint", _("as a hint")
    WARN = "warn", _("as a warning")


# The one rule that can stop a message; nobody switches it off, only a single message can be let through.
UNSWITCHABLE = Rule.PERSONAL_DATA_PUBLIC.value
MOST_BLOCKS = 200
MOST_BLOCK_TEXT = 20_000
MOST_REASON = 300
# What was waved away in this time is shown to the language owner; from so many times on it is "often".
REPORTED = timedelta(days=90)
OFTEN = 5
MOST_REASONS = 5
# Corrections before the first learning, and new ones before the next.
FIRST_LEARNING, NEXT_LEARNING = 20, 10
# Older corrections speak of how people wrote then; and fitting more would keep the machine busy for minutes.
MOST_LEARNED = 1000
