"""What stands around the substance of a message: the greeting above, the closing and the name below."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nahbar.language.lines import own_lines
from nahbar.language.patterns import Pattern
from nahbar.language.sentences import wordlist
from nahbar.language.spans import Span

# How far from its end a message's closing may stand: name, company, street, telephone follow it.
LINES_BELOW = 14
LONGEST_CLOSING = 70
# More letters than this after "Hallo" are no longer whom one greets.
LONGEST_GREETED = 40

_GREETING = Pattern(
    r"(?:(?:sehr |hoch)?ge?ehrte[rsn]?\b|(?:aller|mein )?liebe[rs]?(?=\s+[A-ZÄÖÜ(])|hallöchen\b|hallo\b|hello\b|hi\b"
    r"|hey\b|huhu\b|ahoi\b|aloha\b|ciao\b|he(?:yho|i|llo)\b|hii+\b"
    r"|gute[nr]? (?:tag|morgen|abend)\b|moin(?: moin)?\b|servus\b|gr(?:ü|ue)(?:ß|ss) (?:gott|dich|sie|euch)\b"
    r"|griaß (?:gott|eich)\b"
    r"|grüezi\b|halli hallo\b|sg\.(?= (?:Hr|Fr|Herr|Frau|Dam))|salü\b|tach\b|werte[rs]?\b|verehrte[rs]?\b|dear\b"
    r"|good (?:morning|afternoon|evening|day)\b"
    r"|to whom it may concern\b|an (?:das|den|die) \w+-?(?:team|service)\b)",
    re.IGNORECASE,
)
# An emoji before the greeting: "👋 Hallo,".
_WAVE = Pattern(r"[^\w\s(„\"'>–-]+\s*")
_CAPITAL_GREETING = Pattern(r"(?:Liebe|Lieber|Liebes|liebe|lieber|liebes|LIEBE)\b")
_GREETING_END = Pattern(r"[,!:;\n]|\s[-–]\s|\.\s|\.$")
_SECOND = Pattern(r"\s*(?:(?:sehr geehrte[rs]?|liebe[rs]?)\s+)?(?:Frau|Herr)\s+[^,!\n]{2,40}[,!]?", re.IGNORECASE)
_NOBODY = Pattern(
    r"damen|herren|team|zusammen|leute|kund(?:e|in|en|innen)\b|customer|sir\b|madam|there\b|all(?:e|erseits)?\b|folks"
    r"|beinand|mitenand|lieben\b"
    r"|interessent|nutzer|mitglied|leser|abteilung|service|werkstatt|firma|nachbarn|freunde|händler|everyone"
    r"|gemeinde\b",
    re.IGNORECASE,
)
_STRONG = Pattern(
    r"(?:(?:\w+[\s,]+){0,5}(?:grüße|grüßen|grüsse|grüssen|gruesse|gruessen|gruß|gruss|grüßle)\b"
    r"|(?:mfg|v?lg|vg|bg|glg|hg|ganz lg)\b\.?|es (?:grüßt|grüsst)\b|hochachtungsvoll\b|herzlichst\b"
    r"|(?:with )?(?:kind|best|warm|many|kindest|warmest)?\s?(?:regards|wishes)\b|yours (?:sincerely|faithfully"
    r"|truly)\b|sincerely\b)",
    re.IGNORECASE,
)
_WEAK = Pattern(
    r"(?:herzlich|alles (?:liebe|gute)|all the best|cheers|best|love|take care|vergelt'?s gott"
    r"|(?:many |vielen |besten |tausend |lieben |herzlichen )?(?:dank|danke|thanks|thank you)"
    r"(?: dir| ihnen| euch| schon mal| im voraus| schön| so much| a lot| in advance| and| und)*"
    r"|bis (?:bald|dann|morgen|später|demnächst|\w+tag)|(?:einen )?schöne[ns] (?:tag|abend|wochenende"
    r"|woche)(?: noch)?"
    r"|gute (?:fahrt|reise|zeit)\b.{0,30}|see you(?: soon)?|ihre?|deine?|eure?|euer)"
    r"(?=\s*[,!.]|\s*$|\s+(?-i:[A-ZÄÖÜ]))",
    re.IGNORECASE,
)
_SIGN_OFF_WORD = Pattern(r"(?:ihre?|deine?|eure?|euer|your|yours|und|i\.\s?A\.|i\.\s?V\.|gez\.)\s+", re.IGNORECASE)
_POSSESSIVE = Pattern(r"(?:ihre?|deine?|eure?|euer)$", re.IGNORECASE)
_TITLE = Pattern(r"(?:(?:dr|prof|dipl|mag|ing|b\.sc|m\.a)\.?(?:-\w+\.?)?\s*)+", re.IGNORECASE)
_NAME_PART = Pattern(r"(?:[^\W\d_][\w'’\-]*|[^\W\d_][\w-]{0,3}\.|von|van|de|zu|der|den|el|al)$")
_PARTICLES = frozenset({"von", "van", "de", "zu", "der", "den", "el", "al", "und", "&"})
_NO_NAME = wordlist(
    """
    danke dank bitte tel telefon mobil fax email mail sent gesendet von viele liebe mit ich wir der die das und
    ja nein nach aus ins in an auch vom zum zur im bis the from to ihr ihre dein deine euer eure anbei anlage ps
    p.s gruß grüße straße team
    """
)
_AFTERTHOUGHT = Pattern(r"p\.?\s?s\.?\s?[:.!,\s]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Frame:
    """Greeting and closing of a message, and the lines of substance between (and a P.S. below).

    `greeted` and `signed` are names as written, empty where nobody in particular is named.
    """

    greeting: Span | None
    greeted: str
    closing: Span | None
    signed: str
    body: tuple[Span, ...]


def frame(text: str) -> Frame:
    """Find what stands around the substance of `text`."""
    lines = own_lines(text)
    greeting = _greeting(text, lines)
    above = greeting.end if greeting else 0
    at, closing, signed = _closing(text, [line for line in lines if line.start >= above or line.end > above], above)
    below = closing.start if closing else at
    body = [
        Span.of(text, max(line.start, above), min(line.end, below))
        for line in lines
        if not line.text or (line.end > above and line.start < below)
    ]
    body = [Span.of(text, line.start + _leading(line.text), line.end) for line in body]
    body += [line for line in lines if line.start > below and _AFTERTHOUGHT.match(line.text)]
    return Frame(greeting, _greeted(greeting), closing, signed, tuple(body))


def is_nobody(words: str) -> bool:
    """Whether a salutation's or signature's words name a group or a role instead of a person."""
    return bool(_NOBODY.search(words))


def as_name(words: str, *, lower: bool = False) -> str:
    """`words` as a person's name, or empty. `lower` lets a single name in lower case through ("lg kilian")."""
    bare = re.split(r"[(,|/•]|\s[-–]\s|\s{2,}|\s[:;]-?[)D]", words.strip(" \t,.!:-–*_"))[0].strip()
    while match := _SIGN_OFF_WORD.match(bare):
        bare = bare[match.end() :]
    title = _TITLE.match(bare)
    core = bare[title.end() :] if title else bare
    parts = core.split()
    if not 1 <= len(parts) <= 5 or len(core) > 45 or not all(_NAME_PART.match(part) for part in parts):
        return ""
    if parts[0].lower().strip(".") in _NO_NAME:
        return ""
    if lower and len(parts) == 1 and len(core) > 2:
        return bare
    good = parts[0][0].isupper() and all(part[0].isupper() or part.lower() in _PARTICLES for part in parts)
    return bare if good else ""


