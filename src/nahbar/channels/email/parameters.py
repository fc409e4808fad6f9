"""`type/subtype; name=value` fields with everything RFC 2045, 2231 and real mail programs put in them."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from nahbar.channels.email import charsets, headers

MAX_LENGTH = 16 * 1024
MAX_PARAMETERS = 100

_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_CONTINUED = re.compile(r"(.+?)\*(\d{1,3})(\*?)")
_ESCAPED = re.compile(r"\\(.)")


def split(value: str) -> tuple[str, dict[str, str]]:
    """The lower-case main value and its parameters by lower-case name, decoded; the first of a name wins."""
    value = value[:MAX_LENGTH]
    main = value.partition(";")[0].partition("(")[0].strip().lower()
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(value)):
        if count >= MAX_PARAMETERS:
            break
        name, text = match.group(1).lower(), _unquote(match.group(2).strip())
        continued = _CONTINUED.fullmatch(name)
        if continued:
            numbered = pieces.setdefault(continued.group(1), {})
            numbered.setdefault(int(continued.group(2)), (text, bool(continued.group(3))))
        elif name.endswith("*"):
            pieces.setdefault(name[:-1], {}).setdefault(0, (text, True))
        else:
            plain.setdefault(name, headers.unstructured(text))
    joined = {name: _join([numbered[key] for key in sorted(numbered)]) for name, numbered in pieces.items()}
    return main, plain | joined


def _unquote(text: str) -> str:
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        # Windows programs write paths unescaped; a backslash before a letter is then part of the name.
        return _ESCAPED.sub(lambda match: match.group(1) if match.group(1) in '"\\' else match.group(), text[1:-1])
    return text.strip('"')


def _join(parts: list[tuple[str, bool]]) -> str:
    """RFC 2231: pieces in order; an encoded first piece names the charset as charset'language'text."""
    charset = ""
    first, encoded = parts[0]
    if encoded and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
        parts = [(first, True), *parts[1:]]
    raw = b"".join(unquote_to_bytes(text) if percent else text.encode("utf-8", "replace") for text, percent in parts)
    return headers.unstructured(charsets.decode(raw, charset)[0])
