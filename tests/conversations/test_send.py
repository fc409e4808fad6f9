from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest

from cast import House, conversation_in, mail, receive
from nahbar.channels.contract import Attachment, Party
from nahbar.conversations.actions import Reply, add_note, send_reply, start, take_back
from nahbar.conversations.actions.outbound import NoWay
from nahbar.conversations.actions.send import DetailsMissing, ThreadMoved
from nahbar.conversations.actions.states import Empty
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.queries import timeline
from nahbar.history.words import SYSTEM
from nahbar.mailroom.actions import save_firm
from nahbar.mailroom.actions.posting import TooLate
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.queries import blobs
from nahbar.mailroom.words import DeliveryState, SenderStyle
from nahbar.people.actions import add_address


def sent(message: Message) -> EmailMessage:
    """The final bytes of a reply, read by the standard library."""
    delivery = Delivery.objects.get(origin_kind="message", origin_id=message.pk)
    parsed = email.message_from_bytes(blobs().get(delivery.blob), policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def text_of(parsed: EmailMessage) -> str:
    body = parsed.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_reply_is_personal_and_threads(house: House) -> None:
    incoming = receive(house.info, raw=mail(key="a@post.example"))
    reply = send_reply(incoming.conversation, Reply("Liebe Frau Voss,\n\ngern."), member=house.anna)
    parsed = sent(reply)
    assert parsed["From"] == '"Anna Lind (Radhof GmbH)" <info@radhof.example>'
    assert parsed["To"] == "Petra Voss <petra@post.example>"
    assert parsed["Subject"] == "Re: Sattel"
    assert parsed["In-Reply-To"] == "<a@post.example>"
    assert parsed["References"] == "<a@post.example>"
    assert parsed["Message-ID"] == f"<{reply.key}>"
    assert parsed["Cc"] is None
    assert "info+" in parsed["Reply-To"]


def test_reply_quotes_what_was_said_and_names_the_firm(house: House) -> None:
    conversation = conversation_in(house.info, text="Mein Sattel ist lose.\n")
    words = text_of(sent(send_reply(conversation, Reply("Gern."), member=house.anna)))
    assert "> Mein Sattel ist lose." in words
    assert "Amtsgericht Fürth" in words
    assert words.index("Gern.") < words.index("Amtsgericht Fürth")


def test_notes_never_leave_the_house(house: House) -> None:
    conversation = conversation_in(house.info)
    add_note(conversation, member=house.murat, text="Die ist schwierig.")
    assert "schwierig" not in str(sent(send_reply(conversation, Reply("Gern."), member=house.anna)))


def test_own_address_where_the_inbox_says_so(house: House) -> None:
    house.info.sender_style = SenderStyle.OWN
    house.info.save()
    reply = send_reply(conversation_in(house.info), Reply("Gern."), member=house.anna)
    assert sent(reply)["From"] == "Anna Lind <anna@radhof.example>"


def test_reply_goes_where_the_person_asked(house: House) -> None:
    raw = mail(headers={"Reply-To": "Petra privat <privat@post.example>", "Cc": "chef@post.example"})
    reply = send_reply(receive(house.info, raw=raw).conversation, Reply("Gern."), member=house.anna)
    assert sent(reply)["To"] == "Petra privat <privat@post.example>"
    assert sent(reply)["Cc"] is None


def test_second_reply_carries_the_whole_thread_of_references(house: House) -> None:
    conversation = conversation_in(house.info, key="a@post.example")
    first = send_reply(conversation, Reply("Eins."), member=house.anna)
    receive(house.info, raw=mail(key="b@post.example", refs=f"<{first.key}>"))
    second = sent(send_reply(conversation, Reply("Zwei."), member=house.anna))
    assert second["References"].split() == ["<a@post.example>", f"<{first.key}>", "<b@post.example>"]
    assert second["In-Reply-To"] == "<b@post.example>"


def test_attachments_and_bcc(house: House) -> None:
    files = (Attachment("plan.pdf", "application/pdf", b"%PDF-1.4"),)
    reply = Reply("Anbei.", attachments=files, bcc=(Party("", "akte@radhof.example"),))
    message = send_reply(conversation_in(house.info), reply, member=house.anna)
    parsed = sent(message)
    assert [part.get_filename() for part in parsed.iter_attachments()] == ["plan.pdf"]
    assert "akte@radhof.example" not in str(parsed)
    copies = Delivery.objects.get(origin_id=message.pk).recipients.values_list("address", flat=True)
    assert set(copies) == {"petra@post.example", "akte@radhof.example"}
    assert message.attachments.get().name == "plan.pdf"


def test_empty_reply_is_refused(house: House) -> None:
    with pytest.raises(Empty):
        send_reply(conversation_in(house.info), Reply("  \n"), member=house.anna)


def test_guard_stops_a_reply_when_the_thread_moved(house: House) -> None:
    conversation = conversation_in(house.info, key="a@post.example")
    seen = conversation.messages.latest("pk").pk
    add_note(conversation, member=house.murat, text="Eine Notiz bewegt nichts.")
    receive(house.info, raw=mail("Hat sich erledigt!", refs="<a@post.example>"))
    with pytest.raises(ThreadMoved):
        send_reply(conversation, Reply("Gern.", seen=seen), member=house.anna)
    assert not Delivery.objects.exists()
    send_reply(conversation, Reply("Gern.", seen=conversation.messages.latest("pk").pk), member=house.anna)
    assert Delivery.objects.count() == 1


def test_same_key_is_written_once(house: House) -> None:
    conversation = conversation_in(house.info)
    first = send_reply(conversation, Reply("Gern.", once="k:1"), member=house.anna)
    assert send_reply(conversation, Reply("Gern.", once="k:1"), member=house.anna) == first
    assert Delivery.objects.count() == 1


def test_missing_details_stop_sending_and_are_named(house: House) -> None:
    conversation = conversation_in(house.info)
    save_firm(actor=SYSTEM, firm=house.firm, register_number="")
    conversation = Conversation.objects.get(pk=conversation.pk)
    with pytest.raises(DetailsMissing, match=r"Registernummer|register number"):
        send_reply(conversation, Reply("Gern."), member=house.anna)


def test_taken_back_reply_is_gone_and_the_person_waits_as_before(house: House) -> None:
    conversation = conversation_in(house.info)
    waiting = conversation.waiting_since
    message = send_reply(conversation, Reply("Zu schnell.", undo_seconds=15), member=house.anna)
    back = take_back(message, actor=house.anna.actor)
    conversation.refresh_from_db()
    assert (back.text, conversation.waiting_since) == ("Zu schnell.", waiting)
    assert Delivery.objects.get().state == DeliveryState.CANCELLED
    assert [said.message.kind for said in timeline(conversation)] == ["inbound"]


def test_reply_on_its_way_cannot_be_taken_back(house: House) -> None:
    message = send_reply(conversation_in(house.info), Reply("Weg.", undo_seconds=15), member=house.anna)
    Delivery.objects.update(state=DeliveryState.SENDING)
    with pytest.raises(TooLate):
        take_back(message, actor=house.anna.actor)
    assert Message.objects.filter(pk=message.pk).exists()


def test_same_reply_leaves_as_a_letter(house: House) -> None:
    conversation = conversation_in(house.info)
    add_address(conversation.person, actor=SYSTEM, channel_name="letter", value="Amselweg 2\n90762 Fürth")
    message = send_reply(conversation, Reply("Liebe Frau Voss,\n\ngern.", channel="letter"), member=house.anna)
    delivery = Delivery.objects.get(origin_id=message.pk)
    assert (delivery.channel, delivery.inbox) == ("letter", house.briefe)
    assert blobs().get(delivery.blob).startswith(b"%PDF")


def test_letter_without_an_address_says_so(house: House) -> None:
    with pytest.raises(NoWay, match="no address"):
        send_reply(conversation_in(house.info), Reply("Gern.", channel="letter"), member=house.anna)


def test_first_message_begins_a_conversation(house: House) -> None:
    message = start(
        member=house.anna,
        inbox=house.info,
        to=Party("Jakob Meindl", "jakob@brief.example"),
        subject="Ihr Lastenrad",
        reply=Reply("Lieber Herr Meindl,\n\nes ist da."),
    )
    conversation = message.conversation
    assert (conversation.person.name, conversation.assignee) == ("Jakob Meindl", house.anna)
    assert conversation.waiting_since is None
    assert sent(message)["Subject"] == "Ihr Lastenrad"
    answer = receive(house.info, raw=mail("Prima!", sender="jakob@brief.example", refs=f"<{message.key}>"))
    assert answer.conversation == conversation


def test_two_people_of_one_household_stay_two(house: House) -> None:
    home = "Amselweg 2\n90762 Fürth"
    people = set()
    for name in ("Petra Voss", "Ulf Voss"):
        message = start(
            member=house.anna, inbox=house.briefe, to=Party(name, home), subject="Gruß", reply=Reply("Hallo.")
        )
        people.add(message.conversation.person.name)
    assert people == {"Petra Voss", "Ulf Voss"}


def test_who_answers_first_has_the_conversation_and_keeps_it(house: House) -> None:
    conversation = conversation_in(house.info)
    send_reply(conversation, Reply("Gern."), member=house.murat)
    send_reply(conversation, Reply("Noch etwas."), member=house.anna)
    conversation.refresh_from_db()
    assert conversation.assignee == house.murat
