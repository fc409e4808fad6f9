"""Foreign HTML: harmless to show, readable as text, and bounded in time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.toolbox.html import clean
from nahbar.toolbox.html_text import MAX_PARTS, read, to_text


@pytest.mark.parametrize(
    "evil",
    [
        "<script>evil()</script>",
        "<img src=x onerror=evil()>",
        "<iframe src='https://evil.example'></iframe>",
        "<form action='https://evil.example'><input name=evil><button>evil</button></form>",
        "<a href='javascript:evil()'>x</a>",
        "<a href='data:text/html,evil'>x</a>",
        "<p style=\"background:url('https://evil.example/pixel')\">x</p>",
        "<style>p{background:url(https://evil.example)}</style>",
        "<link rel=stylesheet href='https://evil.example'>",
        "<svg><script>evil()</script></svg>",
        "<object data='https://evil.example'></object>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<td background='https://evil.example'>x</td>",
        "<img srcset='https://evil.example 2x'>",
        "<img src='//evil.example/x.png'>",
        "<img src='data:image/svg+xml,evil'>",
        "<span class='link-warning evil'>x</span>",
        "<img data-remote-src='evil'>",
    ],
)
def test_nothing_dangerous_stays(evil: str) -> None:
    cleaned = clean(f"<p>vorher</p>{evil}<p>nachher</p>").replace("<button>evil</button>", "").replace(">evil<", "><")
    assert "evil.example" not in cleaned
    assert "evil()" not in cleaned
    assert "vorher" in cleaned
    assert "nachher" in cleaned
    assert not any(
        word in cleaned for word in ("<form", "<input", "onerror", "url(", "srcset", "link-warning", "data-remote")
    )


@pytest.mark.parametrize("scheme", ["da&#9;ta:", "&#10;dat&#13;a:", "D&#9;ATA:"])
def test_schemes_with_unseen_signs_are_read_as_browsers_read_them(scheme: str) -> None:
    assert "href" not in clean(f"<a href='{scheme}text/html,evil'>x</a>")
    assert "src" not in clean(f"<img src='{scheme}image/svg+xml,evil'>")


def test_sober_formatting_stays() -> None:
    html = "<p>eins <b>zwei</b></p><ul><li>drei</li></ul><table><tbody><tr><td>vier</td></tr></tbody></table>"
    assert clean(html) == html


def test_remote_pictures_wait_and_inline_ones_stay() -> None:
    assert (
        clean('<img src="https://x.example/p.png" alt="Rad">')
        == '<img data-remote-src="https://x.example/p.png" alt="Rad">'
    )
    assert clean('<img src="cid:logo@x">') == '<img src="cid:logo@x">'
    assert clean('<img src="data:image/png;base64,AAAA">') == '<img src="data:image/png;base64,AAAA">'


def test_links_open_apart() -> None:
    cleaned = clean('<a href="https://x.example/weg">hier</a>')
    for part in ('href="https://x.example/weg"', 'rel="noopener noreferrer"', 'target="_blank"', ">hier</a>"):
        assert part in cleaned
    assert "link-warning" not in cleaned


@pytest.mark.parametrize(
    ("href", "text", "warned"),
    [
        ("https://evil.example/x", "https://bank.example", True),
        ("https://evil.example/x", "www.bank.example/login", True),
        ("https://evil.example/x", "bank.example", True),
        ("https://bank.example@evil.example/", "<b>bank</b>.example", True),
        ("https://bank.example/x?y=1", "https://bank.example", False),
        ("https://www.bank.example/", "bank.example", False),
        ("https://login.bank.example/", "bank.example", False),
        ("https://x.example/rechnung.pdf", "rechnung.pdf", False),
        ("https://x.example/", "Zur Bestellung", False),
        ("https://xn--bcher-kva.example/", "bücher.example", False),
        ("mailto:anna@x.example", "anna@x.example", False),
    ],
)
def test_deceptive_links_are_marked(href: str, text: str, warned: bool) -> None:
    cleaned = clean(f'<a href="{href}">{text}</a>')
    assert ('<span class="link-warning">evil.example</span>' in cleaned) is warned
    assert ("link-warning" in cleaned) is warned


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Guten&nbsp;Tag<br>Anna &amp; Bert", "Guten Tag\nAnna & Bert"),
        ("<p>eins</p>\n<p>zwei\n  drei</p>", "eins\n\nzwei drei"),
        ("<div>eins</div><div>zwei</div>", "eins\nzwei"),
        ("<div>eins</div><div><br></div><div>zwei</div>", "eins\n\nzwei"),
        ("<ul><li>eins<li>zwei</ul>", "- eins\n- zwei"),
        ("<table><tr><td>Rad</td><td>900 €</td></tr><tr><td>Korb</td></tr></table>", "Rad  900 €\nKorb"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<title>weg</title><style>weg</style>da<!-- weg -->", "da"),
        ("Danke<blockquote type='cite'>alt<blockquote type='cite'>älter</blockquote></blockquote>neu",
         "Danke\n\n> alt\n>\n> > älter\n\nneu"),
        ("<blockquote style='margin:9px'>nur eingerückt</blockquote>", "nur eingerückt"),
        ("toll <img alt='😀' src='x'><img alt='Logo' src='y'>", "toll 😀"),
        ("", ""),
    ],
)  # fmt: skip
def test_text(html: str, text: str) -> None:
    assert to_text(html) == text


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 50_000,
        "<b>" * 50_000,
        "".join(f"<b i={n}>" for n in range(300)) + "<p>x" * 20_000,
        "&" * 300_000,
        "<script>" * 20_000,
        "<a " + " ".join(f"x{n}=1" for n in range(50_000)) + ">",
        "<" * 300_000,
        "\xa0" * 100_000,
        "<i>x</b>" * 3_000,
        "<div></span>" * 3_000,
    ],
    ids=[
        *("depth", "formatting", "repeated formatting", "ampersands", "scripts", "attributes", "brackets"),
        *("hard spaces", "crossed formatting", "crossed blocks"),
    ],
)
def test_bombs_keep_their_words(bomb: str) -> None:
    html = f"<p>Anfang</p>{bomb}</b> Ende"
    assert clean(html).startswith("<pre>Anfang")
    assert "Anfang" in clean(html)
    assert "Anfang" in to_text(html)


TAGS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<blockquote type=cite>",
            "</blockquote>",
            "<td>",
            "<table>",
            "<pre>",
            "</pre>",
        ),
        *(
            "<a href='https://x.example'>",
            "</a>",
            "<img src='http://y.example'>",
            "bank.example",
            "&lt;",
            "\0",
            "\ud800",
        ),
        *("<script>", "</script>", '"', "'", "<", ">", "ü", "<!--", "-->", "<svg>", "<math><mtext>", "<style>", "\n"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(TAGS, max_size=30))
def test_any_html(pieces: list[str]) -> None:
    html = "".join(pieces)
    cleaned = clean(html)
    assert "<script" not in cleaned
    assert ' src="http' not in cleaned
    for text in (cleaned, to_text(html)):
        text.encode("utf-8")
        assert "\0" not in text


def test_thousands_of_named_parts_are_bounded() -> None:
    html = "<div class=gmail_signature>x</div><div class=gmail_attr>y</div>" * 5_000
    page = read(html)
    assert len(page.signatures) == len(page.earlier) == MAX_PARTS
    assert page.text.count("x") == page.text.count("y") == 5_000
