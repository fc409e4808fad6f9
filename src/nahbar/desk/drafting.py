"""Drafts as the page shows them: one's own in the composer, those of colleagues above it, and two that clash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nahbar.accounts.models import Member
from nahbar.channels.contract import Attachment
from nahbar.conversations.actions import DraftGone, DraftMoved, Page
from nahbar.conversations.actions.drafts import File
from nahbar.conversations.models import Conversation, Draft
from nahbar.desk.sentences import sentence_of
from nahbar.desk.when import moment
from nahbar.mailroom.queries import blobs
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.ids import new_key


@dataclass(frozen=True, slots=True)
class Drafts:
    """What is about to be said in a conversation, as one member sees it."""

    own: Draft | None
    others: list[Draft]
    planned: list[Draft]


@dataclass(frozen=True, slots=True)
class Clash:
    """Another text stands where this one should go. `other` is empty where nothing stands there any more.

    `version` and `once` are what the page goes on from, whichever text its writer chooses.
    """

    words: str
    other: str
    saved: str
    version: int
    once: str


def sorted_out(drafts: Iterable[Draft], member: Member) -> Drafts:
    """`drafts_in` a conversation, seen by a member; what colleagues have emptied is not shown."""
    rows = list(drafts)
    writing = [row for row in rows if row.leaves_at is None]
    return Drafts(
        own=next((row for row in writing if row.member_id == member.pk), None),
        others=[row for row in writing if row.member_id != member.pk and (row.text.strip() or row.files)],
        planned=[row for row in rows if row.leaves_at is not None],
    )


def clash_of(fault: Fault) -> Clash:
    """What to show of DraftMoved and DraftGone."""
    words = sentence_of(fault)
    if isinstance(fault, DraftGone) and fault.by:
        words = _("%s has taken over your draft and writes on. What stands here is kept.") % fault.by
    if isinstance(fault, DraftMoved):
        there = fault.draft
        return Clash(words, there.text, moment(there.saved_at), there.version, there.key)
    return Clash(words, "", "", 0, new_key(16))


def page_of(fields: Mapping[str, Any]) -> Page | None:
    """What the page says that it knows of the draft; None where it says nothing."""
    return Page(fields["page"], fields["version"] or 0, fields["once"]) if fields.get("page") else None


def fields_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The rest of the form, as a draft keeps it."""
    return {name: fields[name] for name in ("way", "cc", "bcc", "everyone") if fields.get(name)}


def kept_files(conversation: Conversation, member: Member, ticked: Sequence[str]) -> list[File]:
    """The files of the member's draft that are still wanted."""
    if not ticked:
        return []
    row = Draft.objects.filter(conversation=conversation, member=member, leaves_at__isnull=True).first()
    return [file for file in (row.files if row else []) if file["blob"] in ticked]


def stored(files: Iterable[Attachment]) -> list[File]:
    """Uploaded files, put where a draft can name them. Raises Full where the disk has no room."""
    files = list(files)
    digests = blobs().put_all(file.content for file in files)
    return [
        {"blob": digest, "name": file.name[:255], "media_type": file.media_type[:120], "size": len(file.content)}
        for digest, file in zip(digests, files, strict=True)
    ]


def read_files(files: Iterable[File]) -> tuple[Attachment, ...]:
    """The files of a draft as a channel takes them."""
    return tuple(Attachment(file["name"], file["media_type"], blobs().get(file["blob"])) for file in files)
