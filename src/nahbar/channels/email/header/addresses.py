"""Addresses as people and programs write them, which is seldom as RFC 5322 does."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from nahbar.channels.contract import Party, SettingsFault
from nahbar.channels.email.header import headers

MAX_PARTIES = 10_000
MAX_ADDRESS = 320  # 64 + @ + 255 (RFC 5321 section 4.5.3.1)

_SPECIAL = re.compile(r'[\\"(),:;<>\n]')
# Begins words only, so that time stays linear.
_BARE = re.compile(
    r"(?<![^\s<>\"(),;\[\]{}])[^\s<>\"(),;@\[\]{}]+@(?:[^\s<>\"(),;\[\]{}]+|\[[0-9a-fA-F.:IPv]{2,60}\])"
)
# What most fields are; reading one so takes a tenth of the time.
_SIMPLE = re.compile(r'"?([A-Za-z0-9 ._-]{0,80})"?[ ]{0,3}<([A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,200})>')
MAX_SIMPLE = 300
_LOCAL = re.compile(r'[^\s<>"(),:;@\x00-\x1f]+|"[^"\x00-\x1f]+"')
_DOMAIN = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.(?!-)[a-z0-9_-]{1,63})*|\[[0-9a-f.:ipv]+\]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# In names the joiners stay: Persian words and emoji of several signs are written with them.
_DECEPTIVE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&", "&nbsp;": " "}
_ENTITY = re.compile("|".join(_ENTITIES), re.IGNORECASE)
_BRACKETED = re.compile(r"<[^<>]*@[^<>]*>")
_HULL = re.compile(r"\[\s*\]|\(\s*\)|\{\s*\}")  # what stood around the address
_EMPTY = re.compile(r"[\s\[\](){}<>*_|:.-]*")
_OPENING = re.compile(r'\\\\.|"|<[^<>"@]*@?')
_LOOSE = re.compile(r"\s*(@)\s*|\s+(\.)\s*")  # RFC 5322 section 4.4 allowed "anna @ x . example"
_NOBODY = re.compile(
    r"<?(?:undisclosed|unlisted|suppressed|verborgene|versteckte)[ _-]?(?:recipient|empf)", re.IGNORECASE
)


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
    for spelling in (address, _tight(address)):
        try:
            return normalise(spelling)
        except SettingsFault:
            continue
    return headers.unstructured(_INVISIBLE.sub("", address))[:MAX_ADDRESS]


def _tight(text: str) -> str:
    return _LOOSE.sub(r"\1\2", text)


def parse_list(value: str) -> tuple[Party, ...]:
    """The parties of an address field (raw, encoded words still in), at most MAX_PARTIES. Never fails.

    Groups are dissolved, comments become the name where there is no other, commas inside an unquoted name
    ("Lind, Anna <anna@...>") stay in the name, and doubled, missing or HTML-escaped brackets are forgiven.
    """
    return _kept(value) if len(value) < MAX_SIMPLE else _listed(value)


def _listed(value: str) -> tuple[Party, ...]:
    simple = _SIMPLE.fullmatch(value) if len(value) < MAX_SIMPLE else None
    if simple:
        return (Party(name=" ".join(simple.group(1).split()), address=readable(simple.group(2))),)
    if "&" in value and "@" in value:
        value = _ENTITY.sub(lambda match: _ENTITIES[match.group().lower()], value)
    value = value.replace("\N{FULLWIDTH COMMERCIAL AT}", "@")
    if "=?" in value and "@" not in value:  # the whole of `Name <address>` in one encoded word
        value = headers.unstructured(value)
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
        parties.extend(_nameless(", ".join(pending)))
    return tuple(party for party in parties if party.address or party.name)[:MAX_PARTIES]


# Our own address stands in every To, and people write more than once.
_kept = lru_cache(maxsize=2048)(_listed)


def parse_one(value: str) -> Party | None:
    """The first party of an address field, or None."""
    parties = parse_list(value)
    return parties[0] if parties else None


def _pieces(value: str) -> list[str]:
    """Cut at commas, semicolons and newlines outside quotes, comments and brackets; drop the names of groups."""
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
        elif sign in ",;\n" and not (depth and place < last[")"]) and not _in_route(value, place, bracket=bracket):
            bracket, depth = False, 0
            pieces.append(value[start:place])
            start = position
        elif sign == ":" and not bracket and not depth and _names_group(value[start : min(place, start + 100)]):
            start = position
    pieces.append(value[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def _in_route(value: str, place: int, *, bracket: bool) -> bool:
    """Is the comma at `place` part of an obsolete source route? <@a.example,@b.example:anna@x.example>"""
    return bracket and value[place] == "," and value.startswith("@", place + 1)


def _names_group(text: str) -> bool:
    return "@" not in text and not text.rstrip().lower().endswith("mailto")


def _parties(piece: str) -> list[Party]:
    if _NOBODY.match(piece):
        return []
    bracketed = list(_BRACKETED.finditer(piece))
    if len(bracketed) > 1:  # somebody forgot the comma
        ends = [0, *(match.end() for match in bracketed)]
        return [one for start, end in pairwise(ends) for one in _bracketed(piece[start:end])]
    opened = _bracketed(piece)
    return opened or _bare_parties(piece)


def _bracketed(piece: str) -> list[Party]:
    """`Name <address>`; nothing where no bracket holds an address."""
    opened = _opening(piece)
    inner = _inner(piece[opened:]) if opened >= 0 else ""
    return [Party(name=_name(piece[:opened]), address=readable(inner))] if "@" in inner else []


def _bare_parties(piece: str) -> list[Party]:
    bare, comment = _without_comments(piece)
    found = _quoted_local(bare) or _BARE.findall(bare)
    if not found or (len(found) == 1 and "." not in found[0].rpartition("@")[2]):
        bare = _tight(bare)
        found = _BARE.findall(bare)
    if len(found) == 1 and found[0].count("@") > 1 and "/" in found[0]:
        found = found[0].split("/")
    if len(found) == 1:
        rest = bare.replace(found[0], " ", 1)
        return [Party(name=_name(rest) or _name(comment), address=readable(_unwrapped(found[0])))]
    if found:
        return [Party(name="", address=readable(_unwrapped(address))) for address in found]
    if "@" in comment:
        return _bare_parties(f"{bare} {comment}")
    return _nameless(piece)


def _opening(piece: str) -> int:
    """Where the bracket of the address opens: outside quotes, before an "@"; else the last one that there is."""
    last_quote = piece.rfind('"')
    quoted = False
    place = -1
    for match in _OPENING.finditer(piece):
        sign = match.group()
        if sign == '"':
            quoted = not quoted and match.start() < last_quote
        elif sign[0] == "<" and not quoted:
            place = match.start()
            if "@" in sign:
                break
    return place


def _inner(text: str) -> str:
    """The address of `<...>`: without doubled brackets, quotes around it, comments, mailto: and a source route."""
    inner = text.strip("<> \t").rpartition("<")[2].partition(">")[0]
    if "(" in inner:
        inner = _without_comments(inner)[0]
    if "=?" in inner:
        inner = headers.unstructured(inner)
    inner = inner.strip(" \t'`,;")
    if '"' not in inner:  # RFC 5322 section 4.4 once allowed blanks between the parts
        inner = "".join(inner.split())
    if inner.startswith("@"):
        inner = inner.rpartition(":")[2]
    return _unwrapped(inner)


def _unwrapped(address: str) -> str:
    """Without what stands around an address in running text."""
    if address.startswith('"') and address.endswith('"'):
        address = address[1:-1]
    address = address.strip("'`*_|:.!?")
    return address[7:] if address.lower().startswith("mailto:") else address


def _nameless(text: str) -> list[Party]:
    """A piece without an address: one plain word is a local name ("postmaster"), anything else a person's name."""
    bare, comment = _without_comments(text)
    name = _name(bare.replace("<", " ").replace(">", " "))
    if not name or _NOBODY.match(name):
        return []
    if name.isascii() and _LOCAL.fullmatch(name) and '"' not in text:
        return [Party(name=_name(comment), address=name)]
    return [Party(name=name, address="")]


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


def plain_name(text: str) -> str:
    """A name as people write it into a form: what deceives or surrounds it taken off, at most 200 characters."""
    return _name(text)


def _name(text: str) -> str:
    """A display name: encoded words decoded, quotes and escapes taken off, repeated addresses left as they are."""
    decoded = headers.unstructured(re.sub(r"\\(.)", r"\1", text))
    name = headers.unstructured(_HULL.sub("", _DECEPTIVE.sub("", decoded))).strip(" \t\"'`,;")
    if name.count("<") != name.count(">") or (name.startswith("<") and name.endswith(">")):
        name = name.strip("<>")
    return "" if _EMPTY.fullmatch(name) else name.strip()[:200]
