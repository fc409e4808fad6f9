from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import House, conversation_in, mail, receive
from desk.reading import page_of, words
from desk.test_drafts import form_of
from nahbar.conversations.actions import Reply, plan
from nahbar.conversations.models import Conversation, Draft, Message
from nahbar.toolbox import clock

LATER = {"then": "later", "at": "", "words": "in zwei Stunden"}
ASIDE = {"then": "snooze", "at": "", "words": "in zwei Stunden"}


def send(client: Client, conversation: Conversation, **fields: object) -> int:
    form = form_of(client, conversation, **fields)
    return client.post(f"/conversations/{conversation.pk}/reply/", form).status_code


def test_it_stands_in_the_thread_until_it_leaves(saddle: Conversation, murat: Client, anna: Client) -> None:
    plan_file = SimpleUploadedFile("plan.pdf", b"%PDF-1.4", "application/pdf")
    assert send(murat, saddle, text="Guten Morgen!", attached=plan_file, **LATER) == 302
    shown = words(page_of(anna, saddle))
    assert "geht heute" in shown or "geht morgen" in shown
    for said in ("Murat Kaya", "Guten Morgen!", "plan.pdf", "Jetzt senden"):
        assert said in shown
    assert murat.get(f"/conversations/{saddle.pk}/").context["composer"].text == ""
    assert not Message.objects.filter(kind="reply").exists()


def test_an_offer_is_taken_as_it_stands(saddle: Conversation, murat: Client) -> None:
    at = clock.now() + timedelta(days=1)
    assert send(murat, saddle, text="Morgen!", then="later", at=at.isoformat(), words="Unsinn") == 302
    assert Draft.objects.get().leaves_at == at


@pytest.mark.parametrize("when", ["irgendwann mal", "gestern"])
def test_a_time_that_is_none_sends_nothing_and_keeps_the_text(saddle: Conversation, murat: Client, when: str) -> None:
    for then in ("later", "snooze"):
        form = form_of(murat, saddle, text="Bald!", then=then, at="", words=when)
        refused = murat.post(f"/conversations/{saddle.pk}/reply/", form)
        assert refused.status_code == 422
        assert refused.context["composer"].text == "Bald!"
    assert not Message.objects.filter(kind="reply").exists()
    assert not Draft.objects.filter(leaves_at__isnull=False).exists()


def test_the_choice_counts_only_with_a_time(saddle: Conversation, murat: Client) -> None:
    assert send(murat, saddle, text="Sofort!", then="later", words="morgen") == 302
    assert Message.objects.get(kind="reply").text == "Sofort!"


def test_send_and_put_aside(saddle: Conversation, murat: Client) -> None:
    assert send(murat, saddle, text="Ich frage nach.", **ASIDE) == 302
    saddle.refresh_from_db()
    assert saddle.state == "snoozed"
    assert "zurückgestellt" in words(page_of(murat, saddle)) or "schlummert" in words(page_of(murat, saddle))


def test_taken_back_it_is_in_the_composer_with_its_files(saddle: Conversation, murat: Client, anna: Client) -> None:
    plan_file = SimpleUploadedFile("plan.pdf", b"%PDF-1.4", "application/pdf")
    send(
        murat,
        saddle,
        text="Guten Morgen!",
        attached=plan_file,
        cc="chef@post.example",
        known="chef@post.example",
        **LATER,
    )
    draft = Draft.objects.get()
    assert anna.post(f"/drafts/{draft.pk}/take-back/").status_code == 302
    composer = anna.get(f"/conversations/{saddle.pk}/").context["composer"]
    assert (composer.text, composer.cc) == ("Guten Morgen!", "chef@post.example")
    assert [file["name"] for file in composer.files] == ["plan.pdf"]


def test_sending_at_once_asks_whether_one_has_seen_what_came(
    house: House, saddle: Conversation, murat: Client
) -> None:
    send(murat, saddle, text="Guten Morgen!", **LATER)
    draft = Draft.objects.get()
    key = saddle.messages.get().key
    seen = saddle.messages.latest("pk").pk
    receive(house.werkstatt, raw=mail("Hat sich erledigt!", refs=f"<{key}>", to="werkstatt@radhof.example"))
    assert "geht nicht von selbst hinaus" in words(page_of(murat, saddle))
    assert murat.post(f"/drafts/{draft.pk}/send/", {"seen": seen}).status_code == 422
    newest = saddle.messages.latest("pk").pk
    assert murat.post(f"/drafts/{draft.pk}/send/", {"seen": newest}).status_code == 302
    assert Message.objects.get(kind="reply").text == "Guten Morgen!"
    assert murat.post(f"/drafts/{draft.pk}/send/", {"seen": newest}).status_code == 404


def test_strangers_get_nowhere(house: House, saddle: Conversation, carla: Client) -> None:
    draft = plan(saddle, Reply("Geheim"), member=house.murat, at=clock.now() + timedelta(hours=1))
    for address in ("take-back", "send"):
        answer = carla.post(f"/drafts/{draft.pk}/{address}/")
        assert answer.status_code == 404
        assert "Geheim" not in words(answer)
    assert Draft.objects.get() == draft


def test_a_newcomer_in_a_hidden_copy_is_pointed_out(saddle: Conversation, murat: Client) -> None:
    form = form_of(murat, saddle, text="Gern.", bcc="akte@fremd.example")
    asked = murat.post(f"/conversations/{saddle.pk}/reply/", form)
    assert asked.status_code == 422
    assert "akte@fremd.example" in words(asked)
    again = {**form, "known": asked.context["composer"].known}
    assert asked.context["composer"].bcc == "akte@fremd.example"
    assert murat.post(f"/conversations/{saddle.pk}/reply/", again).status_code == 302
    sent = Message.objects.get(kind="reply")
    assert [party["address"] for party in sent.envelope["bcc"]] == ["akte@fremd.example"]


def test_a_reply_to_all_reaches_them_but_not_ourselves(house: House, murat: Client) -> None:
    headers = {"Cc": "Jakob Meindl <jakob@brief.example>, Werkstatt <werkstatt@radhof.example>"}
    message = receive(house.info, raw=mail(headers=headers, to="info@radhof.example, Lea <lea@post.example>"))
    page = murat.get(f"/conversations/{message.conversation_id}/")
    assert [party.address for party in page.context["composer"].others] == ["lea@post.example", "jakob@brief.example"]
    assert "Allen antworten: Lea, Jakob Meindl" in words(page)
    assert send(murat, message.conversation, text="An alle.", everyone="1") == 302
    sent = Message.objects.get(kind="reply")
    assert [party["address"] for party in sent.envelope["cc"]] == ["lea@post.example", "jakob@brief.example"]


def test_nobody_else_means_no_choice(house: House, murat: Client) -> None:
    page = page_of(murat, conversation_in(house.info))
    assert "Allen antworten" not in words(page)
