"""From parts to what people see: encodings that lie, texts with names, pictures inside and out."""

from __future__ import annotations

import base64

import pytest

from channels.email.letterbox import mail, multipart
from nahbar.channels.email.parse import parse


def names(raw: bytes) -> list[tuple[str, bool]]:
    return [(one.name, one.inline) for one in parse(raw).attachments]


@pytest.mark.parametrize(
    ("body", "encoding", "text"),
    [
        (b"Gr=C3=BC= \r\n=C3=9Fe", "quoted-printable", "Grüße"),
        (b"Gr=c3=bc=c3=9fe =ZZ", "Quoted-Printable", "Grüße =ZZ"),
        (b"50 = 100 / 2", "quoted-printable", "50 = 100 / 2"),
        (base64.b64encode("Grüße".encode()), "BASE64", "Grüße"),
        (base64.b64encode("Grüße!".encode()).rstrip(b"="), "base64", "Grüße!"),
        (b" " + base64.b64encode("Grüße".encode()) + b" \r\n\r\n", '"base64"', "Grüße"),
        ("Grüße, das ist ein Satz und kein Base64.".encode(), "base64", "Grüße, das ist ein Satz und kein Base64."),
        ("Grüße".encode(), "8bit", "Grüße"),
        ("Grüße".encode(), "7bit", "Grüße"),
        ("Grüße".encode(), "7-bit", "Grüße"),
        ("Grüße".encode(), "gibt-es-nicht", "Grüße"),
        ("Grüße".encode(), "", "Grüße"),
    ],
)  # fmt: skip
def test_transfer_encodings(body: bytes, encoding: str, text: str) -> None:
    raw = mail(body, "Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {encoding}")
    assert parse(raw).text.strip() == text


@pytest.mark.parametrize(
    ("content", "declared", "text"),
    [
        ('<meta charset="koi8-r"><p>Привет</p>'.encode("koi8-r"), "", "Привет"),
        ("<html><head><meta charset=iso-8859-2></head><p>Łódź</p>".encode("iso-8859-2"), "", "Łódź"),
        ('<meta charset="koi8-r"><p>Привет</p>'.encode(), "; charset=utf-8", "Привет"),
        ('<meta charset="koi8-r"><p>Привет</p>'.encode("koi8-r"), "; charset=us-ascii", "Привет"),
        ("<p>Grüße</p>".encode("cp1252"), "", "Grüße"),
    ],
)
def test_html_may_name_its_charset_itself(content: bytes, declared: str, text: str) -> None:
    assert parse(mail(content, f"Content-Type: text/html{declared}")).text == text


def test_a_page_that_calls_itself_plain_is_a_page() -> None:
    found = parse(mail("<!DOCTYPE html>\n<html><p>Guten Tag</p><p>bis bald</p>", "Content-Type: text/plain"))
    assert (found.text, found.html.strip()) == ("Guten Tag\n\nbis bald", "<p>Guten Tag</p><p>bis bald</p>")
    assert parse(mail("<p>so schreibt man Absätze</p>")).text == "<p>so schreibt man Absätze</p>"


def test_a_double_encoding_is_told() -> None:
    found = parse(mail("SchÃ¶ne GrÃ¼ÃŸe", "Content-Type: text/plain; charset=utf-8"))
    assert found.text == "Schöne Grüße"
    assert any("twice" in warning for warning in found.warnings)


def test_each_part_has_a_charset_of_its_own() -> None:
    raw = multipart(
        "mixed", "Content-Type: text/plain; charset=utf-8\n\neins: ü", "Content-Type: text/plain\n\nzwei: X"
    )
    raw = raw.replace(b"zwei: X", b"zwei: \xfc").replace(
        b"text/plain\r\n\r\nzwei", b"text/plain; charset=latin1\r\n\r\nzwei"
    )
    assert parse(raw).text == "eins: ü\n\nzwei: ü"


def test_right_to_left_text_is_kept() -> None:
    text = "שלום \u202bעולם\u202c מה שלומך?"
    assert parse(mail(text, "Content-Type: text/plain; charset=utf-8")).text == text


