"""Names of attachments: harmless whatever the sender wrote."""

from __future__ import annotations

import pytest

from nahbar.channels.email.filenames import MAX_LENGTH, name_for, sanitise
from nahbar.channels.email.parameters import split


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
