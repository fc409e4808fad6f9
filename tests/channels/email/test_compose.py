"""The bytes of an outgoing mail, read back by the standard library's parser."""

from __future__ import annotations

import email
import re
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.outgoing import ANNA, JONAS, KEY, NOON, PETRA, reply
from nahbar.channels.contract import Attachment, Earlier, Outbound, Party, SettingsFault
from nahbar.channels.email.compose import compose


def read(outbound: Outbound) -> EmailMessage:
    return email.message_from_bytes(compose(outbound), policy=default)


def structure(part: EmailMessage) -> object:
    if not part.is_multipart():
        return part.get_content_type()
    return (part.get_content_subtype(), *(structure(cast("EmailMessage", inner)) for inner in part.iter_parts()))


def test_headers_of_an_ordinary_reply() -> None:
    message = read(
        reply(
            cc=(JONAS,),
            reply_to=Party("Lindenhof", "info+t.x9@lindenhof.example"),
            in_reply_to="q1@kundschaft.example",
        )
    )
    assert message["From"] == "Anna Lind <anna.lind@lindenhof.example>"
    assert message["To"] == "Petra Voß <petra@kundschaft.example>"
    assert message["Cc"] == "Jonas <jonas@kundschaft.example>"
    assert message["Reply-To"] == "Lindenhof <info+t.x9@lindenhof.example>"
    assert message["Subject"] == "Ihr Rad ist fertig"
    assert message["Message-ID"] == f"<{KEY}>"
    assert message["In-Reply-To"] == message["References"] == "<q1@kundschaft.example>"
    assert message["Date"] == "Thu, 12 Nov 2026 12:04:00 +0100"
    assert message["X-Nahbar-Loop"] == "lindenhof.example"
    assert message["MIME-Version"] == "1.0"
    assert message["Auto-Submitted"] is None
    assert message["User-Agent"] is None


def test_hidden_recipients_leave_no_trace() -> None:
    raw = compose(reply(bcc=(JONAS,)))
    assert b"bcc" not in raw.lower()
    assert b"jonas" not in raw
    assert read(reply(to=(), bcc=(JONAS,)))["To"] == "undisclosed-recipients:;"


def test_machine_mail_says_so() -> None:
    assert read(reply(automatic=True))["Auto-Submitted"] == "auto-generated"


def test_same_message_gives_the_same_bytes() -> None:
    outbound = reply(attachments=(Attachment("a.txt", "text/plain", b"a"),))
    assert compose(outbound) == compose(outbound)


def test_only_as_many_containers_as_needed() -> None:
    picture = Attachment("rad.png", "image/png", b"\x89PNG", inline=True, content_id="rad@lindenhof.example")
    bill = Attachment("rechnung.pdf", "application/pdf", b"%PDF")
    assert structure(read(reply())) == ("alternative", "text/plain", "text/html")
    assert structure(read(reply(attachments=(bill, picture)))) == (
        "mixed",
        ("alternative", "text/plain", ("related", "text/html", "image/png")),
        "application/pdf",
    )


def test_references_keep_the_first_and_the_newest_and_end_with_the_parent() -> None:
    chain = tuple(f"m{number}@x.example" for number in range(100, 0, -1))  # nearest first
    references = read(reply(refs=chain, in_reply_to="m100@x.example"))["References"].split()
    assert references[0] == "<m1@x.example>"
    assert references[1:] == [f"<m{number}@x.example>" for number in range(81, 101)]


def test_ids_of_others_that_are_none_are_left_out() -> None:
    message = read(reply(refs=("a b@x.example", "x\r\nBcc: y@y.example", "good@x.example"), in_reply_to="<>"))
    assert message["References"] == "<good@x.example>"
    assert message["In-Reply-To"] is None
    assert message["Bcc"] is None


@pytest.mark.parametrize(
    "evil",
    ["x\r\nBcc: all@x.example", "x\nBcc: all@x.example", "x\r\r\n\nBcc: a@x.example", "x\u2028Bcc: a@x.example"],
)
def test_no_header_can_be_injected(evil: str) -> None:
    message = read(reply(subject=evil, to=(Party(evil, PETRA.address),)))
    assert message["Bcc"] is None
    assert "Bcc" in message["Subject"]
    with pytest.raises(SettingsFault):
        compose(reply(to=(Party("", f"{evil}@x.example"),)))
    with pytest.raises(SettingsFault):
        compose(reply(key=evil))


