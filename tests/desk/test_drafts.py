from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import PASSWORD, House
from desk.reading import page_of, words
from nahbar.conversations.actions import Page, save_draft
from nahbar.conversations.models import Conversation, Draft, Message
from nahbar.mailroom.queries import blobs

SCRIPT = {"HX-Request": "true"}


def form_of(client: Client, conversation: Conversation, **fields: Any) -> dict[str, Any]:
    """What the composer of a freshly opened page would send."""
    composer = client.get(f"/conversations/{conversation.pk}/").context["composer"]
    start = {
        "once": composer.once,
        "page": composer.page,
        "version": composer.version,
        "seen": composer.seen,
        "way": composer.chosen,
        "text": composer.text,
    }
    return {**start, **fields}


def save(client: Client, conversation: Conversation, form: dict[str, Any], *, script: bool = True) -> Any:
    return client.post(f"/conversations/{conversation.pk}/draft/", form, headers=SCRIPT if script else {})


def test_what_is_saved_stands_there_again(saddle: Conversation, murat: Client) -> None:
    saved = save(murat, saddle, form_of(murat, saddle, text="Liebe Frau Voss", cc="chef@post.example"))
    assert saved.json() == {"version": 1, "once": Draft.objects.get().key}
    composer = murat.get(f"/conversations/{saddle.pk}/").context["composer"]
    assert (composer.text, composer.cc, composer.version) == ("Liebe Frau Voss", "chef@post.example", 1)


def test_the_second_window_gets_both_texts(saddle: Conversation, murat: Client) -> None:
    first, second = form_of(murat, saddle, text="Erstes Fenster"), form_of(murat, saddle, text="Zweites Fenster")
    save(murat, saddle, first)
    refused = save(murat, saddle, second)
    assert refused.status_code == 409
    assert "Erstes Fenster" in words(refused)
    whole = save(murat, saddle, second, script=False)
    assert whole.status_code == 409
    assert whole.context["composer"].text == "Zweites Fenster"
    assert "Erstes Fenster" in words(whole)
    assert Draft.objects.get().text == "Erstes Fenster"


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("keep", "Zweites"), ("take", "Erstes"), ("both", "Zweites\n\nErstes")],
)
def test_its_writer_chooses(saddle: Conversation, murat: Client, choice: str, kept: str) -> None:
    first, second = form_of(murat, saddle, text="Erstes"), form_of(murat, saddle, text="Zweites")
    save(murat, saddle, first)
    clash = save(murat, saddle, second, script=False).context["composer"].clash
    chosen = {
        **second,
        "clash": choice,
        "other": clash.other,
        "clash_version": clash.version,
        "clash_once": clash.once,
    }
    assert save(murat, saddle, chosen, script=False).status_code == 302
    assert Draft.objects.get().text == kept
    # And the first window now learns of it in its turn.
    assert save(murat, saddle, {**first, "text": "Erstes, weiter"}).status_code == 409


def test_sending_from_an_older_window_asks_first(saddle: Conversation, murat: Client) -> None:
    first, second = form_of(murat, saddle, text="Alt"), form_of(murat, saddle, text="Neu")
    save(murat, saddle, second)
    for headers, status in ((SCRIPT, 422), ({}, 409)):
        asked = murat.post(f"/conversations/{saddle.pk}/reply/", first, headers=headers)
        assert asked.status_code == status
        assert "Neu" in words(asked)
    assert not Message.objects.filter(kind="reply").exists()


def test_the_same_draft_sent_from_two_windows_is_one_message(saddle: Conversation, murat: Client) -> None:
    save(murat, saddle, form_of(murat, saddle, text="Gern."))
    first, second = form_of(murat, saddle), form_of(murat, saddle)
    for form in (first, second, second):
        assert murat.post(f"/conversations/{saddle.pk}/reply/", form).status_code == 302
    assert Message.objects.filter(kind="reply").count() == 1
    assert not Draft.objects.exists()
    other_words = murat.post(f"/conversations/{saddle.pk}/reply/", {**second, "text": "Gern, aber anders."})
    assert other_words.status_code == 409
    assert other_words.context["composer"].text == "Gern, aber anders."
    assert Message.objects.filter(kind="reply").count() == 1


def test_colleagues_read_it_and_take_it_over(saddle: Conversation, murat: Client, anna: Client) -> None:
    save(murat, saddle, form_of(murat, saddle, text="Der Bolzen kommt."))
    shown = words(page_of(anna, saddle))
    assert "Entwurf von Murat Kaya" in shown
    assert "Der Bolzen kommt." in shown
    assert "Entwurf von Murat" not in words(page_of(murat, saddle))
    draft = Draft.objects.get()
    assert anna.post(f"/drafts/{draft.pk}/take-over/").status_code == 302
    composer = anna.get(f"/conversations/{saddle.pk}/").context["composer"]
    assert composer.text == "Der Bolzen kommt."
    assert "Entwurf von Murat Kaya. Er gehört jetzt dir" in composer.hint
    assert "Anna Lind hat den Entwurf von Murat Kaya übernommen" in words(page_of(anna, saddle))


