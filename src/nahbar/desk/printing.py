"""One message as a PDF, set by Typst: head, every word with its folds open, and the names of its files."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import typst
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nahbar.conversations.models import Message
from nahbar.desk.folded import parts_of
from nahbar.desk.words import channel_words
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.printable import breakable, printable

TEMPLATE = Path(__file__).with_name("message.typ")
# A4 at this size holds some 3,000 characters; a PDF of hundreds of pages helps nobody and takes seconds.
MOST_PRINTED = 400_000
WIDE = 60  # characters without a place to break that surely fit between the margins
_kept = threading.local()


class Unprintable(Fault):
    """Typst could not set the message; a fault of ours."""


def pdf_of(message: Message) -> bytes:
    """The message as a PDF in the language of the request. Takes time: not for a transaction. Raises Unprintable.

    Signs that our typeface lacks are taken from the machine's fonts; where none has them a box stands for them.
    """
    data = json.dumps(printed(message), ensure_ascii=False)
    try:
        pdf: bytes = _compiler().compile(
            sys_inputs={"message": data}, format="pdf", timestamp=int(clock.now().timestamp())
        )
    except typst.TypstError as error:
        raise Unprintable(
            "This message could not be made into a PDF. Save the original instead; it has every word."
        ) from error
    return pdf


def _compiler() -> Any:  # noqa: ANN401 - typst ships no types
    """One compiler is kept per thread: it refuses to be shared, and a fresh one costs a second search for fonts."""
    if not hasattr(_kept, "compiler"):
        _kept.compiler = typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent))
    return _kept.compiler


def printed(message: Message) -> dict[str, Any]:
    """What stands on the page, ready for JSON."""
    rows = [(label, value) for label, value in _head(message) if value]
    files = [f"{each.name or _('file')} ({filesizeformat(each.size)})" for each in message.attachments.all()]
    parts = [
        {"label": str(part.label), "paragraphs": [_fit(each.text) for each in part.paragraphs]}
        for part in parts_of(message.text[:MOST_PRINTED], message.folds)
    ]
    if len(message.text) > MOST_PRINTED:
        more = _("The text goes on; it is too long for paper. The original has every word.")
        parts.append({"label": more, "paragraphs": []})
    return {
        "title": _fit(message.subject or message.conversation.subject or _("Without a subject")),
        "author": _fit(message.author),
        "language": (translation.get_language() or "de")[:2],
        "rows": [[label, _fit(value)] for label, value in rows],
        "parts": parts,
        "files": [_fit(each) for each in files],
        "foot": _("Conversation %(number)d, printed on %(day)s")
        % {"number": message.conversation_id, "day": date_format(localtime(clock.now()), "DATE_FORMAT")},
        "words": {"page": _("Page"), "of": _("of"), "files": _("Files")},
    }


def _head(message: Message) -> list[tuple[str, str]]:
    envelope = message.envelope
    return [
        (_("From"), _parties(envelope.get("from")) or message.author),
        (_("To"), _parties(envelope.get("to"))),
        (_("Copy to"), _parties(envelope.get("cc"))),
        (_("On"), date_format(localtime(message.at), "DATETIME_FORMAT")),
        (_("Way"), str(channel_words(message.channel)) if message.channel else ""),
    ]


def _parties(parties: list[dict[str, str]] | None) -> str:
    return ", ".join(
        f"{each['name']} <{each['address']}>" if each["name"] else each["address"] for each in parties or []
    )


def _fit(text: str) -> str:
    return breakable(printable(text), WIDE)
