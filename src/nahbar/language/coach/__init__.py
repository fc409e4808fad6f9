"""The coach: looks at a draft before it leaves, like a kind and experienced colleague. It hints, it never grades."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nahbar.language.coach.answering import unanswered
from nahbar.language.coach.copying import boilerplate
from nahbar.language.coach.draft import BadDraft, Draft, draft_from
from nahbar.language.coach.ease import hard_to_read
from nahbar.language.coach.elsewhere import phone_only, website_only
from nahbar.language.coach.feelings import unheard
from nahbar.language.coach.finding import Advice, Finding, Promise, Remark, Severity
from nahbar.language.coach.form import form
from nahbar.language.coach.framing import closing, salutation
from nahbar.language.coach.good import good
from nahbar.language.coach.office import bureaucratic
from nahbar.language.coach.passive import passive
from nahbar.language.coach.promises import dated, promised, vague
from nahbar.language.coach.public import personal_data
from nahbar.language.coach.refusal import dead_end, effort_shift
from nahbar.language.coach.surface import jargon, subject
from nahbar.language.coach.texts import SEVERITIES, why
from nahbar.language.coach.tone import blame, shouting, threat
from nahbar.language.coach.view import View
from nahbar.language.spans import Span

__all__ = ["RULES", "Advice", "BadDraft", "Draft", "Finding", "Promise", "Severity", "draft_from", "look"]

RULES = tuple(SEVERITIES)
# What can be told without knowing the language.
_ANY_LANGUAGE = (personal_data, shouting, boilerplate, website_only)
_KNOWN_LANGUAGE = (
    salutation,
    form,
    bureaucratic,
    passive,
    threat,
    blame,
    vague,
    hard_to_read,
    jargon,
    phone_only,
    unanswered,
    unheard,
    dead_end,
    effort_shift,
    subject,
    closing,
)
_SOFTENED = {"soft": Severity.HINT, "hint": Severity.HINT, "warn": Severity.WARN, "stop": Severity.STOP}


def look(draft: Draft) -> Advice:
    """What the coach says: findings in the order of the text, what is missing first.

    Only the first 20,000 characters of a text are looked at. In other languages than German and English only the
    rules speak that need no language. Same draft, same advice; nothing outside is asked.
    """
    view = View(draft)
    interface = draft.interface or ("en" if view.language == "en" else "de")
    if not view.text.strip():
        return Advice(view.language, (), (), "")
    understood = view.language in ("de", "en")
    promises: list[Promise] = []
    remarks = [remark for rule in _ANY_LANGUAGE for remark in rule(view)]
    if understood:
        remarks += [remark for rule in _KNOWN_LANGUAGE for remark in rule(view)]
        threatening = frozenset(one.span for one in remarks if one.rule == "threat")
        # Where a threat stands, who acts and what else is possible are the smaller questions.
        remarks = [
            one for one in remarks if one.rule not in ("passive", "dead-end") or not _inside(one.span, threatening)
        ]
        promises = promised(view, threatening)
        remarks += dated(view, promises)
    found = tuple(_explained(remarks, draft, interface))
    names = {one.rule for one in found}
    praised = good(view, names, promises=bool(promises), interface=interface) if understood else ""
    return Advice(view.language, found, tuple(promises), praised)


def _inside(span: Span, others: Iterable[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)


def _explained(remarks: Iterable[Remark], draft: Draft, interface: str) -> Iterator[Finding]:
    for one in sorted(remarks, key=lambda remark: (remark.span.start, remark.span.end)):
        setting = draft.rules.get(one.rule, "on")
        if setting == "off":
            continue
        severity = _SOFTENED.get(setting, SEVERITIES[one.rule])
        if severity is Severity.STOP and SEVERITIES[one.rule] is not Severity.STOP:
            # However a house sets its rules, only what would make somebody's data public stops a message.
            severity = Severity.WARN
        yield Finding(one.rule, severity, one.where, one.span, why(one.rule, one.words, interface), one.suggestion)
