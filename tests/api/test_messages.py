from __future__ import annotations

import base64
from email import message_from_bytes, policy

import pytest

from api.client import System, body, ids, problem
from cast import House, conversation_in, mail, receive
from nahbar.api import words
from nahbar.conversations.models import Conversation, Message
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.queries import blobs


def file_of(content: bytes, name: str = "plan.txt", kind: str = "text/plain") -> dict[str, str]:
    return {"name": name, "type": kind, "content_base64": base64.b64encode(content).decode()}


def test_a_reply_is_on_its_way_at_once(anna: System, house: House, saddle: Conversation) -> None:
    response = anna.post(f"conversations/{saddle.pk}/messages", {"kind": "reply", "text": "Komm gern vorbei!"})
    made = body(response, 201)
    assert made["direction"] == "out"
    assert made["author"] == {"name": "Anna Lind", "kind": "member", "id": house.anna.pk}
    assert made["delivery"]["state"] == "queued"
    assert made["delivery"]["recipients"] == [{"address": "petra@post.example", "state": "queued", "problem": ""}]
    assert response.headers["Location"].endswith(f"/api/v1/messages/{made['id']}")
    assert body(anna.get(f"messages/{made['id']}")) == made
    saddle.refresh_from_db()
    assert saddle.waiting_since is None


def bearer(system: System) -> dict[str, str]:
    return {"Authorization": f"Bearer {system.token}"}


def test_it_can_wait_to_be_taken_back(anna: System, saddle: Conversation) -> None:
    asked = {"kind": "reply", "text": "Bis morgen!", "undo_seconds": 30}
    assert body(anna.post(f"conversations/{saddle.pk}/messages", asked), 201)["delivery"]["state"] == "scheduled"


def test_html_is_cleaned_and_gets_its_text(anna: System, saddle: Conversation) -> None:
    asked = {"kind": "reply", "html": "<p>Gern, <b>morgen</b>.</p><script>x()</script>"}
    made = body(anna.post(f"conversations/{saddle.pk}/messages", asked), 201)
    assert made["text"] == "Gern, morgen."
    assert made["html"] == "<p>Gern, <b>morgen</b>.</p>"
    sent = blobs().get(Delivery.objects.get().blob)
    assert b"<script" not in sent
    assert b"Gern, morgen." in sent


def test_a_file_goes_along_and_can_be_fetched(anna: System, saddle: Conversation) -> None:
    asked = {"kind": "reply", "text": "Anbei.", "attachments": [file_of("Größe".encode(), "Maße\u2603.txt")]}
    made = body(anna.post(f"conversations/{saddle.pk}/messages", asked), 201)
    (attachment,) = made["attachments"]
    assert (attachment["name"], attachment["type"], attachment["size"]) == ("Maße\u2603.txt", "text/plain", 7)
    fetched = anna.client.get(attachment["url"], headers=bearer(anna))
    assert fetched.content.decode() == "Größe"
    assert fetched.headers["Content-Disposition"].startswith("attachment;")
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    assert fetched.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    sent = message_from_bytes(blobs().get(Delivery.objects.get().blob), policy=policy.default)
    assert [part.get_filename() for part in sent.iter_attachments()] == ["Maße\u2603.txt"]


def test_what_a_stranger_named_his_file_breaks_no_header(anna: System, house: House) -> None:
    parts = (
        b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/html\n'
        b"Content-Disposition: attachment; filename*=utf-8''a%0d%0aSet-Cookie%3a%20b.html\n\n"
        b"<script>x()</script>\n--x--\n"
    )
    raw = mail().partition(b"\n\n")[0].replace(b'Content-Type: text/plain; charset="utf-8"\n', b"") + b"\n" + parts
    message = receive(house.info, raw=raw)
    (attachment,) = body(anna.get(f"messages/{message.pk}"))["attachments"]
    fetched = anna.client.get(attachment["url"], headers=bearer(anna))
    assert fetched.status_code == 200
    assert "Set-Cookie" not in fetched.headers
    assert fetched.headers["Content-Disposition"].startswith("attachment;")


def test_other_recipients_copies_and_closing(anna: System, saddle: Conversation) -> None:
    asked = {
        "kind": "reply",
        "text": "Wie besprochen.",
        "to": [{"name": "Petra", "address": "petra.privat@post.example"}],
        "cc": [{"address": "uwe@post.example"}],
        "subject": "Termin",
        "close": True,
    }
    made = body(anna.post(f"conversations/{saddle.pk}/messages", asked), 201)
    addresses = [copy["address"] for copy in made["delivery"]["recipients"]]
    assert addresses == ["petra.privat@post.example", "uwe@post.example"]
    assert made["subject"] == "Termin"
    assert body(anna.get(f"conversations/{saddle.pk}"))["state"] == "closed"


def test_a_note_stays_in_the_house(anna: System, saddle: Conversation) -> None:
    made = body(anna.post(f"conversations/{saddle.pk}/messages", {"kind": "note", "text": "Rückruf klären"}), 201)
    assert made["direction"] == "note"
    assert made["delivery"] is None
    assert not Delivery.objects.exists()


