"""May this key's member see this person, delivery or attachment? Conversations decide; nothing is wider."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from nahbar.accounts.models import Member
from nahbar.conversations.models import Attachment, Message, Participant
from nahbar.conversations.rules import visible_to
from nahbar.mailroom.models import Delivery
from nahbar.people.models import Person


def visible_people(member: Member) -> QuerySet[Person]:
    """Whoever writes or takes part in a conversation that the member sees; administrators see all."""
    if member.is_admin:
        return Person.objects.all()
    seen = visible_to(member)
    writes = Exists(seen.filter(person=OuterRef("pk")))
    takes_part = Exists(Participant.objects.filter(address__person=OuterRef("pk"), conversation__in=seen))
    return Person.objects.filter(Q(writes) | Q(takes_part))


def visible_messages(member: Member) -> QuerySet[Message]:
    return Message.objects.filter(conversation__in=visible_to(member))


def visible_attachments(member: Member) -> QuerySet[Attachment]:
    return Attachment.objects.filter(message__conversation__in=visible_to(member))


def visible_deliveries(member: Member) -> QuerySet[Delivery]:
    """Those of the messages that the member sees. What the system wrote (invitations) is nobody's here."""
    return Delivery.objects.filter(origin_kind="message", origin_id__in=visible_messages(member).values("pk"))


def may_manage_webhooks(member: Member) -> bool:
    return member.is_active and member.is_admin
