"""Saved searches: who sees them, who changes them, and that each reader finds only their own."""

from __future__ import annotations

import pytest

from cast import House, mail, receive
from nahbar.accounts.models import Member
from nahbar.conversations.rules import NotYours
from nahbar.conversations.saved.actions import BadSearch, change_search, delete_search, save_search
from nahbar.conversations.saved.models import SavedSearch
from nahbar.conversations.saved.queries import search_page
from nahbar.conversations.saved.rules import get_search, may_change_search, searches_of
from nahbar.conversations.saved.words import MOST_OF_ONE, Sharing
from nahbar.history.models import Entry
from nahbar.history.tasks import react

pytestmark = pytest.mark.django_db(transaction=True)


def settle() -> None:
    while react():
        pass


def titles(member: Member) -> set[str]:
    return {search.title for search in searches_of(member)}


def test_a_search_is_seen_by_those_it_is_shared_with(house: House) -> None:
    save_search(member=house.murat, title="Meins", question="bremse")
    save_search(member=house.murat, title="Werkstatt", question="sattel", sharing=Sharing.TEAM, team=house.workshop)
    save_search(member=house.murat, title="Alle", question="preis", sharing=Sharing.ALL)
    assert titles(house.murat) == {"Meins", "Werkstatt", "Alle"}
    assert titles(house.carla) == {"Alle"}
    assert titles(house.anna) == {"Alle"}
    hidden = SavedSearch.objects.get(title="Werkstatt")
    with pytest.raises(NotYours):
        get_search(house.carla, hidden.pk)
    with pytest.raises(NotYours):
        get_search(house.murat, 10**6)


def test_only_the_owner_changes_it_and_administrators_what_is_shared(house: House) -> None:
    own = save_search(member=house.murat, title="Meins", question="bremse")
    shared = save_search(member=house.murat, title="Alle", question="preis", sharing=Sharing.ALL)
    assert [may_change_search(each, own) for each in (house.murat, house.anna, house.carla)] == [True, False, False]
    assert [may_change_search(each, shared) for each in (house.murat, house.anna, house.carla)] == [True, True, False]
    for deed in (
        lambda: change_search(shared, by=house.carla, title="X", sharing=Sharing.ME),
        lambda: delete_search(shared, by=house.carla),
        lambda: delete_search(own, by=house.anna),
    ):
        with pytest.raises(NotYours):
            deed()
    change_search(shared, by=house.anna, title="  Preise   und mehr ", sharing=Sharing.ME)
    shared.refresh_from_db()
    assert (shared.title, shared.sharing) == ("Preise und mehr", "me")
    delete_search(own, by=house.murat)
    assert titles(house.murat) == {"Preise und mehr"}
    verbs = ["search.saved", "search.saved", "search.changed", "search.deleted"]
    assert list(Entry.objects.filter(subject_kind="search").order_by("id").values_list("verb", flat=True)) == verbs


def test_members_share_only_with_teams_they_are_in(house: House) -> None:
    with pytest.raises(NotYours):
        save_search(member=house.carla, title="Fremd", question="x", sharing=Sharing.TEAM, team=house.workshop)
    shared = save_search(
        member=house.anna, title="Werkstatt", question="x", sharing=Sharing.TEAM, team=house.workshop
    )
    assert titles(house.murat) == {"Werkstatt"}
    house.workshop.delete()
    shared.refresh_from_db()
    assert titles(house.murat) == set()
    assert titles(house.anna) == {"Werkstatt"}


@pytest.mark.parametrize(
    ("title", "question", "sharing"),
    [("", "bremse", "me"), ("x" * 41, "bremse", "me"), ("A", "  ", "me"), ("A", "b", "team"), ("A", "b", "nobody")],
)
def test_what_cannot_be_kept_is_said(house: House, title: str, question: str, sharing: str) -> None:
    with pytest.raises(BadSearch):
        save_search(member=house.murat, title=title, question=question, sharing=sharing)


def test_nobody_keeps_more_than_can_be_shown(house: House) -> None:
    for number in range(MOST_OF_ONE):
        save_search(member=house.murat, title=f"Nr. {number}", question="bremse")
    with pytest.raises(BadSearch):
        save_search(member=house.murat, title="Eine mehr", question="bremse")


def test_each_reader_finds_what_they_may_see(house: House) -> None:
    receive(house.werkstatt, raw=mail("Die Bremse quietscht.\n", to="werkstatt@radhof.example"))
    receive(house.info, raw=mail("Eine Bremse bestellen.\n", sender="Jakob <jakob@brief.example>"))
    settle()
    found = {member: len(search_page(member, "bremse").rows) for member in (house.anna, house.murat, house.carla)}
    assert found == {house.anna: 2, house.murat: 2, house.carla: 1}


def test_a_conversation_stands_once_however_the_pages_fall(house: House) -> None:
    first = receive(house.info, raw=mail("Bremse eins.\n", key="a@post.example"))
    for number in range(3):
        other = f"Jakob {number} <jakob{number}@brief.example>"
        receive(house.info, raw=mail("Bremse von Jakob.\n", sender=other))
    receive(house.info, raw=mail("Bremse zwei.\n", key="b@post.example", refs="<a@post.example>"))
    settle()
    seen: list[int] = []
    cursor, pages = "", 0
    while True:
        page = search_page(house.anna, "bremse", cursor=cursor, size=2)
        seen += [row.pk for row in page.rows]
        cursor, pages = page.next, pages + 1
        if not cursor:
            break
    assert seen[0] == first.conversation_id
    assert len(seen) == len(set(seen)) == 4
    assert pages > 1
