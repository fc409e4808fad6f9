"""Copies of people's messages to members who want them in their own mailbox, and can answer from there."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from nahbar.accounts.models import Member, Team
from nahbar.channels.contract import Inbound, InboundKind, Outbound, Party
from nahbar.channels.registry import channel
from nahbar.conversations.actions.errands import claim, drop, settle
from nahbar.conversations.models import MailCopy, Message
from nahbar.conversations.rules import may_see
from nahbar.conversations.words import ALIVE, CONVERSATION_PAGE, COPIES_NAMED, COPY_PURPOSE, ErrandState, MessageKind
from nahbar.mailroom.actions import post, prepare
from nahbar.mailroom.models import Delivery, Inbox
from nahbar.mailroom.queries import mail_inbox
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault, Full
from nahbar.toolbox.ids import new_key, sign, verify

ORIGIN = "copy"


def queue_copies(message_ids: Iterable[int]) -> None:
    """Note a copy of each of these for whoever has the conversation, once. Machine mail and what was put aside is
    not copied, nor do members get what they wrote themselves.
    """
    team = Team.objects.filter(conversations=OuterRef("conversation"), members__copies_by_mail=True)
    rows = Message.objects.filter(
        Q(conversation__assignee__copies_by_mail=True) | Q(Exists(team), conversation__assignee=None),
        pk__in=list(message_ids),
        kind=MessageKind.INBOUND,
        inbound_kind=InboundKind.HUMAN,
        conversation__state__in=ALIVE,
    )
    whose = rows.select_related("conversation__assignee").prefetch_related("conversation__team__members")
    copies = [
        MailCopy(key=new_key(), message=message, member=member, not_before=clock.now())
        for message in whose.defer("text", "html", "refs")
        for member in _holders(message)
        if member.copies_by_mail and member.is_active and not _wrote(member, message)
    ]
    MailCopy.objects.bulk_create(copies, ignore_conflicts=True)


def _holders(message: Message) -> list[Member]:
    conversation = message.conversation
    if conversation.assignee is not None:
        return [conversation.assignee]
    return list(conversation.team.members.all()) if conversation.team is not None else []


def _wrote(member: Member, message: Message) -> bool:
    senders = (party["address"].lower() for party in message.envelope.get("from", []))
    return member.email.lower() in senders


def post_copies() -> int:
    """Send the copies that are due, one block; returns how many were taken up. Each leaves once."""
    block = claim(MailCopy)
    rows = MailCopy.objects.filter(pk__in=[copy.pk for copy in block]).order_by("id")
    for copy in rows.select_related("member", "message__conversation__inbox__firm", "message__conversation__person"):
        _post(copy)
    return len(block)


def _post(copy: MailCopy) -> None:
    inbox = _inbox_for(copy.message)
    conversation, member = copy.message.conversation, copy.member
    if inbox is None or not (member.copies_by_mail and may_see(member, conversation) and conversation.state in ALIVE):
        drop(copy)
        return
    try:
        prepared = prepare(inbox, outbound_of(copy, inbox))
    except Full:
        raise
    except Fault as fault:
        settle(copy, fault)
        return
    with transaction.atomic():
        # Whoever came first has it; the claim may have run out while the disk was slow.
        if MailCopy.objects.filter(pk=copy.pk, state=ErrandState.DUE).update(state=ErrandState.DONE, problem=""):
            post(prepared, origin_kind=ORIGIN, origin_id=copy.pk)


def _inbox_for(message: Message) -> Inbox | None:
    """The inbox that the answer to a copy can come back to."""
    own = message.conversation.inbox
    return own if own.is_active and own.address and channel(own.channel).capabilities.receives else mail_inbox()


def token_of_copy(copy: MailCopy) -> str:
    """What the copy's reply address carries. It names copy, and with it conversation and member; the sender of an
    answer is checked besides.
    """
    return sign(settings.SECRET_KEY, COPY_PURPOSE, copy.key)


def keys_of_copies(inbound: Inbound) -> list[str]:
    """The keys of the copies that a mail answers, as far as they are signed by us."""
    keys = (verify(settings.SECRET_KEY, COPY_PURPOSE, token) for token in inbound.tokens)
    return [key for key in keys if key]


def outbound_of(copy: MailCopy, inbox: Inbox) -> Outbound:
    """The copy as it leaves: the person's own words, whose they are, and what happens to an answer."""
    message, member = copy.message, copy.member
    local, _at, domain = inbox.address.rpartition("@")
    token = token_of_copy(copy)
    before = _earlier_keys(copy)
    language = (member.language or settings.LANGUAGE_CODE)[:2]
    with translation.override(language):
        return Outbound(
            key=f"{new_key(16)}.{token}@{domain}",
            sender=Party(
                _("%(person)s via %(inbox)s") % {"person": message.author, "inbox": inbox.name}, inbox.address
            ),
            to=(Party(member.name, member.email),),
            reply_to=Party(message.author, f"{local}+{token}@{domain}"),
            subject=message.subject or message.conversation.subject or _("New message"),
            text=_text(copy, inbox),
            created_at=clock.now(),
            in_reply_to=before[0] if before else "",
            refs=tuple(before),
            language=language,
            automatic=True,
        )


def _earlier_keys(copy: MailCopy) -> list[str]:
    """The ids of earlier copies of this conversation to this member, nearest first."""
    siblings = MailCopy.objects.filter(member=copy.member, message__conversation=copy.message.conversation_id)
    sent = Delivery.objects.filter(origin_kind=ORIGIN, origin_id__in=siblings.values("pk"))
    return list(sent.order_by("-id").values_list("key", flat=True)[:COPIES_NAMED])


def _text(copy: MailCopy, inbox: Inbox) -> str:
    message = copy.message
    names = ", ".join(message.attachments.filter(inline=False).values_list("name", flat=True))
    link = settings.NAHBAR.url + CONVERSATION_PAGE % message.conversation_id
    lines = [
        message.own_words or message.text,
        "",
        "-- ",
        _("%(person)s wrote this to %(inbox)s.") % {"person": message.author, "inbox": inbox.name},
        _("Answer this mail, and your own words go to %(person)s: in your name, from %(address)s.")
        % {"person": message.conversation.person.name, "address": inbox.address},
        *([_("Attached on the desk: %(names)s") % {"names": names}] if names else []),
        link,
    ]
    return "\n".join(lines)
