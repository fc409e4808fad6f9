"""How mail programs put the earlier conversation below (or around) a new text, in words and in HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Final

from nahbar.demo.company import Language, Quote
from nahbar.demo.moments import BERLIN

_DAYS: Final = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
           "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Earlier:
    """A message that went before: enough of it to be answered and quoted."""

    message_id: str
    name: str
    address: str
    to: str
    subject: str
    sent: datetime
    text: str


def quoted_text(new: str, earlier: Sequence[Earlier], style: Quote, language: Language) -> str:
    """`new` with the thread below as `style` does it in plain text; "inline" has its quoted lines in `new`."""
    if not style or not earlier:
        return new
    last = earlier[-1]
    if style == "inline":
        return f"{_attribution(last, 'thunderbird', language)}\n\n{new}"
    if style == "outlook":
        blocks = (f"{_outlook_head(message, language)}\n\n{message.text}" for message in reversed(earlier))
        return "\n\n".join((new, *blocks))
    return f"{new}\n\n{_nested(earlier, style, language)}"


def quoted_html(new: str, earlier: Sequence[Earlier], style: Quote, language: Language) -> str:
    """The same as HTML inside a body; `new` is HTML already."""
    if not style or not earlier:
        return new
    last = earlier[-1]
    below = paragraphs(last.text)
    if style == "outlook":
        head = "<br>".join(escape(line) for line in _outlook_head(last, language).splitlines()[1:])
        rule = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
        return f'{new}\n<div style="{rule}"><p class="MsoNormal">{head}</p></div>\n{below}'
    attribution = escape(_attribution(last, style, language))
    if style == "apple":
        return f'{new}\n<div><br><blockquote type="cite"><div>{attribution}</div><br>{below}</blockquote></div>'
    quote = f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;padding-left:1ex">{below}</blockquote>'
    return f'{new}\n<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{attribution}<br></div>{quote}</div>'


def paragraphs(text: str) -> str:
    """Plain text as HTML: a paragraph per block, a break per line."""
    blocks = (escape(block.strip("\n")).replace("\n", "<br>\n") for block in text.split("\n\n"))
    return "\n".join(f"<p>{block}</p>" for block in blocks if block)


def _nested(earlier: Sequence[Earlier], style: Quote, language: Language) -> str:
    """The last message behind "> ", with the one before it behind "> > ", as threads grow."""
    last, before = earlier[-1], earlier[:-1]
    inner = f"{last.text}\n\n{_nested(before, style, language)}" if before else last.text
    behind = "\n".join(f"> {line}".rstrip() for line in inner.splitlines())
    return f"{_attribution(last, style, language)}\n\n{behind}"


def _attribution(last: Earlier, style: str, language: Language) -> str:
    sent = last.sent.astimezone(BERLIN)
    return _ATTRIBUTIONS[style, language](last, sent)


def _german_gmail(last: Earlier, sent: datetime) -> str:
    day, month = _DAYS["de"][sent.weekday()][:2], _MONTHS["de"][sent.month - 1][:4].strip()
    short = month if month in ("Mai", "Juni", "Juli", "März") else f"{month[:3]}."
    return f"Am {day}., {sent.day}. {short} {sent:%Y um %H:%M} Uhr schrieb {last.name} <{last.address}>:"


def _english_gmail(last: Earlier, sent: datetime) -> str:
    day, month = _DAYS["en"][sent.weekday()][:3], _MONTHS["en"][sent.month - 1][:3]
    return f"On {day}, {month} {sent.day}, {sent:%Y at %H:%M} {last.name} <{last.address}> wrote:"


_ATTRIBUTIONS: Final[dict[tuple[str, str], Callable[[Earlier, datetime], str]]] = {
    ("gmail", "de"): _german_gmail,
    ("gmail", "en"): _english_gmail,
    ("apple", "de"): lambda last, sent: f"Am {sent:%d.%m.%Y um %H:%M} schrieb {last.name} <{last.address}>:",
    ("apple", "en"): lambda last, sent: (
        f"On {sent.day} {_MONTHS['en'][sent.month - 1][:3]} {sent:%Y, at %H:%M}, {last.name} <{last.address}> wrote:"
    ),
    ("thunderbird", "de"): lambda last, sent: f"Am {sent:%d.%m.%y um %H:%M} schrieb {last.name}:",
    ("thunderbird", "en"): lambda last, sent: f"On {sent:%d/%m/%Y %H:%M}, {last.name} wrote:",
}


def _outlook_head(message: Earlier, language: Language) -> str:
    sent = message.sent.astimezone(BERLIN)
    day, month = _DAYS[language][sent.weekday()], _MONTHS[language][sent.month - 1]
    if language == "de":
        names, when = ("Von", "Gesendet", "An", "Betreff"), f"{day}, {sent.day}. {month} {sent:%Y %H:%M}"
    else:
        names, when = ("From", "Sent", "To", "Subject"), f"{day}, {month} {sent.day}, {sent:%Y %H:%M}"
    values = (f"{message.name} <{message.address}>", when, message.to, message.subject)
    rule = "-----Ursprüngliche Nachricht-----" if language == "de" else "-----Original Message-----"
    return "\n".join((rule, *(f"{name}: {value}" for name, value in zip(names, values, strict=True))))
