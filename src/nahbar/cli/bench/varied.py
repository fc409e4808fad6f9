"""Mails of 2 to 200 kB as a company gets them, made of invented text: same seed, same bytes.

The shares follow what info@ addresses see: short text mails, long threads in two forms, HTML of newsletters, files
and pictures, and what machines write. Sizes are drawn on a logarithmic scale, so most are small and a few are large.
What makes a mail large is markup, logos and files: people write 800 to 15,000 characters, the quoted thread included.
"""

from __future__ import annotations

import random
from base64 import b64encode, encodebytes
from binascii import b2a_qp
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from html import escape

from nahbar.cli.bench.mails import FIRST_NAMES, LAST_NAMES, OPENINGS, SENTENCES, START, SUBJECTS

SMALLEST, LARGEST = 2_000, 200_000
STYLE = 'style="margin:0cm;margin-bottom:.0001pt;font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif"'
CHARSETS = ("utf-8", "utf-8", "utf-8", "iso-8859-1", "iso-8859-15", "windows-1252")
FILES = (
    ("application/pdf", "Rechnung {n}.pdf"),
    ("image/jpeg", "Foto {n}.jpg"),
    ("application/zip", "Daten {n}.zip"),
)
Chance = random.Random


def varied_mails(count: int, *, to: str, seed: int) -> Iterator[bytes]:
    """`count` raw mails with CRLF line ends, addressed to `to`; the same number is the same mail in any run."""
    for number in range(count):
        chance = random.Random(f"varied {seed} {number}")  # noqa: S311 - test data, no secret
        make = chance.choices(tuple(SHARES), tuple(SHARES.values()))[0]
        yield _head(chance, number, to) + make(chance, number)


def _head(chance: Chance, number: int, to: str) -> bytes:
    first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    address = f"{first.lower()}.{last.lower()}@kundschaft.example"
    at = format_datetime(START + timedelta(seconds=97 * number))
    word = b64encode(f"{chance.choice(SUBJECTS).format(n=number)} für Müller".encode()).decode()
    lines = [
        f"Return-Path: <{address}>",
        *(
            f"Received: from mx{hop}.kundschaft.example (mx{hop}.kundschaft.example [192.0.2.{hop}])\r\n"
            f"\tby mail{hop}.firma.example (Postfix) with ESMTPS id {chance.randrange(16**10):010X}\r\n"
            f"\tfor <{to}>; {at}"
            for hop in range(chance.randrange(2, 6))
        ),
        f"DKIM-Signature: v=1; a=rsa-sha256; d=kundschaft.example; s=2026;\r\n\tb={_blob(chance, 190, 64)}",
        f"From: =?utf-8?q?{first}_{last.replace('a', '=C3=A4')}?= <{address}>",
        f"To: {to}",
        f"Subject: AW: =?UTF-8?B?{word}?=",
        f"Date: {at}",
        f"Message-ID: <{chance.randrange(16**12):012x}.{number}@post.kundschaft.example>",
        "References: " + "\r\n\t".join(f"<{chance.randrange(16**12):012x}@firma.example>" for _ in range(4)),
        "MIME-Version: 1.0",
        "X-Mailer: Posthorn 4.2",
    ]
    return "\r\n".join([*lines, ""]).encode()


def _size(chance: Chance, smallest: int, largest: int) -> int:
    return int(smallest * (largest / smallest) ** chance.random())


def _paragraphs(chance: Chance, size: int) -> list[str]:
    made: list[str] = []
    while size > 0:
        made.append(" ".join(chance.choice(SENTENCES) for _ in range(chance.randrange(1, 5))))
        size -= len(made[-1]) + 2
    return made


