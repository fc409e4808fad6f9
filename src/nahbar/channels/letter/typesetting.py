"""From data to PDF/A with Typst. The template is ours; what people wrote reaches it as JSON, never as markup."""

from __future__ import annotations

import json
import logging
import re
import threading
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from nahbar.toolbox.faults import Fault

log = logging.getLogger(__name__)

TEMPLATE = Path(__file__).with_name("letter.typ")
STANDARD = "a-2b"
STANDARDS = ("a-2b", "a-1b")  # one print service is said to ask for PDF/A-1b
ROUNDS = 20  # Typst names the signs that it cannot print; each round takes out those that it named
UNPRINTABLE = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
SUBSTITUTE = "\u25a1"  # □, which the typeface has

_kept = threading.local()


class TypesettingFault(Fault):
    """The page could not be set; a fault of ours, the sentence carries Typst's own words."""


class NoGlyphFault(Fault):
    """The recipient's name or address has signs that the typeface lacks; posting boxes instead would lose it."""


def typeset(data: dict[str, Any], created_at: datetime, standard: str = STANDARD) -> bytes:
    """The PDF of a letter; the same data and time give the same bytes.

    Signs that the typeface does not have (emoji, Chinese) are left out or shown as □, and the log counts them.
    Raises NoGlyphFault where they stand in the recipient's lines, TypesettingFault where Typst refuses.
    """
    missing: set[str] = set()
    for _ in range(ROUNDS):
        try:
            pdf = _compile(_without(data, missing), created_at, standard)
        except typst.TypstError as error:
            named = _named(str(getattr(error, "diagnostic", error))) - missing
            if not named:
                raise TypesettingFault(f"The letter could not be set: {error}") from error
            missing |= named
            _check_recipient(data["recipient"], missing)
        else:
            if missing:
                log.warning("A letter was set without %d signs that its typeface does not have.", len(missing))
            return pdf
    raise TypesettingFault("The letter holds too many signs that its typeface does not have.")


def _compile(data: dict[str, Any], created_at: datetime, standard: str) -> bytes:
    """One compiler is kept per thread: it refuses to be shared, and a fresh one costs a second search for fonts."""
    if not hasattr(_kept, "compiler"):
        _kept.compiler = typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), ignore_system_fonts=True)
    pdf: bytes = _kept.compiler.compile(
        sys_inputs={"letter": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards=standard,
        timestamp=int(created_at.timestamp()),
    )
    return pdf


def _named(diagnostic: str) -> set[str]:
    """The signs that Typst says it cannot print (it writes invisible ones as Rust does, by number)."""
    found = "".join(UNPRINTABLE.findall(diagnostic))
    return set(ESCAPE.sub(lambda code: chr(int(code[1], 16)), found))


def _without(data: Any, missing: set[str]) -> Any:  # noqa: ANN401 - JSON is any of its types, all the way down
    if not missing:
        return data
    if isinstance(data, str):
        return "".join(_stand_in(sign) if sign in missing else sign for sign in data)
    if isinstance(data, dict):
        return {key: _without(value, missing) for key, value in data.items()}
    if isinstance(data, list):
        return [_without(value, missing) for value in data]
    return data


def _stand_in(sign: str) -> str:
    """Letters and numbers leave a visible gap; an emoji that cannot be printed is better left out."""
    return SUBSTITUTE if unicodedata.category(sign)[0] in "LN" else ""


def _check_recipient(lines: list[str], missing: set[str]) -> None:
    lost = "".join(sorted(missing & set("".join(lines))))
    if lost:
        raise NoGlyphFault(f"The recipient's name or address has signs that a letter cannot show: {lost}")
