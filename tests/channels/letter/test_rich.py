"""What is taken over from plain text and HTML, and what is left behind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahbar.channels.letter.rich import Block, from_html, from_text


def said(blocks: list[Block]) -> list[str]:
    return [f"{block.mark} {block.text}".strip() for block in blocks]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>eins</p><p>zwei</p>", ["eins", "zwei"]),
        ("eins<br>zwei<br/>drei", ["eins\nzwei\ndrei"]),
        ("<div>  viel \n  Luft </div>", ["viel Luft"]),
        ("<p></p><p>&nbsp;</p><p>x</p>", ["x"]),
        ("<ul><li>a</li><li>b</li></ul>", ["• a", "• b"]),
        ("<ol><li>a<ol start='7'><li>b</ol><li>c</ol>", ["1. a", "7. b", "2. c"]),
        ("<li>ohne Liste", ["• ohne Liste"]),
        ("<script>alert(1)</script><style>p{}</style><title>t</title>x", ["x"]),
        ("<p>a &lt;b&gt; &amp;</p>", ["a <b> &"]),
        ('<a href="https://a.example/b/">hier</a>', ["hier (a.example/b)"]),
        ('<a href="https://a.example/">a.example</a>', ["a.example"]),
        ('<a href="javascript:x()">klick</a>', ["klick"]),
        ('<img src="https://a.example/pixel.gif" alt="Rad">', ["Rad"]),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", ["a  b", "c"]),
        ("</b></p></ul><p>x", ["x"]),
        ("", []),
    ],
)
def test_html_becomes_blocks(html: str, expected: list[str]) -> None:
    assert said(from_html(html)) == expected


def test_styles_are_kept_per_run() -> None:
    (block,) = from_html("<p>a <b>b <i>c</i></b> d</p>")
    assert [(run.text, run.bold, run.italic) for run in block.runs] == [
        ("a ", False, False),
        ("b ", True, False),
        ("c", True, True),
        (" d", False, False),
    ]


def test_deep_lists_stop_moving_to_the_right() -> None:
    blocks = from_html("<ul><li>x" * 40)
    assert max(block.depth for block in blocks) == 5


def test_text_keeps_its_lines_and_parts_at_blank_ones() -> None:
    assert said(from_text("\nHallo,\r\n\r\n \nerste\nzweite  \n\n\n\nGruß\n")) == ["Hallo,", "erste\nzweite", "Gruß"]


@given(st.text())
def test_any_html_is_read(html: str) -> None:
    for block in from_html(html):
        assert block.text.strip()