def test_the_first_writer_is_told_who_took_it(saddle: Conversation, murat: Client, anna: Client) -> None:
    form = form_of(murat, saddle, text="Der Bolzen")
    form["version"] = save(murat, saddle, form).json()["version"]
    anna.post(f"/drafts/{Draft.objects.get().pk}/take-over/")
    refused = save(murat, saddle, {**form, "text": "Der Bolzen kommt"})
    assert refused.status_code == 409
    assert "Anna Lind hat deinen Entwurf übernommen" in words(refused)


def test_strangers_get_nowhere(house: House, saddle: Conversation, carla: Client) -> None:
    draft = save_draft(saddle, member=house.murat, page=Page("p"), text="Geheim")
    assert draft is not None
    assert save(carla, saddle, {"text": "Hallo", "page": "x"}).status_code == 404
    taken = carla.post(f"/drafts/{draft.pk}/take-over/")
    assert taken.status_code == 404
    assert "Geheim" not in words(taken)
    assert Draft.objects.get().member == house.murat


def test_a_draft_keeps_its_files_until_they_are_unticked(saddle: Conversation, murat: Client) -> None:
    plan = SimpleUploadedFile("plan.pdf", b"%PDF-1.4", "application/pdf")
    save(murat, saddle, form_of(murat, saddle, text="Anbei.", attached=plan), script=False)
    (file,) = murat.get(f"/conversations/{saddle.pk}/").context["composer"].files
    save(murat, saddle, form_of(murat, saddle, text="Anbei:", kept=[file["blob"]]))
    murat.post(f"/conversations/{saddle.pk}/reply/", form_of(murat, saddle, kept=[file["blob"]]))
    sent = Message.objects.get(kind="reply").attachments.get()
    assert (sent.name, blobs().get(sent.blob)) == ("plan.pdf", b"%PDF-1.4")


def test_nobody_gets_a_file_by_naming_it(saddle: Conversation, murat: Client) -> None:
    secret = blobs().put(b"anderswo")
    murat.post(f"/conversations/{saddle.pk}/reply/", form_of(murat, saddle, text="Hallo", kept=[secret]))
    assert not Message.objects.get(kind="reply").attachments.exists()


def test_a_text_that_is_too_long_says_so(saddle: Conversation, murat: Client) -> None:
    assert save(murat, saddle, form_of(murat, saddle, text="x" * 200_001)).status_code == 422
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("path", "field"), [("reply", "text"), ("draft", "text"), ("note", "note")])
def test_what_was_sent_after_the_session_ended_stands_there_after_sign_in(
    house: House, saddle: Conversation, murat: Client, path: str, field: str
) -> None:
    form = form_of(murat, saddle, text="Mühsam Geschriebenes")
    murat.logout()
    asked = murat.post(f"/conversations/{saddle.pk}/{path}/", form)
    assert asked.headers["Location"] == f"/account/login/?next=%2Fconversations%2F{saddle.pk}%2F"
    back = murat.post(asked.headers["Location"], {"login": house.murat.email, "password": PASSWORD})
    assert back.headers["Location"] == f"/conversations/{saddle.pk}/"
    page = murat.get(back.headers["Location"])
    assert getattr(page.context["composer"], field) == "Mühsam Geschriebenes"
    assert "Du warst abgemeldet" in words(page)
    assert not Message.objects.filter(kind__in=("reply", "note")).exists()


def test_a_stranger_who_signs_in_instead_reads_nothing(house: House, saddle: Conversation, murat: Client) -> None:
    form = form_of(murat, saddle, text="Nur für uns")
    murat.logout()
    asked = murat.post(f"/conversations/{saddle.pk}/reply/", form)
    murat.post(asked.headers["Location"], {"login": house.carla.email, "password": PASSWORD})
    page = murat.get(f"/conversations/{saddle.pk}/")
    assert page.status_code == 404
    assert "Nur für uns" not in words(page)


def test_the_script_is_led_to_the_sign_in_and_back_to_its_page(saddle: Conversation) -> None:
    headers = {**SCRIPT, "HX-Current-URL": f"http://desk.example/conversations/{saddle.pk}/?in=mine"}
    answer = Client().post(f"/conversations/{saddle.pk}/draft/", {"text": "x"}, headers=headers)
    assert answer.status_code == 204
    target = f"/account/login/?next=%2Fconversations%2F{saddle.pk}%2F%3Fin%3Dmine"
    assert answer.headers["HX-Redirect"] == target
