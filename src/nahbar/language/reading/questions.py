"""The sentences that ask. A mark alone is not enough, and people in a hurry leave it out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nahbar.language.patterns import Pattern
from nahbar.language.spans import Span

_I = re.IGNORECASE
# Exclamations in the form of a question, and tags. Each is the whole sentence: longer ones may ask in earnest.
_RHETORICAL = Pattern(
    r"(?:ist das (?:euer|ihr|dein) ernst|(?:das )?(?:ist|soll) (?:das|doch) (?:ein )?(?:witz|scherz)(?: sein)?"
    r"|(?:was )?soll das(?: eigentlich| denn)?"
    r"|was soll der (?:mist|quatsch|unsinn)|geht'?s noch|gehts noch|hallo|ernsthaft|echt jetzt|wirklich|im ernst"
    r"|na und|warum auch nicht"
    r"|wozu auch|wer weiß|wie bitte|oder(?: etwa)?(?: nicht)?|nicht wahr|gell|stimmt'?s|ja|was|wissen sie was"
    r"|weißt du was|hä|ach ja|und nun"
    r"|bin ich (?:denn )?(?:hier )?im falschen film|für wie (?:dumm|blöd) halten sie mich(?: eigentlich)?"
    r"|wo leben wir denn|was denn noch"
    r"|wie oft (?:denn |soll ich (?:das |es )?)noch(?: sagen| schreiben)?|wer soll das (?:denn )?glauben"
    r"|muss das sein"
    r"|(?:is this|are you) (?:a joke|kidding(?: me)?|serious)|seriously|really|who cares|guess what|you know what"
    r"|right|why not|what the hell)"
    r"\s*[?!.]+",
    _I,
)
_LEAD = (
    r"(?:(?:und|aber|also|oder|dann|nun|jetzt|außerdem|zudem|ps|p\.s\.|noch (?:eine|ne) frage|frage|kurze frage"
    r"|and|but|so|also)[:,.]?\s+){0,2}"
)
_ASKING_WORD = (
    r"(?:was|wann|wo|wohin|woher|wie|wieso|warum|weshalb|wer|wem|wen|welche[mnrs]?|wieviel|womit|wofür|woran"
    r"|wie (?:viel|viele|lange|oft|teuer|groß|hoch|schwer|weit|schnell)|bis wann|ab wann|seit wann)"
)
_FINITE = (
    r"(?:ist|sind|kann|kannst|können|könnte|könnten|könnt|muss|müssen|musst|soll|sollen|sollte|darf|dürfen|hat|haben"
    r"|habe|habt|hast|wird"
    r"|werden|würde|kostet|kosten|dauert|bekomme|bekommt|krieg|kriege|gibt|geht|gehts|steht|kommt|kommen|bleibt|macht"
    r"|mache|heißt"
    r"|funktioniert|passt|passiert|war|wäre|läuft|finde|erreiche|gilt|liegt|lautet)"
)
_GERMAN_BARE = Pattern(
    rf"{_LEAD}(?:{_ASKING_WORD}\s+{_FINITE}\b"
    r"|(?:nehmt|habt|könnt|gibt|geht|kann|könnt|darf|muss|soll|macht|verkauft|führt|repariert|liefert|hast|kannst"
    r"|bist|seid|ist|sind|haben|können)"
    r"\s+(?:es|ihr|du|ich|man|wir|sie|das|da|mein|meine|noch)\b(?!.*\b(?:gern|gerne|nur|leider|ja|halt|natürlich"
    r"|nicht mehr)\b))",
    _I,
)
_GERMAN_POLITE = Pattern(
    rf"{_LEAD}(?:könn(?:t?en|ten)|würden|könntest|kannst|würdest|könnte?t)\s+(?:sie|du|ihr)\b", _I
)
_CLAUSE = rf"(?:ob|{_ASKING_WORD})\b"
_GERMAN_INDIRECT = Pattern(
    r"\b(?:(?:wüsste|wüßte|wüssten)\s+(?:ich|wir|auch|nur|noch|gerne?|außerdem|\s)+|ich (?:möchte|wollte|würde"
    r"|will)\s.{0,40}?\b(?:wissen|fragen|erfahren|anfragen|nachfragen)"
    r"|(?:mich|uns) (?:würde |)(?:\w+ )?interessier(?:en|t|te)|würde (?:mich|uns) (?:\w+ )?interessieren"
    r"|interessieren würde (?:mich|uns)"
    r"|ich frage mich|(?:meine |die |eine )?frage (?:ist|wäre|lautet)"
    r"|(?:sagen|schreiben|verraten|erklären|mailen) sie (?:mir|uns)(?: \w+){0,3}|teilen sie (?:mir"
    r"|uns)(?: [\w.]+){0,6} mit"
    r"|(?:sag|sagt|schreib|schreibt|verrat|verratet|erklär|erklärt) (?:mir|uns)(?: \w+){0,3}"
    r"|(?:bescheid|rückmeldung|auskunft|info|information)(?: \w+){0,3}|bitte um \w+(?: \w+){0,3})"
    rf"\s*,?\s*{_CLAUSE}",
    _I,
)
_ENGLISH_BARE = Pattern(
    r"(?:(?:and|but|so|also)[, ]+)?(?:(?:what|when|where|how|why|who|which)(?: (?:much|many|long|often|soon|far))?"
    r"\s+(?:is|are|do|does|did|can|could|will|would|should|was|were|has|have)\b"
    r"|(?:do|does|did|is|are|can|could|will|would|should|have|has|may)\s+(?:you|i|we|there|it|this|that|the|my|your"
    r"|they)\b)",
    _I,
)
_ENGLISH_POLITE = Pattern(r"(?:(?:and|but|so|also)[, ]+)?(?:can|could|will|would) you\b", _I)
_ENGLISH_INDIRECT = Pattern(
    r"\b(?:i (?:was wondering|wonder|would like to (?:know|ask)|want(?:ed)? to (?:know|ask)|'?d like to (?:know|ask))"
    r"|(?:please )?(?:tell me|let (?:me|us) know)|my question is)\W+(?:if|whether|what|when|where|how|why|who"
    r"|which)\b",
    _I,
)
_MARK = Pattern(r"\?[?!.\"“”»«')\]]*\s*(?:[:;]-?[)(DP]|[^\w\s]{1,3})?$")
# A question in brackets inside a sentence: "er ist Linkshänder (spielt das eine Rolle?) und liebt Bagger".
_ASIDE = Pattern(r"\((\w+(?:[\s,]+[\w-]+){2,20}\?+)\)")
_QUOTE_AHEAD = Pattern(r"[\"„»]")


def questions(sentences: Iterable[Span], language: str) -> tuple[Span, ...]:
    """Those of the sentences that ask for something, in order; exclamations like "Ist das Ihr Ernst?" are none."""
    found: list[Span] = []
    for sentence in sentences:
        if _asks(sentence.line, language):
            found.append(sentence)
            continue
        for aside in _ASIDE.finditer(sentence.text):
            start = sentence.start + aside.start(1)
            found.append(Span(start, start + len(aside.group(1)), aside.group(1)))
    return tuple(found)


def _asks(sentence: str, language: str) -> bool:
    if not any(character.isalpha() for character in sentence) or _RHETORICAL.fullmatch(sentence):
        return False
    if _MARK.search(sentence):
        return not _only_quoted(sentence)
    if sentence.endswith(("?", ":")):
        return False
    ends_open = sentence[-1:] not in ".!…"
    if language == "en":
        bare, polite, indirect = _ENGLISH_BARE, _ENGLISH_POLITE, _ENGLISH_INDIRECT
    else:
        bare, polite, indirect = _GERMAN_BARE, _GERMAN_POLITE, _GERMAN_INDIRECT
    return bool((ends_open and bare.match(sentence)) or polite.match(sentence) or indirect.search(sentence))


def _only_quoted(sentence: str) -> bool:
    """Whether the mark stands inside a quotation: somebody else's question."""
    mark = sentence.rfind("?")
    opened = [match.start() for match in _QUOTE_AHEAD.finditer(sentence[:mark])]
    closes = sentence[mark + 1 : mark + 3].lstrip("!?")[:1]
    return bool(opened) and closes in tuple('"“”«') and opened[-1] > 0
