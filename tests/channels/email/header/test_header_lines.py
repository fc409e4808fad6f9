"""Single header lines: folded within 76 characters, and nothing lost by encoding."""

from __future__ import annotations

from email import message_from_string
from email.header import decode_header, make_header
from email.policy import default

import pytest

from nahbar.channels.contract import Party
from nahbar.channels.email.header import header_lines


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("Ihr Rad", "Subject: Ihr Rad"),
        ("", "Subject: "),
        ("Für Sie", "Subject: =?utf-8?b?RsO8ciBTaWU=?="),
        ("=?utf-8?q?Trick?=", "Subject: =?utf-8?b?PT91dGYtOD9xP1RyaWNrPz0=?="),
    ],
)
def test_subject_is_encoded_only_where_ascii_does_not_do(value: str, line: str) -> None:
    assert header_lines.text_header("Subject", value) == line


@pytest.mark.parametrize(
    "value",
    ["wort " * 60, "x" * 900, "ä" * 300, "🚲" * 100, "ein  doppelter   Abstand"],
    ids=["words", "one word", "umlauts", "pictures", "gaps"],
)
def test_long_subject_is_folded_and_reads_back(value: str) -> None:
    line = header_lines.text_header("Subject", value)
    assert max(map(len, line.split("\r\n"))) <= 76
    read = message_from_string(line + "\r\n\r\n")["Subject"]
    assert str(make_header(decode_header(read))).replace("\r\n", "").strip() == value.strip()


@pytest.mark.parametrize(
    "name",
    [
        "Anna Lind",
        "Lind, Anna",
        'Anna "die" Lind',
        "Anna Lind (Lindenhof)",
        "Jürgen Groß",
        "x@y.example",
        "\\",
    ],
)
def test_names_read_back(name: str) -> None:
    line = header_lines.mailboxes("To", [Party(name, "a@b.example"), Party("", "c@d.example")])
    first, second = message_from_string(line + "\r\n\r\n", policy=default)["To"].addresses
    assert (first.display_name, first.addr_spec) == (name, "a@b.example")
    assert second.addr_spec == "c@d.example"


def test_long_name_is_folded_and_reads_back() -> None:
    line = header_lines.mailboxes("Reply-To", [Party("ä" * 200, "a@b.example")])
    assert max(map(len, line.split("\r\n"))) <= 76
    (words, charset), address = decode_header(message_from_string(line + "\r\n\r\n")["Reply-To"])
    assert words.decode(charset) == "ä" * 200
    assert address[0].strip() == b"<a@b.example>"


def test_many_recipients_are_folded() -> None:
    line = header_lines.mailboxes("To", [Party("", f"person{number}@kundschaft.example") for number in range(500)])
    assert max(map(len, line.split("\r\n"))) <= 76
    assert len(message_from_string(line + "\r\n\r\n", policy=default)["To"].addresses) == 500


def test_encoded_words_split_no_character() -> None:
    for word in header_lines.encoded_words("🚲ä" * 50):
        assert len(word) <= 75
        assert "�" not in str(make_header(decode_header(word)))


def test_domain_in_ascii() -> None:
    assert header_lines.in_ascii("petra@räder.example") == "petra@xn--rder-loa.example"
    assert header_lines.in_ascii("jürgen@x.example") == "jürgen@x.example"
    assert header_lines.in_ascii(f"a@{'ä' * 70}.example") == f"a@{'ä' * 70}.example"
