"""Names of attachments: harmless whatever the sender wrote."""

from __future__ import annotations

import pytest

from nahbar.channels.email.header.filenames import MAX_LENGTH, name_for, sanitise
from nahbar.channels.email.header.parameters import split


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Rechnung März.pdf", "Rechnung März.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Anna\\rad.jpg", "rad.jpg"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("a\r\nb\0.txt", "ab.txt"),
        ('<b>"x"?.txt', "_b_x_.txt"),
        (" . ", ""),
        ("..", ""),
        ("ordner/", "ordner"),
    ],
)
def test_sanitised(written: str, name: str) -> None:
    assert sanitise(written) == name


def test_long_names_keep_their_ending() -> None:
    name = sanitise("a" * 500 + ".pdf")
    assert len(name) == MAX_LENGTH
    assert name.endswith("a.pdf")


def test_nameless_parts_are_numbered() -> None:
    assert name_for("", "application/pdf", 3) == "attachment-3.pdf"
    assert name_for("..", "x/y", 1) == "attachment-1.bin"


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ('attachment; filename="rad.pdf"', "rad.pdf"),
        ("attachment; filename=rad im wald.pdf", "rad im wald.pdf"),
        ('attachment; filename="a;b\\"c.pdf"', 'a;b"c.pdf'),
        ("attachment; filename*=UTF-8'de'Gr%C3%BC%C3%9Fe.pdf; filename=gruesse.pdf", "Grüße.pdf"),
        ("attachment; filename*0*=iso-8859-1''Gr%FC; filename*1*=%DFe; filename*2=.pdf", "Grüße.pdf"),
        ("attachment; filename*1=b.pdf; filename*0=a", "ab.pdf"),
        ('attachment; filename="=?utf-8?q?Gr=C3=BC=C3=9Fe?=.pdf"', "Grüße.pdf"),
        ('attachment; filename="offen.pdf', "offen.pdf"),
    ],
)
def test_names_as_programs_write_them(field: str, name: str) -> None:
    disposition, parameters = split(field)
    assert disposition == "attachment"
    assert parameters["filename"] == name


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ('a/b; filename="=?utf-8?Q?Gr=C3=B6=C3=9Fe.pdf?="', "Größe.pdf"),
        ("a/b; filename==?utf-8?Q?Gr=C3=B6=C3=9Fe.pdf?=", "Größe.pdf"),
        ('a/b; filename="=?utf-8?Q?Gr=C3?=\t=?utf-8?Q?=B6=C3=9Fe.pdf?="', "Größe.pdf"),
        ("a/b; filename*0*=utf-8''Gr%C3; filename*1*=%B6%C3%9Fe; filename*2=.pdf", "Größe.pdf"),
        ("a/b; filename*2=.pdf; filename*1*=%9Fe; filename*0*=utf-8''Gr%C3%B6%C3", "Größe.pdf"),
        ("a/b; filename*0=utf-8''Gr%C3%B6%C3%9F; filename*1=e.pdf", "Größe.pdf"),
        ("a/b; filename*=utf-8'de-DE'Gr%C3%B6%C3%9Fe.pdf; filename=x.pdf", "Größe.pdf"),
        ("a/b; filename*=\"utf-8''Gr%C3%B6%C3%9Fe.pdf\"", "Größe.pdf"),
        ("a/b; filename*=iso-8859-1''Gr%F6%DFe.pdf", "Größe.pdf"),
        ("a/b; filename*=Gr%C3%B6%C3%9Fe.pdf", "Größe.pdf"),
        ("a/b; filename=\"utf-8''Gr%C3%B6%C3%9Fe.pdf\"", "Größe.pdf"),
        ('a/b; filename="Gr%C3%B6%C3%9Fe.pdf"', "Größe.pdf"),
        ('a/b; filename="100%20.pdf"', "100%20.pdf"),
        ("a/b; filename=Größe.pdf", "Größe.pdf"),
        ("a/b; filename=a;b.pdf", "a;b.pdf"),
        ("a/b; filename=Meine Datei (neu).pdf; size=3", "Meine Datei (neu).pdf"),
        ('a/b; filename="offen.pdf', "offen.pdf"),
        ("a/b filename=x.pdf", "x.pdf"),
        ('a/b; charset="utf-8" filename="x.pdf"', "x.pdf"),
        ('a/b; filename="a.pdf"; filename="b.pdf"', "a.pdf"),
        ('a/b; x="1;filename=y"; filename=z.pdf', "z.pdf"),
    ],
)
def test_file_names_as_programs_write_them(value: str, name: str) -> None:
    main, found = split(value)
    assert (main, found["filename"]) == ("a/b", name)


@pytest.mark.parametrize(
    ("value", "main", "charset"),
    [
        ("TEXT/HTML;CHARSET=UTF-8", "text/html", "UTF-8"),
        ("text/plain charset=utf-8", "text/plain", "utf-8"),
        ("text/plain, charset=utf-8", "text/plain", "utf-8"),
        ("text/plain;; charset = utf-8 ;", "text/plain", "utf-8"),
        ("(x) text/plain (y); charset=utf-8", "text/plain", "utf-8"),
        ("text/plain", "text/plain", ""),
        ("", "", ""),
    ],
)
def test_media_types_as_programs_write_them(value: str, main: str, charset: str) -> None:
    found_main, found = split(value)
    assert (found_main, found.get("charset", "")) == (main, charset)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("rechnung\u2066fdp\u2069.exe", "rechnungfdp.exe"),
        ("rech\u00adnung\u3164.exe", "rechnung.exe"),
        ("نامه\u200cها.pdf", "نامه\u200cها.pdf"),
        ("👩\u200d🔧.png", "👩\u200d🔧.png"),
    ],
)
def test_what_deceives_goes_and_what_is_writing_stays(written: str, name: str) -> None:
    assert sanitise(written) == name
