"""The header of a mail: sound ones are read in one go, all others line by line, and both say the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nahbar.channels.email.header import headers

SOUND = st.sampled_from(
    [
        "Subject: Frage",
        "subject:zweite",
        "To : a@x.example",
        " weiter",
        "\tweiter \t",
        " ",
        "X-Leer:",
        "X-Y: \x1f\x0b",
    ]
)
ODD = st.sampled_from(["kein Feld", ":", "A" * 101 + ": lang", "From x", ">From y"])
FIRST = "x-first"


@given(
    lines=st.lists(SOUND, max_size=8),
    odd=st.lists(ODD, max_size=1),
    end=st.sampled_from(["\n", "\r\n"]),
    body=st.sampled_from(["", "Hallo"]),
)
def test_both_ways_of_reading_agree(lines: list[str], odd: list[str], end: str, body: str) -> None:
    written = end.join([*lines, *odd, "Message-ID: <1@x.example>", "", body])
    # A letter outside ASCII in a field of its own sends the same header through the careful way.
    careful, careful_body = headers.split(f"{FIRST}: ü{end}{written}".encode())
    quick, quick_body = headers.split(f"{FIRST}: u{end}{written}".encode())
    assert quick.fields[1:] == careful.fields[1:]
    assert careful_body - quick_body == 1


def test_folded_field_is_one_value() -> None:
    fields, body = headers.split(b"References: <1@x.example>\r\n\t<2@x.example>\r\nSubject: Hallo\r\n\r\nText")
    assert fields.first("references") == "<1@x.example> <2@x.example>"
    assert fields.first("subject") == "Hallo"
    assert body == len(b"References: <1@x.example>\r\n\t<2@x.example>\r\nSubject: Hallo\r\n\r\n")


def test_first_of_several_counts_and_all_are_kept() -> None:
    fields, _ = headers.split(b"To: a@x.example\nTo: b@x.example\n\n")
    assert fields.first("to") == "a@x.example"
    assert fields.all("to") == ["a@x.example", "b@x.example"]
    assert fields.all("cc") == []
    assert fields.first("cc") == ""


def test_header_bomb_is_cut() -> None:
    fields, _ = headers.split(b"A: b\n" * (headers.MAX_FIELDS + 5) + b"\n")
    assert fields.cut
    assert len(fields.fields) == headers.MAX_FIELDS
