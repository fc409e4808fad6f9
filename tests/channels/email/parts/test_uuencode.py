"""Files in the text: they come out, and the text around them stays."""

from __future__ import annotations

import base64
import binascii

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.letterbox import mail
from nahbar.channels.email.parse import parse
from nahbar.channels.email.parts.uuencode import Block, extract


def encoded(content: bytes, name: str = "bild.png", *, backtick: bool = False, end: str = "end\n") -> str:
    lines = [binascii.b2a_uu(content[at : at + 45], backtick=backtick) for at in range(0, len(content), 45)]
    nothing = b"`\n" if backtick else b" \n"
    return f"begin 644 {name}\n" + (b"".join(lines) + nothing).decode() + end


CONTENT = bytes(range(256)) * 2


@pytest.mark.parametrize("backtick", [True, False])
def test_a_block_comes_out(backtick: bool) -> None:
    text = f"Hallo,\n\nhier das Bild:\n\n{encoded(CONTENT, backtick=backtick)}\nGruß\nAnna\n"
    assert extract(text) == ("Hallo,\n\nhier das Bild:\n\nGruß\nAnna\n", [Block("bild.png", CONTENT)])


def test_blanks_cut_off_at_line_ends_are_forgiven() -> None:
    text = "\n".join(line.rstrip() for line in encoded(b"a b  " * 40 + b"\0" * 40).split("\n"))
    (block,) = extract(text)[1]
    assert block.content.startswith(b"a b  " * 40)
    assert not block.broken


def test_several_blocks() -> None:
    text = f"eins\n{encoded(b'a' * 99, 'a b.txt')}zwei\n{encoded(b'b', 'b.txt')}drei"
    rest, blocks = extract(text)
    assert rest == "eins\nzwei\ndrei"
    assert [(one.name, one.content) for one in blocks] == [("a b.txt", b"a" * 99), ("b.txt", b"b")]


def test_the_base64_form() -> None:
    text = f"x\nbegin-base64 644 a.bin\n{base64.encodebytes(CONTENT).decode()}====\ny"
    assert extract(text) == ("x\ny", [Block("a.bin", CONTENT)])


@pytest.mark.parametrize(
    "text",
    [
        "begin 2024 wird alles besser\nwirklich\nend",
        "begin 644 datei\nDas ist ein Satz.\nend\n",
        "begin 644 datei",
        "Wir beginnen: begin 644 x\n",
        "> begin 644 a.txt\n> #86)C\n> end",
        "kein Block",
        "",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert extract(text) == (text, [])


def test_one_without_end_is_told_and_loses_nothing() -> None:
    rest, (block,) = extract(f"{encoded(CONTENT, end='')}Grüße!")
    assert (rest.strip(), block.content, block.broken) == ("Grüße!", CONTENT, True)


def test_in_a_mail() -> None:
    found = parse(mail(f"Hallo\n\n{encoded(CONTENT)}\nGruß"))
    assert found.text.split() == ["Hallo", "Gruß"]
    assert [(one.name, one.media_type, one.content) for one in found.attachments] == [
        ("bild.png", "image/png", CONTENT)
    ]


def test_many_beginnings_take_linear_time() -> None:
    assert extract("begin 644 a\n" * 100_000)[1] == []


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=1, max_size=400), st.text("abc \n", max_size=30), st.text("abc \n", max_size=30))
def test_text_and_file_are_both_whole(content: bytes, before: str, after: str) -> None:
    rest, blocks = extract(f"{before}\n{encoded(content)}{after}")
    assert [one.content for one in blocks] == [content]
    assert rest.split() == (before + "\n" + after).split()
