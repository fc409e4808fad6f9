"""The coach: looks at a draft before it leaves, like a kind colleague. It hints, it never grades."""

from __future__ import annotations

from nahbar.language.coach.answering import phone_only, unanswered
from nahbar.language.coach.finding import Finding
from nahbar.language.coach.frame_rules import frame_findings
from nahbar.language.coach.sentence_rules import sentence_findings
from nahbar.language.coach.wordings import wordings
from nahbar.language.detect import detect
from nahbar.language.frame import frame
from nahbar.language.lines import own_lines
from nahbar.language.reading import MAX_CHARACTERS, read
from nahbar.language.sentences import sentences

__all__ = ["RULES", "Finding", "draft_language", "look"]

RULES = (
    "salutation-missing",
    "salutation-impersonal",
    "form-mismatch",
    "bureaucratic",
    "passive",
    "threat",
    "blame",
    "promise-vague",
    "hard-to-read",
    "phone-only",
    "question-unanswered",
    "closing-missing",
    "closing-nameless",
)


def draft_language(draft: str, incoming: str = "", language: str = "") -> str:
    """What a draft is looked at in: the given language, else the draft's, else that of the message that it answers;
    German where neither tells.
    """
    return language or detect(draft) or detect(incoming) or "de"


def look(draft: str, incoming: str = "", language: str = "") -> list[Finding]:
    """The findings on `draft`, in the order of its text; what is missing from it comes first.

    `incoming` is the message that it answers. `language` ("de", "en") is the draft's; without it, it is told by
    `draft_language`. Of other languages nothing is said. Only the first MAX_CHARACTERS of either text are looked at.
    """
    draft = draft[:MAX_CHARACTERS]
    language = draft_language(draft, incoming, language)
    if language not in ("de", "en") or not draft.strip():
        return []
    around = frame(draft)
    said = sentences(draft, around.body)
    theirs = read(incoming) if incoming.strip() else None
    found = frame_findings(draft, around, theirs, language)
    found += wordings(draft, own_lines(draft), language)
    found += sentence_findings(said, language)
    found += phone_only(said, language)
    if theirs:
        found += unanswered(said, theirs, language)
    return sorted(found, key=lambda finding: (finding.span.start, finding.span.end))
