"""The pages of rules: for administrators, in plain words, with a trial that does nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cast import House, mail, receive
from desk.reading import words
from nahbar.conversations.actions import make_tag
from nahbar.conversations.automation.models import Applied, Rule
from nahbar.history.tasks import react
from nahbar.history.words import SYSTEM
from nahbar.toolbox import clock

pytestmark = pytest.mark.django_db(transaction=True)


def filled(**more: Any) -> dict[str, Any]:
    """What a browser sends for a small rule."""
    return {"title": "Brakes", "words": "bremse", "note": "Look at it.", "first_only": "on", "ending": "", **more}


def make(anna: Client, **more: Any) -> Rule:
    assert anna.post("/settings/rules/new/", {**filled(**more), "do": "save"}).status_code == 302
    return Rule.objects.latest("pk")


def test_only_administrators_come_in(house: House, anna: Client, murat: Client, client: Client) -> None:
    del house
    rule = make(anna)
    pages = [reverse("desk:rules"), reverse("desk:new_rule"), reverse("desk:rule", args=[rule.pk])]
    posts = [reverse(f"desk:{name}_rule", args=[rule.pk]) for name in ("move", "switch", "delete")]
    for page in (*pages, *posts):
        assert murat.post(page, filled()).status_code == 403
        assert client.post(page).headers["Location"].startswith(reverse("account_login"))
    for page in pages:
        assert anna.get(page).status_code == 200
        assert murat.get(page).status_code == 403
    for page in posts:
        assert anna.get(page).status_code == 405
    assert Rule.objects.get().title == "Brakes"
    assert "Rules" not in words(murat.get(reverse("desk:profile")))


def test_a_rule_is_made_and_said_in_words(house: House, anna: Client) -> None:
    tag = make_tag("Bremse", actor=SYSTEM)
    rule = make(
        anna,
        inboxes=[house.info.pk, house.werkstatt.pk],
        senders="@firma.example; petra@post.example\nJakob",
        recipients="info@radhof.example",
        languages=["de"],
        moods=["angry"],
        intents=["complaint", "price"],
        urgent="on",
        has_attachment="on",
        outside="on",
        opens="08:00",
        closes="17:30",
        days=["1", "5"],
        tags=[tag.pk],
        taker=f"team-{house.workshop.pk}",
        inbox=house.werkstatt.pk,
        ending="snooze",
        until="tomorrow morning",
        stops="on",
    )
    shown = words(anna.get("/settings/rules/"))
    for said in (
        "in info@ or werkstatt@",
        "from @firma.example, petra@post.example or Jakob",
        "with the words “bremse”",
        "with a file",
        "written in German",
        "written angry",
        "about: complaint or price",
        "not between 08:00 and 17:30 (Mo, Fr)",
        "as the first message of a conversation",
        "tag it Bremse",
        "move it to werkstatt@",
        "give it to the team Werkstatt",
        "write a note",
        "snooze it: tomorrow morning",
        "then no further rules",
        "Not applied yet",
    ):
        assert said in shown
    page = anna.get(f"/settings/rules/{rule.pk}/").content.decode()
    assert "@firma.example, petra@post.example, Jakob" in page
    assert 'value="17:30"' in page
    again = anna.post(f"/settings/rules/{rule.pk}/", {**filled(title="Brakes, shorter"), "do": "save"}, follow=True)
    assert "“Brakes, shorter” is saved." in words(again)
    rule.refresh_from_db()
    assert rule.conditions == {"words": "bremse", "first_only": True}
    assert rule.deeds == {"note": "Look at it."}


def test_what_the_form_shows_is_what_it_saves(house: House, anna: Client) -> None:
    rule = make(anna, taker=f"member-{house.murat.pk}", outside="on", opens="09:00", closes="18:00", days=["1"])
    form = anna.get(f"/settings/rules/{rule.pk}/").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: "on" if value is True else value for name, value in sent.items() if value not in (False, None)}
    anna.post(f"/settings/rules/{rule.pk}/", {**sent, "do": "save"})
    changed = Rule.objects.get()
    assert (changed.conditions, changed.deeds) == (rule.conditions, rule.deeds)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Something is missing still"),
        ({"note": ""}, "Say what is to be done"),
        ({"ending": "snooze", "until": "whenever"}, "We did not understand until when."),
        ({"words": "is:open"}, "Write at least one word"),
        ({"inboxes": ["0"]}, "Something is missing still"),
        ({"taker": "member-0"}, "Something is missing still"),
        ({"tags": ["x"]}, "Something is missing still"),
        ({"opens": "soon", "outside": "on"}, "Something is missing still"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    house: House, anna: Client, wrong: dict[str, Any], said: str
) -> None:
    del house
    for do in ("save", "try"):
        answer = anna.post("/settings/rules/new/", {**filled(senders="kept@firma.example"), **wrong, "do": do})
        assert answer.status_code == 422
        assert said in words(answer)
        assert "kept@firma.example" in answer.content.decode()
    assert not Rule.objects.exists()


def test_a_trial_shows_what_would_have_been(house: House, anna: Client) -> None:
    with clock.hold(clock.now() - timedelta(days=2)):
        receive(house.info, raw=mail("Meine Bremse <b>quietscht</b>.\n"))
    receive(house.info, raw=mail("Eine Klingel.\n", sender="Jakob <jakob@brief.example>"))
    while react():
        pass
    page = anna.post("/settings/rules/new/", {**filled(), "do": "try"})
    shown = words(page)
    assert "Of 2 messages of the last 30 days it would have concerned 1." in shown
    assert "It would: write a note." in shown
    assert "Petra Voss" in shown
    assert "Look at it." in page.content.decode()
    assert "<b>quietscht" not in page.content.decode()
    assert not Rule.objects.exists()
    none = anna.post("/settings/rules/new/", {**filled(words="lastenrad"), "do": "try"})
    assert "it would have concerned 0." in words(none)


def test_rules_are_ordered_switched_and_deleted(house: House, anna: Client) -> None:
    first, second = make(anna), make(anna, title="Second")
    anna.post(f"/settings/rules/{second.pk}/move/", {"up": "yes"})
    assert list(Rule.objects.values_list("title", flat=True)) == ["Second", "Brakes"]
    assert "“Second” rests." in words(anna.post(f"/settings/rules/{second.pk}/switch/", follow=True))
    assert "rests" in words(anna.get("/settings/rules/"))
    assert "works from now on" in words(anna.post(f"/settings/rules/{second.pk}/switch/", {"on": "y"}, follow=True))
    assert "“Second” is deleted." in words(anna.post(f"/settings/rules/{second.pk}/delete/", follow=True))
    receive(house.info, raw=mail("Meine Bremse quietscht.\n"))
    while react():
        pass
    assert Applied.objects.get().rule == first
    assert "Last applied: today" in words(anna.get("/settings/rules/"))
    assert "rule" in words(anna.get("/settings/rules/")).lower()


def test_the_conversation_names_the_rule(house: House, anna: Client) -> None:
    tag = make_tag("Eilig", actor=SYSTEM)
    make(anna, title="Nur <b>Bremsen</b>", tags=[tag.pk], inbox=house.werkstatt.pk)
    message = receive(house.info, raw=mail("Meine Bremse quietscht.\n"))
    while react():
        pass
    page = anna.get(f"/conversations/{message.conversation_id}/")
    shown = words(page)
    assert "Rule “Nur <b>Bremsen</b>” put on: Eilig" in shown
    assert "Rule “Nur <b>Bremsen</b>” moved the conversation to werkstatt@" in shown
    assert "<b>Bremsen</b>" not in page.content.decode()


def test_what_a_rule_names_may_be_gone(house: House, anna: Client) -> None:
    rule = make(anna, taker=f"team-{house.workshop.pk}")
    house.workshop.delete()
    Rule.objects.filter(pk=rule.pk).update(problem="Nobody can say until when this rule snoozes.")
    shown = words(anna.get("/settings/rules/"))
    assert "give it to the team something that is gone" in shown
    assert "It could not do everything last time: Nobody can say" in shown
    assert anna.get(f"/settings/rules/{rule.pk}/").status_code == 200


def test_an_empty_list_says_what_rules_are_for(house: House, anna: Client) -> None:
    del house
    assert "There are no rules yet." in words(anna.get("/settings/rules/"))
