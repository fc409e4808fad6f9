from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import House
from desk.reading import page_of, words
from nahbar.conversations.actions import Reply, send_reply
from nahbar.conversations.models import Conversation
from nahbar.desk.coaching import Hint, applied, coached
from nahbar.language.coach import RULES
from nahbar.voice import actions
from nahbar.voice.models import WavedAway
from nahbar.voice.words import Rule

BAD = (
    "Sehr geehrte Damen und Herren,\n\nbezüglich Ihres Anliegens 🚲 wurde die Prüfung eingeleitet. Sie erhalten"
    " zeitnah eine Antwort. Bis Freitag schicke ich Ihnen den Sattel.\n\nMit freundlichen Grüßen\nAnna Lind"
)
COACH_QUERIES = 11


def check(client: Client, conversation: Conversation, text: str, **form: Any) -> Any:
    return client.post(f"/conversations/{conversation.pk}/coach/", {"text": text, "part": "yes", **form})


def keys(page: Any, name: str) -> dict[str, str]:
    """The keys of the buttons of this name, by rule."""
    found = re.findall(rf'name="{name}" value="([^"]+)"', page.content.decode())
    return {re.sub(r"-\d+-\d+-\w{8}$", "", key): key for key in found}


def test_settings_know_every_rule_of_the_coach() -> None:
    assert set(Rule.values) == set(RULES)


def test_findings_say_what_why_and_better(anna: Client, saddle: Conversation) -> None:
    page = check(anna, saddle, BAD)
    shown = words(page)
    assert "Der Name ist bekannt, steht aber nicht da" in shown
    assert "Ein Versprechen ohne Datum" in shown
    assert "zeitnah" in shown
    assert "Du versprichst:" in shown
    assert "Bis Freitag (Freitag, " in shown
    starts = [int(each) for each in re.findall(r'data-start="(\d+)"', page.content.decode())]
    assert BAD.index("zeitnah") in starts, "places count code points, also behind an emoji"


def test_an_empty_draft_hears_nothing(anna: Client, saddle: Conversation) -> None:
    for text in ("", "  \n "):
        assert words(check(anna, saddle, text)) == "Der Coach hat nichts anzumerken."


def test_line_ends_of_browsers_move_no_place(anna: Client, saddle: Conversation) -> None:
    assert keys(check(anna, saddle, BAD), "wave") == keys(check(anna, saddle, BAD.replace("\n", "\r\n")), "wave")


def test_a_signature_is_a_name_and_is_not_coached(house: House, saddle: Conversation) -> None:
    text = "Hallo Frau Voss,\n\nder Sattel liegt morgen für Sie bereit."
    assert "closing-nameless" in {hint.rule for hint in coached(saddle, house.anna, text, "").hints}
    house.anna.signature = "Mit freundlichen Grüßen\nAnna Lind\nBezüglich Ihrer Inanspruchnahme: wurde geprüft"
    found = coached(saddle, house.anna, text, "")
    assert "closing-nameless" not in {hint.rule for hint in found.hints}
    assert all(hint.end <= len(text) for hint in found.hints)


def test_without_javascript_the_page_comes_back_with_the_draft(murat: Client, saddle: Conversation) -> None:
    page = murat.post(
        f"/conversations/{saddle.pk}/coach/", {"text": BAD, "check": "1", "way": "email", "cc": "x@y.example"}
    )
    assert page.status_code == 200
    assert "Ein Versprechen ohne Datum" in words(page)
    assert BAD in unescape(page.content.decode())
    assert "x@y.example" in page.content.decode()
    assert "Entwurf prüfen" in words(page_of(murat, saddle))


def test_a_suggestion_is_taken_over_without_javascript(anna: Client, saddle: Conversation) -> None:
    key = keys(check(anna, saddle, BAD), "apply")["promise-vague"]
    page = anna.post(f"/conversations/{saddle.pk}/coach/", {"text": BAD, "apply": key})
    assert "zeitnah" not in unescape(page.content.decode())
    stale = anna.post(f"/conversations/{saddle.pk}/coach/", {"text": f"Guten Tag. {BAD}", "apply": key})
    assert f"Guten Tag. {BAD}" in unescape(stale.content.decode()), "a place in another draft is left alone"


def test_where_suggestions_go() -> None:
    def hint(at: str, start: int = 0, end: int = 0) -> Hint:
        return Hint("k", "blame", "", "hint", start, end, "", "", "Neu", at)

    assert applied("a 🚲 b c", hint("here", 4, 5)) == "a 🚲 Neu c"
    assert applied("\n x ", hint("before")) == "Neu\n\nx "
    assert applied(" x\n", hint("behind")) == " x\n\nNeu"
    assert not hint("").can_apply


def test_waved_away_stays_away_here_with_its_reason(
    house: House, murat: Client, anna: Client, saddle: Conversation
) -> None:
    before = keys(check(murat, saddle, BAD), "wave")
    key = before["promise-vague"]
    after = check(murat, saddle, BAD, wave=key, reason="So reden wir")
    assert "promise-vague" not in keys(after, "wave")
    assert set(keys(after, "wave")) == set(before) - {"promise-vague"}
    row = WavedAway.objects.get()
    assert (row.rule, row.reason, row.member, row.conversation) == (
        "promise-vague",
        "So reden wir",
        house.murat,
        saddle.pk,
    )
    assert "promise-vague" not in keys(check(murat, saddle, f"Guten Tag. {BAD}"), "wave")
    assert "promise-vague" in keys(check(anna, saddle, BAD), "wave"), "for colleagues it is still there"
    check(murat, saddle, BAD, wave="nonsense")
    assert WavedAway.objects.count() == 1


def test_the_house_sets_how_loud_rules_are(house: House, saddle: Conversation) -> None:
    actions.set_rules(member=house.anna, rules={"promise-vague": "off", "bureaucratic": "warn"})
    found = {hint.rule: hint.severity for hint in coached(saddle, house.anna, BAD, "").hints}
    assert "promise-vague" not in found
    assert found["bureaucratic"] == "warn"
    actions.set_rules(member=house.anna, team_id=house.workshop.pk, rules={"promise-vague": "warn"})
    assert {hint.rule for hint in coached(saddle, house.anna, BAD, "").hints} > {"promise-vague"}
    actions.save_block(member=house.anna, name="Alles", text=BAD, part="core")
    assert "boilerplate" in {hint.rule for hint in coached(saddle, house.anna, BAD, "").hints}


def test_strangers_have_no_coach_here(carla: Client, saddle: Conversation) -> None:
    assert check(carla, saddle, BAD).status_code == 404
    assert carla.get(f"/conversations/{saddle.pk}/coach/").status_code == 405
    assert Client().post(f"/conversations/{saddle.pk}/coach/", {"text": BAD}).status_code == 302


def test_a_book_is_refused_in_words(anna: Client, saddle: Conversation) -> None:
    assert check(anna, saddle, "a" * 200_001).status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_a_look_costs_the_same_in_short_and_long_conversations(
    house: House, anna: Client, saddle: Conversation, rows: int
) -> None:
    for number in range(rows):
        send_reply(saddle, Reply(f"Antwort {number}"), member=house.anna)
    check(anna, saddle, BAD)
    with CaptureQueriesContext(connection) as captured:
        check(anna, saddle, BAD)
    assert len(captured) == COACH_QUERIES
