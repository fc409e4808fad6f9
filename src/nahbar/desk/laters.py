"""Replies that leave later, as items at the end of the thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nahbar.conversations.models import Draft
from nahbar.conversations.queries import Said
from nahbar.conversations.words import MessageKind
from nahbar.desk.sentences import in_words
from nahbar.desk.timeline import Item
from nahbar.desk.when import ahead
from nahbar.desk.words import Text, channel_words


@dataclass(frozen=True, slots=True)
class Planned:
    """`moved`: something was said since, so that it will not leave by itself."""

    draft: Draft
    at: str
    way: Text
    copies: list[str]
    problem: str
    moved: bool

    @property
    def waits(self) -> bool:
        """Does it wait for somebody's decision?"""
        return self.moved or bool(self.problem)


def planned_items(drafts: Sequence[Draft], said: Sequence[Said]) -> list[Item]:
    """One item each, in the order in which they leave."""
    spoken = [each.message.pk for each in said if each.message.kind != MessageKind.NOTE]
    newest = max(spoken, default=0)
    return [_item(draft, newest) for draft in drafts]


def _item(draft: Draft, newest: int) -> Item:
    parties = [*draft.fields.get("cc", []), *draft.fields.get("bcc", [])]
    planned = Planned(
        draft=draft,
        at=ahead(draft.leaves_at) if draft.leaves_at else "",
        way=channel_words(draft.fields["way"]) if draft.fields.get("way") else "",
        copies=[party["name"] or party["address"] for party in parties],
        problem=in_words(draft.problem),
        moved=newest > (draft.seen or 0),
    )
    version = f"{planned.at}.{bool(draft.problem)}.{newest}"
    return Item(key=f"planned-{draft.pk}", look="planned", at=draft.saved_at, version=version, planned=planned)
