"""Matters for one person only: health, money, family, intimate, legal steps, identity. By words; places are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nahbar.language.lexicon import Lexicon
from nahbar.language.patterns import Pattern
from nahbar.language.spans import Span
from nahbar.language.tokens import Token

KINDS = ("health", "money", "family", "intimate", "legal", "identity")
LEXICON = Lexicon.of_files("sensitive")
# Who is ill? A thing or the staff are not meant, a business's figures are no purse.
_NOT_MEANT = {
    "health": Pattern(
        r"sachbearbeiter\w* .{0,20}krank|(?:stadt|kranken)haus (?:park|kantine)|hunde?(?:haftpflicht)?"
        r"|schmerzensgeld|schmerzlich|tut (?:mir |uns )?(?:einfach )?(?:nur )?weh"
        r"|katze|kater\b|hühner|ohne kopfschmerzen|bereitet kopfschmerzen|unfallversicherung nr|pflanzen?krankheit"
        r"|babybrei|überweisung vom hausarzt|allergie after",
        re.IGNORECASE,
    ),
    "legal": Pattern(r"arbeits?prozess|bestellprozess|prozessor|im prozess der|preisverhandlung", re.IGNORECASE),
    "money": Pattern(r"kleine[rn]? rente .{0,5}versicherung", re.IGNORECASE),
    "family": Pattern(
        r"mülltrennung|trennungs(?:strich|regel)|mahlzeit|ehe(?:r|mals|malige)|getrennt (?:geliefert|verschickt"
        r"|berechnet|entsorg)|hund\b|katze|strom|verstorbene[rn]? (?:hund|katze)",
        re.IGNORECASE,
    ),
}


def sensitive(sentences: Iterable[tuple[Span, Sequence[Token]]], text: str) -> dict[str, list[Span]]:
    """The kinds of sensitive matters touched, in a fixed order, each with the words that it rests on.

    Sentences come with their tokens.
    """
    found: dict[str, list[Span]] = {}
    for sentence, said in sentences:
        for hit in LEXICON.find(said):
            unless = _NOT_MEANT.get(hit.tag)
            if unless and unless.search(sentence.text):
                continue
            start, end = said[hit.first].start, said[hit.last].end
            found.setdefault(hit.tag, []).append(Span(start, end, text[start:end]))
    return {kind: found[kind] for kind in KINDS if kind in found}
