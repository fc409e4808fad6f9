"""From the parts of a mail to what people see: text, HTML and attachments."""

from __future__ import annotations

from dataclasses import dataclass, field

from nahbar.channels.contract import Attachment
from nahbar.channels.email import charsets, filenames, flowed, headers
from nahbar.channels.email.mime import Part
from nahbar.toolbox.html import to_text

MAX_TEXT_BYTES = 8 * 1024 * 1024  # of one part; beyond, the original file has the rest, and a warning says so

# Parts that programs read, not people; they stay attachments of no interest and are not shown as text.
MACHINE_TYPES = frozenset({"message/delivery-status", "message/feedback-report", "message/disposition-notification"})
# Plain parts that only say that there is HTML; the real text is then made from the HTML.
STUBS = (
    *("html-fähig", "html fähig", "html-e-mail", "html-capable"),
    *("support html", "view html", "display html", "html email"),
)
MAX_STUB = 400


@dataclass(slots=True)
class Body:
    """What the walk over the parts has found so far."""

    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    has_html: bool = False
    wants_text: bool = True  # false where the plain twin of an HTML part is known: making text costs most of all
    attachments: list[Attachment] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n\n".join(piece for piece in self.texts if piece.strip())

    @property
    def html(self) -> str:
        return "\n".join(self.htmls) if self.has_html else ""

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)


def read(root: Part) -> Body:
    """Text, HTML and attachments of a message. Depth is bounded by `mime.MAX_DEPTH`; never fails."""
    body = Body()
    _add(body, root, related=False)
    return body


def _add(body: Body, part: Part, *, related: bool) -> None:
    if part.children:
        if part.media_type == "multipart/alternative":
            _add_alternative(body, part)
            return
        for child in part.children:
            _add(body, child, related=part.media_type == "multipart/related")
    elif _is_text(part):
        _add_text(body, part)
    else:
        _attach(body, part, related=related)


def _is_text(part: Part) -> bool:
    """Shown as text: plain or HTML, not declared a file and without a file name."""
    if part.unsplit or part.disposition == "attachment" or part.name:
        return False
    return part.media_type in ("text/plain", "text/html", "text/enriched", "text/markdown")


def _add_text(body: Body, part: Part) -> None:
    text = _decoded(body, part)
    if part.media_type == "text/html":
        body.has_html = True
        body.htmls.append(text)
        if body.wants_text:
            body.texts.append(to_text(text))
        return
    body.texts.append(text)
    body.htmls.append(_as_html(text))


def _as_html(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "<div>" + escaped.replace("\n", "<br>\n") + "</div>" if text.strip() else ""


def _add_alternative(body: Body, part: Part) -> None:
    """The same content in several forms: the plain one is the text, the HTML one the HTML."""
    plain: Body | None = None
    rich: Body | None = None
    stub: Body | None = None
    for child in part.children:
        version = Body(wants_text=body.wants_text and plain is None)
        _add(version, child, related=False)
        body.attachments.extend(version.attachments)
        for sentence in version.warnings:
            body.warn(sentence)
        if version.has_html:
            rich = version
        elif version.text.strip() and plain is None:
            plain, stub = (None, version) if _is_stub(version.text) else (version, stub)
    best = plain or rich or stub
    if best is not None:
        body.texts.append(best.text)
        body.htmls.append("\n".join((rich or best).htmls))
        body.has_html = body.has_html or rich is not None


def _is_stub(plain: str) -> bool:
    return len(plain) <= MAX_STUB and any(words in plain.lower() for words in STUBS)


def _decoded(body: Body, part: Part) -> str:
    if part.end - part.start > MAX_TEXT_BYTES:
        body.warn("The text is very long. Its beginning is shown here; the whole is in the original file.")
    charset = part.parameters.get("charset", "")
    text, guessed = charsets.decode(part.content(MAX_TEXT_BYTES), charset)
    if guessed and charset and charsets.codec_of(charset) is None:
        body.warn(
            f"The sender named an unknown character set ({charset[:40]}); the text was read as well as possible."
        )
    elif guessed and "\N{REPLACEMENT CHARACTER}" in text:
        body.warn("The sender named the wrong character set; some letters may be wrong.")
    if part.media_type == "text/plain" and part.parameters.get("format", "").lower() == "flowed":
        text = flowed.unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return text


def _attach(body: Body, part: Part, *, related: bool) -> None:
    content_id = part.headers.text("content-id").strip("<> ")
    picture = part.media_type.startswith("image/")
    inline = part.disposition == "inline" or (
        part.disposition != "attachment" and picture and bool(content_id or related)
    )
    content = part.content()
    if not content and not part.name and part.media_type.startswith("text/"):
        return
    if part.unsplit and part.media_type.startswith("multipart/"):
        body.warn("A part of this mail could not be taken apart; it is attached as a file.")
    name = part.name
    if part.media_type == "message/rfc822" and not name:
        name = _name_of_message(part)
    body.attachments.append(
        Attachment(
            name=filenames.name_for(name, part.media_type, len(body.attachments) + 1),
            media_type="application/octet-stream" if part.unsplit else part.media_type,
            content=content,
            inline=inline and picture,
            content_id=content_id[:200] if picture else "",
        )
    )


def _name_of_message(part: Part) -> str:
    content = part.content(headers.MAX_BYTES)
    subject = filenames.sanitise(headers.split(content)[0].text("subject").replace("/", "-"))
    return f"{subject[:80]}.eml" if subject else ""
