"""What stands below the member's own words: signature, mandatory details, and the thread so far.

The thread is quoted flat, newest first, each message under its own line of introduction: nesting would
push the oldest words twenty angle brackets to the right, and every mail client folds both alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from zoneinfo import ZoneInfo

from nahbar.channels.contract import Earlier, FirmDetails, Outbound
from nahbar.toolbox.months import MONTHS

MAX_QUOTE = 100_000  # characters: beyond it the mail grows with every turn and nobody reads down there
HOUSE_ZONE = ZoneInfo("Europe/Berlin")  # of Germany, Austria and (by the same clock) Switzerland
LEFT_OUT = {"de": "[Ältere Nachrichten sind hier weggelassen]", "en": "[Earlier messages are left out here]"}
LINK = re.compile(r"https?://[^\s<>\"“”„]+[^\s<>\"“”„.,;:!?)\]'’]")
BLOCK = '<p style="margin:0 0 1em 0">'
CITE = '<blockquote type="cite" style="margin:0 0 1em 0;padding-left:1em;border-left:2px solid #ccc;color:#555">'
SMALL = '<p style="margin:0 0 1em 0;font-size:smaller;color:#666">'


def local(moment: datetime) -> datetime:
    """`moment` on the clock of the house; one that carries a zone of its own other than UTC keeps it."""
    return moment.astimezone(HOUSE_ZONE) if moment.tzinfo in (None, UTC) else moment


def introduction(earlier: Earlier, language: str) -> str:
    """The line above a quotation, as mail clients write it (and fold by it) in German and in English."""
    at = local(earlier.at)
    author = " ".join(earlier.author.split())
    if language == "en":
        return f"On {at.day} {MONTHS['en'][at.month - 1]} {at.year}, at {at:%H:%M}, {author} wrote:"
    return f"Am {at.day}. {MONTHS['de'][at.month - 1]} {at.year} um {at:%H:%M} Uhr schrieb {author}:"


def kept(outbound: Outbound) -> Iterator[tuple[str, list[str]]]:
    """(introduction, lines) of each earlier message, newest first; at the limit one with an empty introduction."""
    room = MAX_QUOTE
    for earlier in sorted(outbound.earlier, key=lambda item: item.at, reverse=True):
        text = clean(earlier.text)
        if room <= 0:
            yield "", [LEFT_OUT.get(outbound.language, LEFT_OUT["de"])]
            return
        lines = text[:room].split("\n")
        yield introduction(earlier, outbound.language), lines
        room -= len(text)
    if room < 0:
        yield "", [LEFT_OUT.get(outbound.language, LEFT_OUT["de"])]


def clean(text: str) -> str:
    """`text` with plain line ends, without NUL and lone surrogates, and without empty lines around it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", "replace").decode().strip("\n")


def firm_lines(firm: FirmDetails) -> list[str]:
    """The mandatory details as lines; nothing that was left empty leaves a trace."""
    street = ", ".join(part for part in (firm.street, f"{firm.postcode} {firm.city}".strip()) if part)
    reach = " · ".join(part for part in (firm.phone, firm.email, firm.website) if part)
    return [" ".join(line.split()) for line in (firm.name, street, reach, *firm.lines) if line.strip()]


def footer(outbound: Outbound) -> str:
    """Signature and mandatory details below the delimiter `-- ` (RFC 3676 section 4.3); may be empty."""
    blocks = [clean(outbound.signature), "\n".join(firm_lines(outbound.firm))]
    below = "\n\n".join(block for block in blocks if block)
    return f"-- \n{below}" if below else ""


def plain(outbound: Outbound) -> str:
    """The text/plain body."""
    blocks = [clean(outbound.text), footer(outbound)]
    for introduced, lines in kept(outbound):
        quoted = "\n".join(f"> {line}" if line else ">" for line in lines)
        blocks.append(f"{introduced}\n{quoted}" if introduced else quoted)
    return "\n\n".join(block for block in blocks if block) + "\n"


def rich(outbound: Outbound) -> str:
    """The text/html body: the member's own HTML, or paragraphs made from the text, and the same footer and quote."""
    language = "en" if outbound.language == "en" else "de"
    parts = [
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"></head>',
        '<body style="font-family:sans-serif;font-size:1em;line-height:1.5">',
        outbound.html.replace("\0", "") or paragraphs(clean(outbound.text)),
    ]
    signature = clean(outbound.signature)
    if signature:
        parts.append(f"{BLOCK}-- <br>{_lines(signature.split(chr(10)))}</p>")
    firm = firm_lines(outbound.firm)
    if firm:
        parts.append(f"{SMALL}{_lines(firm)}</p>")
    for introduced, lines in kept(outbound):
        above = f"{BLOCK}{escape(introduced)}</p>" if introduced else ""
        parts.append(f"{above}{CITE}{_lines(lines)}</blockquote>")
    parts.append("</body></html>\n")
    return "\n".join(parts)


def paragraphs(text: str) -> str:
    """Plain text as HTML: an empty line ends a paragraph, a single line break stays one, addresses become links."""
    blocks = [block for block in re.split(r"\n[ \t]*\n+", text) if block.strip()]
    return "\n".join(f"{BLOCK}{_lines(block.split(chr(10)))}</p>" for block in blocks)


def _lines(lines: list[str]) -> str:
    return "<br>\n".join(_linked(line) if "://" in line else _spaced(escape(line, quote=False)) for line in lines)


def _linked(line: str) -> str:
    parts: list[str] = []
    end = 0
    for match in LINK.finditer(line):
        address = escape(match[0])
        parts += [_spaced(escape(line[end : match.start()], quote=False)), f'<a href="{address}">{address}</a>']
        end = match.end()
    return "".join([*parts, _spaced(escape(line[end:], quote=False))])


def _spaced(text: str) -> str:
    """Runs of spaces are indentation or columns that the writer set; HTML would swallow them."""
    return text.replace("  ", "&nbsp; ") if "  " in text else text