def test_who_has_not_seen_the_newest_is_told(anna: System, house: House, saddle: Conversation) -> None:
    seen = saddle.messages.get().pk
    asked = {"kind": "reply", "text": "Gern.", "seen": seen}
    key = saddle.messages.get().key
    receive(house.werkstatt, raw=mail("Eilt!", to="werkstatt@radhof.example", refs=f"<{key}>"))
    problem(anna.post(f"conversations/{saddle.pk}/messages", asked), 409)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " "}, "text"),
        ({"kind": "call"}, "kind"),
        ({"channel": "pigeon"}, "channel"),
        ({"undo_seconds": -1}, "undo_seconds"),
        ({"to": [{"address": "no address"}]}, "to.0.address"),
        ({"text": "a\x00b"}, "text"),
        ({"subject": "a\nBcc: x@y.example"}, "subject"),
        ({"attachments": [{"name": "a", "content_base64": "!"}]}, "attachments.0.content_base64"),
        ({"kind": "note", "cc": [{"address": "a@b.example"}]}, "cc"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_what_cannot_be_sent_is_named(
    anna: System, saddle: Conversation, change: dict[str, object], field: str
) -> None:
    asked = {"kind": "reply", "text": "Gern.", **change}
    found = problem(anna.post(f"conversations/{saddle.pk}/messages", asked), 422)
    assert [error["field"] for error in found["errors"]] == [field]
    assert saddle.messages.count() == 1


def test_a_letter_carries_neither_copies_nor_files(anna: System, saddle: Conversation) -> None:
    for field, value in (("cc", [{"address": "a@b.example"}]), ("attachments", [file_of(b"x")])):
        asked = {"kind": "reply", "channel": "letter", "text": "Gern.", field: value}
        found = problem(anna.post(f"conversations/{saddle.pk}/messages", asked), 422)
        assert found["errors"][0]["field"] == field


def test_files_have_a_limit(anna: System, saddle: Conversation) -> None:
    half = file_of(b"x" * (words.MAX_FILES_BYTES // 2 + 1))
    asked = {"kind": "reply", "text": "Anbei.", "attachments": [half, half]}
    problem(anna.post(f"conversations/{saddle.pk}/messages", asked), 413)
    assert Message.objects.count() == 1


def test_writing_first_by_mail(anna: System, house: House) -> None:
    asked = {
        "inbox": house.info.pk,
        "channel": "email",
        "to": {"name": "Uwe Ott", "address": "uwe@post.example"},
        "subject": "Dein Rad ist fertig",
        "text": "Hallo Uwe,\nkomm vorbei!",
    }
    response = anna.post("conversations", asked)
    made = body(response, 201)
    assert response.headers["Location"].endswith(f"/api/v1/conversations/{made['id']}")
    assert made["subject"] == "Dein Rad ist fertig"
    assert made["person"]["name"] == "Uwe Ott"
    (message,) = made["messages"]
    assert message["delivery"]["state"] == "queued"
    (delivery,) = body(anna.get("deliveries", message=message["id"]))["items"]
    assert body(anna.get(f"deliveries/{delivery['id']}")) == delivery == message["delivery"]


def test_writing_first_by_letter_leaves_by_the_letter_inbox(anna: System, house: House) -> None:
    address = "Lange Gasse 4\n90762 Fürth"
    asked = {
        "inbox": house.info.pk,
        "channel": "letter",
        "to": {"name": "Uwe Ott", "address": address},
        "subject": "Dein Rad",
        "text": "Hallo Uwe,\nes ist fertig.",
    }
    made = body(anna.post("conversations", asked), 201)
    assert made["channel"] == "letter"
    assert made["inbox"]["id"] == house.briefe.pk
    assert blobs().get(Delivery.objects.get().blob).startswith(b"%PDF")


def test_writing_first_needs_an_address_of_the_channel(anna: System, house: House) -> None:
    asked = {"inbox": house.info.pk, "to": {"address": "Lange Gasse 4"}, "text": "Hallo"}
    assert problem(anna.post("conversations", asked), 422)["errors"][0]["field"] == "to.address"


def test_people_and_house(anna: System, house: House, saddle: Conversation) -> None:
    found = body(anna.get("people", address="PETRA@post.example"))
    assert ids(found) == [saddle.person_id]
    person = body(anna.get(f"people/{saddle.person_id}"))
    assert person == found["items"][0]
    assert [(each["channel"], each["value"]) for each in person["addresses"]] == [("email", "petra@post.example")]
    assert person["organisation"] is None
    assert ids(body(anna.get("people", address="nobody@post.example"))) == []
    inboxes = body(anna.get("inboxes"))["items"]
    assert [(each["name"], each["address"], each["channel"]) for each in inboxes] == [
        ("info@", "info@radhof.example", "email"),
        ("werkstatt@", "werkstatt@radhof.example", "email"),
        ("Briefe", "", "letter"),
    ]
    assert inboxes[0]["health"]["ok"] is True
    assert ids(body(anna.get("members"))) == [house.anna.pk, house.murat.pk, house.carla.pk]
    first = body(anna.get("teams", limit=1))
    assert [each["name"] for each in first["items"]] == ["Werkstatt"]
    assert [each["name"] for each in body(anna.get("teams", cursor=first["next"]))["items"]] == ["Verkauf"]


def test_an_unknown_person_has_a_conversation(anna: System, house: House) -> None:
    conversation = conversation_in(house.info, sender="jakob@brief.example")
    assert body(anna.get(f"people/{conversation.person_id}"))["name"] == "jakob@brief.example"
