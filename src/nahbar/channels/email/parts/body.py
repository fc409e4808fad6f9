"""From the parts of a mail to what people see: text, HTML and attachments."""

from __future__ import annotations

import re

from nahbar.channels.contract import Protection, Seal
from nahbar.channels.email.header import filenames, headers
from nahbar.channels.email.parts import mime, tnef, uuencode
from nahbar.channels.email.parts.harvest import Body
from nahbar.channels.email.parts.mime import Part
from nahbar.channels.email.text import charsets, flowed
from nahbar.channels.email.trust import cms, protection
from nahbar.toolbox import html_text

MAX_TEXT_BYTES = 8 * 1024 * 1024  # of one part; beyond, the original file has the rest, and a warning says so
MAX_OPENED = 5  # S/MIME inside S/MIME: signed, encrypted and signed again is the most that programs do

# Plain parts that only say that there is HTML; the real text is then made from the HTML.
STUBS = (
    *("html-fähig", "html fähig", "html-e-mail", "html-capable"),
    *("support html", "view html", "display html", "html email"),
)
MAX_STUB = 400

_IS_PAGE = re.compile(r"\s{0,100}<(?:!doctype html|html)\b", re.IGNORECASE)  # a page that calls itself plain
_TEXT_TYPES = frozenset({"text/plain", "text/html", "text/enriched", "text/markdown", "text/x-markdown"})
_TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_ENCRYPTED = "This mail is encrypted. It can be read with the key that it was meant for; the content is attached."


def read(root: Part) -> Body:
    """Text, HTML and attachments of a message. Depth is bounded by `mime.MAX_DEPTH`; never fails.

    What stands in an opaquely signed part is hung below that part, so that later questions see it too.
    """
    body = Body()
    _add(body, root, related=False)
    if not body.text.strip() and not body.has_html:
        _take_named_text(body, root)
    body.mark_inline()
    return body


def _add(body: Body, part: Part, *, related: bool) -> None:
    if part.children:
        found = protection.of_multipart(part)
        if found is not None:
            _protect(body, found)
        if part.media_type == "multipart/alternative":
            _add_alternative(body, part)
            return
        for child in part.children:
            _add(body, child, related=part.media_type == "multipart/related")
    elif _is_text(part):
        _add_text(body, part)
    elif protection.is_opaque(part):
        _add_opaque(body, part)
    elif part.media_type in _TNEF_TYPES or part.name.lower() == "winmail.dat":
        _add_tnef(body, part)
    else:
        _attach(body, part, related=related)


def _protect(body: Body, found: Protection) -> None:
    body.protect(found)
    if found.seal is Seal.ENCRYPTED:
        body.warn(_ENCRYPTED)


def _is_text(part: Part) -> bool:
    """Shown as text: plain or HTML, not declared a file and without a file name."""
    if part.unsplit or part.disposition == "attachment" or part.name:
        return False
    return part.media_type in _TEXT_TYPES


def _take_named_text(body: Body, root: Part) -> None:
    """A mail without words, but with a text that has a file name: some programs name even the text itself."""
    named = (part for part in root.walk() if part.media_type in _TEXT_TYPES and not part.unsplit)
    for part in named:
        if part is root or part.disposition != "attachment":
            _add_text(body, part)
            return