def _leading(line: str) -> int:
    """How many characters of punctuation a line begins with, left behind by a greeting."""
    return len(line) - len(line.lstrip(" ,!:;.–-")) if line[:1] in ",!:;." else 0


def _greeting(text: str, lines: list[Span]) -> Span | None:
    for line in [line for line in lines if line.text][:2]:
        waved = _WAVE.match(line.text)
        match = _GREETING.match(line.text, waved.end() if waved else 0)
        if not match:
            continue
        if match.group().lower().endswith(("liebe", "lieber", "liebes")) and "?" in line.text[:40]:
            continue
        stop = _GREETING_END.search(line.text, _past_titles(line.text))
        length = stop.end() if stop else len(line.text)
        second = _SECOND.match(line.text, length) if stop else None
        if second:
            length = second.end()
        elif length - match.end() > LONGEST_GREETED or "?" in line.text[:length]:
            # Sloppy writers leave the comma out: take the greeting word and a name after it.
            name = re.match(r"(?:\s+(?:Frau|Herr|Dr\.|[A-ZÄÖÜ][\w\-]+)){0,3}", line.text[match.end() :])
            length = match.end() + (name.end() if name else 0)
        return Span.of(text, line.start + match.start(), line.start + length)
    return None


def _past_titles(line: str) -> int:
    """Where to look for a greeting's end: the dots of "Dr." and "Dipl.-Ing." are none."""
    last = 0
    for match in re.finditer(r"\b(?:Dr|Prof|Dipl|Ing|Mag|Hr|Fr|Mr|Mrs|Ms|St|[A-Z])\.", line[:60]):
        last = match.end()
    return last