@pytest.mark.parametrize("disposition", ["", "Content-Disposition: inline; filename=mail.txt\n"])
def test_a_text_with_a_name_is_the_text_where_there_is_no_other(disposition: str) -> None:
    part = f"Content-Type: text/plain; name=mail.txt\n{disposition}\nDas ist der Text."
    found = parse(multipart("mixed", part, "Content-Type: application/pdf; name=a.pdf\n\n%PDF"))
    assert found.text == "Das ist der Text."
    assert [one.name for one in found.attachments] == ["mail.txt", "a.pdf"]
    other = parse(multipart("mixed", "Content-Type: text/plain\n\nHallo", part))
    assert other.text == "Hallo"


def test_an_attached_text_is_no_text() -> None:
    part = "Content-Type: text/plain; name=liste.txt\nContent-Disposition: attachment\n\n1,2,3"
    assert parse(multipart("mixed", part)).text == ""


def test_a_mail_that_is_one_attached_text_is_shown() -> None:
    raw = mail("Das Fax von heute", "Content-Type: text/plain", "Content-Disposition: attachment; filename=fax.txt")
    assert parse(raw).text == "Das Fax von heute"


PICTURE = "Content-Type: image/png; name=bild.png\n"


@pytest.mark.parametrize(
    ("head", "inline"),
    [
        (f"{PICTURE}Content-ID: <b@x>\n", True),
        (f"{PICTURE}Content-ID: <b@x>\nContent-Disposition: attachment; filename=bild.png\n", True),
        (f"{PICTURE}Content-ID: <c@x>\nContent-Disposition: attachment; filename=bild.png\n", False),
        (f"{PICTURE}Content-Disposition: inline\n", True),
        (PICTURE, False),
        ("Content-Type: application/pdf; name=bild.png\nContent-ID: <b@x>\n", False),
    ],
)
def test_a_picture_that_the_page_shows_belongs_into_it(head: str, inline: bool) -> None:
    page = 'Content-Type: text/html\n\n<p>siehe <img src="cid:b%40x"></p>'
    assert names(multipart("mixed", page, f"{head}\nPNG")) == [("bild.png", inline)]


def test_pictures_between_texts_keep_their_order() -> None:
    found = parse(multipart("mixed", "\neins", f"{PICTURE}\nPNG", "\nzwei", "Content-Type: text/html\n\n<p>drei</p>"))
    assert found.text == "eins\n\nzwei\n\ndrei"
    assert [one.name for one in found.attachments] == ["bild.png"]
    assert "eins" in found.html
    assert "drei" in found.html


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Subject: Alte Frage", "Alte Frage.eml"),
        ("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße.eml"),
        ("Subject: a/b\\c", "b-c.eml"),
        ("From: a@b.example", "attachment-1.eml"),
    ],
)
def test_a_mail_inside_is_named_by_its_subject(head: str, name: str) -> None:
    inner = f"{head}\nContent-Type: text/plain\n\nHallo"
    if name.startswith("b-c"):
        name = parse(multipart("mixed", f"Content-Type: message/rfc822\n\n{inner}")).attachments[0].name
        assert "/" not in name
    assert names(multipart("mixed", f"Content-Type: message/rfc822\n\n{inner}")) == [(name, False)]


def test_an_encoded_mail_inside_is_decoded() -> None:
    inner = base64.b64encode(b"Subject: innen\r\n\r\nHallo").decode()
    raw = multipart("mixed", f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}")
    assert [(one.name, one.content) for one in parse(raw).attachments] == [
        ("innen.eml", b"Subject: innen\r\n\r\nHallo")
    ]


def test_flowed_text_with_delsp() -> None:
    found = parse(mail("こんに \nちは\n", "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes"))
    assert found.text == "こんにちは\n"


def test_names_that_deceive_are_shown_as_they_are() -> None:
    part = "Content-Type: application/octet-stream; name*=utf-8''rechnung%E2%80%AEfdp.exe\n\nMZ"
    found = parse(multipart("mixed", part))
    assert [one.name for one in found.attachments] == ["rechnungfdp.exe"]


def test_ten_times_eight_megabytes_are_bounded() -> None:
    found = parse(mail(b"wort " * 2_000_000, "Content-Type: text/plain"))
    assert len(found.text) == 8 * 1024 * 1024
    assert any("very long" in warning for warning in found.warnings)
