"""winmail.dat: what Outlook hides comes out, and what is damaged stays a file."""

from __future__ import annotations

import base64
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email import outlook
from channels.email.letterbox import multipart
from nahbar.channels.contract import Inbound
from nahbar.channels.email.parse import parse
from nahbar.channels.email.parts import rtf, tnef

PLAIN_RTF = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\uc1 Gr\'fc\'dfe \u8364?\par {\b bis} bald{\*\weg x}}"
HTML_RTF = (
    rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Gr\'fc\'dfe{\*\htmltag84 &amp;}"
    rb"\htmlrtf\par}\htmlrtf0 {\*\htmltag72 </p>}\par}"
)


def mail_with(
    content: bytes, text: str = "", name: str = "winmail.dat", kind: str = "application/ms-tnef"
) -> Inbound:
    encoded = base64.encodebytes(content).decode()
    part = f'Content-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\n\n{encoded}'
    return parse(multipart("mixed", f"Content-Type: text/plain; charset=utf-8\n\n{text}", part))


def test_files_come_out_under_their_long_names() -> None:
    files = [
        outlook.file("Angebot für Köln.pdf", b"%PDF"),
        outlook.file("bild.png", b"\x89PNG", outlook.prop(0x3712, outlook.UNICODE, "<bild@x>")),
    ]
    found = mail_with(outlook.tnef(files=files), "siehe Anhang")
    assert found.text == "siehe Anhang"
    assert [(one.name, one.content) for one in found.attachments] == [
        ("Angebot für Köln.pdf", b"%PDF"),
        ("bild.png", b"\x89PNG"),
    ]
    assert found.attachments[1].media_type == "image/png"
    assert found.attachments[1].content_id == "bild@x"
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("kind", "name"),
    [("application/vnd.ms-tnef", "x.dat"), ("application/octet-stream", "WINMAIL.DAT"), ("application/ms-tnef", "")],
)
def test_it_is_recognised_by_type_or_name(kind: str, name: str) -> None:
    found = mail_with(outlook.tnef(files=[outlook.file("a.txt", b"a")]), "x", name, kind)
    assert [one.name for one in found.attachments] == ["a.txt"]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ([outlook.prop(0x1000, outlook.UNICODE, "Grüße 😀")], "Grüße 😀"),
        ([outlook.prop(0x1000, outlook.STRING8, "Grüße")], "Grüße"),
        ([outlook.prop(0x1013, outlook.BINARY, "<p>Grüße</p>".encode("cp1252")),
          outlook.prop(0x3FDE, outlook.LONG, 1252)], "Grüße"),
        ([outlook.prop(0x1013, outlook.BINARY, "<p>Grüße</p>".encode()),
          outlook.prop(0x3FDE, outlook.LONG, 65001)], "Grüße"),
        ([outlook.prop(0x1009, outlook.BINARY, outlook.packed(PLAIN_RTF))], "Grüße €\nbis bald"),
        ([outlook.prop(0x1009, outlook.BINARY, outlook.packed(HTML_RTF))], "Grüße&"),
    ],
)  # fmt: skip
def test_the_words_come_out_where_the_mail_has_none(message: list[bytes], text: str) -> None:
    assert mail_with(outlook.tnef(message)).text.strip() == text


def test_the_words_of_the_mail_go_first() -> None:
    found = mail_with(outlook.tnef([outlook.prop(0x1000, outlook.UNICODE, "dasselbe")]), "dasselbe")
    assert found.text.strip() == "dasselbe"


def test_a_message_inside_is_taken_apart_too() -> None:
    inner = outlook.tnef(
        [outlook.prop(0x0037, outlook.UNICODE, "Alte Frage"), outlook.prop(0x1000, outlook.UNICODE, "Wann?")],
        [outlook.file("innen.txt", b"innen")],
    )
    holder = outlook.attribute(2, 0x00069002, b"\0" * 14) + outlook.attribute(
        2, 0x00069005, outlook.props(outlook.prop(0x3701, outlook.OBJECT, b"i" * 16 + inner))
    )
    found = mail_with(outlook.tnef(files=[holder]), "siehe unten")
    assert [(one.name, one.content) for one in found.attachments] == [
        ("Alte Frage.txt", b"Wann?"),
        ("innen.txt", b"innen"),
    ]


def test_properties_of_every_kind_are_stepped_over() -> None:
    odd = [
        struct.pack("<HHQ", 0x0040, 0x3007, 5),
        struct.pack("<HHI", 0x000B, 0x0E1F, 1),
        struct.pack("<HHI", 0x1003, 0x6001, 2) + struct.pack("<II", 1, 2),
        struct.pack("<HH", 0x1F, 0x8001) + b"g" * 16 + struct.pack("<II", 1, 4) + b"a\0\0\0"
        + struct.pack("<II", 1, 4) + b"x\0\0\0",
        struct.pack("<HH", 0x03, 0x8002) + b"g" * 16 + struct.pack("<II", 0, 7) + struct.pack("<I", 3),
    ]  # fmt: skip
    found = tnef.read(outlook.tnef([*odd, outlook.prop(0x1000, outlook.UNICODE, "danach")]))
    assert found.text == "danach"


@pytest.mark.parametrize("damage", ["cut", "signature", "length", "count"])
def test_a_damaged_one_stays_a_file_and_is_told(damage: str) -> None:
    good = outlook.tnef([outlook.prop(0x1000, outlook.UNICODE, "Wort")], [outlook.file("a.txt", b"a" * 100)])
    broken = {
        "cut": good[:-60],
        "signature": b"PK" + good,
        "length": good[:11] + b"\xff\xff\xff\x7f" + good[15:],
        "count": outlook.tnef([struct.pack("<HHI", 0x101E, 0x1000, 0xFFFFFFFF)]),
    }[damage]
    found = mail_with(broken, "siehe Anhang")
    assert [(one.name, one.content) for one in found.attachments] == [("winmail.dat", broken)]
    assert any("winmail.dat" in warning for warning in found.warnings)


def test_repeated_bytes_are_unpacked() -> None:
    stream = b"\x06" + b"a" + struct.pack(">H", 207 << 4 | 15) + struct.pack(">H", 224 << 4)
    assert rtf.decompress(struct.pack("<II4sI", len(stream) + 12, 18, b"LZFu", 0) + stream) == b"a" * 18


def test_unpacking_keeps_to_the_announced_size() -> None:
    bomb = b"\xff" + struct.pack(">H", 0 << 4 | 15) * 8
    assert len(rtf.decompress(struct.pack("<II4sI", 0, 10, b"LZFu", 0) + bomb * 1000)) == 10
    assert rtf.decompress(struct.pack("<II4sI", 0, 3, b"MELA", 0) + b"abcdef") == b"abc"
    assert rtf.decompress(b"") == rtf.decompress(b"x" * 20) == b""


def test_rtf_signs() -> None:
    read = rtf.read(rb"{\rtf1\uc0 a\tab b\line \{c\}\~d\emdash e\u-10179\u-8704 \uc2\u252xy{\pict ffff}\'80}")
    assert read.text == "a\tb\n{c}\xa0d—e😀 ü€".replace("e😀 ", "e😀")


def test_deep_groups_are_bounded() -> None:
    assert rtf.read(b"{" * 200_000 + b"x" + b"}" * 200_000).text == "x"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    rtf.read(rtf.decompress(data))
    try:
        tnef.read(tnef.SIGNATURE + data)
    except tnef.TnefFault:
        return
