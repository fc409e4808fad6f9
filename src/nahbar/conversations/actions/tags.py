"""Tags: making, changing, merging and deleting them, and putting them on conversations."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from nahbar.conversations.actions.states import lock, subject_of
from nahbar.conversations.events import ConversationTagged
from nahbar.conversations.models import Conversation, Tag
from nahbar.conversations.words import MOST_TAG_NAME, TagColour
from nahbar.history.actions import publish, record
from nahbar.history.words import Actor, Subject
from nahbar.toolbox.faults import Fault


class BadTag(Fault):
    """It cannot be called so."""


def tag_key(name: str) -> str:
    """What two names share that differ only in case and blanks."""
    return " ".join(name.casefold().split())


@transaction.atomic
def make_tag(name: str, *, actor: Actor, colour: str = TagColour.GREY) -> Tag:
    """A tag of this name: the one that there is, or a new one. Raises BadTag."""
    name = _name(name)
    tag, is_new = Tag.objects.get_or_create(key=tag_key(name), defaults={"name": name, "colour": _colour(colour)})
    if is_new:
        record(actor=actor, verb="tag.made", subject=Subject("tag", tag.pk), data={"name": name})
    return tag


@transaction.atomic
def change_tag(tag: Tag, *, actor: Actor, name: str, colour: str) -> Tag:
    """Rename or recolour it, everywhere at once. Raises BadTag, also where the name is another tag's."""
    name = _name(name)
    if Tag.objects.filter(key=tag_key(name)).exclude(pk=tag.pk).exists():
        raise BadTag("There is a tag of this name already. You can merge the two.")
    record(actor=actor, verb="tag.changed", subject=Subject("tag", tag.pk), data={"from": tag.name, "to": name})
    tag.name, tag.key, tag.colour = name, tag_key(name), _colour(colour)
    tag.save()
    return tag


@transaction.atomic
def merge_tags(tag: Tag, *, into: Tag, actor: Actor) -> Tag:
    """What carries `tag` carries `into` from now on; `tag` is gone. Raises BadTag."""
    if tag.pk == into.pk:
        raise BadTag("Choose another tag to merge it with.")
    links = Conversation.tags.through.objects
    links.filter(tag_id=tag.pk, conversation__in=links.filter(tag_id=into.pk).values("conversation_id")).delete()
    links.filter(tag_id=tag.pk).update(tag_id=into.pk)
    record(actor=actor, verb="tag.merged", subject=Subject("tag", into.pk), data={"from": tag.name, "to": into.name})
    tag.delete()
    return into


@transaction.atomic
def delete_tag(tag: Tag, *, actor: Actor) -> None:
    """Take it off everywhere; the conversations stay."""
    record(actor=actor, verb="tag.deleted", subject=Subject("tag", tag.pk), data={"name": tag.name})
    tag.delete()


@transaction.atomic
def tag_conversation(
    conversation: Conversation, *, actor: Actor, add: Iterable[Tag] = (), remove: Iterable[Tag] = ()
) -> Conversation:
    """Put tags on a conversation and take others off; what changes nothing is not told."""
    current = lock(conversation.pk)
    here = set(current.tags.values_list("pk", flat=True))
    added = [tag for tag in add if tag.pk not in here]
    removed = [tag for tag in remove if tag.pk in here]
    if added or removed:
        current.tags.add(*added)
        current.tags.remove(*removed)
        names = {"added": [tag.name for tag in added], "removed": [tag.name for tag in removed]}
        record(actor=actor, verb="conversation.tagged", subject=subject_of(current), data=names)
        publish(ConversationTagged(conversation_id=current.pk))
    return current


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > MOST_TAG_NAME:
        raise BadTag("A tag is a word or a few, with at most 40 letters.")
    return name


def _colour(colour: str) -> str:
    return colour if colour in TagColour.values else TagColour.GREY
