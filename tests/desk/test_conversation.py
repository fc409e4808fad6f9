from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import House, conversation_in, mail, receive
from desk.reading import page_of, statements, words
from mails import with_files, with_html
from nahbar.conversations.actions import Reply, add_note, assign, close, send_reply
from nahbar.conversations.models import Message
from nahbar.history.words import SYSTEM
from nahbar.mailroom.actions import save_firm
from nahbar.people.actions import add_address

QUOTED = """Hallo,

der Sattel ist wieder lose: https://rad.example/sattel?a=1&b=2.

Am 3. November 2026 um 10:04 schrieb Anna Lind <anna@radhof.example>:
> Liebe Frau Voss,
> der Bolzen ist unterwegs.
> Herzliche Grüße
"""
# A list beside the conversation costs as much as alone (see test_piles), the conversation: itself, messages, their
# files, deliveries and their recipients, history, the person's conversations and addresses, the inboxes it came to,
# parked ones that say they belong here, who could take it, teams. A colleague's teams and what they let them see are
# two more. The tags of the rows and of the conversation come in one, and so do all drafts, what was asked,
# and how all of them stand to the member.
CONVERSATION_QUERIES = 23
COLLEAGUES_QUERIES = 24


@pytest.mark.parametrize("rows", [1, 3])
def test_a_conversation_costs_a_colleague_hardly_more(house: House, murat: Client, rows: int) -> None:
    conversation = conversation_in(house.info)
    for number in range(rows):
        send_reply(conversation, Reply(f"Antwort {number}"), member=house.murat)
    page_of(murat, conversation)
    with CaptureQueriesContext(connection) as captured:
        page = page_of(murat, conversation)
    assert words(page).count("Antwort ") >= rows
    assert len(statements(captured)) == COLLEAGUES_QUERIES


@pytest.mark.parametrize("rows", [1, 3])
def test_a_conversation_costs_the_same_for_one_message_and_for_three(house: House, anna: Client, rows: int) -> None:
    conversation = conversation_in(house.info)
    for number in range(rows):
        send_reply(conversation, Reply(f"Antwort {number}"), member=house.anna)
    page_of(anna, conversation)
    with CaptureQueriesContext(connection) as captured:
        page = page_of(anna, conversation)
    assert words(page).count("Antwort ") >= rows
    assert len(statements(captured)) == CONVERSATION_QUERIES


def test_quotations_are_folded_and_never_cut(house: House, anna: Client) -> None:
    message = receive(house.info, raw=mail(text=QUOTED))
    page = page_of(anna, message.conversation)
    shown = words(page)
    assert "Zitat: 4 Zeilen ausgeblendet – anzeigen" in shown
    for line in QUOTED.splitlines():
        assert " ".join(line.split()) in shown or not line.strip(), line
    assert '<a href="https://rad.example/sattel?a=1&amp;b=2" target="_blank" rel="noopener' in page.content.decode()


def test_hostile_html_is_shown_as_text_and_caged(house: House, anna: Client) -> None:
    hostile = (
        '<p onclick="alert(1)">Mein Sattel</p><script>alert(2)</script><img src="https://tracker.example/pixel.gif">'
        '<img src="cid:sattel"><form action="https://fang.example"><input name="q"></form>'
        '<a href="javascript:x()">x</a>'
    )
    message = receive(house.info, raw=with_html(hostile, text="<script>alert(3)</script> Mein Sattel ist lose.\n"))
    page = page_of(anna, message.conversation).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(3)&lt;/script&gt;" in page
    assert "tracker.example" not in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    caged = anna.get(f"/messages/{message.pk}/original/")
    body = caged.content.decode()
    assert "Mein Sattel" in body
    for bad in ("<script", "onclick", "<form", "javascript:", 'src="https://tracker'):
        assert bad not in body, bad
    assert "data:image/png;base64," in body
    policy = caged.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy


def test_every_page_forbids_foreign_scripts_and_styles(house: House, anna: Client) -> None:
    page = page_of(anna, conversation_in(house.info))
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert " style=" not in page.content.decode()
    assert "<style" not in page.content.decode()