def _greeted(greeting: Span | None) -> str:
    if greeting is None or is_nobody(greeting.text):
        return ""
    rest = greeting.text
    while match := re.match(r"[\s,]*(?:" + _GREETING.source + ")", rest, re.IGNORECASE):
        rest = rest[match.end() :]
    return as_name(rest) or as_name(rest, lower=True)


def _closing(text: str, lines: list[Span], above: int) -> tuple[int, Span | None, str]:
    """Where the substance ends, the closing, and the name below it."""
    filled = [line for line in lines if line.text and line.start >= above] or [line for line in lines if line.text]
    tail = range(len(filled) - 1, max(-1, len(filled) - 1 - LINES_BELOW), -1)
    for number in tail:
        if _AFTERTHOUGHT.match(filled[number].text):
            continue
        found = _formula(text, filled[number], _STRONG, above)
        if found:
            return found[0].start, found[0], _signer(found[1], filled[number + 1 : number + 3])
    for number in list(tail)[:3]:
        found = _formula(text, filled[number], _WEAK, above)
        if found and all(as_name(line.text, lower=True) for line in filled[number + 1 :]):
            return found[0].start, found[0], _signer(found[1], filled[number + 1 : number + 3])
    return _bare_name(text, filled)


def _formula(text: str, line: Span, pattern: Pattern, above: int) -> tuple[Span, str] | None:
    """The closing formula in a line (from the line's start, or as its last sentence), and what follows it there."""
    starts = [0] + [match.end() for match in re.finditer(r"(?<=[.!?;)])\s+|\s[-–]\s", line.text)]
    for start in starts:
        match = pattern.match(line.text, start)
        rest = line.text[match.end() :] if match else ""
        if match and _POSSESSIVE.match(match.group()) and not as_name(rest):
            continue
        if match and line.start + start >= above and len(line.text) - start <= LONGEST_CLOSING and "?" not in rest:
            return Span.of(text, line.start + start, line.end), rest
    return None


def _signer(rest: str, below: list[Span]) -> str:
    here = as_name(rest, lower=not rest.startswith(("!", ".")) and len(rest.split()) == 1)
    if here and not is_nobody(here):
        return here
    for line in below:
        name = as_name(line.text, lower=True)
        if name or (len(line.text) > 3 and line.text.strip("-_=* ")):
            return "" if is_nobody(name) else name
    return ""


def _bare_name(text: str, filled: list[Span]) -> tuple[int, Span | None, str]:
    """A message that ends with nothing but a name below its last sentence."""
    end = len(text) + 1
    if len(filled) < 2:
        return end, None, ""
    last, before = filled[-1], filled[-2]
    name = as_name(last.text)
    parted = before.text.endswith((".", "!", "?", ")", "…")) or "\n\n" in text[before.end : last.start]
    if name and parted and len(last.text.split()) <= 3 and not last.text.endswith(("!", "?", ":")):
        return last.start, None, name if not is_nobody(name) else ""
    return end, None, ""
