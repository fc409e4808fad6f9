"""The coach beside a draft: what is known around it, its advice for the page, and taking a suggestion over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

from nahbar.accounts.models import Member
from nahbar.channels.registry import channel
from nahbar.conversations.actions.outbound import last_inbound
from nahbar.conversations.models import Conversation, Message, Reading
from nahbar.conversations.words import MessageKind
from nahbar.desk.words import Text
from nahbar.language.coach import Advice, Draft, Finding, look
from nahbar.language.coach.draft import CHANNELS
from nahbar.toolbox import clock
from nahbar.voice.actions import hash_of
from nahbar.voice.queries import voice_of, waved_away_in
from nahbar.voice.words import UNSWITCHABLE, Rule

# What one conversation and the house have said lately is compared with; more only costs time.
MOST_RECENT, MOST_EARLIER, MOST_COMPARED = 20, 10, 3000
# Suggestions for what is absent from the draft: before it, or behind it.
_BEFORE, _BEHIND = (Rule.SALUTATION_MISSING,), (Rule.CLOSING_NAMELESS,)
# A dated promise is offered below the findings, with its day.
_ELSEWHERE = (Rule.PROMISE_DATED,)
QUOTED = 90


@dataclass(frozen=True, slots=True)
class Hint:
    """One finding as the page shows it. `key` names it in a form; `at` says where its suggestion goes.

    Places count code points of the draft; a finding about the incoming text has none.
    """

    key: str
    rule: str
    title: Text
    severity: str
    start: int
    end: int
    quote: str
    why: str
    suggestion: str
    at: str

    @property
    def can_apply(self) -> bool:
        return bool(self.suggestion and self.at)

    @property
    def can_wave(self) -> bool:
        """What stops a message is not waved away; it is let through with a reason when it is sent."""
        return self.rule != UNSWITCHABLE


@dataclass(frozen=True, slots=True)
class Coached:
    """All that stands beside the draft. `promises` are (words, day) of what the draft promises."""

    hints: list[Hint]
    promises: list[tuple[str, str]]
    good: str


def coached(conversation: Conversation, member: Member, text: str, way: str) -> Coached:
    """The advice on `text` for an answer by the channel `way`, without what this member waved away here."""
    if not text.strip():
        return Coached([], [], "")
    advice = look(_draft(conversation, member, text, way))
    away = waved_away_in(conversation.pk, member.pk)
    hints = [hint for hint in _hints(advice, text) if (hint.rule, hash_of(hint.quote)) not in away]
    return Coached(hints, [_promise(each.span.line, each.due) for each in advice.promises], advice.good)


def applied(text: str, hint: Hint) -> str:
    """The draft with a suggestion taken over; as the page's script does it."""
    if hint.at == "before":
        return f"{hint.suggestion}\n\n{text.lstrip()}"
    if hint.at == "behind":
        return f"{text.rstrip()}\n\n{hint.suggestion}"
    return text[: hint.start] + hint.suggestion + text[hint.end :]


def _draft(conversation: Conversation, member: Member, text: str, way: str) -> Draft:
    voice = voice_of(conversation.team_id or conversation.inbox.team_id)
    incoming = last_inbound(conversation)
    name = way or conversation.channel
    return Draft(
        # It leaves with the member's signature, so a name below is not missing.
        text=f"{text}\n\n{member.signature}" if member.signature else text,
        incoming=incoming.own_words if incoming else "",
        person=conversation.person.name,
        person_form=_form_of(incoming),
        member=member.name,
        channel=name if name in CHANNELS else "email",
        public=channel(name).capabilities.public,
        blocks=voice.blocks,
        recent=_recent(conversation),
        thread=_earlier(conversation),
        house_form=voice.form,
        now=localtime(clock.now()),
        rules=_known(voice.rules),
        interface="en" if (get_language() or "").startswith("en") else "de",
    )


def _known(rules: Mapping[str, str]) -> dict[str, str]:
    return {rule: loudness for rule, loudness in rules.items() if rule in Rule.values}


def _form_of(incoming: Message | None) -> str:
    data = Reading.objects.filter(message=incoming).values_list("data", flat=True).first() if incoming else None
    return str((data or {}).get("form", ""))


def _recent(conversation: Conversation) -> tuple[str, ...]:
    """What the house answered others lately, to notice what is said to everybody."""
    replies = Message.objects.filter(kind=MessageKind.REPLY).exclude(conversation=conversation).order_by("-pk")
    return tuple(text[:MOST_COMPARED] for text in replies.values_list("text", flat=True)[:MOST_RECENT])


def _earlier(conversation: Conversation) -> tuple[str, ...]:
    """What was said in the conversation, oldest first."""
    rows = conversation.messages.exclude(kind=MessageKind.NOTE).order_by("-at", "-id")
    newest = list(rows.only("conversation", "text", "folds")[:MOST_EARLIER])
    return tuple(message.own_words[:MOST_COMPARED] for message in reversed(newest))


def _hints(advice: Advice, text: str) -> list[Hint]:
    found = [_hint(each, text) for each in advice.findings if each.rule not in _ELSEWHERE]
    return [hint for hint in found if hint is not None]


def _hint(finding: Finding, text: str) -> Hint | None:
    """None for what is found in the signature below the draft."""
    in_draft = finding.where == "draft" and finding.span.end > finding.span.start
    if finding.where == "draft" and finding.span.start >= len(text):
        return None
    start, end = (finding.span.start, min(finding.span.end, len(text))) if in_draft else (0, 0)
    quote = finding.span.line
    return Hint(
        key=f"{finding.rule}-{start}-{end}-{hash_of(quote)[:8]}",
        rule=finding.rule,
        title=Rule(finding.rule).label,
        severity=finding.severity.value,
        start=start,
        end=end,
        quote=quote,
        why=finding.why,
        suggestion=finding.suggestion,
        at="here" if in_draft else _place(finding.rule),
    )


def _place(rule: str) -> str:
    return "before" if rule in _BEFORE else "behind" if rule in _BEHIND else ""


def _promise(words: str, due: date | None) -> tuple[str, str]:
    return words, date_format(due, "l, j. F") if due else ""
