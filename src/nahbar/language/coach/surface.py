# ruff: noqa: E501 - one pattern or sentence a line reads better than its pieces
"""Subject lines that nobody would open, and words that only the house knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from nahbar.language.coach.finding import Remark
from nahbar.language.coach.lists import listed, word_set
from nahbar.language.coach.view import Sentence, View
from nahbar.language.patterns import Pattern
from nahbar.language.spans import Span

_I = re.IGNORECASE
_PREFIX = Pattern(r"^\s*(?:(?:aw|re|wg|fwd?|antw|sv)\s*(?:\[\d+\])?\s*:\s*)+", _I)
_TAG = Pattern(
    r"[\[(]?\s*#?\s*(?:ticket|case|fall|vorgang|ref|az|id|nr|tkt|inc|req|sr|cas)?\s*(?:id|nr\.?|nummer|no\.?)?\s*[:#-]?\s*[#\w]*\d[\w./-]*\s*[\])]?",
    _I,
)
_GENERIC = word_set("subject_generic")
_GLUE = word_set("subject_glue")
_KNOWN = word_set("known_abbreviations")
_ABBREVIATION = Pattern(
    r"(?<![\w.@/-])[A-ZÄÖÜ]{2,5}(?![\w@.]|-?\d)(?!\.[a-z])|(?<![\w.@/-])[A-ZÄÖÜ][a-z]?[A-ZÄÖÜ]{1,4}(?![\w@])"
)
# "ABBA", "OHNE", "BÜRO": names and loud words; what a house shortens can seldom be said as a word.
_SPEAKABLE = Pattern(r"[^AEIOUÄÖÜY]{0,2}(?:[AEIOUÄÖÜY]{1,2}[^AEIOUÄÖÜY]{1,2})+[AEIOUÄÖÜY]?")
_SHOUTED = word_set("shouted")
_CODE = listed("surface.code", flags=0)
_NUMBERED = listed("surface.numbered")
_EXPLAINED = r"(?:\s*\([^)]{4,}\)|,? (?:also|das heißt|d\. ?h\.|das ist|sprich|that is|meaning|i\.e\.|kurz für|short for|steht für|stands for|heißt)\b)"


def subject(view: View) -> Iterator[Remark]:
    """`subject-dull`: a number or "Ihre Anfrage" as the whole subject."""
    text = view.draft.subject
    if not text.strip() or view.draft.channel not in ("email", "letter", "form"):
        return
    prefix = _PREFIX.match(text)
    rest = text[prefix.end() if prefix else 0 :]
    left = [word for word in re.findall(r"[^\W\d_][\w-]*", _without_numbers(rest).lower()) if word not in _GLUE]
    if all(word in _GENERIC for word in left) and len(left) <= 4:
        yield Remark("subject-dull", Span.of(text, 0, len(text)), _from_gist(view), where="subject")


def _without_numbers(text: str) -> str:
    text = re.sub(r"[\[(][^\])]*\d[^\])]*[\])]", " ", text)
    return re.sub(r"#?\b[\w./-]*\d[\w./-]*", " ", text)


def _from_gist(view: View) -> str:
    """The matter in the draft's or the person's own words, short enough for a subject."""
    for sentence in view.sentences:
        clause = re.split(r"[,;:.!?–]", sentence.span.line)[0].strip()
        if 3 <= len(clause.split()) <= 8 and not re.match(
            r"(?i)(?:vielen|herzlichen|danke|besten|thank|bitte|das tut|es tut)", clause
        ):
            return clause[0].upper() + clause[1:]
    return ""


def jargon(view: View) -> Iterator[Remark]:
    """`jargon`: internal codes and words, abbreviations that neither the person used nor the draft explains."""
    known = " ".join((view.draft.incoming, *view.draft.thread, view.draft.subject)).lower()
    taken: set[str] = set()
    code = view.narrow(_CODE)
    words = _jargon_words() if any(word in view.low for word in _plain()) else None
    for sentence in view.sentences:
        for start, end in sorted(_inside(sentence, known, code, words)):
            word = sentence.span.text[start:end]
            if word.lower() not in taken and not view.is_quoted(
                sentence.span.start + start, sentence.span.start + end
            ):
                taken.add(word.lower())
                yield Remark("jargon", sentence.part(start, end), _plain().get(word.lower(), ""), words=word)


def _inside(
    sentence: Sentence, known: str, code: Pattern, words: re.Pattern[str] | None
) -> Iterator[tuple[int, int]]:
    text = sentence.span.text
    taken: list[tuple[int, int]] = []
    for match in code.finditer(text):
        taken.append(match.span())
        yield match.span()
    for match in words.finditer(text) if words else ():
        word = match.group().lower()
        if not (word in known or re.match(_EXPLAINED, text[match.end() :])) and not _within(match.start(), taken):
            taken.append(match.span())
            yield match.span()
    short = list(_ABBREVIATION.finditer(text))
    if short and sum(map(str.isupper, text)) * 2 > sum(map(str.isalpha, text)):
        return
    for match in short:
        if not _within(match.start(), taken) and not _is_known(match, text, known):
            yield match.span()


def _within(place: int, taken: list[tuple[int, int]]) -> bool:
    return any(left <= place < right for left, right in taken)


def _is_known(match: re.Match[str], text: str, known: str) -> bool:
    word = match.group()
    if word.upper() in _KNOWN or len(word) < 2 or not (word.isupper() or sum(map(str.isupper, word)) > 1):
        return True
    if word in _SHOUTED or (len(word) > 3 and _SPEAKABLE.fullmatch(word)):
        return True
    if re.search(rf"\b{re.escape(word.lower())}\b", known) or _NUMBERED.search(text[: match.start()]):
        return True
    neighbours = text[max(0, match.start() - 20) : match.end() + 20]
    if re.search(rf"[A-ZÄÖÜ]{{2,}}[ ,]+{word}\b|\b{word}[ ,]+[A-ZÄÖÜ]{{3,}}", neighbours):
        return True
    return bool(re.match(_EXPLAINED, text[match.end() :])) or text[max(0, match.start() - 1) : match.start()] == "("


@cache
def _plain() -> dict[str, str]:
    """Word of the house -> what others call it."""
    source = files("nahbar.language.coach") / "lists" / "jargon.txt"
    rows = [row.partition("=>") for row in source.read_text(encoding="utf-8").splitlines() if row and row[0] != "#"]
    return {word.strip().lower(): plain.strip() for entries, _, plain in rows for word in entries.split(";")}


@cache
def _jargon_words() -> re.Pattern[str]:
    words = sorted(_plain(), key=len, reverse=True)
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in words)})(?:s|en|e|n)?(?![\w-])", re.IGNORECASE
    )
