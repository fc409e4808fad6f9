"""Saved searches among the piles."""

from __future__ import annotations

import pytest
from django.test import Client

from cast import House, mail, receive
from desk.reading import words
from nahbar.conversations.saved.models import SavedSearch
from nahbar.history.tasks import react

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def found(house: House) -> None:
    """Two mails that a search for brakes finds, one of them for the workshop only."""
    receive(house.werkstatt, raw=mail("Die Bremse quietscht.\n", to="werkstatt@radhof.example"))
    receive(house.info, raw=mail("Eine Bremse bestellen.\n", sender="Jakob Meindl <jakob@brief.example>"))
    while react():
        pass


def keep(client: Client, title: str = "Bremsen", shared: str = "me", asked: str = "bremse") -> SavedSearch:
    client.post("/searches/", {"q": asked, "title": title, "shared": shared})
    return SavedSearch.objects.order_by("-pk").first() or SavedSearch()


@pytest.mark.usefixtures("found")
def test_a_search_becomes_a_pile_of_its_own(murat: Client) -> None:
    assert "Diese Suche als Stapel behalten" in words(murat.get("/search/", {"q": "bremse"}))
    search = keep(murat)
    page = murat.get(f"/piles/search-{search.pk}/")
    shown = words(page)
    assert "„Bremsen“ steht jetzt bei deinen Stapeln." in shown
    assert "Petra Voss" in shown
    assert "Jakob Meindl" in shown
    assert f'id="nav-search-{search.pk}"' in page.content.decode()
    assert "Bremsen" in words(murat.get("/palette/", {"q": "brems"}))


@pytest.mark.usefixtures("found")
def test_a_shared_one_shows_each_what_they_may_see(house: House, murat: Client, carla: Client, anna: Client) -> None:
    search = keep(murat, shared="all")
    assert "Petra Voss" not in words(carla.get(f"/piles/search-{search.pk}/"))
    assert "Jakob Meindl" in words(carla.get(f"/piles/search-{search.pk}/"))
    of_team = keep(murat, "Werkstatt", f"team-{house.workshop.pk}")
    assert carla.get(f"/piles/search-{of_team.pk}/").status_code == 404
    assert anna.get(f"/piles/search-{of_team.pk}/").status_code == 404
    assert carla.get(f"/searches/{search.pk}/").status_code == 404
    assert carla.post(f"/searches/{search.pk}/", {"do": "delete"}).status_code == 404
    assert (
        carla.post("/searches/", {"q": "x", "title": "X", "shared": f"team-{house.workshop.pk}"}).status_code == 302
    )
    assert SavedSearch.objects.count() == 2
    assert Client().post("/searches/", {"q": "x"}).headers["Location"].startswith("/account/login/")


def test_it_is_renamed_shared_and_deleted(house: House, murat: Client) -> None:
    search = keep(murat)
    page = murat.get(f"/searches/{search.pk}/")
    assert "Sucht nach: bremse" in words(page)
    assert "für das Team Werkstatt" in words(page)
    assert "für das Team Verkauf" not in words(page)
    shared = {"do": "change", "title": "Alles mit Bremse", "shared": f"team-{house.workshop.pk}"}
    murat.post(f"/searches/{search.pk}/", shared)
    search.refresh_from_db()
    assert (search.title, search.team) == ("Alles mit Bremse", house.workshop)
    said = words(murat.post(f"/searches/{search.pk}/", {"do": "change", "title": " "}))
    assert "Gib der Suche einen Namen" in said
    gone = murat.post(f"/searches/{search.pk}/", {"do": "delete"}, follow=True)
    assert "„Alles mit Bremse“ ist gelöscht." in words(gone)
    assert murat.get(f"/piles/search-{search.pk}/").status_code == 404


@pytest.mark.parametrize("shared", ["team-0", "team-x", "team-99999999999999999999", "everybody"])
def test_nonsense_is_refused_in_words(house: House, murat: Client, shared: str) -> None:
    del house
    answer = murat.post("/searches/", {"q": "bremse", "title": "X", "shared": shared}, follow=True)
    assert "Sag, für wen die Suche ist." in words(answer)
    assert not SavedSearch.objects.exists()


def test_an_empty_one_says_so_kindly_and_strange_pages_lead_back(house: House, murat: Client) -> None:
    del house
    search = keep(murat, '<b>"x', asked="unauffindbar")
    page = murat.get(f"/piles/search-{search.pk}/")
    assert "Im Moment passt nichts zu dieser Suche." in words(page)
    assert "<b>" not in page.content.decode().split('id="list-title"')[1][:200]
    for strange in ("nonsense", "9" * 30):
        assert murat.get(f"/piles/search-{search.pk}/?after={strange}").headers["Location"].endswith(f"{search.pk}/")
