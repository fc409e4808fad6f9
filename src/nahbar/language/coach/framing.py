# ruff: noqa: E501 - one pattern or sentence a line reads better than its pieces
"""Who is greeted and who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nahbar.language.coach.finding import NOWHERE, Remark
from nahbar.language.coach.lists import listed
from nahbar.language.coach.view import View
from nahbar.language.frame import as_name, is_nobody
from nahbar.language.patterns import Pattern
from nahbar.language.spans import Span

# A name in the opening is a salutation too: "Herzlichen Dank, liebe Frau Uhde, ..."
_NAME_IN_OPENING = Pattern(
    r"\b(?i:liebe[rs]?|sehr geehrte[rs]?|dear|frau|herr|mrs?|ms|familie)\.?\s+(?:(?:Frau|Herr|Dr|Prof|Mrs?|Ms)\.?\s+)*[A-ZÄÖÜ]\w+"
)
_OPENING = 160
_CROWD = listed("framing.crowd")
# "Liebe Familie Voss", "Hallo ihr Lieben": those are meant.
_GROUP = Pattern(r"\bfamilie\b|\bfamily\b|\bihr\b|zusammen\b|\bpaar\b|kolleg|\ball\b|\beheleute\b", re.IGNORECASE)
_ROLE = listed("framing.role")
_HELLO = listed("framing.hello")
_SIGN_OFF = Pattern(r"(?:ihre?|deine?|eure?|your|i\.\s?a\.|i\.\s?v\.|gez\.|von|from)\s+", re.IGNORECASE)
# Women's and men's first names end alike too often; only what the draft or the person says tells.
_LETTERS_BELOW = 8


def salutation(view: View) -> Iterator[Remark]:
    """`salutation-missing`, or `salutation-impersonal` where a known name is not used."""
    greeting = view.around.greeting
    if greeting is None:
        opening = next((line.text for line in view.lines), "")[:_OPENING]
        greets = _HELLO.match(re.sub(r"^\W+", "", opening))
        if view.draft.is_letter and not (greets or _NAME_IN_OPENING.search(opening) or _named(view, opening)):
            yield Remark("salutation-missing", NOWHERE, hello(view))
        return
    if not view.name_parts or view.draft.everybody_reads or _GROUP.search(greeting.text):
        return
    anonymous = _CROWD.search(greeting.text)
    bare = view.draft.is_letter and not view.around.greeted and not _addresses_somebody(greeting.text)
    if (anonymous or bare) and not _named(view, _first_words(view, greeting)):
        yield Remark("salutation-impersonal", greeting, hello(view))


def closing(view: View) -> Iterator[Remark]:
    """`closing-nameless`: below a letter or mail stands no person."""
    if not view.draft.is_letter:
        return
    below = _below(view)
    if any(_is_person(line, view) for line in below):
        return
    place = next((line for line in below if _ROLE.search(line.text)), view.around.closing or NOWHERE)
    yield Remark("closing-nameless", place, view.draft.member)


def hello(view: View) -> str:
    """A salutation with what is known of the person."""
    parts = view.name_parts
    if not parts:
        return ""
    if not view.german:
        return f"Dear {parts[0] if len(parts) > 1 else view.name},"
    title = re.search(rf"\b(Frau|Herrn?)\s+(?:Dr\.\s+|Prof\.\s+)*{re.escape(parts[-1])}\b", _all_said(view))
    if view.form == "du":
        return f"Hallo {parts[0]},"
    if title:
        return f"Guten Tag {title.group(1).removesuffix('n') if title.group(1) == 'Herrn' else title.group(1)} {parts[-1]},"
    return f"Guten Tag {view.name},"


def _all_said(view: View) -> str:
    return " ".join((view.draft.person, view.text, view.draft.incoming[:2000], *view.draft.thread[-3:]))


def _first_words(view: View, greeting: Span) -> str:
    """The greeting and the line that follows it: "Hallo, liebe Frau Voss"."""
    return greeting.text + " " + view.text[greeting.end : greeting.end + 60].partition("\n")[0]


def _named(view: View, words: str) -> bool:
    lowered = words.lower()
    return any(re.search(rf"\b{re.escape(part.lower())}\b", lowered) for part in view.name_parts)


def _addresses_somebody(greeting: str) -> bool:
    """Whether more than the greeting's own words stand there: a name, even one that is not known to be one."""
    rest = _HELLO.match(greeting)
    left = greeting[rest.end() :] if rest else greeting
    left = re.sub(r"(?i)\b(?:sehr geehrte[rs]?|liebe[rs]?|und|nochmals?|erneut|again|there)\b", " ", left)
    return any(word[0].isupper() for word in re.findall(r"[^\W\d_]{2,}", left)) and not is_nobody(left)


def _below(view: View) -> list[Span]:
    """The lines in which a name would stand: from the closing on, else the last one if it is short."""
    if view.around.closing:
        return [line for line in _all_lines(view) if line.end > view.around.closing.start]
    last = view.lines[-1:]
    return [line for line in last if len(line.text.split()) <= _LETTERS_BELOW]


def _all_lines(view: View) -> list[Span]:
    """Every line, those below a signature mark too: a person may sign there."""
    found, start = [], 0
    for raw in view.text.split("\n"):
        if raw.strip() and not raw.lstrip().startswith(">"):
            found.append(Span.of(view.text, start, start + len(raw)))
        start += len(raw) + 1
    return found


def _is_person(line: Span, view: View) -> bool:
    text = line.text
    member = re.findall(r"[^\W\d_]{2,}", view.draft.member)
    if any(re.search(rf"\b{re.escape(part)}\b", text) for part in member):
        return True
    if view.around.signed and view.around.signed in text and not _ROLE.search(view.around.signed):
        return True
    for piece in re.split(r"[,|/•·]|\s[-–]\s", text):
        bare = piece.strip()
        while match := _SIGN_OFF.match(bare):
            bare = bare[match.end() :]
        if as_name(bare) and not _ROLE.search(bare) and not _ends_letter(bare) and len(bare.split()) <= 4:
            return True
    return bool(
        re.search(
            r"(?:Grüße|Gruß|Grüßen)\s+(?:von\s+|aus \w+ von\s+)?(?!Ihr|Dein|Euer|Unser|Aus\b)[A-ZÄÖÜ][a-zäöüß]+\b",
            text,
        )
    ) and not (_ROLE.search(text))


def _ends_letter(words: str) -> bool:
    return bool(
        re.match(
            r"(?i)(?:\w+ )?(?:mit|viele|beste|herzliche|freundliche|liebe|schöne|sonnige|sportliche|gruß|grüße|grüßen|kind|best|warm|many|yours|all|thanks|danke|vielen|mfg|lg|vg)\b",
            words,
        )
    )
