from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import House, conversation_in, mail, receive
from desk.reading import answer, field, page_of, words
from nahbar.conversations.models import Attachment, Conversation, Message
from nahbar.conversations.words import MAX_ATTACHMENT_BYTES, ConversationState, MessageKind
from nahbar.mailroom.models import Delivery, DeliveryRecipient
from nahbar.mailroom.words import DeliveryState
from nahbar.people.models import Address
from nahbar.toolbox import clock

HTMX = {"HX-Request": "true"}


def replies() -> list[Message]:
    return list(Message.objects.filter(kind=MessageKind.REPLY))


def test_an_answer_is_sent_and_can_be_taken_back(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    sent = answer(anna, conversation, "Liebe Frau Voss,\r\n\r\ngern.")
    assert sent.status_code == 302
    (reply,) = replies()
    assert reply.text == "Liebe Frau Voss,\n\ngern."
    assert Delivery.objects.get().state == DeliveryState.SCHEDULED
    page = page_of(anna, conversation)
    assert "Sekunden gesendet" in words(page)
    anna.post(f"/messages/{reply.pk}/take-back/")
    assert replies() == []
    page = page_of(anna, conversation)
    assert "Liebe Frau Voss,\n\ngern.</textarea>" in page.content.decode()
    assert "Die Nachricht ist wieder hier." in words(page)
    assert "Die Nachricht ist wieder hier." not in words(page_of(anna, conversation))


def test_what_has_left_is_not_taken_back(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    answer(anna, conversation, "Gern.")
    Delivery.objects.update(state=DeliveryState.SENDING)
    refused = anna.post(f"/messages/{replies()[0].pk}/take-back/", headers=HTMX)
    assert refused.status_code == 422
    assert "schon unterwegs" in words(refused)
    assert len(replies()) == 1


def test_a_double_click_sends_once(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    page = page_of(anna, conversation)
    form = {"text": "Gern.", "way": "email", "seen": field(page, "seen"), "once": field(page, "once")}
    for _ in range(2):
        assert anna.post(f"/conversations/{conversation.pk}/reply/", form).status_code == 302
    assert len(replies()) == 1


def test_send_and_close(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    answer(anna, conversation, "Gern.", close="1")
    conversation.refresh_from_db()
    assert conversation.state == ConversationState.CLOSED
    anna.post(f"/messages/{replies()[0].pk}/take-back/")
    conversation.refresh_from_db()
    assert conversation.state == ConversationState.OPEN
    assert conversation.waiting_since is not None


def test_the_guard_shows_what_came_and_keeps_the_text(house: House, anna: Client) -> None:
    first = receive(house.info, raw=mail(key="a@post.example"))
    page = page_of(anna, first.conversation)
    form = {"text": "Ich schicke den Bolzen.", "way": "email", "seen": field(page, "seen"), "once": "x"}
    receive(house.info, raw=mail(key="b@post.example", refs="<a@post.example>", text="Hat sich erledigt!\n"))
    address = f"/conversations/{first.conversation_id}/reply/"
    whole = anna.post(address, form)
    assert whole.status_code == 422
    assert "Hier ist etwas Neues gekommen" in words(whole)
    assert "Hat sich erledigt!" in words(whole)
    assert "Ich schicke den Bolzen.</textarea>" in whole.content.decode()
    part = anna.post(address, form, headers=HTMX)
    assert part.headers["HX-Retarget"] == "#problem"
    assert "Hat sich erledigt!" in words(part)
    assert replies() == []
    assert anna.post(address, {**form, "seen": field(part, "seen")}).status_code == 302
    assert len(replies()) == 1


def test_nothing_written_is_said_kindly(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    assert "Schreib zuerst etwas." in words(answer(anna, conversation, "  "))
    note = anna.post(f"/conversations/{conversation.pk}/note/", {"text": ""}, headers=HTMX)
    assert "Die Notiz ist leer." in words(note)
    assert note.headers["HX-Retarget"] == "#note-problem"


def test_files_travel_along_up_to_a_size(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    plan = SimpleUploadedFile("plan.pdf", b"%PDF-1.4", "application/pdf")
    answer(anna, conversation, "Siehe Plan.", attached=[plan])
    assert list(Attachment.objects.values_list("name", "media_type")) == [("plan.pdf", "application/pdf")]
    huge = SimpleUploadedFile("film.mp4", b"x" * (MAX_ATTACHMENT_BYTES + 1), "video/mp4")
    refused = answer(anna, conversation, "Siehe Film.", attached=[huge])
    assert refused.status_code == 422
    assert "zusammen zu groß" in words(refused)


def test_the_same_answer_can_leave_as_a_letter(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    refused = answer(anna, conversation, "Gern.", way="letter", **{"address-letter": "irgendwo"})
    assert "Eine Postanschrift braucht mindestens zwei Zeilen" in words(refused)
    assert "irgendwo</textarea>" in refused.content.decode()
    preview = anna.post(
        f"/conversations/{conversation.pk}/preview/",
        {"text": "Gern.", "way": "letter", "address-letter": "Ahornweg 3\r\n90762 Fürth"},
    )
    assert preview.content.startswith(b"%PDF")
    assert not Address.objects.filter(channel="letter").exists()
    answer(anna, conversation, "Gern.", way="letter", **{"address-letter": "Ahornweg 3\r\n90762 Fürth"})
    (reply,) = replies()
    assert reply.channel == "letter"
    assert Address.objects.get(channel="letter").person == conversation.person
    assert "als Brief an Petra Voss" in words(page_of(anna, conversation))


def test_notes_stay_inside(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    anna.post(f"/conversations/{conversation.pk}/note/", {"text": "Ruf sie an.", "once": "n"})
    anna.post(f"/conversations/{conversation.pk}/note/", {"text": "Ruf sie an.", "once": "n"})
    assert list(Message.objects.filter(kind=MessageKind.NOTE).values_list("text", flat=True)) == ["Ruf sie an."]
    assert Delivery.objects.count() == 0


def test_somebody_takes_it_hands_it_over_and_lets_go(house: House, murat: Client) -> None:
    conversation = conversation_in(house.info)
    address = f"/conversations/{conversation.pk}/assign/"

    def hands(to: str) -> tuple[Any, ...]:
        assert murat.post(address, {"to": to}).status_code == 302
        return Conversation.objects.values_list("assignee", "team").get()

    assert hands(f"member-{house.murat.pk}") == (house.murat.pk, None)
    assert hands(f"team-{house.workshop.pk}") == (None, house.workshop.pk)
    assert hands("") == (None, None)


def test_close_and_open_again(house: House, murat: Client) -> None:
    conversation = conversation_in(house.info)
    part = murat.post(f"/conversations/{conversation.pk}/close/", headers=HTMX)
    assert part.headers["HX-Trigger"] == "nahbar:changed"
    assert "Wieder öffnen" in words(part)
    assert "Wieder öffnen" not in words(murat.post(f"/conversations/{conversation.pk}/reopen/", headers=HTMX))


def test_a_person_decides_about_what_perhaps_arrived(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    answer(anna, conversation, "Gern.")
    (reply,) = replies()
    for decision, expected in (("arrived", DeliveryState.ACCEPTED), ("send-again", DeliveryState.QUEUED)):
        Delivery.objects.update(state=DeliveryState.UNKNOWN)
        DeliveryRecipient.objects.update(state=DeliveryState.UNKNOWN, answer="")
        shown = words(page_of(anna, conversation))
        assert "vielleicht gesendet, vielleicht nicht" in shown
        assert "Ist angekommen" in shown
        anna.post(f"/messages/{reply.pk}/{decision}/")
        assert Delivery.objects.get().state == expected
        assert DeliveryRecipient.objects.get().state == expected
        late = anna.post(f"/messages/{reply.pk}/{decision}/", headers=HTMX)
        assert late.status_code == 422


def test_each_state_of_a_delivery_has_its_words(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    answer(anna, conversation, "Gern.")
    says = {
        DeliveryState.QUEUED: "geht gleich hinaus",
        DeliveryState.SENDING: "geht gerade hinaus",
        DeliveryState.ACCEPTED: "gesendet und angenommen",
        DeliveryState.BOUNCED: "kam zurück",
        DeliveryState.FAILED: "konnte nicht gesendet werden: Das Postfach ist voll.",
    }
    for state, expected in says.items():
        Delivery.objects.update(state=state, not_before=clock.now() + timedelta(hours=1))
        problem = "The mailbox is full. It often has room again after some days."
        DeliveryRecipient.objects.update(state=state, problem=problem, answer="452 4.2.2 over quota")
        shown = words(page_of(anna, conversation))
        assert expected in shown, state
        assert "452 4.2.2 over quota" in shown


def test_a_new_message_begins_a_conversation(house: House, anna: Client) -> None:
    page = anna.get("/conversations/new/")
    form = {
        "once": field(page, "once"),
        "inbox": house.info.pk,
        "name": "Elif Aydın",
        "address": "elif@post.example",
        "subject": "Ihr Rad ist fertig",
        "text": "Liebe Frau Aydın,\n\nSie können es abholen.",
    }
    begun = anna.post("/conversations/new/", form)
    conversation = Conversation.objects.get()
    assert begun.headers["Location"] == f"/conversations/{conversation.pk}/"
    assert conversation.person.name == "Elif Aydın"
    assert conversation.assignee == house.anna
    anna.post("/conversations/new/", form)
    assert len(replies()) == 1


def test_a_new_message_that_cannot_leave_keeps_its_text(house: House, anna: Client) -> None:
    form = {"inbox": house.briefe.pk, "name": "Elif", "address": "Weg 1", "subject": "Rad", "text": "Hallo Elif"}
    refused = anna.post("/conversations/new/", form)
    assert refused.status_code == 422
    assert "Postanschrift" in words(refused)
    assert "Hallo Elif</textarea>" in refused.content.decode()
    assert "An wen geht es?" in words(anna.post("/conversations/new/", {**form, "address": " "}))
    assert "Wähle, wie die Nachricht" in words(anna.post("/conversations/new/", {**form, "inbox": ""}))


def test_nobody_writes_through_an_inbox_that_they_do_not_see(house: House, carla: Client) -> None:
    form = {"inbox": house.werkstatt.pk, "name": "E", "address": "e@post.example", "subject": "x", "text": "Hallo"}
    assert carla.post("/conversations/new/", form).status_code == 422
    assert not Conversation.objects.exists()
