"""Drafts: saved while they are written, never over what their writer has not seen, gone as soon as they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from nahbar.accounts.models import Member
from nahbar.conversations.actions.states import lock, subject_of
from nahbar.conversations.events import DraftTakenOver
from nahbar.conversations.models import Attachment, Conversation, Draft, Message
from nahbar.conversations.rules import get_visible
from nahbar.history.actions import publish, record
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.ids import new_key

File = dict[str, Any]
"""A file of a draft as plain JSON: blob, name, media_type, size."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an open page knows of the draft in it: its own name, and the version that it saved or showed last.

    `key` is what it would be sent under; `version` is 0 where there was no draft yet.
    """

    name: str
    version: int = 0
    key: str = ""


class DraftMoved(Fault):
    """The draft was written on elsewhere. `draft` is what stands there now."""

    permanent = False

    def __init__(self, sentence: str, draft: Draft) -> None:
        super().__init__(sentence)
        self.draft = draft


class DraftGone(Fault):
    """The draft that the page shows is no longer this member's. `by` names the colleague who has taken it over."""

    permanent = False

    def __init__(self, sentence: str, by: str = "") -> None:
        super().__init__(sentence)
        self.by = by


def once_of(member: Member, key: str) -> str:
    """Under what a member's draft is sent, so that nobody's collide (see `Message.once`)."""
    return f"desk:{member.pk}:{key}"


def save_draft(
    conversation: Conversation,
    *,
    member: Member,
    page: Page,
    text: str,
    fields: Mapping[str, Any] | None = None,
    files: Sequence[File] = (),
) -> Draft | None:
    """Keep what a member writes; None where nothing is left of it. Raises NotYours, DraftMoved and DraftGone: then
    nothing has changed.
    """
    get_visible(member, conversation.pk)
    with transaction.atomic():
        row = _own(conversation, member)
        if row is None:
            conversation = lock(conversation.pk)  # a sending that is under way ends first
            row = _own(conversation, member)
        insist_on_newest(row, conversation, member, page, text)
        if not text.strip() and not files:
            if row is not None:
                row.delete()
            return None
        row = row or Draft(conversation=conversation, member=member, key=page.key or new_key(16), version=0)
        row.text, row.fields, row.files = text, dict(fields or {}), list(files)
        row.version, row.page, row.saved_at = row.version + 1, page.name, clock.now()
        row.save()
        return row


def _own(conversation: Conversation, member: Member) -> Draft | None:
    rows = Draft.objects.select_for_update().filter(conversation=conversation, member=member, leaves_at__isnull=True)
    return rows.first()


def insist_on_newest(row: Draft | None, conversation: Conversation, member: Member, page: Page, text: str) -> None:
    """Raises DraftMoved or DraftGone where `row`, the draft as it stands, is not what the page goes on from."""
    if row is not None:
        goes_on = page.version == row.version or (page.name and page.name == row.page)
        if not goes_on and text != row.text:
            raise DraftMoved("You have written on in another window. Both texts are here; nothing is lost.", row)
        return
    if page.key and Message.objects.filter(once=once_of(member, page.key)).exists():
        raise DraftGone("This draft was sent already, from another window. What stands here is kept.")
    if page.version or _is_planned(conversation, member, page.key):
        raise DraftGone(
            "This draft was emptied, sent or planned in another window. What stands here is kept.",
            by=_taken_by(conversation, page.key),
        )


def _is_planned(conversation: Conversation, member: Member, key: str) -> bool:
    rows = Draft.objects.filter(conversation=conversation, member=member, key=key, leaves_at__isnull=False)
    return bool(key) and rows.exists()


def _taken_by(conversation: Conversation, key: str) -> str:
    rows = Draft.objects.filter(conversation=conversation, key=key, leaves_at__isnull=True).select_related("member")
    taken = rows.first() if key else None
    return taken.member.name if taken is not None else ""


def leave_with(conversation: Conversation, member: Member, page: Page, text: str) -> None:
    """The draft goes in the transaction in which its text leaves. Raises as `save_draft`."""
    row = _own(conversation, member)
    insist_on_newest(row, conversation, member, page, text)
    if row is not None:
        row.delete()


def put_into_draft(
    conversation: Conversation, *, member: Member, text: str, fields: Mapping[str, Any], files: Sequence[File]
) -> Draft:
    """Give a text into a member's hands, below what they write already. Inside a transaction."""
    row = _own(conversation, member) or Draft(conversation=conversation, member=member, key=new_key(16), version=0)
    row.text = "\n\n".join(part for part in (row.text.rstrip(), text) if part.strip())
    row.fields = {**fields, **row.fields}
    row.files = [*row.files, *(file for file in files if file not in row.files)]
    row.version, row.page, row.saved_at = row.version + 1, "", clock.now()
    row.save()
    return row


@transaction.atomic
def take_over(draft: Draft, *, member: Member) -> Draft:
    """Write on what a colleague began: the draft is the member's now. Raises NotYours, DraftGone."""
    get_visible(member, draft.conversation_id)
    conversation = lock(draft.conversation_id)
    row = Draft.objects.select_for_update().filter(pk=draft.pk, leaves_at__isnull=True).first()
    if row is None:
        raise DraftGone("This draft is no longer here: it was sent, or its writer has emptied it.")
    if row.member_id == member.pk:
        return row
    whose, own = row.member, _own(conversation, member)
    if own is None:
        row.member, row.version, row.page = member, row.version + 1, ""
        row.save()
    else:
        row.delete()
        own = put_into_draft(conversation, member=member, text=row.text, fields=row.fields, files=row.files)
    data = {"member": whose.name}
    record(actor=member.actor, verb="conversation.draft_taken_over", subject=subject_of(conversation), data=data)
    publish(DraftTakenOver(conversation_id=conversation.pk))
    return own or row


def move_drafts(source: Conversation, target: Conversation) -> None:
    """What was being written in a conversation goes on in the one that it was joined into. Inside a transaction."""
    for row in Draft.objects.select_for_update().filter(conversation=source).order_by("pk"):
        own = _own(target, row.member) if row.leaves_at is None else None
        if own is None:
            row.conversation, row.page = target, ""
            row.version += 1
            row.save()
        else:
            row.delete()
            put_into_draft(target, member=row.member, text=row.text, fields=row.fields, files=row.files)


def files_of(message: Message) -> list[File]:
    """The files of a message of ours, as a draft holds them."""
    return [as_file(each) for each in message.attachments.order_by("id")]


def as_file(attachment: Attachment) -> File:
    return {
        "blob": attachment.blob,
        "name": attachment.name,
        "media_type": attachment.media_type,
        "size": attachment.size,
    }
