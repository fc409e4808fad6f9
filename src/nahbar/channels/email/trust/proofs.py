"""Where a message came from, as the servers on its way checked it (RFC 8601, 7208 section 9.1, 8617).

Everything in here can be written by anybody: only the fields of our own receiving server count. Which one that is,
by its authserv-id, is decided by who reads this; the topmost field is the newest.
"""

from __future__ import annotations

import re

from nahbar.channels.contract import Proof
from nahbar.channels.email.header.headers import Headers

MAX_PROOFS = 50
MAX_VALUE = 8000

METHODS = frozenset({"spf", "dkim", "dmarc", "arc"})
# Of which property of a check its domain is read (RFC 8601 section 2.7), best first.
_PROPERTIES = {
    "spf": ("smtp.mailfrom", "smtp.mfrom", "smtp.helo", "header.from"),
    "dkim": ("header.d", "header.i", "header.from"),
    "dmarc": ("header.from", "header.d"),
    "arc": ("arc.chain", "header.oldest-pass"),
}
_RESULT = re.compile(r"([a-z0-9][a-z0-9-]{0,40})(?:/\d{1,3})?[ \t]*=[ \t]*([a-z]{2,20})", re.IGNORECASE)
_PROPERTY = re.compile(r"([a-z]{2,20}\.[a-z0-9-]{1,40})[ \t]*=[ \t]*(\"[^\"]*\"|[^\s;]+)", re.IGNORECASE)
_SPF_WORD = re.compile(r"[ \t]*([a-z]{4,10})\b", re.IGNORECASE)
_SPF_PAIR = re.compile(r"([a-z-]{2,30})[ \t]*=[ \t]*(\"[^\"]*\"|[^\s;]+)", re.IGNORECASE)
_SERVER = re.compile(r"[ \t]*\"?([^\s;\"=]{1,255})\"?(?:[ \t]+\d+)?[ \t]*(?:;|\Z)")


def read(fields: Headers) -> tuple[Proof, ...]:
    """All checks in the order of their fields, newest first; at most MAX_PROOFS. Never fails."""
    found: list[Proof] = []
    for name, value in fields.fields:
        if name == "authentication-results":
            found.extend(_results(value[:MAX_VALUE]))
        elif name == "received-spf":
            found.extend(_received_spf(value[:MAX_VALUE]))
        elif name == "arc-authentication-results":
            found.extend(_arc(value[:MAX_VALUE]))
        if len(found) >= MAX_PROOFS:
            break
    return tuple(found[:MAX_PROOFS])


def _results(value: str) -> list[Proof]:
    """The checks of one Authentication-Results field. Exchange leaves the authserv-id away."""
    pieces = _pieces(value)
    server = ""
    if pieces and (match := _SERVER.fullmatch(pieces[0].strip())):
        server, pieces = match.group(1).lower(), pieces[1:]
    proofs = (_proof(piece, server) for piece in pieces)
    return [proof for proof in proofs if proof is not None]


def _proof(piece: str, server: str) -> Proof | None:
    head = _RESULT.match(piece.strip())
    if head is None or head.group(1).lower() not in METHODS:
        return None
    method = head.group(1).lower()
    properties = {name.lower(): text.strip('"') for name, text in _PROPERTY.findall(piece)}
    domain = next((properties[name] for name in _PROPERTIES[method] if properties.get(name)), "")
    return Proof(method, head.group(2).lower(), _domain(domain), server)


def _received_spf(value: str) -> list[Proof]:
    """A field like `pass (mx.example: ...) receiver=mx.example; envelope-from=anna@...`."""
    bare = _without_comments(value)
    word = _SPF_WORD.match(bare)
    if word is None:
        return []
    pairs = {name.lower(): text.strip('"<>') for name, text in _SPF_PAIR.findall(bare)}
    domain = pairs.get("envelope-from") or pairs.get("helo", "")
    return [Proof("spf", word.group(1).lower(), _domain(domain), pairs.get("receiver", "").lower())]


def _arc(value: str) -> list[Proof]:
    """What an earlier server of an ARC chain saw: only that its chain exists and what it says of DMARC or DKIM.

    Without checking the seals it proves nothing, so it comes as method "arc", never as spf, dkim or dmarc.
    """
    _, _, rest = value.partition(";")
    proofs = _results(rest)
    best = next((proof for name in ("arc", "dmarc", "dkim", "spf") for proof in proofs if proof.method == name), None)
    return [Proof("arc", best.result, best.domain, best.server)] if best else []


def _pieces(value: str) -> list[str]:
    """Cut at semicolons outside quotes, comments taken out."""
    pieces: list[str] = []
    current: list[str] = []
    quoted = False
    for sign in _without_comments(value):
        if sign == '"':
            quoted = not quoted
        if sign == ";" and not quoted:
            pieces.append("".join(current))
            current = []
        else:
            current.append(sign)
    pieces.append("".join(current))
    return [piece for piece in pieces if piece.strip()]


def _without_comments(value: str) -> str:
    """`value` without (comments), which nest and may hold escaped brackets; an unclosed one ends with the field."""
    if "(" not in value:
        return value
    out: list[str] = []
    depth = 0
    quoted = escaped = False
    for sign in value:
        if escaped:
            escaped = False
            if not depth:
                out.append(sign)
            continue
        if sign == "\\":
            escaped = True
            continue
        if sign == '"' and not depth:
            quoted = not quoted
        if sign == "(" and not quoted:
            depth += 1
        elif sign == ")" and not quoted and depth:
            depth -= 1
        elif not depth:
            out.append(sign)
    return "".join(out)


def _domain(value: str) -> str:
    return value.rpartition("@")[2].strip("<>. ").lower()[:255]