def _thread(chance: Chance, size: int) -> str:
    """An answer above what it answers, with a signature; from one third on it is quoted."""
    own = [chance.choice(OPENINGS), *_paragraphs(chance, size // 3), "Viele Grüße\nMira Abels"]
    old = [line for part in _paragraphs(chance, size - size // 3) for line in (*_wrapped(part), "")]
    signature = "-- \nMira Abels\nLindenweg 4, 99084 Erfurt\nTel. 0361 000000"
    quote = "Am Mo., 2. März 2026 um 09:12 Uhr schrieb Firma <info@firma.example>:"
    return "\n\n".join([*own, signature, quote]) + "\n" + "\n".join(f"> {line}" for line in old) + "\n"


def _wrapped(text: str) -> Iterator[str]:
    line = ""
    for word in text.split():
        if len(line) + len(word) > 72:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def _blob(chance: Chance, size: int, width: int) -> str:
    text = b64encode(chance.randbytes(size)).decode()
    return "\r\n\t".join(text[start : start + width] for start in range(0, len(text), width))


def _part(kind: str, body: bytes, encoding: str, more: str = "") -> bytes:
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n{more}\r\n".encode() + body + b"\r\n"


def _text_part(chance: Chance, subtype: str, text: str) -> bytes:
    charset = chance.choice(CHARSETS)
    body = text.encode(charset, "xmlcharrefreplace")
    if chance.random() < 0.25:
        return _part(f"text/{subtype}; charset={charset}", body.replace(b"\n", b"\r\n"), "8bit")
    if chance.random() < 0.25:
        return _part(f'text/{subtype}; charset="{charset}"', encodebytes(body).replace(b"\n", b"\r\n"), "base64")
    return _part(f'text/{subtype}; charset="{charset}"', b2a_qp(body).replace(b"\n", b"\r\n"), "quoted-printable")


def _multipart(kind: str, number: int, *parts: bytes) -> bytes:
    boundary = f"----=_{kind.partition(';')[0]}_{number:08d}"
    opening = f"--{boundary}\r\n".encode()
    middle = b"".join(opening + part for part in parts)
    return (
        f'Content-Type: multipart/{kind};\r\n\tboundary="{boundary}"\r\n\r\n'.encode()
        + middle
        + f"--{boundary}--\r\n".encode()
    )


def _html(text: str) -> str:
    """As a word processor writes it: more markup than words, the thread in a blockquote."""
    own, quote, old = text.partition("\n> ")
    blocks = "".join(map(_block, own.split("\n\n")))
    if quote:
        quoted = "".join(map(_block, old.replace("\n> ", "\n").split("\n\n")))
        blocks += f'<blockquote type="cite" style="border-left:solid 1.5pt">{quoted}</blockquote>'
    style = "<style>" + "p.MsoNormal, li.MsoNormal {margin:0cm; font-size:11.0pt}\n" * 60 + "</style>"
    return f'<html xmlns:o="urn:office"><head>{style}</head><body lang="DE">{blocks}</body></html>\n'


def _block(part: str) -> str:
    words = escape(part).replace("\n", "<br>")
    return f'<p class="MsoNormal" {STYLE}><span lang="DE">{words}<o:p></o:p></span></p>\n'


def _plain(chance: Chance, number: int) -> bytes:
    del number
    return _text_part(chance, "plain", _thread(chance, _size(chance, SMALLEST, 12_000)))


def _both(chance: Chance, number: int) -> bytes:
    text = _thread(chance, _size(chance, 800, 15_000))
    twin = (_text_part(chance, "plain", text), _text_part(chance, "html", _html(text)))
    words = _multipart("alternative", number, *twin)
    if chance.random() < 0.5:
        return words
    logo = _file(chance, "image/png", "logo.png", _size(chance, 4_000, 60_000), "inline", "Content-ID: <logo@x>\r\n")
    return _multipart("related", number, words, logo)


def _newsletter(chance: Chance, number: int) -> bytes:
    del number
    cells = "".join(
        f'<tr><td align="center" style="padding:12px;font-family:Arial"><table width="600"><tr><td>'
        f'<a href="https://brief.example/k/{chance.randrange(10**9)}"><img src="https://brief.example/b/{cell}.png" '
        f'width="280" alt="Angebot"></a></td><td><b>{escape(part)}</b></td></tr></table></td></tr>\n'
        for cell, part in enumerate(_paragraphs(chance, _size(chance, 1_500, 12_000)))
    )
    page = f"<html><head><style>td {{color:#333}}</style></head><body><table>{cells}</table></body></html>"
    return b"List-Unsubscribe: <https://brief.example/ab>\r\n" + _text_part(chance, "html", page)


def _file(chance: Chance, kind: str, name: str, size: int, disposition: str, more: str = "") -> bytes:
    """`size` is that of the base64 text."""
    head = f'Content-Disposition: {disposition}; filename="{name}"\r\n{more}'
    body = encodebytes(chance.randbytes(size * 3 // 4)).replace(b"\n", b"\r\n")
    return _part(f'{kind}; name="{name}"', body, "base64", head)


def _with_files(chance: Chance, number: int) -> bytes:
    room = _size(chance, 10_000, LARGEST - 40_000)
    kind, name = chance.choice(FILES)
    file = _file(chance, kind, name.format(n=number), room, "attachment")
    text = _thread(chance, _size(chance, 500, 8_000))
    twin = (_text_part(chance, "plain", text), _text_part(chance, "html", _html(text)))
    words = _multipart("alternative", number, *twin)
    return _multipart("mixed", number, words, file)


def _bounce(chance: Chance, number: int) -> bytes:
    told = "\n\n".join(["Ihre Nachricht konnte nicht zugestellt werden.", *_paragraphs(chance, 1_000)])
    status = (
        "Reporting-MTA: dns; mx.ziel.example\r\n\r\nFinal-Recipient: rfc822; weg@ziel.example\r\n"
        "Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n"
    )
    parts = (
        _text_part(chance, "plain", told),
        _part("message/delivery-status", status.encode(), "7bit"),
        _part("message/rfc822", _head(chance, number, "weg@ziel.example") + b"\r\nHallo\r\n", "7bit"),
    )
    return _multipart('report; report-type="delivery-status"', number, *parts)


SHARES: dict[Callable[[Chance, int], bytes], float] = {
    _plain: 30,
    _both: 35,
    _newsletter: 10,
    _with_files: 20,
    _bounce: 5,
}
