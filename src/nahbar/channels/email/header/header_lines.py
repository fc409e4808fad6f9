"""Header lines of outgoing mail: folded, 7-bit where the address allows it, and closed to injection.

Written by hand instead of with `email.headerregistry`, which costs more per mail than everything else in
`compose` together; the output is read back by the standard library's parser in the tests.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import quote

from nahbar.channels.contract import Party, SettingsFault

LINE = 76  # RFC 2047 section 2 allows 76 characters for a line with encoded words
WORD_BYTES = 39  # of UTF-8 in one encoded word: 52 characters of base64, 12 of wrapping, and room for the name
CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
UNSAFE_ADDRESS = re.compile(r"[\x00-\x20\x7f<>(),;:\\\"\u0085\u2028\u2029]")
ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
MESSAGE_ID = re.compile(r"[^\s<>\x00-\x1f\x7f-\U0010ffff]{1,900}")


def one_line(text: str) -> str:
    """`text` without control characters: a line break in a name or a subject must not start a new header."""
    return CONTROL.sub(" ", text.encode("utf-8", "replace").decode()).strip()


def encoded_words(text: str) -> list[str]:
    """`text` as RFC 2047 encoded words (UTF-8, base64), no character split over two of them."""
    words: list[str] = []
    chunk = b""
    for character in text:
        piece = character.encode()
        if len(chunk) + len(piece) > WORD_BYTES:
            words.append(_encoded_word(chunk))
            chunk = b""
        chunk += piece
    words.append(_encoded_word(chunk))
    return words


def _encoded_word(chunk: bytes) -> str:
    return f"=?utf-8?b?{b64encode(chunk).decode()}?="


def header(name: str, tokens: Iterable[str]) -> str:
    """`Name: tokens`, folded before the token that would pass 76 characters; no CRLF at the end."""
    lines: list[str] = []
    line = f"{name}:"
    for token in tokens:
        if len(line) + 1 + len(token) > LINE and line.strip() and line != f"{name}:":
            lines.append(line)
            line = ""
        line += f" {token}"
    return "\r\n".join([*lines, line])


def text_header(name: str, value: str) -> str:
    """An unstructured header (Subject), encoded only where ASCII does not do."""
    value = one_line(value)
    words = value.split(" ")
    if not value.isascii() or "=?" in value or "  " in value or max(map(len, words)) > LINE - len(name) - 2:
        words = encoded_words(value)
    return header(name, words)


def checked_address(party: Party, field: str) -> str:
    """The address of `party` as it may stand in a header. Raises SettingsFault where it cannot be one."""
    address = in_ascii(party.address.strip())
    local, at, domain = address.rpartition("@")
    if not (at and local and domain) or UNSAFE_ADDRESS.search(address) or len(address.encode()) > 320:
        shown = one_line(address)[:80]
        raise SettingsFault(f"“{shown}” is not an e-mail address that a mail can carry.", field=field)
    return address


def in_ascii(address: str) -> str:
    """`address` with its domain in ASCII (IDNA), which every server takes; a local part stays as it is."""
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        return address


def mailbox(party: Party, field: str) -> list[str]:
    """`Name <address>` as tokens for `header` (RFC 5322 section 3.4)."""
    address = checked_address(party, field)
    name = one_line(party.name)
    if not name or name == address:
        return [address]
    if not name.isascii() or "=?" in name or len(name) > LINE:
        words = encoded_words(name)
    elif ATOMS.fullmatch(name):
        words = name.split()
    else:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        words = [f'"{escaped}"']
    return [*words, f"<{address}>"]


def mailboxes(name: str, parties: Iterable[Party]) -> str:
    """An address list header."""
    tokens: list[str] = []
    for party in parties:
        if tokens:
            tokens[-1] += ","
        tokens += mailbox(party, name.lower())
    return header(name, tokens)


def message_id(key: str) -> str:
    """`<key>`. Raises SettingsFault where the key could not stand in a Message-ID."""
    if not MESSAGE_ID.fullmatch(key):
        raise SettingsFault("The message's own id cannot be written into a mail.", field="key")
    return f"<{key}>"


def ids(keys: Iterable[str]) -> list[str]:
    """The ids of other people's mails in brackets; what could not be one is left out, it threads nothing."""
    return [f"<{key}>" for key in keys if MESSAGE_ID.fullmatch(key)]


def filename_parameter(name: str) -> list[str]:
    """`filename` as tokens of Content-Disposition, by RFC 2231 where ASCII does not do."""
    name = one_line(name).replace("/", "_").replace("\\", "_")[-150:] or "attachment"
    if name.isascii() and len(name) <= 60:
        escaped = name.replace('"', "'")
        return [f'filename="{escaped}"']
    pieces = re.findall(r"(?:%..|[^%]){1,50}", quote(name, safe=""))
    if len(pieces) == 1:
        return [f"filename*=utf-8''{pieces[0]}"]
    pieces[0] = f"utf-8''{pieces[0]}"
    tokens = [f"filename*{number}*={piece};" for number, piece in enumerate(pieces)]
    return [*tokens[:-1], tokens[-1].removesuffix(";")]
