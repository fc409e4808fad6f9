"""Mails with more in them than a few words."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import make_msgid

from cast import PETRA
from nahbar.toolbox import clock

# The smallest picture that is one: a single transparent dot.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
PDF = b"%PDF-1.4\n%%EOF\n"


def _letter(to: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = PETRA, to, "Sattel"
    message["Message-ID"] = make_msgid(domain="post.example")
    message["Date"] = clock.now().strftime("%a, %d %b %Y %H:%M:%S +0000")
    message.set_content(text)
    return message


def with_files(to: str = "info@radhof.example", text: str = "Siehe Anhang, bitte.\n") -> bytes:
    """A mail with a PDF and a picture attached."""
    message = _letter(to, text)
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="Rechnung März.pdf")
    message.add_attachment(PNG, maintype="image", subtype="png", filename="sattel.png")
    return message.as_bytes()


def with_html(html: str, to: str = "info@radhof.example", text: str = "Mein Sattel ist lose.\n") -> bytes:
    """A mail in two forms; the picture with content id `sattel` travels inside."""
    message = _letter(to, text)
    message.add_alternative(html, subtype="html")
    body = message.get_payload(1)
    assert isinstance(body, EmailMessage)
    body.add_related(PNG, maintype="image", subtype="png", cid="<sattel>")
    return message.as_bytes()
