"""From stories to rows: what each action writes, column by column. tests/demo/test_bulk.py compares the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatchmethod
from typing import Any

from django.db import connection

from nahbar.accounts.models import Member
from nahbar.channels.contract import Party
from nahbar.conversations import events as told
from nahbar.conversations.actions.details import details_of, envelope_of, gist_of
from nahbar.conversations.actions.outbound import references, subject_to_answer
from nahbar.conversations.models import Attachment, Conversation, Message, Participant
from nahbar.conversations.words import EARLIER_QUOTED, ConversationState, MessageKind
from nahbar.demo.bulk.story import Answered, Came, Closed, Given, Noted, Step, Story
from nahbar.demo.bulk.tables import Tables
from nahbar.history.events import Event
from nahbar.history.listeners import REGISTER
from nahbar.history.models import Cursor, Entry, EventRow
from nahbar.history.words import Actor, ActorKind
from nahbar.mailroom.events import DeliveryAccepted
from nahbar.mailroom.models import Arrival, Delivery, DeliveryRecipient, Inbox, Sighting
from nahbar.mailroom.words import ArrivalState, DeliveryState, Via
from nahbar.people.models import Address, Person


@dataclass(slots=True)
class _Thread:
    """One conversation while its story is told."""

    conversation: Conversation
    inbox: Inbox
    said: list[Message] = field(default_factory=list)
    """Without notes, newest first: what a reply quotes and refers to."""
    asked: Message | None = None
    """The person's newest message."""
    member_of_address: set[int] = field(default_factory=set)


