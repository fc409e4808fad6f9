"""Bytes whose charset is right, wrong, missing, mixed or made up."""

from __future__ import annotations

import pytest

from nahbar.channels.email.header.headers import split, unstructured
from nahbar.channels.email.text import charsets, guessing, mojibake

GERMAN = "Grüße aus Köln, schöne Fußnägel – „ja“"
PLAIN = "Grüße aus Köln, schöne Fußnägel"


def shown_as(text: str, codec: str) -> str:
    """UTF-8 of `text` read in `codec`, as a careless program does."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("ISO-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("csISOLatin1", "cp1252"),
        ("us-ascii", "ascii"),
        ("iso-8859-8-i", "iso8859-8"),
        ("ISO-8859-9", "cp1254"),
        ("gb2312", "gb18030"),
        ("x-gbk", "gb18030"),
        ("shift_jis", "cp932"),
        ("x-sjis", "cp932"),
        ("windows-31j", "cp932"),
        ("ks_c_5601-1987", "cp949"),
        ("euc-kr", "cp949"),
        ("big5", "big5hkscs"),
        ("koi8-r", "koi8-r"),
        ("windows-1251", "cp1251"),
        ("x-windows-1250", "cp1250"),
        ("cp-850", "cp850"),
        ("IBM850", "cp850"),
        ("x-mac-roman", "mac-roman"),
        ("macintosh", "mac-roman"),
        ("unicode-1-1-utf-7", "utf-7"),
        ("'utf-8'", "utf-8"),
        ("utf8mb4", "utf-8"),
        ("utf-8; format=flowed", "utf-8"),
    ],
)
def test_labels(label: str, codec: str) -> None:
    assert charsets.codec_of(label) == codec


@pytest.mark.parametrize(
    "label", ["", "x-unknown", "unknown-8bit", "klingonisch", "rot13", "zlib", "idna", "punycode", "base64", "§§"]
)
def test_what_is_no_charset(label: str) -> None:
    assert charsets.codec_of(label) is None


@pytest.mark.parametrize("codec", ["cp1252", "cp850", "mac_roman", "utf-8", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("declared", ["", "us-ascii", "utf-8", "unknown-8bit", "x-unknown"])
def test_german_is_read_whatever_is_declared(codec: str, declared: str) -> None:
    assert charsets.decode(PLAIN.encode(codec), declared)[0] == PLAIN


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "utf-8"])
@pytest.mark.parametrize("declared", ["", "us-ascii", "utf-8", "x-unknown"])
def test_russian_is_read_whatever_is_declared(codec: str, declared: str) -> None:
    text = "Здравствуйте, когда будет готов мой велосипед?"
    assert charsets.decode(text.encode(codec), declared)[0] == text


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        ("你好，世界", "gb18030", "gb2312"),
        ("こんにちは", "iso-2022-jp", "iso-2022-jp"),
        ("こんにちは", "iso-2022-jp", ""),
        ("こんにちは", "iso-2022-jp", "us-ascii"),
        ("こんにちは", "cp932", "shift_jis"),
        ("안녕하세요", "euc-kr", "ks_c_5601-1987"),
        ("שלום עולם", "iso-8859-8", "iso-8859-8-i"),
        ("مرحبا", "cp1256", "windows-1256"),
        ("Zażółć gęślą jaźń", "iso-8859-2", "iso-8859-2"),
        ("Ğüşiöç", "cp1254", "iso-8859-9"),
        (GERMAN, "cp1252", "iso-8859-1"),
        ("Grüße 😀👩‍👩‍👧", "utf-7", "utf-7"),
        ("Grüße 😀", "utf-8", "iso-8859-1"),
    ],
)
def test_declared_charsets(text: str, codec: str, declared: str) -> None:
    assert charsets.decode(text.encode(codec), declared)[0] == text


def test_two_charsets_in_one_text() -> None:
    data = "Grüße — Köln\n".encode() + "Fußzeile für Österreich".encode("cp1252")
    assert charsets.decode(data, "utf-8") == ("Grüße — Köln\nFußzeile für Österreich", True)
    assert charsets.decode(data, "")[0] == "Grüße — Köln\nFußzeile für Österreich"


def test_a_letter_cut_in_two_is_one_gap() -> None:
    assert charsets.decode("fertig 😀".encode()[:-1], "utf-8") == ("fertig \N{REPLACEMENT CHARACTER}", True)


def test_one_damaged_byte_leaves_the_rest_of_its_charset_alone() -> None:
    data = "你好，世界，再见".encode("gb18030") + b"\xff"
    assert charsets.decode(data, "gb18030")[0].startswith("你好，世界，再见")


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed_more_than_the_label(mark: str) -> None:
    assert charsets.decode("Grüße".encode(mark), "iso-8859-1") == ("Grüße", False)


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "cp850"])
@pytest.mark.parametrize("text", ["Grüße", "schöne Fußnägel", "„Grüße“ – Köln", "Größe: 5 €", "für 😀 Käufer"])
def test_a_double_encoding_is_undone(codec: str, text: str) -> None:
    if codec == "cp850":
        text = text.replace("😀", "")
    assert mojibake.repair(shown_as(text, codec)) == text


def test_a_threefold_encoding_is_undone() -> None:
    assert mojibake.repair(shown_as(shown_as("Grüße", "cp1252"), "cp1252")) == "Grüße"


@pytest.mark.parametrize(
    "text",
    [
        "statt ü steht da Ã¼",
        "SÃO PAULO, À LA CARTE",
        "Ångström Ärger „Ä“ – Ä",
        "naïve – “Ä”",
        "Âge d’or, Château",
        "Grüße",
        "Привет",
        "plain",
    ],
)
def test_what_may_be_meant_so_is_left_alone(text: str) -> None:
    assert mojibake.repair(text) == text


def test_a_reading_tells_what_was_done() -> None:
    assert charsets.read("Grüße".encode(), "utf-8") == charsets.Reading("Grüße")
    assert charsets.read("Grüße".encode("cp1252"), "utf-8") == charsets.Reading("Grüße", guessed=True)
    assert charsets.read(shown_as("Grüße", "cp1252").encode(), "utf-8") == charsets.Reading("Grüße", repaired=True)


@pytest.mark.parametrize(
    ("html", "charset"),
    [
        (b'<html><head><meta charset="koi8-r">', "koi8-r"),
        (b'<META http-equiv="Content-Type" content="text/html; charset=ISO-8859-15">', "ISO-8859-15"),
        (b"<meta charset = 'utf-16'>", "utf-8"),
        (b"<p>charset=koi8-r</p>", ""),
        (b"<meta name=x>", ""),
        (b"", ""),
    ],
)
def test_what_html_says_of_itself(html: bytes, charset: str) -> None:
    assert charsets.declared_in_html(html) == charset


def test_controls_go_and_right_to_left_text_stays() -> None:
    assert charsets.clean("a\0b\x07\r\nשלום\u200f 👨‍👩‍👧\ud800") == "ab\nשלום\u200f 👨‍👩‍👧\N{REPLACEMENT CHARACTER}"


def test_guessing_is_linear_and_never_fails() -> None:
    for data in (b"\xc3" * 300_000, b"\x1b$" * 100_000, bytes(range(256)) * 1000, b"\0\xff" * 100_000):
        assert charsets.decode(data)[0]
        guessing.undeclared(data)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?Wie geht's??=", "Wie geht's?"),
        ("=?utf-8?q?K=C3=B6ln", "Köln"),
        ("Re: =?utf-8?B?S8O2bG4=?", "Re: Köln"),
        ("=?utf-8?B?S8O2bG4", "Köln"),
        ("=?utf-8?Q?Gr=C3?= =?utf-8?B?vA==?=", "Grü"),
        ("=?utf-8?Q?=F0=9F=98?=\t=?UTF-8?q?=80?=", "😀"),
        ("=?iso-2022-jp?B?GyRCJF4bKEI=?= =?iso-2022-jp?B?GyRCJF8bKEI=?=", "まみ"),
        ("=?unknown-8bit?q?Gr=FC=DFe?=", "Grüße"),
        ("=?x-unknown?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?UTF-8?Q?Gr=FC=DFe?=", "Grüße"),
        ("=?iso-8859-1?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8*de?q?J=C3=BCrgen?=", "Jürgen"),
        ("=?utf-8?q?a?= =?iso-8859-1?q?=FC?= b", "aü b"),
        ("=?utf-8?X?foo?=", "=?utf-8?X?foo?="),
        ("=?utf-8?q??=", ""),
        ("kein =?wort", "kein =?wort"),
    ],
)
def test_encoded_words(value: str, text: str) -> None:
    assert unstructured(value) == text


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("Subject: Größe\n\n".encode("latin-1"), "Größe"),
        ("Subject: Größe\n\n".encode(), "Größe"),
        ("Subject: Größe\nContent-Type: text/plain; charset=utf-8\n\n".encode("latin-1"), "Größe"),
        ("Subject: Привет\nContent-Type: text/plain; charset=koi8-r\n\n".encode("koi8-r"), "Привет"),
        ('Subject: 大家\nContent-Type: text/plain; charset="big5"\n\n'.encode("big5"), "大家"),
        ("Subject: まみ\n\n".encode("iso-2022-jp"), "まみ"),
        ("Subject: GrÃ¼ÃŸe\n\n".encode(), "Grüße"),
        (b"From  : a@x.example\nSubject: x\n\n", "x"),
    ],
)
def test_raw_headers(raw: bytes, subject: str) -> None:
    assert split(raw)[0].text("subject") == subject


def test_encoded_words_take_linear_time() -> None:
    for text in ("=?utf-8?q?", "=?a?q?=a", "=?", "?=", "=?a?b?a ", "=?utf-8?q?" + "?" * 9):
        assert unstructured(text * 50_000) is not None