def _add_text(body: Body, part: Part) -> None:
    text = _decoded(body, part)
    if part.media_type == "text/html" or _IS_PAGE.match(text):
        body.has_html = True
        body.htmls.append(text)
        if body.wants_text:
            body.page = html_text.read(text)
            body.texts.append(body.page.text)
        return
    text = _without_files(body, text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = flowed.unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    body.texts.append(text)
    body.htmls.append(_as_html(text))


def _without_files(body: Body, text: str) -> str:
    """`text` without what is no text: uuencoded files and the armour of PGP, both of which become attachments."""
    text, blocks = uuencode.extract(text)
    for block in blocks:
        body.attach(block.name, "", block.content)
        if block.broken:
            body.warn("A file that was written into the text of this mail is damaged.")
    armoured = protection.in_text(text)
    if armoured is None:
        return text
    _protect(body, Protection("pgp", armoured.seal))
    name = "message.asc" if armoured.seal is Seal.ENCRYPTED else "signed-text.asc"
    kind = "application/pgp-encrypted" if armoured.seal is Seal.ENCRYPTED else "application/pgp-signature"
    for armour in armoured.blocks:
        body.attach(name, kind, armour.encode())
    return armoured.text


def _as_html(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "<div>" + escaped.replace("\n", "<br>\n") + "</div>" if text.strip() else ""


def _add_alternative(body: Body, part: Part) -> None:
    """The same content in several forms: the plain one is the text, the HTML one the HTML."""
    plain: Body | None = None
    rich: Body | None = None
    stub: Body | None = None
    for child in part.children:
        version = Body(wants_text=body.wants_text and plain is None, opened=body.opened)
        _add(version, child, related=False)
        body.take(version)
        if version.has_html:
            rich = version
        elif version.text.strip() and plain is None:
            plain, stub = (None, version) if _is_stub(version.text) else (version, stub)
    best = plain or rich or stub
    if best is not None:
        body.texts.append(best.text)
        body.page = best.page
        body.htmls.append("\n".join((rich or best).htmls))
        body.has_html = body.has_html or rich is not None


def _is_stub(plain: str) -> bool:
    return len(plain) <= MAX_STUB and any(words in plain.lower() for words in STUBS)


def _decoded(body: Body, part: Part) -> str:
    if part.end - part.start > MAX_TEXT_BYTES:
        body.warn("The text is very long. Its beginning is shown here; the whole is in the original file.")
    charset = part.parameters.get("charset", "")
    content = part.content(MAX_TEXT_BYTES)
    if part.media_type == "text/html" and charsets.codec_of(charset) in (None, "ascii"):
        charset = charsets.declared_in_html(content) or charset
    reading = charsets.read(content, charset)
    if reading.repaired:
        body.warn("The text of this mail had been encoded twice; its umlauts and signs were put right.")
    if reading.guessed and charset and charsets.codec_of(charset) is None:
        body.warn(
            f"The sender named an unknown character set ({charset[:40]}); the text was read as well as possible."
        )
    elif reading.guessed and "\N{REPLACEMENT CHARACTER}" in reading.text:
        body.warn("The sender named the wrong character set; some letters may be wrong.")
    return reading.text


def _add_opaque(body: Body, part: Part) -> None:
    """S/MIME in one piece: a signed or compressed message is opened, an encrypted one stays a file."""
    opened = cms.opened(part.content())
    if opened.shell is cms.Shell.ENCRYPTED:
        _protect(body, Protection("smime", Seal.ENCRYPTED))
    elif opened.shell is cms.Shell.SIGNED and opened.content:
        body.protect(Protection("smime", Seal.UNCHECKED))
    if not opened.content or body.opened >= MAX_OPENED:
        _attach(body, part, related=False)
        return
    inner = mime.split(opened.content)
    part.children.append(inner)
    body.opened += 1
    _add(body, inner, related=False)
    body.opened -= 1


def _add_tnef(body: Body, part: Part) -> None:
    """winmail.dat: its files become ours, its words count where the mail around it has none."""
    try:
        found = tnef.read(part.content())
    except tnef.TnefFault:
        body.warn("The winmail.dat of this mail is damaged and could not be unpacked; it is attached as it came.")
        _attach(body, part, related=False)
        return
    if not body.text.strip() and not body.has_html:
        _add_words(body, found)
    _add_files(body, found)


def _add_words(body: Body, found: tnef.Tnef) -> None:
    if found.html:
        body.has_html = True
        body.htmls.append(found.html)
    if found.text.strip() or found.html:
        body.texts.append(found.text if found.text.strip() else html_text.to_text(found.html))
    if found.text.strip() and not found.html:
        body.htmls.append(_as_html(found.text))


def _add_files(body: Body, found: tnef.Tnef) -> None:
    for file in found.files:
        if file.message is None:
            body.attach(
                file.name, file.media_type, file.content, inline=bool(file.content_id), content_id=file.content_id
            )
            continue
        subject = (file.message.subject or file.name).replace("/", "-")[:80] or "message"
        if file.message.html:
            body.attach(f"{subject}.html", "text/html", file.message.html.encode())
        elif file.message.text:
            body.attach(f"{subject}.txt", "text/plain", file.message.text.encode())
        _add_files(body, file.message)


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
    elif part.unsplit:
        body.warn(f"This mail has more than {mime.MAX_PARTS} parts; the rest is attached as one file.")
    name = part.name
    if part.media_type == "message/rfc822" and not name:
        name = _name_of_message(part)
    media_type = "application/octet-stream" if part.unsplit else part.media_type
    body.attach(name, media_type, content, inline=inline, content_id=content_id)


def _name_of_message(part: Part) -> str:
    content = part.content(headers.MAX_BYTES)
    subject = filenames.sanitise(headers.split(content)[0].text("subject").replace("/", "-"))
    return f"{subject[:80]}.eml" if subject else ""
