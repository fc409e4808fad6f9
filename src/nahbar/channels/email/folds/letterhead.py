"""Telling a letterhead (name, function, company, telephone, mandatory details) from what somebody says."""

from __future__ import annotations

import re

from nahbar.channels.email.folds import markers
from nahbar.channels.email.folds.text_lines import TextLines

MAX_LINE = 140
SENTENCE_WORDS = 9
_NUMBER = r"[+(]{0,2}\d[\d\s()/.\-–|]{5,24}"
_PHONE = re.compile(
    rf"(?:(?:tel|telefon|fon|phone|mobile?|mobil(?:telefon)?|handy|fax|telefax|t|m|f|p|e|w|d|direct|direkt"
    rf"|durchwahl|cell|office"
    rf"|zentrale|ph|tél|téléphone|tlf|тел|моб|skype|whatsapp|ust-?id|kom|cel|móvil|cellulare"
    rf"|puh)\b\.?\s?[:.]?\s*{_NUMBER})"
    rf"|\A\W*{_NUMBER}\s*\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\W*(?:[\w-]{1,10}\s?:\s*)?[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}>?\s*\Z"
    r"|\W*(?:[\w-]{1,10}\s?:\s*)?(?:<?https?://|www\.)\S+\s*\Z"
    r"|\W*(?:[a-z0-9-]+\.)+(?:de|com|org|net|at|ch|eu|example|io|info|uk|fr|it|es|nl|pl)\s*\Z",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\w(?:str\.|straße|strasse|weg|allee|platz|gasse|damm|ufer)\s\d{1,4}|\b(?:street|road|avenue|rue|via|calle"
    r"|ulica|ul\.)\b.{0,30}\d"
    r"|(?:\A|[,·|–-]\s?)\W{0,2}(?:[A-Z]{1,2}-)?\d{4,5}\s[A-ZÄÖÜ][a-zäöü]",
)
_FIRM = re.compile(
    r"\b(?:GmbH|AG|KG|OHG|KGaA|UG|GbR|e\.\s?V\.|e\.\s?K\.|eG|Ltd|LLC|LLP|Inc|Corp|S\.?A\.?S?|S\.?r\.?l|B\.?V"
    r"|N\.?V|Sp\. z o\.o|A/S|ApS|Oy|AB"
    r"|GmbH & Co|PartG)\b\.?"
    r"|\b(?:HRB|HRA|Amtsgericht|Registergericht|Handelsregister|USt|Steuernummer|Geschäftsführ(?:er|ung|erin)"
    r"|Sitz der|Vorstand:"
    r"|Aufsichtsrat|UID|Firmenbuch|VAT|Registered (?:in|office)|Company (?:No|Reg)|SIRET|P\.?\s?IVA|NIP|KRS)\b"
    r"|[📞📱☎✉📧🌐🏠📍]",
)
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(_NUMBER)
_NAME = re.compile(r"\W{0,3}[^\W\d_][\w.'’-]*(?:[ /][^\W\d_(\"„][\w.'’\"“)-]*){0,5}\W{0,3}")
_ANNOUNCES = re.compile(r"\s*(?:ihre?|deine?|eure?|euer|i\.\s?[av]\.|yours?)\W*", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*(?:und|and|&|et|e|y|i|mit|with|\+)\s", re.IGNORECASE)
_INVITES = re.compile(
    r"\W*(?:besuchen sie|folgen sie|follow us|visit us|find us|finden sie uns|unsere öffnungszeiten|öffnungszeiten"
    r"|unser newsletter"
    r"|suivez|jetzt neu|schauen sie|termine nach|bürozeiten|sprechzeiten)",
    re.IGNORECASE,
)


def is_strong(line: str) -> bool:
    """Telephone, address, company form, register: signs that a sentence seldom has at such places."""
    if len(line) > MAX_LINE:
        return False
    if _ADDRESS.match(line) or _FIRM.search(line):
        return True
    if _DIGIT.search(line) is None:  # most lines, and the two below are dear
        return False
    return _PLACE.search(line) is not None or (_DIGITS.search(line) is not None and _PHONE.search(line) is not None)


def is_function(line: str) -> bool:
    """Somebody's place in a company ("Leiterin Einkauf")."""
    return len(line) < 70 and markers.FUNCTION.match(line) is not None and not speaks(line)


def strength(sheet: TextLines, start: int, end: int) -> int:
    """How many lines of a stretch have a strong sign."""
    return sum(1 for line in sheet.lines[start:end] if line and is_strong(line))


def strong(sheet: TextLines, start: int, end: int) -> bool:
    """Whether one line at least has a strong sign or names a function."""
    return any(is_strong(line) or is_function(line) for line in sheet.lines[start:end] if line)


def speaks(line: str) -> bool:
    """Whether a person talks in this line, to the reader or of herself, or asks something."""
    words = line.split()
    if len(words) >= 3 and line.rstrip().endswith("?"):
        return True
    if _INVITES.match(line):
        return False
    if len(words) >= 4 and not markers.SPEAKING.isdisjoint(markers.words(line)):
        return True
    return len(words) >= SENTENCE_WORDS and line.rstrip().endswith((".", "!", ":")) and not is_strong(line)


def reach(sheet: TextLines, start: int, end: int) -> int:
    """The line up to which (exclusive) the paragraphs from `start` on may be letterhead: nobody talks in them."""
    reached = start
    for first, last in sheet.paragraphs(start, end):
        if any(speaks(line) or len(line) > MAX_LINE for line in sheet.lines[first:last]) or _afterthought(
            sheet.lines[first]
        ):
            break
        reached = last
    return reached


def _afterthought(line: str) -> bool:
    return re.match(r"\s*p\.?\s?p?\.?s\.?\s?[:.!,)\s-]", line, re.IGNORECASE) is not None


def is_block(sheet: TextLines, start: int, end: int) -> bool:
    """A paragraph that is letterhead: a strong sign in it, and nobody talks."""
    lines = sheet.lines[start:end]
    return any(is_strong(line) for line in lines) and not any(speaks(line) or len(line) > MAX_LINE for line in lines)


def is_name(line: str) -> bool:
    """One to six words without digits and signs of an address."""
    return len(line) <= 60 and _NAME.fullmatch(line.strip()) is not None and not is_strong(line)


def announces_name(line: str) -> bool:
    """Whether the name follows: "Ihre", "Dein"."""
    return _ANNOUNCES.fullmatch(line) is not None


def goes_on(above: str, line: str) -> bool:
    """Whether this line signs as well as the one above it."""
    return announces_name(above) or _GOES_ON.match(line) is not None
