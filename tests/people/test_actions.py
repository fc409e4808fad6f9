from __future__ import annotations

import pytest

from cast import House
from nahbar.channels.contract import Party
from nahbar.history.words import SYSTEM
from nahbar.people.actions import Taken, add_address, find_or_make, mark_bounced, mark_working, set_organisation
from nahbar.people.models import Address, Person
from nahbar.people.queries import address_on, people_at

pytestmark = pytest.mark.django_db


def make(*parties: Party, channel_name: str = "email") -> list[Person]:
    known = find_or_make(channel_name, parties)
    return [known[channel_name, party.address].person for party in parties]


def test_same_address_is_the_same_person_whatever_its_case() -> None:
    [first] = make(Party("Petra Voss", "petra@post.example"))
    [second] = make(Party("P. Voss", "Petra@POST.example"))
    assert first == second
    assert second.name == "Petra Voss"


def test_person_is_known_by_their_address_until_they_say_their_name() -> None:
    [person] = make(Party("", "petra@post.example"))
    assert person.name == "petra@post.example"
    make(Party("Petra Voss", "petra@post.example"))
    person.refresh_from_db()
    assert person.name == "Petra Voss"


def test_party_without_a_usable_address_is_left_out() -> None:
    assert find_or_make("email", [Party("Wer", "keine adresse")]) == {}
    assert not Person.objects.exists()


def test_letter_address_is_shared_by_a_household() -> None:
    home = "Amselweg 2\n90762 Fürth"
    [petra] = make(Party("Petra Voss", home), channel_name="letter")
    [ulf] = make(Party("Ulf Voss", home), channel_name="letter")
    assert petra != ulf
    assert make(Party("petra VOSS", home), channel_name="letter") == [petra]


def test_address_of_somebody_else_is_not_taken_over() -> None:
    [petra, jakob] = make(Party("Petra", "petra@post.example"), Party("Jakob", "jakob@brief.example"))
    with pytest.raises(Taken, match="Petra"):
        add_address(jakob, actor=SYSTEM, channel_name="email", value="petra@post.example")
    assert petra.addresses.count() == jakob.addresses.count() == 1


def test_bounced_address_gives_way_and_lives_again_when_they_write() -> None:
    [petra] = make(Party("Petra", "alt@post.example"))
    mark_bounced("email", "Alt@Post.example", evidence="550 no such user")
    add_address(petra, actor=SYSTEM, channel_name="email", value="neu@post.example")
    chosen = address_on(petra, "email")
    assert chosen is not None
    assert chosen.value == "neu@post.example"
    old = Address.objects.get(value="alt@post.example")
    assert (old.state, old.evidence) == ("bounced", "550 no such user")
    mark_working([old.pk])
    old.refresh_from_db()
    assert (old.state, old.evidence) == ("ok", "")


def test_people_are_found_by_any_address() -> None:
    [petra] = make(Party("Petra Voss", "petra@post.example"))
    add_address(petra, actor=SYSTEM, channel_name="letter", value="Amselweg 2, 90762 Fürth")
    assert list(people_at("PETRA@post.example")) == [petra]
    assert list(people_at("Amselweg 2\n90762 Fürth")) == [petra]
    assert not people_at("nobody@post.example")
    assert not people_at("no address at all")


def test_organisation_is_named_and_taken_away(house: House) -> None:
    [petra] = make(Party("Petra", "petra@post.example"))
    set_organisation(petra, actor=house.anna.actor, name="  Radclub Fürth ")
    assert str(petra.organisation) == "Radclub Fürth"
    set_organisation(petra, actor=house.anna.actor, name="")
    assert petra.organisation is None
