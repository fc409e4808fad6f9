"""What was understood of a message, in quiet words beside it; and what a member can set right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nahbar.conversations.models import Message, Reading
from nahbar.desk.folded import Paragraph, linked
from nahbar.desk.words import Text

Asked = Sequence[tuple[int, int]]
NEUTRAL = "neutral"

MOOD_WORDS: dict[str, Text] = {
    "pleased": _("pleased"),
    NEUTRAL: _("matter-of-fact"),
    "worried": _("worried"),
    "disappointed": _("disappointed"),
    "angry": _("angry"),
}
INTENT_WORDS: dict[str, Text] = {
    "question": _("question"),
    "request": _("request"),
    "complaint": _("complaint"),
    "praise": _("praise"),
    "price": _("price"),
    "cancellation": _("cancellation"),
    "suggestion": _("suggestion"),
    "privacy": _("data protection"),
    "legal": _("legal steps"),
}
# Questions and requests are found by rules, each with its place; there is nothing to learn from a correction.
CORRECTABLE = tuple(name for name in INTENT_WORDS if name not in ("question", "request"))
SENSITIVE_WORDS: dict[str, Text] = {
    "health": _("health"),
    "money": _("money troubles"),
    "family": _("family"),
    "intimate": _("intimate matters"),
    "legal": _("legal dispute"),
    "identity": _("identity"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that a member can tick: its value, its words, and whether it holds now."""

    value: str
    words: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class Understood:
    """A reading as the page shows it. `urgent` are the person's own words that press; `asked` places in the text."""

    mood: Text
    intents: list[Text]
    urgent: str
    sensitive: list[Text]
    insult: bool
    asked: list[tuple[int, int]]
    moods: list[Choice]
    choices: list[Choice]
    corrected: bool

    @property
    def offer(self) -> str:
        """What the toggle for questions says; "" where nothing is asked."""
        number = len(self.asked)
        return ngettext("show %d question", "show %d questions", number) % number if number else ""


def reading_of(message: Message) -> Reading | None:
    """The message's reading, as far as it came with it; never a query of its own."""
    found: Reading | None = message.__dict__["_state"].fields_cache.get("reading")
    return found if found is not None and found.data else None


def understood(message: Message) -> Understood | None:
    """What the page says beside a message; None until it is read."""
    reading = reading_of(message)
    if reading is None:
        return None
    intents, data = reading.intents, reading.data
    pressing = data["evidence"].get("urgent", []) if reading.urgent else []
    return Understood(
        mood=MOOD_WORDS.get(reading.mood, ""),
        intents=[INTENT_WORDS[name] for name in INTENT_WORDS if name in intents],
        urgent=" ".join(pressing[0]["text"].split()) if pressing else "",
        sensitive=[SENSITIVE_WORDS[name] for name in SENSITIVE_WORDS if name in data["sensitive"]],
        insult=bool(data["insult"]),
        asked=[(span["start"], span["end"]) for span in data["questions"]],
        moods=[Choice(name, words, name == reading.mood) for name, words in MOOD_WORDS.items()],
        choices=[Choice(name, INTENT_WORDS[name], name in intents) for name in CORRECTABLE],
        corrected=bool(reading.corrected),
    )


def version_of(message: Message) -> int:
    """Changes when a message is read or its reading is set right, so that open pages show it."""
    reading = reading_of(message)
    return crc32(f"{reading.corrected}{reading.data}".encode()) if reading else 0


def mood_in_list(mood: str) -> Text:
    """One quiet word for a list; what is matter-of-fact needs none."""
    return MOOD_WORDS.get(mood, "") if mood != NEUTRAL else ""


def naming(paragraph: Paragraph, named: Asked) -> SafeString:
    """The paragraph as HTML, with the colleagues who are named in it marked."""
    return format_html_join("", "{}", ((piece,) for piece in _pieces(paragraph, named, "named")))


def marked(paragraph: Paragraph, asked: Asked) -> SafeString:
    """The paragraph as HTML, with what is asked in it marked. Marks show only where somebody wants to see them."""
    return format_html_join("", "{}", ((piece,) for piece in _pieces(paragraph, asked)))


def _pieces(paragraph: Paragraph, asked: Asked, look: str = "asked") -> Iterator[SafeString]:
    position, text = 0, paragraph.text
    for start, end in asked:
        first, last = max(start - paragraph.start, position), min(end - paragraph.start, len(text))
        if first < last:
            yield linked(text[position:first])
            yield format_html('<mark class="{}">{}</mark>', look, linked(text[first:last]))
            position = last
    yield linked(text[position:])
