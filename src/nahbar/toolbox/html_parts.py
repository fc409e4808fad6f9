"""What mail programs tell about the parts of their HTML: here is the signature, here begins the earlier mail.

They say it by class, id or name, each in its own words. Cleaning takes those away; what they meant stays as
`data-part="signature"` or `data-part="earlier"`, which cleaning again leaves alone.
"""

from __future__ import annotations

import re

SIGNATURE = "signature"
EARLIER = "earlier"
QUOTE = "quote"
ATTRIBUTES = {"class", "id", "name", "type", "data-part"}

_SIGNATURES = (
    *("gmail_signature", "moz-signature", "ms-outlook-mobile-signature", "applemailsignature", "bloop_sign"),
    *("protonmail_signature_block", "tutanota_signature", "mail-signature", "signature"),
)
_EARLIER = (
    *("divrplyfwdmsg", "olk_src_body_section", "yahoo_quoted", "moz-cite-prefix", "gmail_attr", "zwchr"),
    *("mail-editor-reference-message-container", "moz-email-headers-table", "quote"),
)
_QUOTES = ("gmail_quote", "moz-cite", "protonmail_quote", "tutanota_quote", "cite")
_SIGNS = (
    *(b"signature", b"bloop_sign", b"rplyfwdmsg", b"olk_src", b"quote", b"moz-", b"gmail_attr", b"zwchr"),
    *(b"mail-editor-ref", b"cite", b"data-part="),
)
_MARKED = re.compile(r' (?:class|id|name|type|data-part)="part-(signature|earlier|quote)"')
_TWICE = re.compile(r'( data-part="\w+")((?:\s[a-z-]+="[^"<>]*"){0,6}?) data-part="\w+"')


def told(html: str) -> bool:
    """Whether a mail program may have said anything; looking is cheaper than keeping the attributes of all."""
    lowered = html.encode("utf-8", "replace").lower()  # all signs are ASCII, and lowering a `str` takes longer
    return any(sign in lowered for sign in _SIGNS)


def part_of(attribute: str, value: str) -> str | None:
    """The value to keep for one of ATTRIBUTES ("part-signature" ...), or None: the attribute goes."""
    if attribute == "data-part":
        return f"part-{value}" if value in (SIGNATURE, EARLIER, QUOTE) else None
    if attribute == "type":
        return "part-quote" if value.lower() == "cite" else None
    words = {word.lower().removeprefix("x_").removeprefix("x_") for word in value.split()[:20]}
    if not words.isdisjoint(_SIGNATURES):
        return "part-signature"
    if not words.isdisjoint(_EARLIER) and (attribute == "name" or "quote" not in words):
        return "part-earlier"
    if not words.isdisjoint(_QUOTES):
        return "part-quote"
    return None


def renamed(cleaned: str) -> str:
    """The kept attributes under their one name, once per element."""
    marked = _MARKED.sub(r' data-part="\1"', cleaned)
    return _TWICE.sub(r"\1\2", marked) if marked.count(" data-part=") > 1 else marked
