"""Asking, handing over, following and naming on the pages: owner, colleague, stranger."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import House
from desk.conftest import signed_in
from desk.reading import page_of, statements, words
from nahbar.accounts.actions import set_presence
from nahbar.accounts.models import Member
from nahbar.conversations.actions import add_note, assign, follow
from nahbar.conversations.models import Conversation, Follower, Question
from nahbar.history.tasks import react
from nahbar.notices.models import Notice

# Listeners see what is committed.
pytestmark = pytest.mark.django_db(transaction=True)


def settle() -> None:
    while react():
        pass


def note(client: Client, conversation: Conversation, text: str, **more: object) -> int:
    answer = client.post(f"/conversations/{conversation.pk}/note/", {"text": text, **more})
    return answer.status_code


def test_asking_fills_their_pile_and_answering_empties_it(
    house: House, saddle: Conversation, anna: Client, murat: Client
) -> None:
    assert "Gefragt" not in words(murat.get("/piles/open/"))
    assert note(anna, saddle, "Haben wir den da?", ask=house.murat.pk) == 302
    assert "Petra Voss" in words(murat.get("/piles/asked/"))
    assert "Gefragt 1" in words(murat.get("/piles/open/"))
    asked = words(page_of(murat, saddle))
    assert "Anna Lind fragt dich: Haben wir den da?" in asked
    assert "fragt Murat Kaya" in words(page_of(anna, saddle))
    assert "Anna Lind fragt dich" not in words(page_of(anna, saddle))
    assert note(murat, saddle, "Ja, zwei.") == 302
    assert "Niemand fragt dich etwas." in words(murat.get("/piles/asked/"))
    assert "Murat Kaya hat geantwortet" in words(page_of(anna, saddle))


def test_done_is_a_button_for_who_is_asked_alone(
    house: House, saddle: Conversation, anna: Client, murat: Client, carla: Client
) -> None:
    note(anna, saddle, "Rufst du an?", ask=house.murat.pk)
    question = Question.objects.get()
    address = f"/questions/{question.pk}/settle/"
    for other in (anna, carla):
        assert other.post(address).status_code == 404
    assert murat.get(address).status_code == 405
    assert Client().post(address).status_code == 302
    assert murat.post(address).status_code == 302
    assert murat.post("/questions/999/settle/").status_code == 404
    question.refresh_from_db()
    assert question.settled_at
    assert "Murat Kaya sagt: erledigt" in words(page_of(anna, saddle))
    assert "Gefragt" not in words(murat.get("/piles/open/"))


@pytest.mark.parametrize("ask", ["999", "-1", "Murat"])
def test_nobody_is_asked_who_is_not_there(house: House, saddle: Conversation, anna: Client, ask: str) -> None:
    answer = anna.post(f"/conversations/{saddle.pk}/note/", {"text": "Bleibt das stehen?", "ask": ask})
    assert answer.status_code == 422
    assert "Bleibt das stehen?" in words(answer)
    assert note(anna, saddle, "Und du?", ask=house.carla.pk) == 422
    assert not Question.objects.exists()


def test_only_who_may_see_it_can_be_asked_and_named(house: House, saddle: Conversation, anna: Client) -> None:
    page = page_of(anna, saddle).content.decode()
    assert f'<option value="{house.murat.pk}">Murat Kaya' in page
    assert 'data-name="Murat Kaya"' in page
    assert "Carla Fremd" not in page


def test_names_in_notes_are_marked_and_hostile_ones_are_text(
    house: House, saddle: Conversation, anna: Client
) -> None:
    Member.objects.filter(pk=house.murat.pk).update(name="<b>Murat</b> Kaya")
    note(anna, saddle, "Weiß es @<b>Murat</b> Kaya, oder https://rad.example?")
    page = page_of(anna, saddle).content.decode()
    assert '<mark class="named">@&lt;b&gt;Murat&lt;/b&gt; Kaya</mark>' in page
    assert "<b>Murat" not in page
    assert '<a href="https://rad.example"' in page


def test_handing_over_with_a_note(house: House, saddle: Conversation, anna: Client, murat: Client) -> None:
    form = {"to": f"member-{house.murat.pk}", "note": "Sie kennt dich.", "once": "eins"}
    for _ in range(2):
        assert anna.post(f"/conversations/{saddle.pk}/assign/", form).status_code == 302
    shown = words(page_of(murat, saddle))
    assert shown.count("Sie kennt dich.") == 1
    assert "Anna Lind hat das Gespräch an Murat Kaya übergeben" in shown
    assert (
        anna.post(
            f"/conversations/{saddle.pk}/assign/", {"to": f"member-{house.carla.pk}", "note": "Bitte!"}
        ).status_code
        == 404
    )
    assert "Bitte!" not in words(page_of(murat, saddle))


def test_following_and_no_more(
    house: House, saddle: Conversation, murat: Client, anna: Client, carla: Client
) -> None:
    address = f"/conversations/{saddle.pk}/follow/"
    assert carla.post(address, {"on": "yes"}).status_code == 404
    murat.post(address, {"on": "yes"})
    shown = words(page_of(murat, saddle))
    assert "Du verfolgst das Gespräch jetzt" in shown
    assert "verfolgt von Murat Kaya" in shown
    assert "Nicht mehr verfolgen" in shown
    assert "verfolgt von Murat Kaya" in words(page_of(anna, saddle))
    assert "Nicht mehr verfolgen" not in words(page_of(anna, saddle))
    murat.post(address, {})
    assert not Follower.objects.exists()
    assert house


def test_who_is_away_is_marked_so_and_their_work_is_shown(
    house: House, saddle: Conversation, anna: Client, carla: Client
) -> None:
    assign(saddle, actor=house.anna.actor, member=house.murat)
    set_presence(
        house.murat, by=house.murat, working_days="1234567", away_from=date(2000, 1, 1), away_until=date(2999, 3, 6)
    )
    assert "Murat Kaya (abwesend bis 6. März 2999)" in words(page_of(anna, saddle))
    assert "Bei Abwesenden 1" in words(anna.get("/piles/open/"))
    assert "Petra Voss" in words(anna.get("/piles/away/"))
    assert "Bei Abwesenden" not in words(carla.get("/piles/open/"))
    assert "Petra Voss" not in words(carla.get("/piles/away/"))


def told_of(house: House, saddle: Conversation) -> None:
    add_note(saddle, member=house.anna, text="@Murat Kaya")
    settle()


@pytest.mark.parametrize(
    ("query", "is_seen"),
    [("", True), ("?part=stage", True), ("?part=fresh", True), ("?part=fresh&away=1", False)],
)
def test_looking_at_it_is_seeing_it(
    house: House, saddle: Conversation, murat: Client, anna: Client, query: str, is_seen: bool
) -> None:
    told_of(house, saddle)
    anna.get(f"/conversations/{saddle.pk}/")
    assert Notice.objects.get().seen_at is None
    murat.get(f"/conversations/{saddle.pk}/{query}")
    assert (Notice.objects.get().seen_at is not None) == is_seen


@pytest.mark.parametrize("times", [1, 3])
def test_questions_and_followers_cost_the_same_for_one_and_for_three(
    house: House, saddle: Conversation, anna: Client, times: int
) -> None:
    for _ in range(times):
        add_note(saddle, member=house.murat, text="Anna?", ask=[house.anna])
    for member in (house.anna, house.murat)[:times]:
        follow(saddle, member=member, on=True)
    settle()
    client = signed_in(house.anna)
    page_of(client, saddle)
    with CaptureQueriesContext(connection) as captured:
        page_of(client, saddle)
    asked = [sql for sql in statements(captured) if "_question" in sql or "_follower" in sql]
    assert len(asked) == 3  # the questions, those who could take it, and the navigation's counts
    assert anna