class Rows:
    """Tells stories into tables. People are remembered by address, as `find_or_make` finds them."""

    def __init__(self, tables: Tables, members: Mapping[int, Member], inboxes: Mapping[int, Inbox]) -> None:
        self.tables = tables
        self.members = members
        self.inboxes = inboxes
        self._addresses: dict[str, Address] = {}
        self._tx = 0
        self._newest_event = 0

    def begin(self) -> None:
        """A new transaction has begun: events carry its number (see EventRow)."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()::text::bigint")
                self._tx = cursor.fetchone()[0]

    def tell(self, story: Story) -> None:
        """Add the rows of one story."""
        first = story.steps[0]
        if not isinstance(first, Came):
            raise TypeError("A story begins with a message of the person.")
        inbox = self.inboxes[story.inbox_id]
        address = self._address(inbox, first)
        conversation = Conversation(
            key=story.key,
            subject=first.inbound.subject[:500],
            person_id=address.person_id,
            inbox_id=inbox.pk,
            channel=inbox.channel,
            created_at=first.at,
            last_message_at=first.at,
            queue_at=first.at,
        )
        thread = _Thread(conversation, inbox)
        self.tables.add(conversation)
        self.tables.add(Conversation.inboxes.through(conversation_id=conversation.pk, inbox_id=inbox.pk))
        for step in story.steps:
            self._tell(step, thread)

    def finish_cursors(self) -> None:
        """Every listener has reacted to all that was told: its reactions are among the rows."""
        for name in REGISTER:
            Cursor.objects.update_or_create(listener=name, defaults={"tx": self._tx, "event_id": self._newest_event})

    @singledispatchmethod
    def _tell(self, step: Step, thread: _Thread) -> None:
        raise TypeError(f"{type(step).__name__} in {thread.conversation} cannot be told.")

    @_tell.register
    def _came(self, step: Came, thread: _Thread) -> None:
        conversation, inbound = thread.conversation, step.inbound
        address = self._address(thread.inbox, step)
        arrival_id = self._arrival(step, thread)
        message = Message(
            conversation_id=conversation.pk,
            kind=MessageKind.INBOUND,
            inbound_kind=inbound.kind,
            channel=thread.inbox.channel,
            at=step.at,
            person_id=address.person_id,
            author=(inbound.sender.name or inbound.sender.address)[:200],
            subject=inbound.subject[:500],
            text=inbound.text,
            html=inbound.html,
            folds=[[fold.start, fold.end, fold.kind] for fold in inbound.folds],
            envelope=envelope_of(inbound),
            warnings=list(inbound.warnings),
            key=inbound.key[:300],
            refs=list(inbound.refs[:50]),
            arrival_id=arrival_id,
            details=details_of(inbound),
        )
        self.tables.add(message)
        for file, blob in step.attachments:
            self.tables.add(
                Attachment(
                    message_id=message.pk,
                    blob=blob.digest,
                    name=file.name[:255],
                    media_type=file.media_type[:120],
                    size=blob.size,
                    inline=file.inline,
                    content_id=file.content_id[:255],
                )
            )
        self._take_part(thread, address)
        started = thread.asked is None
        thread.said.insert(0, message)
        thread.asked = message
        conversation.last_message_at = step.at
        conversation.state = ConversationState.OPEN
        conversation.gist = gist_of(inbound)
        conversation.set_waiting(conversation.waiting_since or step.at)
        verb = "conversation.started" if started else "conversation.message_received"
        self._record(Actor(ActorKind.PERSON, address.person_id, message.author), verb, step.at, thread)
        self._publish(
            step.at,
            told.MessageReceived(
                conversation_id=conversation.pk, message_id=message.pk, inbox_id=thread.inbox.pk, started=started
            ),
        )

    def _arrival(self, step: Came, thread: _Thread) -> int:
        arrival = Arrival(
            fingerprint=step.fingerprint,
            channel=thread.inbox.channel,
            blob=step.raw.digest,
            size=step.raw.size,
            accepted_at=step.at,
            state=ArrivalState.PLACED,
            attempts=1,
            lane=step.inbound.sender.address.lower()[:100],
        )
        self.tables.add(arrival)
        self.tables.add(
            Sighting(
                arrival_id=arrival.pk,
                inbox_id=thread.inbox.pk,
                provider_id=step.provider_id,
                via=Via.SMTP,
                seen_at=step.at,
                envelope={"from": step.inbound.sender.address, "to": [thread.inbox.address]},
            )
        )
        return arrival.pk

    @_tell.register
    def _answered(self, step: Answered, thread: _Thread) -> None:
        conversation, member, asked = thread.conversation, self.members[step.member_id], thread.asked
        if asked is None:
            raise TypeError("Somebody has to write before we answer.")
        to = Party(**(asked.envelope["reply_to"] or asked.envelope["from"])[0])
        sender = Party(f"{member.name} ({thread.inbox.firm.name})", thread.inbox.address)
        message = Message(
            conversation_id=conversation.pk,
            kind=MessageKind.REPLY,
            channel=thread.inbox.channel,
            at=step.at,
            member_id=member.pk,
            author=member.name,
            subject=subject_to_answer(conversation.subject),
            text=step.text,
            envelope={"from": _plain(sender), "to": _plain(to), "cc": [], "bcc": []},
            key=step.key,
            refs=list(references(thread.said[:EARLIER_QUOTED])),
            answered_since=conversation.waiting_since,
        )
        self.tables.add(message)
        delivery_id = self._delivery(step, thread, message, sender, to)
        conversation.last_message_at = step.at
        conversation.last_reply_at = step.at
        conversation.state = ConversationState.CLOSED if step.closing else ConversationState.OPEN
        conversation.closed_at = step.at if step.closing else conversation.closed_at
        conversation.set_waiting(None)
        self._record(member.actor, "conversation.replied", step.at, thread, {"message": message.pk})
        self._publish(step.at, told.ReplySent(conversation_id=conversation.pk, message_id=message.pk))
        self._publish(
            step.accepted_at,
            DeliveryAccepted(delivery_id=delivery_id, origin_kind="message", origin_id=message.pk),
            told.DeliveryChanged(conversation_id=conversation.pk, message_id=message.pk, state="accepted"),
        )
        thread.said.insert(0, message)

    def _delivery(self, step: Answered, thread: _Thread, message: Message, sender: Party, to: Party) -> int:
        delivery = Delivery(
            key=step.key,
            inbox_id=thread.inbox.pk,
            channel=thread.inbox.channel,
            origin_kind="message",
            origin_id=message.pk,
            sender=sender.address,
            blob=step.raw.digest,
            state=DeliveryState.ACCEPTED,
            not_before=step.at,
            attempts=1,
            created_at=step.at,
            finished_at=step.accepted_at,
        )
        self.tables.add(delivery)
        self.tables.add(
            DeliveryRecipient(
                delivery_id=delivery.pk,
                address=to.address,
                name=to.name[:200],
                state=DeliveryState.ACCEPTED,
                answer=step.answer,
                changed_at=step.accepted_at,
            )
        )
        return delivery.pk

    @_tell.register
    def _noted(self, step: Noted, thread: _Thread) -> None:
        member, conversation_id = self.members[step.member_id], thread.conversation.pk
        message = Message(
            conversation_id=conversation_id,
            kind=MessageKind.NOTE,
            at=step.at,
            member_id=member.pk,
            author=member.name,
            text=step.text,
        )
        self.tables.add(message)
        self._record(member.actor, "conversation.note_added", step.at, thread)
        self._publish(step.at, told.NoteAdded(conversation_id=conversation_id, message_id=message.pk))

    @_tell.register
    def _given(self, step: Given, thread: _Thread) -> None:
        member = self.members[step.member_id]
        thread.conversation.assignee_id = member.pk
        self._record(member.actor, "conversation.assigned", step.at, thread, {"member": member.name, "team": ""})
        self._publish(
            step.at,
            told.ConversationAssigned(thread.conversation.pk, member_id=member.pk, team_id=None, by_id=member.pk),
        )

    @_tell.register
    def _closed(self, step: Closed, thread: _Thread) -> None:
        thread.conversation.state, thread.conversation.closed_at = ConversationState.CLOSED, step.at
        thread.conversation.set_waiting(None)
        self._record(self.members[step.member_id].actor, "conversation.closed", step.at, thread)
        self._publish(step.at, told.ConversationClosed(conversation_id=thread.conversation.pk))

    def _address(self, inbox: Inbox, step: Came) -> Address:
        sender = step.inbound.sender
        known = self._addresses.get(sender.address)
        if known is None:
            person = Person(name=sender.name, language=step.inbound.language, created_at=step.at)
            self.tables.add(person)
            known = Address(person_id=person.pk, channel=inbox.channel, value=sender.address, created_at=step.at)
            self.tables.add(known)
            self._addresses[sender.address] = known
        return known

    def _take_part(self, thread: _Thread, address: Address) -> None:
        if address.pk not in thread.member_of_address:
            thread.member_of_address.add(address.pk)
            self.tables.add(Participant(conversation_id=thread.conversation.pk, address_id=address.pk))

    def _record(
        self, actor: Actor, verb: str, at: datetime, thread: _Thread, data: dict[str, Any] | None = None
    ) -> None:
        self.tables.add(
            Entry(
                at=at,
                actor_kind=actor.kind,
                actor_id=actor.id,
                actor_label=actor.label[:200],
                verb=verb,
                subject_kind="conversation",
                subject_id=thread.conversation.pk,
                data=data or {},
            )
        )

    def _publish(self, at: datetime, *events: Event) -> None:
        for event in events:
            row = EventRow(tx=self._tx, name=event.name, payload=event.payload(), at=at)
            self._newest_event = self.tables.add(row)


def _plain(party: Party) -> list[dict[str, str]]:
    return [{"name": party.name, "address": party.address}]
