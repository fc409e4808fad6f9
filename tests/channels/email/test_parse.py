"""The way in as a whole: parts, charsets, attachments, and mails that no sane program writes."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.letterbox import HEADER, mail, multipart
from nahbar.channels.contract import FoldKind, InboundKind, ParseFault, Party
from nahbar.channels.email.folds.folding import own_words
from nahbar.channels.email.parse import parse
from nahbar.channels.email.parts import mime


def test_an_ordinary_mail() -> None:
    found = parse(mail("Guten Tag,\n\nwann ist mein Rad fertig und wie kann ich es abholen?\n\nAnna Lind\n"))
    assert found.sender == Party("Anna Lind", "anna.lind@waldrand.example")
    assert found.to == (Party("Lindenhof", "info@lindenhof.example"),)
    assert found.subject == "Mein Rad"
    assert found.key == "rad-1@waldrand.example"
    assert found.sent_at == datetime(2024, 3, 12, 9, 0, tzinfo=UTC)
    assert found.kind is InboundKind.HUMAN
    assert found.text == "Guten Tag,\n\nwann ist mein Rad fertig und wie kann ich es abholen?\n\nAnna Lind\n"
    assert (found.html, found.folds, found.attachments, found.warnings) == ("", (), (), ())
    assert found.language == "de"


def test_the_plain_twin_is_the_text_and_the_html_twin_the_html() -> None:
    found = parse(
        multipart(
            "alternative",
            "Content-Type: text/plain; charset=utf-8\n\nschlicht",
            "Content-Type: text/html; charset=utf-8\n\n<p onclick='x()'>reich</p><script>x()</script>",
        )
    )
    assert found.text == "schlicht"
    assert found.html == "<p>reich</p>"


def test_html_alone_gives_the_text() -> None:
    found = parse(mail("<p>Guten Tag</p><p>bis bald</p>", "Content-Type: text/html"))
    assert found.text == "Guten Tag\n\nbis bald"


def test_a_plain_stub_is_replaced_by_the_html() -> None:
    found = parse(
        multipart(
            "alternative",
            "Content-Type: text/plain\n\nIhr Mailprogramm ist nicht HTML-fähig.",
            "Content-Type: text/html\n\n<p>Das Rad ist fertig.</p>",
        )
    )
    assert found.text == "Das Rad ist fertig."


def test_attachments_inline_pictures_and_nested_mail() -> None:
    picture = base64.b64encode(b"\x89PNG bild").decode()
    found = parse(
        multipart(
            "mixed",
            "Content-Type: text/plain\n\nsiehe Anhang",
            f"Content-Type: image/png\nContent-ID: <logo@x>\nContent-Transfer-Encoding: base64\n\n{picture}",
            'Content-Type: application/pdf; name="..\\\\..\\\\rechnung\x07.pdf"\n\n%PDF',
            "Content-Type: application/zip\nContent-Disposition: file;\n filename*=utf-8''Gr%C3%B6%C3%9Fe.zip\n\nPK",
            "Content-Type: message/rfc822\n\nSubject: Alte Frage\n\nHallo",
        )
    )
    assert found.text == "siehe Anhang"
    assert [(one.name, one.media_type, one.inline, one.content_id) for one in found.attachments] == [
        ("attachment-1.png", "image/png", True, "logo@x"),
        ("rechnung.pdf", "application/pdf", False, ""),
        ("Größe.zip", "application/zip", False, ""),
        ("Alte Frage.eml", "message/rfc822", False, ""),
    ]
    assert found.attachments[0].content == b"\x89PNG bild"
    assert found.attachments[3].content == b"Subject: Alte Frage\r\n\r\nHallo"


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("Grüße".encode(), "utf-8", "Grüße"),
        ("Grüße".encode("latin-1"), "iso-8859-1", "Grüße"),
        ("Grüße".encode("latin-1"), "utf-8", "Grüße"),
        ("Grüße".encode(), "iso-8859-1", "Grüße"),
        ("Grüße".encode(), "us-ascii", "Grüße"),
        ("Grüße".encode("latin-1"), "gibt-es-nicht", "Grüße"),
        ("Grüße – „ja“".encode("cp1252"), "iso-8859-1", "Grüße – „ja“"),
        ("Grüße".encode().decode("cp1252").encode(), "utf-8", "Grüße"),
        (b"Gr+APwA3w-e", "utf-7", "Grüße"),
        ("こんにちは".encode("iso-2022-jp"), "iso-2022-jp", "こんにちは"),
        (b"Punkt\x00Null", "utf-8", "PunktNull"),
        (b"\xef\xbb\xbfMarke", "", "Marke"),
        (b"idna", "idna", "idna"),
    ],
)
def test_charsets(body: bytes, charset: str, text: str) -> None:
    assert parse(mail(body, f"Content-Type: text/plain; charset={charset}")).text == text


def test_an_unknown_charset_is_told() -> None:
    (warning,) = parse(mail("Grüße".encode("latin-1"), "Content-Type: text/plain; charset=klingonisch")).warnings
    assert "klingonisch" in warning


@pytest.mark.parametrize(
    ("field", "subject"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3?= =?utf-8?q?=9Fe?=", "Grüße"),
        ("=?iso-8859-1?Q?Gr=FC=DFe?= aus =?utf-8?B?S8O2bG4=?=", "Grüße aus Köln"),
        ("=?utf-8?B?S8O2bG4?=", "Köln"),
        ("Grüße roh", "Grüße roh"),
        ("kein =?wort", "kein =?wort"),
        ("=?utf-8?q?zwei Worte?=", "zwei Worte"),
        ("gefaltet\r\n\tund weiter", "gefaltet und weiter"),
    ],
)
def test_subjects(field: str, subject: str) -> None:
    header = f"From: a@b.example\r\nSubject: {field}\r\n"
    assert parse(mail("x", header=header)).subject == subject
    assert parse(mail("x", header="From: a@b.example\r\n") + b"").subject == ""


def test_a_subject_of_raw_latin_1() -> None:
    assert parse("Subject: Größe\n\nx".encode("latin-1")).subject == "Größe"


def test_flowed_text_is_joined() -> None:
    found = parse(
        mail("eine Zeile \ngeht weiter\n> zitiert \n> weiter\n-- \nAnna", "Content-Type: text/plain; format=flowed")
    )
    assert found.text == "eine Zeile geht weiter\n> zitiert weiter\n-- \nAnna"


def test_the_date_of_the_nearest_server_stands_in() -> None:
    header = "From: a@b.example\r\nReceived: from x by y; Wed, 13 Mar 2024 08:00:00 +0000\r\n"
    assert parse(mail("x", header=header)).sent_at == datetime(2024, 3, 13, 8, 0, tzinfo=UTC)
    assert parse(mail("x", header="From: a@b.example\r\nDate: gestern\r\n")).sent_at is None


def test_references_and_tokens() -> None:
    found = parse(
        mail(
            "x",
            "Delivered-To: info+0123456789ab.CDEFGH1JKM@lindenhof.example",
            "In-Reply-To: <zz.abcdefgh1234.0123456789@lindenhof.example> (von gestern)",
            "References: <alt@x.example> <neu\r\n @x.example> <zz.abcdefgh1234.0123456789@lindenhof.example>",
        )
    )
    assert found.refs == ("zz.abcdefgh1234.0123456789@lindenhof.example", "neu@x.example", "alt@x.example")
    assert found.tokens == ("0123456789ab.cdefgh1jkm", "abcdefgh1234.0123456789")


def test_a_message_id_without_brackets() -> None:
    assert parse(b"Message-ID: abc@x.example\n\nx").key == "abc@x.example"
    assert parse(b"Message-ID: <a b c@x.example>\n\nx").key == "abc@x.example"
    assert len(parse(b"References: " + b" ".join(b"<%d@x>" % n for n in range(900)) + b"\n\nx").refs) == 200


@pytest.mark.parametrize("raw", [b"", b"\r\n \r\n", b"\0\0"])
def test_nothing_is_a_fault(raw: bytes) -> None:
    with pytest.raises(ParseFault, match="empty"):
        parse(raw)


def test_text_without_a_header_is_text() -> None:
    found = parse(b"Hallo ihr Lieben,\nwas kostet das?")
    assert found.text == "Hallo ihr Lieben,\nwas kostet das?"
    assert any("no header" in warning for warning in found.warnings)


def test_a_missing_blank_line_and_broken_folding_lose_nothing() -> None:
    assert parse(b"Subject: eins\nHallo zusammen").text == "Hallo zusammen"
    assert parse(b"Subject: eins\nzwei\nFrom: a@b.example\n\nHallo").subject == "eins zwei"


def test_a_multipart_whose_boundary_is_missing_is_found_again() -> None:
    raw = mail("--xyz\nContent-Type: text/plain\n\nHallo\n--xyz--\n", "Content-Type: multipart/mixed")
    assert parse(raw).text == "Hallo"


def test_deep_nesting_and_a_thousand_parts() -> None:
    body = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2000))
    assert parse(HEADER.encode() + body.encode() + b"\n\ntief").sender.name == "Anna Lind"
    parts = [f'Content-Type: text/plain; name="{n}.txt"\n\n{n}' for n in range(1500)]
    found = parse(multipart("mixed", *parts))
    assert len(found.attachments) == mime.MAX_PARTS
    assert found.attachments[-1].name == "more-parts.txt"
    assert found.attachments[-1].content.endswith(b"\r\n1499\r\n--grenze--\r\n")
    assert any("parts" in warning for warning in found.warnings)


def test_header_bombs_and_ten_thousand_recipients() -> None:
    many = ", ".join(f"Person {n} <p{n}@x.example>" for n in range(12_000))
    assert len(parse(f"From: a@b.example\nTo: {many}\n\nHallo".encode()).to) == 10_000
    bomb = b"".join(b"X-%d: y\n" % n for n in range(100_000))
    found = parse(b"From: a@b.example\n" + bomb + b"\nHallo")
    assert (found.text, found.sender.address) == ("Hallo", "a@b.example")
    assert found.warnings


def assert_sound(raw: bytes) -> None:
    """What holds for every mail whatsoever."""
    try:
        found = parse(raw)
    except ParseFault:
        return
    for text in (found.text, found.subject, found.html, found.sender.name, found.key, *found.refs, *found.tokens):
        assert "\0" not in text
        text.encode("utf-8")
    position = 0
    for fold in found.folds:
        assert position <= fold.start < fold.end <= len(found.text)
        assert isinstance(fold.kind, FoldKind)
        position = fold.end
    for one in found.attachments:
        assert one.name
        assert not set(one.name) & set("/\\\0\n\r")
    own_words(found.text, found.folds)


PIECES = st.sampled_from(
    [
        *(
            b"From: ",
            b"To: <",
            b"Subject: =?utf-8?q?",
            b"=?=",
            b"Content-Type: multipart/mixed; boundary=x\n",
            b"\n--x\n",
        ),
        *(
            b"\n\n",
            b"\r\n",
            b"--x--",
            b"Content-Type: text/html\n\n",
            b"<blockquote type=cite>",
            b"Am 1.1.2024 schrieb a@b:\n",
        ),
        *(
            b"> zitat\n",
            b"-- \n",
            b"Von: a\nGesendet: b\nAn: c\n",
            b"Content-Transfer-Encoding: base64\n",
            b"\xff\xfe",
            b"\0",
        ),
        *(
            b"Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822;",
            b"a@b.example",
            b"charset=utf-7\n\n+2AA-",
        ),
        *(
            "ü€😀".encode(),
            b"Content-Type: text/plain; format=flowed\n\n",
            b"Date: 99 Foo 99999\n",
            b";",
            b'"',
            b"(",
            b"<",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(raw: bytes) -> None:
    assert_sound(raw)


@settings(max_examples=250, deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_any_mixture_of_mail(pieces: list[bytes]) -> None:
    assert_sound(b"".join(pieces))
