"""The few words that a letter adds of its own, in the language of the conversation."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from nahbar.toolbox.months import MONTHS

# The post has one time zone: what a member writes at 0:30 in Berlin, Vienna or Zurich carries the new day's date.
ZONE = ZoneInfo("Europe/Berlin")

WORDS = {
    "de": {
        "writer": "Es schreibt",
        "phone": "Telefon",
        "email": "E-Mail",
        "website": "Internet",
        "reference": "Zeichen",
        "date": "Datum",
        "page": "Seite",
        "of": "von",
    },
    "en": {
        "writer": "Written by",
        "phone": "Phone",
        "email": "Email",
        "website": "Website",
        "reference": "Reference",
        "date": "Date",
        "page": "Page",
        "of": "of",
    },
}


def known_language(language: str) -> str:
    """`language` where we have its words, else German."""
    short = language.lower()[:2]
    return short if short in WORDS else "de"


def long_date(moment: datetime, language: str) -> str:
    """The date as it is written out: "3. Mai 2026" or "3 May 2026"."""
    day = moment.astimezone(ZONE)
    month = MONTHS[language][day.month - 1]
    return f"{day.day}{'.' if language == 'de' else ''} {month} {day.year}"
