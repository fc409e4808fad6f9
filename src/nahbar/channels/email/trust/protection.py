"""Signed and encrypted mail, recognised: S/MIME (RFC 8551), PGP/MIME (RFC 3156) and PGP in the text.

Nothing is verified here; that needs certificates and time, see `seals`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nahbar.channels.contract import Protection, Seal
from nahbar.channels.email.parts.mime import Part

SMIME_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})
PGP_SIGNATURES = frozenset({"application/pgp-signature"})
SIGNATURES = SMIME_SIGNATURES | PGP_SIGNATURES  # files that programs read, not people
OPAQUE = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})

_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_SIGNATURE_END = "-----END PGP SIGNATURE-----"
_MESSAGE = "-----BEGIN PGP MESSAGE-----"
_MESSAGE_END = "-----END PGP MESSAGE-----"
_ESCAPED = re.compile(r"^- ", re.MULTILINE)


def of_multipart(part: Part) -> Protection | None:
    """What a multipart/signed or multipart/encrypted says of itself, or None for any other part."""
    if part.media_type == "multipart/encrypted":
        return Protection("pgp", Seal.ENCRYPTED)
    signature = signature_of(part)
    if signature is None:
        return None
    return Protection("pgp" if signature.media_type in PGP_SIGNATURES else "smime", Seal.UNCHECKED)


def signature_of(part: Part) -> Part | None:
    """The signature of a multipart/signed that has one, by its type (the protocol parameter is often wrong)."""
    if part.media_type != "multipart/signed" or len(part.children) < 2:
        return None
    return next((child for child in part.children[1:] if child.media_type in SIGNATURES), None)


def is_opaque(part: Part) -> bool:
    """A CMS object around a whole message; some gateways only leave its name."""
    return part.media_type in OPAQUE or part.name.lower() == "smime.p7m"


@dataclass(frozen=True, slots=True)
class InText:
    """A text whose PGP armour was taken off: the words, the armoured blocks, and what they do."""

    text: str
    blocks: tuple[str, ...]
    seal: Seal


def in_text(text: str) -> InText | None:
    """PGP that stands in the text itself (RFC 9580 sections 6 and 7), or None. The first block counts."""
    if "-----BEGIN PGP " not in text:
        return None
    return _encrypted(text) or _signed(text)


def _encrypted(text: str) -> InText | None:
    start = _line(text, _MESSAGE, 0)
    end = _line(text, _MESSAGE_END, start + 1) if start >= 0 else -1
    if end < 0:
        return None
    end += len(_MESSAGE_END)
    rest = f"{text[:start].rstrip()}\n\n{text[end:].lstrip()}".strip("\n")
    return InText(rest, (text[start:end],), Seal.ENCRYPTED)


def _signed(text: str) -> InText | None:
    start = _line(text, _SIGNED, 0)
    words = text.find("\n\n", start) + 2 if start >= 0 else 1
    signature = _line(text, _SIGNATURE, words) if words > 1 else -1
    end = _line(text, _SIGNATURE_END, signature) if signature >= 0 else -1
    if end < 0:
        return None
    end += len(_SIGNATURE_END)
    inner = _ESCAPED.sub("", text[words:signature])
    return InText(f"{text[:start]}{inner}{text[end:].lstrip()}", (text[start:end],), Seal.UNCHECKED)


def _line(text: str, words: str, start: int) -> int:
    """Where a line that begins with `words` stands from `start` on, or -1. Quoted ones ("> -----") are none."""
    if text.startswith(words, start) and (start == 0 or text[start - 1] == "\n"):
        return start
    found = text.find(f"\n{words}", start)
    return found + 1 if found >= 0 else -1
