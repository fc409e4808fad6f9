"""Replies that leave by themselves at a moment that their writer chose, unless something was said until then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from nahbar.accounts.models import Member
from nahbar.channels.contract import Attachment, Party
from nahbar.conversations.actions.drafts import DraftGone, File, leave_with, once_of, put_into_draft
from nahbar.conversations.actions.outbound import preview
from nahbar.conversations.actions.send import Reply, guard, insist_on_sendable, send_reply
from nahbar.conversations.actions.states import lock, subject_of
from nahbar.conversations.events import ReplyHeld, ReplyPlanned, ReplyUnplanned
from nahbar.conversations.models import Conversation, Draft, Message
from nahbar.conversations.rules import get_draft, may_see
from nahbar.conversations.words import LATEST_SENDING, SENT_LATER_AT_ONCE, ConversationState
from nahbar.history.actions import publish, record
from nahbar.history.words import SYSTEM, Actor
from nahbar.mailroom.queries import blobs
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault, Full
from nahbar.toolbox.ids import new_key


class CannotPlan(Fault):
    """The moment is no use, or whoever wrote it may no longer write here."""


def plan(
    conversation: Conversation, reply: Reply, *, member: Member, at: datetime, files: Sequence[File] = ()
) -> Draft:
    """Let a reply leave at `at`; what it says, and to whom, is settled now, `files` are those of `reply.attachments`.

    Raises CannotPlan, and what `send_reply` raises: a wrong address is better known now than tomorrow night.
    """
    if at <= clock.now():
        raise CannotPlan("This moment has passed already. Choose a later one.")
    if at > clock.now() + LATEST_SENDING:
        raise CannotPlan("That is more than a year away. Choose an earlier moment.")
    key = reply.draft.key if reply.draft and reply.draft.key else new_key(16)
    mine = Draft.objects.filter(conversation=conversation, member=member, key=key, leaves_at__isnull=False)
    if earlier := mine.first():
        return earlier
    insist_on_sendable(conversation, reply, member=member)
    preview(conversation, reply, member=member)
    with transaction.atomic():
        current = lock(conversation.pk)
        if earlier := mine.first():
            return earlier
        guard(current, reply)
        if reply.draft is not None:
            leave_with(current, member, reply.draft, reply.text)
        row = Draft.objects.create(
            conversation=current,
            member=member,
            text=reply.text.strip(),
            fields={"way": reply.channel, "cc": _plain(reply.cc), "bcc": _plain(reply.bcc)},
            files=list(files),
            key=key,
            saved_at=clock.now(),
            leaves_at=at,
            seen=current.messages.aggregate(newest=Max("pk"))["newest"] or 0,
        )
        data = {"until": at.isoformat()}
        record(actor=member.actor, verb="conversation.reply_planned", subject=subject_of(current), data=data)
        publish(ReplyPlanned(conversation_id=current.pk))
    return row


def _plain(parties: Sequence[Party]) -> list[dict[str, str]]:
    return [{"name": party.name, "address": party.address} for party in parties]


def _parties(plain: Sequence[dict[str, Any]]) -> tuple[Party, ...]:
    return tuple(Party(each["name"], each["address"]) for each in plain)


def _reply_of(draft: Draft) -> Reply:
    files = (Attachment(file["name"], file["media_type"], blobs().get(file["blob"])) for file in draft.files)
    return Reply(
        text=draft.text,
        channel=draft.fields.get("way", ""),
        cc=_parties(draft.fields.get("cc", [])),
        bcc=_parties(draft.fields.get("bcc", [])),
        attachments=tuple(files),
        seen=draft.seen,
        once=once_of(draft.member, draft.key),
        planned=draft.pk,
    )


def send_planned(draft: Draft, *, actor: Actor, seen: int | None = None, undo_seconds: int = 0) -> Message:
    """Send it now, in its writer's name; `seen` is what whoever decides has read. Raises CannotPlan too."""
    if not may_see(draft.member, draft.conversation):
        raise CannotPlan("Whoever wrote this may no longer write here. Take it back, then send it yourself.")
    reply = _reply_of(draft)
    reply = replace(reply, seen=draft.seen if seen is None else seen, undo_seconds=undo_seconds)
    return send_reply(draft.conversation, reply, member=draft.member, actor=actor)


@transaction.atomic
def unplan(draft: Draft, *, member: Member) -> Draft:
    """Back into somebody's hands, below what they write already. Raises NotYours, DraftGone."""
    get_draft(member, draft.pk)
    conversation = lock(draft.conversation_id)
    row = Draft.objects.select_for_update().filter(pk=draft.pk, leaves_at__isnull=False).first()
    if row is None:
        raise DraftGone("This draft is no longer planned: it was sent, or taken back.")
    row.delete()
    fields = {"way": row.fields.get("way", ""), "cc": _typed(row.fields, "cc"), "bcc": _typed(row.fields, "bcc")}
    own = put_into_draft(conversation, member=member, text=row.text, fields=fields, files=row.files)
    record(actor=member.actor, verb="conversation.reply_unplanned", subject=subject_of(conversation))
    publish(ReplyUnplanned(conversation_id=conversation.pk))
    return own


def _typed(fields: dict[str, Any], name: str) -> str:
    return ", ".join(party["address"] for party in fields.get(name, []))


def send_due() -> int:
    """Send those whose moment has come, one block, the earliest first; returns how many were looked at.

    Two workers that take the same one send it once: its row goes with the first.
    """
    due = Draft.objects.filter(leaves_at__lte=clock.now(), leaves_at__isnull=False, problem="")
    rows = list(
        due.select_related("member", "conversation__inbox__firm").order_by("leaves_at", "id")[:SENT_LATER_AT_ONCE]
    )
    for row in rows:
        try:
            send_planned(row, actor=row.member.actor)
        except Full:
            raise
        except DraftGone:
            continue  # taken back, or sent by somebody, in this very moment
        except Fault as fault:
            _hold(row, fault.sentence)
    return len(rows)


@transaction.atomic
def _hold(draft: Draft, problem: str) -> None:
    """It stays, with the reason, until somebody decides; the conversation lies where it is seen."""
    current = lock(draft.conversation_id)
    if not Draft.objects.filter(pk=draft.pk, leaves_at__isnull=False, problem="").update(problem=problem):
        return
    if current.state in (ConversationState.CLOSED, ConversationState.SNOOZED):
        current.state, current.snoozed_until = ConversationState.OPEN, None
        current.set_waiting(current.waiting_since)
        current.save(update_fields=["state", "snoozed_until", "queue_at"])
    data = {"member": draft.member.name}
    record(actor=SYSTEM, verb="conversation.reply_held", subject=subject_of(current), data=data)
    publish(ReplyHeld(conversation_id=current.pk, member_id=draft.member_id))
