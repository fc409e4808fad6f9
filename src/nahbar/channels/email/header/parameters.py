"""`type/subtype; name=value` fields with everything RFC 2045, 2231 and real mail programs put in them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from nahbar.channels.email.header import headers
from nahbar.channels.email.text import charsets

MAX_LENGTH = 16 * 1024
MAX_PARAMETERS = 100
MAX_KEPT = 120

# An unquoted value goes on after a semicolon where no other parameter follows: `filename=a;b.pdf`.
_PARAMETER = re.compile(
    r'(?:;|(?<=")(?=\s))\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*(?:;(?![^=;]{0,80}=)[^;]*)*)', re.DOTALL
)
_MISSING_SEMICOLON = re.compile(r"\s*([^\s;,=]+)[\s,]+(?=[a-z][a-z-]{1,30}\*?=)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_CONTINUED = re.compile(r"(.+?)\*(\d{1,3})(\*?)")
_ESCAPED = re.compile(r"\\(.)")
_EXTENDED = re.compile(r"[A-Za-z0-9_.:-]{1,40}'[A-Za-z-]{0,20}'.*%[0-9A-Fa-f]{2}", re.DOTALL)
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def split(value: str) -> tuple[str, dict[str, str]]:
    """The lower-case main value and its parameters by lower-case name, decoded; the first of a name wins."""
    if len(value) > MAX_KEPT:
        return _split(value[:MAX_LENGTH])
    main, found = _kept(value)
    return main, dict(found)


def _split(value: str) -> tuple[str, dict[str, str]]:
    head, semicolon, rest = value.partition(";")
    if "=" in head and (missing := _MISSING_SEMICOLON.match(head)):
        head, rest = missing.group(1), f"{head[missing.end() :]}{semicolon}{rest}"
    if "(" in head:
        head = _COMMENT.sub(" ", head).partition("(")[0]
    return head.strip().lower(), _decoded(f";{rest}") if rest else {}


_kept = lru_cache(maxsize=1024)(_split)  # "text/plain; charset=utf-8" comes again and again


def _decoded(text: str) -> dict[str, str]:
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(text)):
        if count >= MAX_PARAMETERS:
            break
        name, written = match.group(1).lower(), _unquote(match.group(2).strip(" \t\r\n;"))
        continued = _CONTINUED.fullmatch(name)
        if continued:
            numbered = pieces.setdefault(continued.group(1), {})
            numbered.setdefault(int(continued.group(2)), (written, bool(continued.group(3))))
        elif name.endswith("*"):
            pieces.setdefault(name[:-1], {}).setdefault(0, (written, True))
        else:
            plain.setdefault(name, _plain(name, written))
    joined = {name: _join([numbered[key] for key in sorted(numbered)]) for name, numbered in pieces.items()}
    return plain | joined


def _plain(name: str, written: str) -> str:
    """A value without RFC 2231, but with what programs do instead: encoded words, or percent signs in a file name."""
    if "%" in written and name in ("name", "filename"):
        if _EXTENDED.match(written):
            return _join([(written, True)])
        written = _PERCENT.sub(_percent, written)
    return headers.unstructured(written)


def _percent(match: re.Match[str]) -> str:
    """Letters outside ASCII only: a sound name may hold "100%20" as it is."""
    raw = unquote_to_bytes(match.group())
    if raw.isascii():
        return match.group()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


def _unquote(text: str) -> str:
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        # Windows programs write paths unescaped; a backslash before a letter is then part of the name.
        return _ESCAPED.sub(lambda match: match.group(1) if match.group(1) in '"\\' else match.group(), text[1:-1])
    return text.strip('"')


def _join(parts: list[tuple[str, bool]]) -> str:
    """RFC 2231: pieces in order; an encoded first piece names the charset as charset'language'text."""
    charset = ""
    first, encoded = parts[0]
    if not encoded and _EXTENDED.match(first):  # its star was forgotten
        encoded, parts = True, [(text, True) for text, _ in parts]
    if encoded and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
        parts = [(first, True), *parts[1:]]
    raw = b"".join(unquote_to_bytes(text) if percent else text.encode("utf-8", "replace") for text, percent in parts)
    return headers.unstructured(charsets.decode(raw, charset)[0])