@pytest.mark.parametrize(
    "address", ["", "petra", "petra@", "@kundschaft.example", "a@b.example, c@d.example", "a b@c.example"]
)
def test_impossible_address_is_refused_by_field(address: str) -> None:
    with pytest.raises(SettingsFault) as caught:
        compose(reply(to=(Party("Petra", address),)))
    assert caught.value.field == "to"


def test_mail_without_recipient_is_refused() -> None:
    with pytest.raises(SettingsFault, match="no recipient"):
        compose(reply(to=()))


def test_address_beyond_ascii() -> None:
    raw = compose(reply(to=(Party("", "petra@räder.example"), Party("", "jürgen@kundschaft.example"))))
    assert b"To: petra@xn--rder-loa.example, j\xc3\xbcrgen@kundschaft.example\r\n" in raw


@pytest.mark.parametrize(
    "name",
    [
        "rechnung.pdf",
        'an"führung.pdf',
        "Rechnung für Voß, März.pdf",
        "ä" * 150 + ".pdf",
        "../../etc/passwd",
        "a\r\nX: y.pdf",
        "",
    ],
)
def test_names_of_files_survive_without_doing_harm(name: str) -> None:
    message = read(reply(attachments=(Attachment(name, "application/pdf", b"%PDF"),)))
    (file,) = message.iter_attachments()
    found = str(file.get_filename())
    assert found.endswith(("pdf", "passwd", "attachment"))
    assert not set(found) & set("/\\\r\n")
    assert message["X"] is None
    if set(name).isdisjoint('/\r\n"') and name:
        assert found == name[-150:]


def test_files_travel_unchanged() -> None:
    content = bytes(range(256)) * 50
    message = read(reply(attachments=(Attachment("a.bin", "nonsense", content),)))
    (file,) = message.iter_attachments()
    assert file.get_content() == content
    assert file.get_content_type() == "application/octet-stream"


def test_attached_mail_travels_as_a_file() -> None:
    """RFC 2046 forbids base64 for message/rfc822, and 8-bit content does not pass every server."""
    message = read(reply(attachments=(Attachment("brief.eml", "message/rfc822", b"Subject: x\n\n\xff"),)))
    (file,) = message.iter_attachments()
    assert file.get_content() == b"Subject: x\n\n\xff"


def test_text_in_both_forms() -> None:
    message = read(reply(text="Liebe Petra,\n\n1 < 2 & „schön“", signature="Anna Lind\nWerkstatt"))
    plain, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    assert plain.startswith("Liebe Petra,\n\n1 < 2 & „schön“\n\n-- \nAnna Lind\nWerkstatt\n")
    assert "1 &lt; 2 &amp; „schön“</p>" in html


def test_own_html_stands_as_it_is() -> None:
    message = read(reply(html="<p>Liebe <b>Petra</b></p>"))
    plain, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    assert "<p>Liebe <b>Petra</b></p>" in html
    assert "Liebe Petra" in plain


texts = st.text(alphabet=st.characters(codec="utf-8"), max_size=400)


@settings(max_examples=80, deadline=None)
@given(subject=texts, name=texts, text=texts, quoted=texts, filename=texts)
def test_any_text_makes_a_mail_that_every_server_takes(
    subject: str, name: str, text: str, quoted: str, filename: str
) -> None:
    outbound = reply(
        subject=subject,
        to=(Party(name, PETRA.address),),
        text=text,
        earlier=(Earlier(name, NOON - timedelta(days=1), quoted),),
        attachments=(Attachment(filename, "text/plain", text.encode()),),
    )
    raw = compose(outbound)
    assert raw.isascii()
    assert b"\0" not in raw
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    message = read(outbound)
    assert message.defects == []
    assert [address.addr_spec for address in message["To"].addresses] == [PETRA.address]
    assert message["From"].addresses[0].addr_spec == ANNA.address
    plain = message.get_body(("plain",))
    assert plain is not None
    assert re.sub(r"[\r\n]", "", plain.get_content()).startswith(re.sub(r"[\r\n\0]", "", text))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Cs"]), max_size=300))
def test_subject_reads_back_as_it_was_written(subject: str) -> None:
    message = read(reply(subject=subject))
    assert message["Subject"] == subject.strip()
