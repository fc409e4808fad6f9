"""What a member says of themselves."""

from __future__ import annotations

import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cast import House
from nahbar.desk.settings_forms.profile import MOST_PICTURE_BYTES, picture_type
from nahbar.mailroom.queries import blobs

FIELDS = {"name": "Murat Kaya", "phone": "0911 1", "signature": "Murat\nWerkstatt", "language": "de", "theme": "dark"}


def chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + kind + content + check


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def test_saving_speaks_the_new_language(house: House, murat: Client) -> None:
    answer = murat.post(reverse("desk:profile"), FIELDS, follow=True)
    house.murat.refresh_from_db()
    assert {name: getattr(house.murat, name) for name in FIELDS} == FIELDS
    page = answer.content.decode()
    assert "Gespeichert." in page
    assert '<html lang="de" data-theme="dark">' in page


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("language", "xx"), ("theme", "pink"), ("name", "x" * 121)]
)
def test_what_is_refused(house: House, murat: Client, field: str, value: str) -> None:
    answer = murat.post(reverse("desk:profile"), {**FIELDS, field: value})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    house.murat.refresh_from_db()
    assert house.murat.theme == "auto"


def test_nobody_promotes_themselves(house: House, murat: Client) -> None:
    murat.post(reverse("desk:profile"), {**FIELDS, "role": "admin", "email": "chef@radhof.example", "is_active": "0"})
    house.murat.refresh_from_db()
    assert (house.murat.role, house.murat.email, house.murat.is_active) == ("member", "murat@radhof.example", True)


def test_a_picture(house: House, murat: Client) -> None:
    murat.post(reverse("desk:upload_picture"), {"picture": SimpleUploadedFile("ich.png", PNG)})
    house.murat.refresh_from_db()
    assert house.murat.picture_type == "image/png"
    assert blobs().get(house.murat.picture) == PNG
    shown = murat.get(reverse("desk:picture", args=[house.murat.pk, house.murat.picture[:12]]))
    assert shown.headers["Content-Type"] == "image/png"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    murat.post(reverse("desk:remove_picture"))
    house.murat.refresh_from_db()
    assert house.murat.picture == house.murat.picture_type == ""


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("ich.svg", SVG, "This is no PNG, JPEG or WebP picture."),
        ("ich.png", SVG, "This is no PNG, JPEG or WebP picture."),
        ("ich.png", PNG + b"\0" * MOST_PICTURE_BYTES, "larger than 1 MB"),
        ("ich.png", b"", "This file is empty."),
    ],
)
def test_files_that_are_no_picture(house: House, murat: Client, name: str, content: bytes, words: str) -> None:
    answer = murat.post(reverse("desk:upload_picture"), {"picture": SimpleUploadedFile(name, content, "image/png")})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    house.murat.refresh_from_db()
    assert house.murat.picture == ""


def test_pictures_are_known_by_how_they_begin() -> None:
    assert picture_type(PNG) == "image/png"
    assert picture_type(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert picture_type(b"RIFF\x10\0\0\0WEBPVP8 ") == "image/webp"
    assert picture_type(b"RIFF\x10\0\0\0WAVEfmt ") == ""
    assert picture_type(b"GIF89a") == ""


def test_copies_by_mail_are_switched_on_and_off(house: House, murat: Client) -> None:
    for given, expected in (({"copies_by_mail": "on"}, True), ({}, False)):
        murat.post(reverse("desk:profile"), {**FIELDS, **given})
        house.murat.refresh_from_db()
        assert house.murat.copies_by_mail is expected
