"""What the coach is asked: a draft and all that is known around it, and how it is read from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

CHANNELS = ("email", "letter", "sms", "whatsapp", "chat", "form", "post", "review", "forum")
PUBLIC_CHANNELS = frozenset({"post", "review", "forum"})
SHORT_CHANNELS = frozenset({"sms", "whatsapp", "chat"})
# What a company or a team may make of a rule. `soft` is another word for `hint`.
SETTINGS = ("on", "off", "soft", "hint", "warn", "stop")
FORMS = ("", "du", "sie", "none", "unsure")
LANGUAGES = ("", "de", "en")
# Nobody writes a message of more; what is longer is a mistake and would cost seconds.
MAX_CHARACTERS = 200_000
MAX_TEXTS = 500


class BadDraft(ValueError):  # noqa: N818 - named for what it is, as the project's faults are
    """What was handed over cannot be coached; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft and what is known: only `text` is needed. `now` carries its time zone and makes "by Friday" a day."""

    text: str
    incoming: str = ""
    subject: str = ""
    person: str = ""
    person_form: str = ""
    member: str = ""
    channel: str = "email"
    public: bool = False
    blocks: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    thread: tuple[str, ...] = ()
    house_form: str = ""
    now: datetime | None = None
    rules: Mapping[str, str] = field(default_factory=dict)
    interface: str = ""
    language: str = ""

    @property
    def everybody_reads(self) -> bool:
        """Whether the answer is public, said outright or by the channel."""
        return self.public or self.channel in PUBLIC_CHANNELS

    @property
    def is_letter(self) -> bool:
        """Whether people expect a salutation and a name below: mail, letters and answers to a form."""
        return not self.everybody_reads and self.channel not in SHORT_CHANNELS


def draft_from(given: object, known_rules: tuple[str, ...]) -> Draft:
    """A draft from what JSON said. Raises BadDraft with a sentence for a person."""
    if not isinstance(given, dict):
        raise BadDraft("A draft is a JSON object.")
    if "draft" not in given:
        raise BadDraft('"draft" is missing.')
    person, house = _object(given, "person"), _object(given, "house")
    rules = _object(given, "rules")
    for rule, setting in rules.items():
        if rule not in known_rules:
            raise BadDraft(f'"rules" names "{rule[:40]}", which is no rule.')
        if setting not in SETTINGS:
            raise BadDraft(f'"rules" may set "{rule}" to {", ".join(SETTINGS)}.')
    return Draft(
        text=_text(given, "draft"),
        incoming=_text(given, "incoming"),
        subject=_text(given, "subject"),
        person=_text(person, "name", "person.name"),
        person_form=_one_of(person, "form", FORMS, "person.form"),
        member=_text(_object(given, "member"), "name", "member.name"),
        channel=_one_of(given, "channel", CHANNELS) or "email",
        public=_truth(given, "public"),
        blocks=_texts(given, "blocks"),
        recent=_texts(given, "recent"),
        thread=_texts(given, "thread"),
        house_form=_one_of(house, "form", FORMS, "house.form"),
        now=_moment(given),
        rules=rules,
        interface=_one_of(given, "interface", LANGUAGES),
        language=_one_of(given, "language", LANGUAGES),
    )


def _text(given: Mapping[str, Any], key: str, shown: str = "") -> str:
    value = given.get(key)
    if value is None and key != "draft":
        return ""
    if not isinstance(value, str):
        raise BadDraft(f'"{shown or key}" is no text.')
    if len(value) > MAX_CHARACTERS:
        raise BadDraft(f'"{shown or key}" is longer than {MAX_CHARACTERS:,} characters.')
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise BadDraft(f'"{shown or key}" has half a character (a lone surrogate), which is no Unicode text.')
    return value


def _texts(given: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = given.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MAX_TEXTS:
        raise BadDraft(f'"{key}" is no list of at most {MAX_TEXTS} texts.')
    return tuple(_text({key: one}, key) for one in value)


def _object(given: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = given.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadDraft(f'"{key}" is no object.')
    return value


def _one_of(given: Mapping[str, Any], key: str, allowed: tuple[str, ...], shown: str = "") -> str:
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or value not in allowed:
        raise BadDraft(f'"{shown or key}" is one of {", ".join(one for one in allowed if one)}.')
    return value


def _truth(given: Mapping[str, Any], key: str) -> bool:
    value = given.get(key)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise BadDraft(f'"{key}" is true or false.')
    return value


def _moment(given: Mapping[str, Any]) -> datetime | None:
    value = given.get("now")
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadDraft('"now" is no time like 2026-11-23T10:00:00+01:00.') from None
