from __future__ import annotations

import pytest

from cast import House, conversation_in
from nahbar.conversations.actions import (
    BadTag,
    change_tag,
    close,
    delete_tag,
    join,
    make_tag,
    merge_tags,
    tag_conversation,
    undo,
)
from nahbar.conversations.models import Conversation, Tag
from nahbar.conversations.queries import pile, tags_of
from nahbar.conversations.search.find import find
from nahbar.conversations.search.question import read_question
from nahbar.history.models import Entry
from nahbar.history.tasks import react
from nahbar.history.words import SYSTEM

# Listeners react in transactions of their own, as they do for real.
pytestmark = pytest.mark.django_db(transaction=True)


def tagged(conversation: Conversation, *names: str) -> list[Tag]:
    tags = [make_tag(name, actor=SYSTEM) for name in names]
    tag_conversation(conversation, actor=SYSTEM, add=tags)
    return tags


def names(conversation: Conversation) -> list[str]:
    return [tag.name for tag in tags_of([conversation.pk]).get(conversation.pk, [])]


def test_tags_are_put_on_and_taken_off_and_told_once(house: House) -> None:
    conversation = conversation_in(house.info)
    (tag,) = tagged(conversation, "Rückruf")
    tag_conversation(conversation, actor=SYSTEM, add=[tag])
    assert names(conversation) == ["Rückruf"]
    tag_conversation(conversation, actor=SYSTEM, remove=[tag])
    assert names(conversation) == []
    told = Entry.objects.filter(verb="conversation.tagged").order_by("id").values_list("data", flat=True)
    assert list(told) == [{"added": ["Rückruf"], "removed": []}, {"added": [], "removed": ["Rückruf"]}]


@pytest.mark.parametrize("same", ["Große Kunden", "große  kunden", "GROSSE KUNDEN"])
@pytest.mark.usefixtures("house")
def test_names_differ_by_more_than_case(same: str) -> None:
    first = make_tag("Große Kunden", actor=SYSTEM)
    assert make_tag(same, actor=SYSTEM) == first
    assert Tag.objects.get().name == "Große Kunden"


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
@pytest.mark.usefixtures("house")
def test_names_that_are_none_are_refused(name: str) -> None:
    with pytest.raises(BadTag):
        make_tag(name, actor=SYSTEM)


def test_renaming_merging_and_deleting_reach_every_conversation(house: House) -> None:
    one, two, both = (conversation_in(house.info, sender=f"{n} <{n}@post.example>") for n in "abc")
    (left,), (right,) = tagged(one, "links"), tagged(two, "rechts")
    tagged(both, "links", "rechts")
    with pytest.raises(BadTag):
        change_tag(left, actor=SYSTEM, name="Rechts", colour="red")
    change_tag(left, actor=SYSTEM, name="Linke Seite", colour="nonsense")
    assert names(one) == ["Linke Seite"]
    with pytest.raises(BadTag):
        merge_tags(left, into=left, actor=SYSTEM)
    merge_tags(left, into=right, actor=SYSTEM)
    assert names(one) == names(two) == names(both) == ["rechts"]
    delete_tag(right, actor=SYSTEM)
    assert names(one) == names(both) == []
    assert Conversation.objects.count() == 3


def test_the_pile_of_a_tag_is_what_is_open_and_visible(house: House) -> None:
    done = conversation_in(house.info, sender="Eins <eins@post.example>")
    hidden = conversation_in(house.werkstatt, sender="Zwei <zwei@post.example>")
    seen = conversation_in(house.info, sender="Drei <drei@post.example>")
    for each in (done, hidden, seen):
        (tag,) = tagged(each, "Rückruf")
    close(done, actor=SYSTEM)
    assert set(pile(house.carla, "tag", tag_id=tag.pk)) == {seen}
    assert set(pile(house.murat, "tag", tag_id=tag.pk)) == {hidden, seen}


@pytest.mark.parametrize(
    "asked", ["tag:Rückruf", "schlagwort:rückruf", 'sattel tag:"rückruf"', "tag:rückruf is:waiting"]
)
def test_search_knows_tags(house: House, asked: str) -> None:
    found = conversation_in(house.info)
    conversation_in(house.info, sender="Anders <anders@post.example>")
    tagged(found, "Rückruf", "heute")
    react()
    hits = find(house.anna, read_question(asked)).hits
    assert [hit.message.conversation_id for hit in hits] == [found.pk]
    assert not find(house.anna, read_question("tag:rückruf tag:morgen")).hits


def test_joining_adds_tags_and_undoing_takes_them_back(house: House) -> None:
    one, two = conversation_in(house.info, subject="Eins"), conversation_in(house.info, subject="Zwei")
    tagged(one, "eins", "beide")
    tagged(two, "beide")
    done = join(one, into=two, member=house.anna)
    assert names(two) == ["beide", "eins"]
    undo(done, member=house.anna)
    assert (names(one), names(two)) == (["beide", "eins"], ["beide"])
