"""Who is new to a thread: whoever is written to for the first time gets to read all that is quoted below."""

from __future__ import annotations

from collections.abc import Iterable

from nahbar.accounts.queries import members_at
from nahbar.channels.contract import Party
from nahbar.conversations.actions.outbound import is_new
from nahbar.conversations.actions.writers import plain
from nahbar.conversations.models import Conversation, Participant
from nahbar.conversations.words import MessageKind
from nahbar.mailroom.queries import inboxes_at
from nahbar.people.models import Address

# So many of the newest messages are asked who stood in their heads; whoever stands in older ones only has long left.
LOOKED_BACK = 200


def newcomers(conversation: Conversation, channel_name: str, recipients: Iterable[Party]) -> list[Party]:
    """Those of these recipients who never took part here, were never written to, and stood in no Cc.

    Members and our own inboxes are not news to anybody. A conversation that is only beginning has no newcomers.
    """
    recipients = list(recipients)
    asked = {party.address: plain(channel_name, party.address) or party.address for party in recipients}
    if is_new(conversation) or not asked:
        return []
    known = _taking_part(conversation) | _in_heads(conversation, channel_name)
    strangers = set(asked.values()) - known
    strangers -= set(inboxes_at(strangers)) | members_at(strangers).keys() if strangers else set()
    return [party for party in recipients if asked[party.address] in strangers]


def _taking_part(conversation: Conversation) -> set[str]:
    rows = Participant.objects.filter(conversation=conversation).values_list("address__value", flat=True)
    return {*rows, *Address.objects.filter(person_id=conversation.person_id).values_list("value", flat=True)}


def _in_heads(conversation: Conversation, channel_name: str) -> set[str]:
    rows = conversation.messages.exclude(kind=MessageKind.NOTE).order_by("-at", "-id")
    heads = rows.values_list("envelope", flat=True)[:LOOKED_BACK]
    parties = (party for head in heads for name in _FIELDS for party in head.get(name, []))
    return {plain(channel_name, address) for address in {str(party["address"]) for party in parties}}


_FIELDS = ("from", "to", "cc", "bcc", "reply_to")
