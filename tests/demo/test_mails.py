"""The raw mails of the demo: each parses, says what its program would say, and quotes in its own style."""

from __future__ import annotations

import zlib
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from nahbar.demo.company import Company, Conversation
from nahbar.demo.content import load
from nahbar.demo.files import HEIGHT, WIDTH, make_file
from nahbar.demo.mails import as_earlier, raw_mail
from nahbar.demo.moments import BERLIN, moment
from nahbar.demo.quoting import Earlier
from nahbar.toolbox.faults import Misconfigured

ANCHOR = datetime(2026, 11, 19, 11, tzinfo=BERLIN)
COMPANY = load("busy")


def parse(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def mails_of(company: Company, conversation: Conversation) -> list[bytes]:
    """Every mail of the person, each after the messages before it; our replies stand in as they would be quoted."""
    earlier: list[Earlier] = []
    raws = []
    for number, turn in enumerate(conversation.turns):
        sent = moment(ANCHOR, turn.at)
        if turn.kind == "mail":
            raws.append(raw_mail(company, conversation, turn, sent=sent, earlier=earlier))
            if not turn.machine:
                earlier.append(as_earlier(company, conversation, turn, raws[-1], sent))
        elif turn.kind == "reply":
            member = company.member(turn.who)
            subject = f"Re: {conversation.head.subject}"
            ours, theirs = f"<{number}.ours@lindenhof.example>", conversation.person.address
            earlier.append(Earlier(ours, member.name, member.email, theirs, subject, sent, turn.text))
    return raws


def last_mail(start: str) -> EmailMessage:
    conversation = next(c for c in COMPANY.conversations if c.slug.startswith(start))
    return parse(mails_of(COMPANY, conversation)[-1])


def words(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    text = body.get_content()
    assert isinstance(text, str)
    return text.replace("\r\n", "\n")


@pytest.mark.parametrize("conversation", COMPANY.conversations, ids=lambda c: c.slug)
def test_every_mail_parses_and_carries_the_text(conversation: Conversation) -> None:
    turns = [turn for turn in conversation.turns if turn.kind == "mail"]
    raws = mails_of(COMPANY, conversation)
    assert raws == mails_of(COMPANY, conversation)
    for turn, raw in zip(turns, raws, strict=True):
        mail = parse(raw)
        assert not [defect for part in mail.walk() for defect in part.defects]
        assert raw.count(b"\n") == raw.count(b"\r\n")
        assert max(map(len, raw.split(b"\r\n"))) <= 998  # RFC 5322, section 2.1.1
        assert {"From", "To", "Date", "Message-ID", "Subject", "MIME-Version"} <= set(mail.keys())
        assert mail["Date"].datetime == moment(ANCHOR, turn.at)
        if turn.machine != "bounce":
            assert mail["From"].addresses[0].addr_spec == conversation.person.address
            assert words(mail).startswith(turn.text) or turn.quote == "inline"
            assert turn.text in words(mail)
            assert [part.get_filename() for part in mail.iter_attachments()] == list(turn.attachments)


def test_message_ids_are_all_different() -> None:
    ids = [parse(raw)["Message-ID"] for c in COMPANY.conversations for raw in mails_of(COMPANY, c)]
    assert len(set(ids)) == len(ids) > 80


def test_an_answer_names_what_it_answers() -> None:
    mail = last_mail("05-")
    assert mail["In-Reply-To"] == "<3.ours@lindenhof.example>"
    assert mail["References"].split()[-1] == "<3.ours@lindenhof.example>"
    assert len(mail["References"].split()) == 3
    assert mail["Subject"] == "Re: WO BLEIBT MEIN RAD"


def test_gmail_quotes_nested() -> None:
    text = words(last_mail("01-"))
    assert "schrieb Anna Lind <anna.lind@lindenhof.example>:" in text
    assert "\n> Liebe Frau Voss," in text
    assert "> > ich habe seit dem Frühjahr" in text


def test_outlook_puts_heads_below() -> None:
    mail = last_mail("10-")
    assert mail["Subject"].startswith("AW: ")
    text = words(mail)
    assert "-----Ursprüngliche Nachricht-----\nVon: Georg Oyelaran <georg.oyelaran@lindenhof.example>" in text
    assert text.count("-----Ursprüngliche Nachricht-----") == 2
    assert mail.get_body(("plain",)).get_content_charset() == "windows-1252"  # type: ignore[union-attr]


def test_answers_between_the_lines_stand_below_one_attribution() -> None:
    text = words(last_mail("05-"))
    assert text.startswith("Am ")
    assert "schrieb Georg Oyelaran:\n\n> Morgen früh" in text


def test_apple_and_english_attributions() -> None:
    assert "um 16:30 schrieb Murat Yıldız" in words(last_mail("06-"))
    assert "Murat Yıldız <murat.yildiz@lindenhof.example> wrote:" in words(last_mail("07-"))
    assert "-----Original Message-----" in words(last_mail("61-"))


def test_the_picture_stands_inside_the_html() -> None:
    mail = last_mail("03-")
    picture = next(part for part in mail.walk() if part.get_content_type() == "image/png")
    assert f'src="cid:{picture["Content-ID"][1:-1]}"' in words(mail, "html")
    assert picture.get_content_disposition() == "inline"
    assert "😂" in words(mail)


def test_one_mail_to_two_inboxes() -> None:
    to = [address.addr_spec for address in last_mail("09-")["To"].addresses]
    assert to == ["info@lindenhof.example", "werkstatt@lindenhof.example"]


def test_machines_say_that_they_are_machines() -> None:
    assert last_mail("14-")["Auto-Submitted"] == "auto-replied"
    newsletter = last_mail("13-")
    assert newsletter["List-Unsubscribe"]
    assert newsletter["Precedence"] == "bulk"


def test_a_bounce_is_a_delivery_report_about_our_mail() -> None:
    mail = last_mail("15-")
    assert mail.get_content_type() == "multipart/report"
    assert mail["From"].addresses[0].addr_spec == "mailer-daemon@altmuehlnetz.example"
    kinds = [part.get_content_type() for part in mail.walk()]
    assert "message/delivery-status" in kinds
    raw = mail.as_string()
    assert "Final-Recipient: rfc822; nagengast.dieter@altmuehlnetz.example" in raw
    assert "Message-ID: <1.ours@lindenhof.example>" in raw


def test_the_picture_is_a_picture() -> None:
    media, data = make_file("rad.png")
    assert media == "image/png"
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    start = data.index(b"IDAT") + 4
    length = int.from_bytes(data[start - 8 : start - 4], "big")
    assert len(zlib.decompress(data[start : start + length])) == HEIGHT * (1 + 3 * WIDTH)
    assert data != make_file("anderes-rad-1.png")[1]


def test_the_pdf_names_where_its_objects_stand() -> None:
    media, data = make_file("Brief (neu).pdf", ("Grüße",))
    assert media == "application/pdf"
    table = int(data.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert data[table:].startswith(b"xref\n0 6\n")
    for number, line in enumerate(data[table:].split(b"\n")[3:8], 1):
        assert data[int(line[:10]) :].startswith(b"%d 0 obj" % number)
    assert rb"Brief \(neu\).pdf" in data


def test_other_files_are_refused() -> None:
    with pytest.raises(Misconfigured, match="cannot make"):
        make_file("lied.mp3")
