"""du or Sie: one form within a draft, and the one that the person uses or the house wants."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nahbar.language.address import address
from nahbar.language.coach.finding import Remark
from nahbar.language.coach.view import View
from nahbar.language.patterns import Pattern
from nahbar.language.spans import Span

# "Melde dich", "schau mal": imperatives by their pronoun are found by `address`; these stand without one.
_IMPERATIVE = Pattern(
    r"(?:^|[.!?:]\s+|\b(?:bitte|dann|und)\s+)(?i:schreib|ruf|schick|sag|gib|melde?|schau|komm|bring|nimm|hol|klick|öffne)\s+"
    r"(?:bitte|einfach|mal|kurz|gern|mir|uns|doch)\b"
)
_FAMILIAR_GREETING = Pattern(
    r"(?:hi|hey|huhu)\b|(?:hallo|liebe[rs]?|moin)\s+(?!frau|herr|familie|kund|dr)", re.IGNORECASE
)
# Only sure words: a verb in -t may be anybody's.
_SECOND = Pattern(r"(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein\w*|[Ee]uch|[Ee]uer|[Ee]ure\w*|ihr|\w+st)$")
_CAPITAL_IHR = Pattern(r"(?:Ihr|Ihre|Ihrem|Ihren|Ihrer|Ihres)$")
# In closings "Ihr"/"Ihre" and "dein"/"deine" address too: "Deine Anna".
_SIGN_OFF = Pattern(r"\b(?P<du>dein|deine|euer|eure)\b|\b(?P<sie>Ihr|Ihre)\b(?=\s+[A-ZÄÖÜ])")


def form(view: View) -> Iterator[Remark]:
    """`form-mismatch`; German only."""
    if not view.german:
        return
    formal = bool(view.around.greeting and re.search(r"(?i)geehrt|\bfrau\b|\bherr\b", view.around.greeting.text))
    own = address(view.text, view.around.body, formal_greeting=formal)
    du = [span for span in own.du if _SECOND.match(span.text) and not view.is_quoted(span.start, span.end)]
    du += _imperatives(view)
    sie = list(own.sie)
    maybe = [span for span in own.maybe_sie if _is_reader(view, span)]
    if du and (sie or _surely(maybe)):
        both = sie or maybe
        rarer = du if len(du) <= len(both) else both
        yield Remark("form-mismatch", rarer[0], _other(rarer[0].text), words="mixed")
        return
    wanted = view.form
    place = (du if wanted == "sie" else (sie or _surely(maybe))) if wanted else []
    if place:
        words = "person" if wanted in (view.draft.person_form, _theirs(view)) else "house"
        yield Remark("form-mismatch", place[0], _other(place[0].text), words=f"{words}-{wanted}")


def _theirs(view: View) -> str:
    return view.incoming.form if view.incoming else ""


def _imperatives(view: View) -> list[Span]:
    return [
        sentence.part(match.start(), match.end())
        for sentence in view.sentences
        for match in _IMPERATIVE.finditer(sentence.span.text)
    ]


def _is_reader(view: View, span: Span) -> bool:
    """Whether "Sie" or "Ihr" at a sentence's start means the reader: with a plural verb or an own noun."""
    after = view.text[span.end : span.end + 40]
    if span.text == "Sie":
        return bool(
            re.match(
                r"\s+(?:haben|können|müssen|dürfen|sollten|werden|bekommen|erhalten|finden|brauchen|möchten)\b", after
            )
        )
    return bool(_CAPITAL_IHR.match(span.text) and re.match(r"\s+[A-ZÄÖÜ]", after))


def _surely(maybe: list[Span]) -> list[Span]:
    """At the start of a sentence "Ihr" may mean the reader's or hers; two such are hardly chance."""
    possessive = [span for span in maybe if span.text != "Sie"]
    return maybe if len(maybe) > 1 or possessive else []


_PAIRS = {
    "du": "Sie", "dich": "Sie", "dir": "Ihnen", "dein": "Ihr", "deine": "Ihre", "deinem": "Ihrem", "deinen": "Ihren",
    "deiner": "Ihrer", "deines": "Ihres", "euch": "Ihnen", "euer": "Ihr", "eure": "Ihre", "eurem": "Ihrem",
    "euren": "Ihren", "eurer": "Ihrer", "Sie": "du", "Ihnen": "dir", "Ihr": "dein", "Ihre": "deine",
    "Ihrem": "deinem", "Ihren": "deinen", "Ihrer": "deiner", "Ihres": "deines",
}  # fmt: skip


def _other(word: str) -> str:
    return _PAIRS.get(word) or _PAIRS.get(word.lower(), "")
