"""The one or two sentences that say best what the writer wants, in the writer's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nahbar.language.patterns import Pattern
from nahbar.language.sentences import words
from nahbar.language.spans import Span

# One line of a list on a screen; a second sentence joins only where both fit.
ROOM = 180
# Below this nothing says what is wanted, and nothing is shown.
ENOUGH = 0.7

_I = re.IGNORECASE
_WANTS = Pattern(
    r"\b(?:bitte[nt]?\b(?!\s*(?:sehr|schön))|ich bitte|wir bitten|möchten?|hätten? (?:ich |wir )?gern|würden? (?:ich "
    r"|wir )?(?:sehr |auch |nun )?gern"
    r"|brauchen?|benötigen?|suchen?|erwarten?|verlangen?|fordere|beantrage|bestelle|storniere\w*|kündige\w*"
    r"|widerrufe\w*|widerspreche\w*|reklamiere\w*"
    r"|will (?:mein|ein|das|die)|melde\w* .* (?:an|ab)|wäre (?:nett|schön|toll|super|lieb|hilfreich|wichtig|möglich)"
    r"|mir geht es um|es geht um"
    r"|erlaube ich mir|ersatz|umtausch\w*|rückerstatt\w*|rückbuch\w*|vormerken|interessier\w*"
    r"|please|would like|i'd like|i (?:want|need)|we need|looking for|refund|cancel|return|replace\w*)\b",
    _I,
)
_TROUBLE = Pattern(
    r"\b(?:kaputt\w*|defekt\w*|fehlt|fehlen|fehlte|gebrochen|gerissen|undicht|falsch\w*|doppelt|zu viel|verspätet"
    r"|verloren|gestohlen|beschädigt\w*"
    r"|funktionier\w* .*nicht|geht nicht|immer noch (?:nicht|kein\w*)|bis heute (?:nicht|kein\w*)|noch (?:nicht"
    r"|kein\w*)|nicht mehr|wackel\w*|klemm\w*|quietsch\w*"
    r"|klappert|knackt|summt|vibriert|tropft|mangel\w*|fehler\w*|problem\w*|enttäusch\w*|ärger\w*|abgelehnt"
    r"|kein ladegerät|nicht angekommen"
    r"|broken|missing|wrong|damaged|frayed|not working|doesn't work|still (?:not|no|waiting)|never arrived|problem"
    r"|faulty|lost|stolen|disappointed)\b",
    _I,
)
_POLITE_NOTHING = Pattern(
    r"(?:freu\w* (?:mich|uns) (?:\w+ )*(?:auf|über)|über (?:eine|ihre|deine) .*(?:antwort|rückmeldung|nachricht"
    r"|hilfe)|(?:vielen|besten|herzlichen|tausend|lieben) dank"
    r"|^danke?\b|bedank\w* (?:mich|uns)|mein name ist|ich heiße|ich hoffe,? (?:es geht|sie|dir)|im voraus|wie geht"
    r"|für (?:rück)?fragen"
    r"|ich wünsche|wünsche (?:ihnen|dir|euch)|schönes wochenende|schönen tag|alles gute|stehe .* zur verfügung"
    r"|melde mich"
    r"|thank you|thanks|i hope (?:you|this)|look(?:ing)? forward|my name is|how are you|have a (?:nice|good|great))",
    _I,
)
_LEANING = Pattern(r"(?:und|aber|oder|dann|dazu|das|dies|es|da|and|but|that|this|it)\b", _I)


def gist(sentences: Sequence[Span], asking: Sequence[Span]) -> tuple[Span, ...]:
    """At most two sentences, in the order of the text; none where no sentence says what is wanted."""
    if not sentences:
        return ()
    asked = {span.start for span in asking}
    scores = [_score(span, number, len(sentences), asks=span.start in asked) for number, span in enumerate(sentences)]
    order = sorted(range(len(sentences)), key=lambda number: (-scores[number], number))
    first = order[0]
    if scores[first] < ENOUGH:
        return ()
    second = first - 1 if first and _leans(sentences[first]) else order[1] if len(order) > 1 else first
    bar = -1.0 if second == first - 1 and _leans(sentences[first]) else max(ENOUGH, scores[first] - 1.0)
    fits = len(sentences[first].line) + len(sentences[second].line) <= ROOM
    chosen = {first, second} if fits and scores[second] >= bar else {first}
    return tuple(sentences[number] for number in sorted(chosen))


def _leans(span: Span) -> bool:
    """Whether a sentence tells little without the one before it: "Should I worry?", "Und muss ich das bezahlen?"."""
    return len(words(span.line)) < 5 or bool(_LEANING.match(span.line))


def _score(span: Span, number: int, among: int, *, asks: bool) -> float:
    line = span.line
    count = len(words(line))
    score = 2.0 * asks + 1.2 * bool(_WANTS.search(line)) + 1.1 * bool(_TROUBLE.search(line))
    # A slow pattern, asked only where its answer can matter: of what may be shown, or stand before a short question.
    if (score >= ENOUGH or count < 10) and _POLITE_NOTHING.search(line):
        score -= 2.2
    if _LEANING.match(line) and number:
        score -= 0.4
    if count < 4:
        score -= 0.9
    if count > 40:
        score -= 0.5
    # Of equals the earlier one: people say first what they came for, and ask small things after it.
    return score - 0.3 * number / among
