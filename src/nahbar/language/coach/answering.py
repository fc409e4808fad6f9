# ruff: noqa: E501 - one pattern or sentence a line reads better than its pieces
"""Does the draft take up what was asked?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from nahbar.language.coach.elsewhere import is_filler, points_elsewhere
from nahbar.language.coach.finding import Remark
from nahbar.language.coach.lists import listed, word_set
from nahbar.language.coach.view import Sentence, View
from nahbar.language.patterns import Pattern
from nahbar.language.reading import Kind
from nahbar.language.search import terms
from nahbar.language.sentences import words
from nahbar.language.spans import Span

_I = re.IGNORECASE
# Stems of so many letters are looked for inside words, of so many at their ends.
LONG, SHORT = 5, 4
COMPOUND = 8
# Shorter sentences that name a telephone or a page do nothing else.
POINTING = 15
_TIME = (
    r"\d{1,2}\.[ \d]|uhr\b|\btage?n?s?\b|woche|monat|stunde|minute|\bmorgen\b|\bheute\b|sofort|jederzeit|frühling|frühjahr|sommer|herbst|winter|januar|februar|märz|april|\bmai\b|juni|juli|august|september|oktober|november"
    r"|dezember|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|january|february|march|june|july|october|december|\bdays?\b|week|month|hour|today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\bjahre?n?\b|year|bereits|schon|sobald|\bbald\b|unterwegs|on its way|\b\d{1,2}(?::\d\d)?\s?(?:am|pm)\b|ab \d|um (?:\d|acht|neun|zehn|elf|zwölf|eins|zwei|drei|vier|fünf|sechs|sieben)|(?:from|at|until) (?:\d|six|seven|eight|nine|ten|eleven|noon)|von (?:\d|sieben|acht|neun|sechs)"
)
# A kind of question, by its words, and what answers it whatever its matter.
_ANSWERS = (
    (
        Pattern(r"\b(?:welche\w*|was für|which|what kind|what sort)\b", _I),
        Pattern(r"\b(?:das|es) (?:ist|war|sind|waren|handelt)\b|[„“\"]|\b(?:it is|it was|they are|that is|that was)\b", _I),
    ),
    (
        Pattern(r"\b(?:kost\w*|preis\w*|teuer|bezahl\w*|zahl\w*|gebühr\w*|rabatt\w*|aufpreis|cost\w*|price\w*|pay|charge\w*|fee|fees|euro|€|how much)\b", _I),
        Pattern(r"€|\beuros?\b|\beur\b|\bcents?\b|£|\bpounds?\b|kost|preis|gratis|umsonst|gebühr|rabatt|\bfree\b|charge|cost|price|prozent|percent|%|nichts extra|no extra", _I),
    ),
    (Pattern(r"\b(?:wann|wie ?lange?|dauert|bis wann|ab wann|seit wann|uhrzeit|when|how long|how soon|what time)\b", _I), Pattern(_TIME, _I)),
    (
        Pattern(r"\b(?:wie viele?|wieviele?|wie (?:groß|schwer|hoch|weit|oft|alt|breit|lang|tief|schnell)|how (?:many|big|heavy|far|often|large|tall|wide|old)|bis zu welche\w*)\b", _I),
        Pattern(r"\d|\bein(?:e|en|er|mal)\b|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|\bkein|\bone\b|\btwo\b|three|four|five|six|none|\bonce\b|twice|hundert|tausend", _I),
    ),
    (
        Pattern(r"\b(?:wo|wohin|woher|adresse|where|address)\b", _I),
        Pattern(r"straße|str\.|weg\b|platz|\bmarkt\b|http|www|street|road|\bliegt\b|\bsteht\b|\bnach [a-zäöü]|gegenüber|neben|nebenan|hinter|eingang|\bam \w|\bim (?!moment|voraus|namen)\w|\bin (?:der|die|den|dem|unser\w*|the|our)\b|\bat the\b|\bnext to\b|\bunter „|\bdort\b|\bhier\b|oben|unten|auf die reise|auf dem weg|unterwegs|verschickt|angekommen|on its way|on the way|shipped|arrived|\bleft\b|\bgone\b", _I),
    ),
    (
        Pattern(r"\b(?:wer|wem|wen|ansprechpartner\w*|an wen|bei wem|who|whom)\b", _I),
        Pattern(r"\bich\b|\bwir\b|kolleg|\bherr\b|\bfrau\b|\bi\b|\bwe\b|\bmich\b|\bmir\b|\bme\b", _I),
    ),
    (
        Pattern(r"\b(?:warum|wieso|weshalb|woran|wie kommt es|wie kann es|why|how come|what happened|was ist (?:da|denn)?\s?(?:los|passiert))\b", _I),
        Pattern(r"\b(?:weil|denn|da\b|grund|liegt|lag|daran|deshalb|darum|ursache|because|reason|due|since|was|hatte|hatten|wurde|war|fehler|had|mistake|defekt|kaputt|krank|steckte|damit)\b", _I),
    ),
    (
        Pattern(r"\b(?:was|wie|how|what|welche\w*|which)\b[^?]{0,30}\b(?:ich|wir|i|we|man)\b[^?]{0,40}\b(?:tun|machen|vorgehen|do|verhalten|beachten|mitbringen|bring|schicken|gehe|gehen|weiter|brauchen|benötig\w*|need|kündigen|ändern|einrichten|beantragen|anmelden)\b|\b(?:was|wie|what|how) (?:muss|soll|kann|sollen|können|müssen|should|can|do|must) (?:ich|wir|man|i|we)\b|\bwie (?:geht|funktioniert|läuft)\b|\bwas (?:machen|tun) wir\b|\bwas brauchen sie\b|\bhow does\b", _I),
        Pattern(r"\bbitte\b|\bnichts\b|\bbrauchen sie\b|\bmüssen sie\b|\bmusst du\b|\bsie (?:müssen|brauchen|können|bekommen)\b|\bdu (?:musst|brauchst|kannst)\b|\b(?:\w+en) sie\b|\bplease\b|\bnothing\b|\byou (?:need|can|do not|don't|only|just)\b|\bgenügt\b|\breicht\b|\b(?:klick|schreib|schick|bring|komm|geh|nimm|öffne|drück|wähl)\w*\b|\bich (?:habe|kümmere|schicke|erledige)\b|\bwir (?:haben|kümmern|schicken|erledigen|übernehmen)\b|\bkommen\b|\bkommt\b|\bjust\b|\bclick\b|\bi have\b", _I),
    ),
)  # fmt: skip
_YES_NO = listed("answering.yes_no")
_WHETHER = Pattern(r"\b(?:ob|if|whether)\b", _I)
_YES_OR_NO = listed("answering.yes_or_no")
# Who says that they find out has taken it up.
_TAKEN_UP = listed("answering.taken_up")
_REFERS = Pattern(
    r"\b(?:beides|beide|alles|alle (?:drei|fragen)|zu (?:erstens|zweitens|1|2)|erstens|zweitens|both|either|all of)\b",
    _I,
)
_SMALL_TALK = Pattern(
    r"\bwie geht(?:'?s| es) (?:ihnen|dir|euch)?\b|\bhow are you\b|\bgeht es (?:ihnen|dir|euch) gut\b", _I
)
# Questions that only want to know whether one may ask, or that ask for what is done without words.
_NO_MATTER = listed("answering.no_matter")
# "Kann man ...?" asks, even where it could be read as asking for a deed.
_MAY_ONE = Pattern(
    r"(?:und |oder |and |or )?(?:kann|könnte|darf|dürfte|muss|can|may|could|must) (?:man|ich|wir|i|we|one)\b[^.!]*\?",
    _I,
)
_STOP = word_set("stop_words")


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    """Stem -> the stems that say the same, from the list beside this file."""
    source = files("nahbar.language.coach") / "lists" / "synonyms.txt"
    groups: dict[str, set[str]] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            group = terms(line) | terms(line, language="en")
            for stem in group:
                groups.setdefault(stem, set()).update(group)
    return {stem: frozenset(same) for stem, same in groups.items()}


def content(text: str, language: str) -> frozenset[str]:
    """The stems of the words that carry the meaning; numbers as they stand."""
    carrying = " ".join(
        word for word in words(text) if word.lower() not in _STOP and (len(word) > 2 or word[0].isdigit())
    )
    found: set[str] = set()
    for word in carrying.split():
        # Of a compound only its telling parts: "Fahrpreis" and "Busfahrer" share no matter.
        least = LONG if len(word) > COMPOUND else 3
        found.update(stem for stem in terms(word, language=language) if len(stem) >= least)
    return frozenset(found)


def unanswered(view: View) -> Iterator[Remark]:
    """`question-unanswered`: each question that nothing in the draft takes up, with the question as its place."""
    questions = asked(view)
    if not questions:
        return
    answers = [_Told(one, content(one.span.text, view.language)) for one in view.sentences if not _empty(one)]
    taken_up = view.narrow(_TAKEN_UP)
    if any(taken_up.search(each.sentence.low) for each in answers):
        return
    matters = [_Matter(content(span.text, _their_language(view))) for span in questions]
    met = [[matter.meets(each) for each in answers] for matter in matters]
    for number, span in enumerate(questions):
        free = [
            each.sentence
            for at, each in enumerate(answers)
            if _REFERS.search(each.sentence.low)
            or not any(met[other][at] for other in range(len(matters)) if other != number)
        ]
        if not any(met[number]) and not _answers(span.line, free, asks_something=bool(matters[number].stems)):
            yield Remark("question-unanswered", span, _one_sentence(view), where="incoming", words=_short(span.line))


class _Told:
    """A sentence that may answer, with the stems of what it is about."""

    def __init__(self, sentence: Sentence, stems: frozenset[str]) -> None:
        self.sentence, self.stems = sentence, stems
        self.words = re.findall(r"\w+", sentence.low)


class _Matter:
    """What a question is about: its stems and those that say the same."""

    def __init__(self, stems: frozenset[str]) -> None:
        same = _synonyms()
        self.stems = stems.union(*(same[stem] for stem in stems if stem in same))
        self._joined = " ".join(self.stems)
        # Compounds: "Kindersitz" answers "Sitz", "mittelhart" answers "hart".
        self._inside = [stem for stem in self.stems if len(stem) >= LONG]
        self._ends = tuple(stem for stem in self.stems if SHORT <= len(stem) < LONG)

    def meets(self, told: _Told) -> bool:
        """Whether the sentence says something of this matter."""
        low = told.sentence.low
        if self.stems & told.stems or any(stem in low for stem in self._inside):
            return True
        if self._ends and any(word.endswith(self._ends) for word in told.words):
            return True
        return any(len(stem) >= LONG and stem in self._joined for stem in told.stems)


def asked(view: View) -> list[Span]:
    """The questions of the incoming text that want an answer in words."""
    if view.incoming is None:
        return []
    return [
        ask.span
        for ask in view.incoming.asks
        if (ask.kind is Kind.QUESTION or _MAY_ONE.match(ask.span.line))
        and not _SMALL_TALK.search(ask.span.text)
        and not _NO_MATTER.search(ask.span.line)
    ]


def _empty(sentence: Sentence) -> bool:
    """Whether a sentence cannot be an answer: it thanks, or sends people elsewhere."""
    return (is_filler(sentence) and len(sentence.words) < 12 and "," not in sentence.low) or (
        points_elsewhere(sentence) and len(sentence.words) < POINTING
    )


def _answers(question: str, free: list[Sentence], *, asks_something: bool) -> bool:
    """Whether sentences that are about no other question answer this one in other words than its own."""
    if not free:
        return False
    said = " ".join(sentence.low for sentence in free)
    kinds = [answered for asks, answered in _ANSWERS if asks.search(question)]
    if kinds:
        return any(answered.search(said) for answered in kinds)
    if _YES_NO.match(question) or _WHETHER.search(question):
        return bool(_YES_OR_NO.search(said))
    # Other questions ("Welche Farben ...?") without any word in common are left open.
    return not asks_something


def _their_language(view: View) -> str:
    told = view.incoming.language if view.incoming else ""
    return told if told in ("de", "en") else view.language


def _one_sentence(view: View) -> str:
    if not view.german:
        return "As for your question: …"
    return "Zu deiner Frage: …" if view.form == "du" else "Zu Ihrer Frage: …"


def _short(question: str) -> str:
    return question if len(question) <= 120 else question[:117].rsplit(" ", 1)[0] + " …"
