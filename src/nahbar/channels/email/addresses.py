"""Addresses as people and programs write them, which is seldom as RFC 5322 does."""

from __future__ import annotations

import re
import unicodedata

from nahbar.channels.contract import Party, SettingsFault
from nahbar.channels.email import headers

MAX_PARTIES = 10_000
MAX_ADDRESS = 320  # 64 + @ + 255 (RFC 5321 section 4.5.3.1)

_SPECIAL = re.compile(r'[\\"(),:;<>]')
_BARE = re.compile(r"(?<![^\s<>\"(),;])[^\s<>\"(),;@]+@[^\s<>\"(),;@]+")  # begins words only: linear
_LOCAL = re.compile(r'[^\s<>"(),:;@\x00-\x1f]+|"[^"\x00-\x1f]+"')
_DOMAIN = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.(?!-)[a-z0-9_-]{1,63})*|\[[0-9a-f.:ipv]+\]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def normalise(address: str) -> str:
    """The one spelling of an address: lower case, domain in ASCII (IDNA). Raises SettingsFault for no address.

    The local part is lowered too: RFC 5321 lets it differ, no provider that people use does.
    A plus part stays: only its owner knows what it means.
    """
    spelled = _INVISIBLE.sub("", address).strip().strip("<>").strip()
    if spelled.lower().startswith("mailto:"):
        spelled = spelled[7:]
    local, at, domain = spelled.rpartition("@")
    domain = _ascii_domain(domain.strip().rstrip("."))
    local = _plain_local(local.strip()).lower()
    if not at or len(spelled) > MAX_ADDRESS or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise SettingsFault(
            "This is no complete e-mail address. It should look like name@firma.example.", field="address"
        )
    return f"{local}@{domain}"


def _plain_local(local: str) -> str:
    """Quotes that protect nothing are dropped: "anna.lind"@... is anna.lind@... (RFC 5322 section 3.4.1)."""
    inner = local[1:-1].replace("\\", "")
    if len(local) > 2 and local[0] == local[-1] == '"' and _LOCAL.fullmatch(inner) and '"' not in inner:
        return inner
    return local


def _ascii_domain(domain: str) -> str:
    """IDNA 2008 as registries do it: Python's own codec is IDNA 2003 and makes "straße" another domain."""
    lowered = unicodedata.normalize("NFKC", domain[:255]).lower()
    if lowered.isascii():
        return lowered
    labels = lowered.replace("\u3002", ".").split(".")
    return ".".join(one if one.isascii() else f"xn--{one.encode('punycode').decode('ascii')}" for one in labels)


def readable(address: str) -> str:
    """`address` in its normal spelling where it has one, else as written and cleaned."""
    try:
        return normalise(address)
    except SettingsFault:
        return headers.unstructured(_INVISIBLE.sub("", address))[:MAX_ADDRESS]


def parse_list(value: str) -> tuple[Party, ...]:
    """The parties of an address field (raw, encoded words still in), at most MAX_PARTIES. Never fails.

    Groups are dissolved, comments become the name where there is no other, commas inside an unquoted name
    ("Lind, Anna <anna@...>") stay in the name, and doubled or missing brackets are forgiven.
    """
    parties: list[Party] = []
    pending: list[str] = []  # the pieces of a name with commas in it
    for piece in _pieces(value):
        pending = [*pending[-3:], piece]
        if "@" in piece or "<" in piece:
            parties.extend(_parties(", ".join(pending)))
            pending = []
        if len(parties) >= MAX_PARTIES:
            break
    if pending and not parties:
        name = _name(", ".join(pending))
        parties.append(Party(name="", address=name) if name and " " not in name else Party(name=name, address=""))
    return tuple(party for party in parties if party.address or party.name)[:MAX_PARTIES]


def parse_one(value: str) -> Party | None:
    """The first party of an address field, or None."""
    parties = parse_list(value)
    return parties[0] if parties else None


def _pieces(value: str) -> list[str]:
    """Cut at commas and semicolons outside quotes, comments and brackets; drop the names of groups."""
    pieces: list[str] = []
    start = position = depth = 0
    quoted = bracket = False
    last = {sign: value.rfind(sign) for sign in '">)'}  # an opening sign without a closing one is a letter
    while match := _SPECIAL.search(value, position):
        sign, place = match.group(), match.start()
        position = place + 1
        if sign == "\\":
            position += 1
        elif sign == '"':
            quoted = not quoted and place < last['"']
        elif quoted:
            continue
        elif sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
        elif sign in "<>":
            bracket = sign == "<" and place < last[">"]
        elif sign in ",;" and not (depth and place < last[")"]):
            bracket, depth = False, 0
            pieces.append(value[start:place])
            start = position
        elif sign == ":" and not bracket and not depth and _names_group(value[start : min(place, start + 100)]):
            start = position
    pieces.append(value[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def _names_group(text: str) -> bool:
    return "@" not in text and text.strip().lower() != "mailto"


def _parties(piece: str) -> list[Party]:
    opened = piece.find("<")
    if opened >= 0:
        inner = piece[opened:].strip("<> \t").rpartition("<")[2].partition(">")[0].strip()
        if "@" in inner:
            return [Party(name=_name(piece[:opened]), address=readable(_route(inner)))]
    bare, comment = _without_comments(piece)
    found = _quoted_local(bare) or _BARE.findall(bare)
    if len(found) == 1:
        rest = bare.replace(found[0], " ", 1)
        return [Party(name=_name(rest) or _name(comment), address=readable(found[0]))]
    if found:
        return [Party(name="", address=readable(address)) for address in found]
    name = _name(bare.replace("<", " ").replace(">", " "))
    return [Party(name="", address=name)] if name else []


def _route(inner: str) -> str:
    """Drop an obsolete source route: <@relay:anna@...>."""
    return inner.rpartition(":")[2] if inner.startswith("@") else inner


def _quoted_local(text: str) -> list[str]:
    match = re.search(r'"[^"]{1,64}"@[^\s<>"(),;]+', text)
    return [match.group()] if match else []


def _without_comments(text: str) -> tuple[str, str]:
    """`text` without its (comments), and those; comments nest (RFC 5322 section 3.2.2)."""
    outside: list[str] = []
    inside: list[str] = []
    depth = 0
    for piece in re.split(r"([()])", text):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(0, depth - 1)
        else:
            (inside if depth else outside).append(piece)
    return "".join(outside), " ".join(inside).strip()


def _name(text: str) -> str:
    """A display name: encoded words decoded, quotes and escapes taken off, repeated addresses left as they are."""
    decoded = headers.unstructured(re.sub(r"\\(.)", r"\1", text))
    return headers.unstructured(_INVISIBLE.sub("", decoded)).strip(" \t\"'<>,;").strip()[:200]
