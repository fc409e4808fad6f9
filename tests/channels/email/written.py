"""Mails for property tests: what somebody wrote is known line by line; how the mail carries it is drawn at random.

Every line ends in a number of its own, so that a test can say which line got lost or moved.
"""

from __future__ import annotations

import base64
import quopri
from dataclasses import dataclass
from html import escape

from hypothesis import strategies as st

WORDS = (
    *("Grüße", "Lieferung", "Öl", "Straße", "und", "der", "Rad", "bitte", "Café", "déjà", "vu", "€", "100", "z. B."),
    *(
        "the",
        "is",
        "über",
        "Ärger",
        "=20",
        "=C3",
        "a=b",
        "1 < 2",
        "&amp;",
        "<b>",
        "x > y",
        "\\",
        "--",
        "http://a.example/b",
    ),
    *("Привіт", "дім", "ağaç", "źdźbło", "日本", "مرحبا", "😀", "👩‍🔧", "½", "„so“", "…"),
)
CHARSETS = (
    "utf-8",
    "utf-8",
    "us-ascii",
    "iso-8859-1",
    "iso-8859-15",
    "windows-1252",
    "koi8-r",
    "iso-8859-9",
    "utf-16",
)
ENCODINGS = ("7bit", "8bit", "quoted-printable", "base64")
ABOVE = (
    "Am Mo., 2. März 2026 um 09:12 Uhr schrieb Firma <info@firma.example>:",
    "On Mon, Mar 2, 2026 at 9:12 AM Firma <info@firma.example> wrote:",
    "Le 2 mars 2026 à 09:12, Firma <info@firma.example> a écrit :",
)
BLOCK = "Von: Firma <info@firma.example>\nGesendet: Montag, 2. März 2026 09:12\nAn: anna@x.example\nBetreff: Rad"


@dataclass(frozen=True)
class Written:
    """One mail: the lines of each layer, its whole text as a mail program writes it, and the bytes."""

    own: tuple[str, ...]
    signature: tuple[str, ...]
    quoted: tuple[str, ...]
    whole: str
    raw: bytes


def _lines(prefix: str, most: int) -> st.SearchStrategy[list[str]]:
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
    return st.lists(words, max_size=most).map(
        lambda lines: [f"{prefix} {line} {prefix}{number:02}" for number, line in enumerate(lines)]
    )


@st.composite
def written(draw: st.DrawFn) -> Written:
    """Own words above, below or between what is quoted, with or without a signature."""
    own = draw(_lines("ich", 8)) or ["ich allein ich00"]
    signature = draw(_lines("sig", 3))
    quoted = draw(_lines("alt", 6))
    place = draw(st.sampled_from(["above", "below", "between", "block"])) if quoted else "above"
    whole, own = _laid_out(own, signature, quoted, place, draw(st.sampled_from(ABOVE)))
    return Written(tuple(own), tuple(signature), tuple(quoted), whole, draw(_carried(whole)))


def _laid_out(
    own: list[str], signature: list[str], quoted: list[str], place: str, above: str
) -> tuple[str, list[str]]:
    marked = [above, *(f"> {line}" for line in quoted)] if quoted else []
    foot = ["", "-- ", *signature] if signature else []
    half = len(own) // 2
    if place == "below":
        lines = [*marked, "", *own, *foot]
    elif place == "between":
        cut = 2 + len(quoted) // 2
        lines = [*own[:half], "", *marked[:cut], "", *own[half:], "", *marked[cut:], *foot]
    elif place == "block":
        lines = [*own, *foot, "", *BLOCK.split("\n"), "", *quoted]
    else:
        lines = [*own, *foot, "", *marked]
    return "\n".join(lines), own


@st.composite
def _carried(draw: st.DrawFn, text: str) -> bytes:
    """`text` as one part, as flowed text, with an HTML twin, as HTML alone, and perhaps with a file."""
    form = draw(st.sampled_from(["plain", "plain", "flowed", "twin", "html"]))
    parts = []
    if form in ("plain", "twin"):
        parts.append(draw(_text_part("plain", text)))
    if form == "flowed":
        parts.append(draw(_text_part("plain", flowed(text), "; format=flowed")))
    if form in ("twin", "html"):
        parts.append(draw(_text_part("html", _html(text))))
    body = _multipart("alternative", parts) if len(parts) > 1 else parts[0]
    if draw(st.booleans()):
        file = b'Content-Type: text/plain; name="liste.txt"\nContent-Disposition: attachment\n\nRad\n> 1\n'
        body = _multipart("mixed", [body, file])
    head = b"From: Anna <anna@x.example>\nTo: info@firma.example\nSubject: Rad\nMIME-Version: 1.0\n"
    raw = head + body
    return raw if draw(st.booleans()) else raw.replace(b"\n", b"\r\n")


@st.composite
def _text_part(draw: st.DrawFn, subtype: str, text: str, parameters: str = "") -> bytes:
    charset = draw(st.sampled_from(CHARSETS))
    try:
        body = text.encode(charset)
    except UnicodeEncodeError:
        charset, body = "utf-8", text.encode()
    encoding = draw(st.sampled_from(ENCODINGS))
    if encoding == "base64" or charset == "utf-16" or (encoding == "7bit" and not body.isascii()):
        encoding, body = "base64", base64.encodebytes(body)
    elif encoding == "quoted-printable":
        body = quopri.encodestring(body)
    head = f"Content-Type: text/{subtype}; charset={charset}{parameters}\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.encode() + body + (b"" if body.endswith(b"\n") else b"\n")


def _multipart(subtype: str, parts: list[bytes]) -> bytes:
    boundary = f"=_grenze-{subtype}".encode()
    opened = b"".join(b"--" + boundary + b"\n" + part + b"\n" for part in parts)
    return (
        b'Content-Type: multipart/%s; boundary="%s"\n\n' % (subtype.encode(), boundary)
        + opened
        + b"--%s--\n" % boundary
    )


def flowed(text: str) -> str:
    """`text` with soft line breaks after every few words, quote marks repeated (RFC 3676)."""
    lines = []
    for line in text.split("\n"):
        mark = "> " if line.startswith("> ") else ""
        words = line.removeprefix("> ").split(" ")
        if line == "-- ":
            lines.append(line)
            continue
        for start in range(0, len(words), 3):
            piece = " ".join(words[start : start + 3])
            stuffing = " " if not mark and piece.startswith((" ", ">", "From ")) else ""
            lines.append(mark + stuffing + piece + (" " if start + 3 < len(words) else ""))
    return "\n".join(lines)


def _html(text: str) -> str:
    """As mail programs write it: a block for every line, what is quoted in a blockquote."""
    blocks = []
    for line in text.split("\n"):
        quoted = line.startswith("> ")
        words = escape(line.removeprefix("> ")) or "<br>"
        blocks.append(f'<blockquote type="cite">{words}</blockquote>' if quoted else f"<div>{words}</div>")
    joined = "\n".join(blocks).replace('</blockquote>\n<blockquote type="cite">', "<br>\n")
    return f"<html><head><style>div {{color: black}}</style></head><body>{joined}</body></html>"
