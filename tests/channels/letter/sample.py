"""What the contract tests need to know of letters: an address, settings, and how to read what was composed."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader

ADDRESS = "Ahornweg 12\n37073 Göttingen"
UNTIDY_ADDRESS = "  Ahornweg   12 \r\n\r\n37073  Göttingen "
NO_ADDRESS = "somewhere"
SETTINGS = {"way": "folder", "folder": "/srv/letters"}
NOT_READABLE = [b"", b"\x00\xff", b"%PDF-1.7"]
UNREACHABLE = {"way": "folder", "folder": "/nowhere/at/all"}


def shown(content: bytes) -> str:
    """The text that the reader sees."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