def test_files_have_name_and_size(house: House, anna: Client) -> None:
    message = receive(house.info, raw=with_files())
    shown = words(page_of(anna, message.conversation))
    assert "Rechnung März.pdf" in shown
    assert "15 Bytes" in shown


def test_what_happened_stands_between_the_messages(house: House, anna: Client) -> None:
    conversation = conversation_in(house.info)
    assign(conversation, actor=house.anna.actor, member=house.murat)
    assign(conversation, actor=house.murat.actor, member=house.murat)
    assign(conversation, actor=house.murat.actor, team=house.workshop)
    assign(conversation, actor=house.murat.actor)
    close(conversation, actor=SYSTEM)
    shown = words(page_of(anna, conversation))
    assert "Anna Lind hat das Gespräch an Murat Kaya übergeben" in shown
    assert "Murat Kaya kümmert sich um das Gespräch" in shown
    assert "Murat Kaya hat das Gespräch an das Team Werkstatt übergeben" in shown
    assert "Murat Kaya hat das Gespräch abgegeben" in shown
    assert "Nahbar hat das Gespräch geschlossen" in shown


def test_notes_and_machine_mail_look_different(house: House, anna: Client) -> None:
    message = receive(house.info, raw=mail(headers={"Auto-Submitted": "auto-replied"}, text="Bin im Urlaub.\n"))
    add_note(message.conversation, member=house.murat, text="Ruf sie lieber an.")
    page = page_of(anna, message.conversation)
    assert "Automatische Antwort" in words(page)
    assert '<details class="fold" id="machine-' in page.content.decode()
    assert "Notiz für uns" in words(page)


def test_several_inboxes_are_named(house: House, anna: Client) -> None:
    conversation = receive(house.info, house.werkstatt, raw=mail()).conversation
    assert "auch an werkstatt@" in words(page_of(anna, conversation))


def test_a_changed_subject_is_shown_an_answering_one_is_not(house: House, anna: Client) -> None:
    first = receive(house.info, raw=mail(key="a@post.example"))
    receive(house.info, raw=mail(key="b@post.example", refs="<a@post.example>", subject="AW: Sattel"))
    assert "Betreff:" not in words(page_of(anna, first.conversation))
    receive(house.info, raw=mail(key="c@post.example", refs="<b@post.example>", subject="Und die Klingel"))
    assert "Betreff: Und die Klingel" in words(page_of(anna, first.conversation))


def test_the_person_is_beside_the_conversation(house: House, anna: Client) -> None:
    earlier = receive(house.info, raw=mail(subject="Klingel")).conversation
    conversation = conversation_in(house.info)
    add_address(conversation.person, actor=SYSTEM, channel_name="letter", value="Ahornweg 3\n90762 Fürth")
    shown = words(page_of(anna, conversation))
    assert "petra@post.example" in shown
    assert "Ahornweg 3 90762 Fürth" in shown
    assert "Klingel" in shown
    person = words(anna.get(f"/people/{conversation.person_id}/"))
    assert "Klingel" in person
    assert "Sattel" in person
    assert earlier.person == conversation.person


def test_missing_details_of_the_firm_are_named_before_anybody_writes(house: House, anna: Client) -> None:
    save_firm(actor=SYSTEM, firm=house.firm, register_court="", directors="")
    shown = words(page_of(anna, conversation_in(house.info)))
    assert "Registergericht, Geschäftsführung" in shown
    assert "Registergericht" in words(anna.get("/health/"))


def test_warnings_of_reading_are_shown(house: House, anna: Client) -> None:
    message = receive(house.info, raw=mail())
    Message.objects.filter(pk=message.pk).update(warnings=["Der Zeichensatz war geraten."])
    assert "Der Zeichensatz war geraten." in words(page_of(anna, message.conversation))


def test_english_members_read_english(house: House, anna: Client) -> None:
    house.anna.language = "en"
    house.anna.save()
    page = page_of(anna, conversation_in(house.info))
    assert 'lang="en"' in page.content.decode()
    assert "Send and close" in words(page)
