from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from api.client import System, body, ids, problem
from cast import JAKOB, House, conversation_in, mail, receive
from nahbar.conversations import actions
from nahbar.conversations.models import Conversation

HTML = '<p>Guten Tag,<br>das Rad <b>quietscht</b>.</p><script>steal()</script><img src="https://spy.example/x.png">'


def test_a_conversation_tells_who_wrote_what(anna: System, house: House, saddle: Conversation) -> None:
    found = body(anna.get(f"conversations/{saddle.pk}"))
    assert found["subject"] == "Sattel"
    assert found["state"] == "open"
    assert found["person"] == {"id": saddle.person_id, "name": "Petra Voss"}
    assert found["inboxes"] == [{"id": house.werkstatt.pk, "name": "werkstatt@"}]
    assert saddle.waiting_since is not None
    assert datetime.fromisoformat(found["waiting_since"]) == saddle.waiting_since.replace(
        microsecond=saddle.waiting_since.microsecond // 1000 * 1000
    )
    (message,) = found["messages"]
    assert message["direction"] == "in"
    assert message["channel"] == "email"
    assert message["author"] == {"name": "Petra Voss", "kind": "person", "id": saddle.person_id}
    assert "mein Sattel ist lose" in message["text"]
    assert message["delivery"] is None


def test_text_is_whole_and_own_words_are_without_the_quote(anna: System, house: House) -> None:
    text = "Danke, das hilft!\n\nAm 3. Mai schrieb Anna Lind:\n> Bitte die Schraube nachziehen.\n"
    conversation = conversation_in(house.info, text=text)
    (message,) = body(anna.get(f"conversations/{conversation.pk}"))["messages"]
    assert "Schraube nachziehen" in message["text"]
    assert message["own_words"] == "Danke, das hilft!"


def test_html_of_strangers_comes_cleaned(anna: System, house: House) -> None:
    raw = mail(headers={"X-Kind": "html"}).replace(b"text/plain", b"text/html")
    raw = raw.partition(b"\n\n")[0] + b"\n\n" + HTML.encode()
    message = receive(house.info, raw=raw)
    (shown,) = body(anna.get(f"conversations/{message.conversation_id}"))["messages"]
    assert "<b>quietscht</b>" in shown["html"]
    assert "steal" not in shown["html"]
    assert ' src="https://spy.example' not in shown["html"]


def test_lists_narrow(anna: System, house: House, saddle: Conversation) -> None:
    bell = conversation_in(house.info, sender=JAKOB, subject="Klingel", text="Die Klingel schweigt.")
    actions.close(bell, actor=house.anna.actor)
    actions.assign(saddle, actor=house.anna.actor, member=house.murat)
    everything = [bell.pk, saddle.pk]
    narrowings: list[tuple[dict[str, object], list[int]]] = [
        ({}, everything),
        ({"state": "open"}, [saddle.pk]),
        ({"state": "closed"}, [bell.pk]),
        ({"state": "spam"}, []),
        ({"inbox": house.info.pk}, [bell.pk]),
        ({"person": saddle.person_id}, [saddle.pk]),
        ({"assignee": house.murat.pk}, [saddle.pk]),
        ({"assignee": "none"}, [bell.pk]),
        ({"assignee": "me"}, []),
        ({"q": "klingel"}, [bell.pk]),
        ({"q": "petra sattel"}, [saddle.pk]),
        ({"state": "open", "q": "klingel"}, []),
    ]
    for narrowing, expected in narrowings:
        page = body(anna.get("conversations", **narrowing))
        assert sorted(ids(page)) == sorted(expected), narrowing
        assert page["next"] is None


def test_pages_follow_each_other_without_gap_or_repeat(anna: System, house: House) -> None:
    made = [conversation_in(house.info, subject=f"Frage {number}").pk for number in range(5)]
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = body(anna.get("conversations", limit=2, cursor=cursor))
        assert len(page["items"]) <= 2
        seen += ids(page)
        cursor = page["next"]
    assert seen == made[::-1]


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 201}, {"state": "lost"}, {"assignee": "x"}, {"inbox": "0"}]
)
def test_a_wrong_filter_is_named(anna: System, query: dict[str, object]) -> None:
    found = problem(anna.get("conversations", **query), 422)
    assert [error["field"] for error in found["errors"]] == list(query)


def test_a_foreign_cursor_is_refused(anna: System) -> None:
    problem(anna.get("conversations", cursor="bm9uc2Vuc2U="), 400)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    anna: System, house: House, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        conversation_in(house.info)
    anna.get("inboxes")  # the key's time of use is written once a minute
    with django_assert_num_queries(2):
        body(anna.get("conversations"))


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.usefixtures("house")
def test_a_conversation_asks_the_same_number_of_questions(
    anna: System,
    saddle: Conversation,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(number):
        body(anna.post(f"conversations/{saddle.pk}/messages", {"kind": "reply", "text": "Gern."}), 201)
    with django_assert_num_queries(7):
        body(anna.get(f"conversations/{saddle.pk}"))


def test_closing_reopening_assigning(anna: System, house: House, saddle: Conversation) -> None:
    path = f"conversations/{saddle.pk}"
    assert body(anna.patch(path, {"state": "closed"}))["state"] == "closed"
    assert body(anna.patch(path, {"state": "open"}))["state"] == "open"
    assigned = body(anna.patch(path, {"assignee": house.murat.pk, "team": house.workshop.pk}))
    assert assigned["assignee"] == {"id": house.murat.pk, "name": "Murat Kaya"}
    assert assigned["team"] == {"id": house.workshop.pk, "name": "Werkstatt"}
    alone = body(anna.patch(path, {"assignee": None}))
    assert alone["assignee"] is None
    assert alone["team"]["id"] == house.workshop.pk


def test_a_change_happens_whole_or_not_at_all(anna: System, house: House, saddle: Conversation) -> None:
    refused = anna.patch(f"conversations/{saddle.pk}", {"state": "closed", "assignee": house.carla.pk})
    assert problem(refused, 422)["errors"][0]["field"] == "assignee"
    saddle.refresh_from_db()
    assert saddle.state == "open"
    assert saddle.assignee is None


@pytest.mark.parametrize(
    "change", [{"state": "spam"}, {"assignee": 10**12}, {"team": 10**12}, {"colour": "red"}, {"assignee": "x"}]
)
def test_an_impossible_change_names_its_field(anna: System, saddle: Conversation, change: dict[str, object]) -> None:
    found = problem(anna.patch(f"conversations/{saddle.pk}", change), 422)
    assert [error["field"] for error in found["errors"]] == list(change)
