"""What the walk over the parts of a mail has found so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from nahbar.channels.contract import Attachment, Protection, Seal
from nahbar.channels.email.header import filenames
from nahbar.toolbox.html_text import Page

MAX_FILES = 2000  # with those out of winmail.dat and uuencode; parts alone are bounded by mime.MAX_PARTS

_CID = re.compile(r"cid:([^\"'\s<>)]{1,200})", re.IGNORECASE)
_TYPES = {suffix: media_type for media_type, suffix in reversed(filenames.SUFFIXES.items())}


@dataclass(slots=True)
class Body:
    """Texts, pages and files in the order in which they stand in the mail."""

    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    page: Page | None = None  # what the HTML tells about the parts of its text, where text was made from it
    has_html: bool = False
    wants_text: bool = True  # false where the plain twin of an HTML part is known: making text costs most of all
    attachments: list[Attachment] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    protection: Protection | None = None
    opened: int = 0  # S/MIME shells around what is read now

    @property
    def text(self) -> str:
        return "\n\n".join(piece for piece in self.texts if piece.strip())

    @property
    def html(self) -> str:
        return "\n".join(self.htmls) if self.has_html else ""

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def protect(self, found: Protection) -> None:
        """The outermost counts, except that what cannot be read is always told."""
        if self.protection is None or found.seal is Seal.ENCRYPTED:
            self.protection = found

    def attach(
        self, name: str, media_type: str, content: bytes, *, inline: bool = False, content_id: str = ""
    ) -> None:
        """Keep a file. Its name is made harmless; where nobody says the type, the name's ending does."""
        if len(self.attachments) >= MAX_FILES:
            self.warn(f"This mail holds more than {MAX_FILES} files; the others are in the original mail only.")
            return
        name = filenames.name_for(name, media_type, len(self.attachments) + 1)
        if not media_type:
            media_type = _TYPES.get(f".{name.rpartition('.')[2].lower()}", "application/octet-stream")
        picture = media_type.startswith("image/")
        self.attachments.append(
            Attachment(name, media_type, content, inline and picture, content_id[:200] if picture else "")
        )

    def take(self, other: Body) -> None:
        """Everything of `other` but its words."""
        self.attachments.extend(other.attachments)
        for sentence in other.warnings:
            self.warn(sentence)
        if other.protection:
            self.protect(other.protection)

    def mark_inline(self) -> None:
        """Pictures that the page refers to belong into it, whatever their own header says."""
        if not any(one.content_id and not one.inline for one in self.attachments):
            return
        shown = {unquote(match.group(1)) for match in _CID.finditer(self.html)}
        self.attachments = [
            replace(one, inline=True) if one.content_id in shown and not one.inline else one
            for one in self.attachments
        ]
