"""From `Outbound` to the final bytes of a mail (RFC 5322, MIME, CRLF, 7-bit wherever the addresses are)."""

from __future__ import annotations

from email.utils import format_datetime

from nahbar.channels.contract import Outbound, SettingsFault
from nahbar.channels.email import quoting
from nahbar.channels.email.header import header_lines
from nahbar.channels.email.parts import mime_parts

LOOP_HEADER = "X-Nahbar-Loop"
NEWEST_REFERENCES = 20  # RFC 5322 sets no limit; clients thread by the first and the last few


def compose(outbound: Outbound) -> bytes:
    """Render the mail. The same `Outbound` gives the same bytes. Raises SettingsFault for an impossible address."""
    lines = [*_envelope(outbound), *_thread(outbound), *_marks(outbound), "MIME-Version: 1.0"]
    # An address with an umlaut before the @ stands as UTF-8 (RFC 6532); all else is ASCII by now.
    return "\r\n".join([*lines, ""]).encode() + _body(outbound)


def _envelope(outbound: Outbound) -> list[str]:
    if not (outbound.to or outbound.cc or outbound.bcc):
        raise SettingsFault("The mail has no recipient.", field="to")
    lines = [header_lines.mailboxes("From", [outbound.sender])]
    if outbound.reply_to:
        lines.append(header_lines.mailboxes("Reply-To", [outbound.reply_to]))
    lines.append(header_lines.mailboxes("To", outbound.to) if outbound.to else "To: undisclosed-recipients:;")
    if outbound.cc:
        lines.append(header_lines.mailboxes("Cc", outbound.cc))
    lines.append(header_lines.text_header("Subject", outbound.subject))
    lines.append(f"Date: {format_datetime(quoting.local(outbound.created_at))}")
    return lines


def _thread(outbound: Outbound) -> list[str]:
    lines = [f"Message-ID: {header_lines.message_id(outbound.key)}"]
    parent = header_lines.ids([outbound.in_reply_to])
    if parent:
        lines.append(header_lines.header("In-Reply-To", parent))
    references = _references(outbound)
    if references:
        lines.append(header_lines.header("References", references))
    return lines


def _references(outbound: Outbound) -> list[str]:
    """Oldest first and the parent last (RFC 5322 3.6.4); `refs` comes nearest first, as `Inbound.refs` does."""
    chain = dict.fromkeys(ref for ref in reversed(outbound.refs) if ref != outbound.in_reply_to)
    found = header_lines.ids([*chain, outbound.in_reply_to])
    return found if len(found) <= NEWEST_REFERENCES else [found[0], *found[-NEWEST_REFERENCES:]]


def _marks(outbound: Outbound) -> list[str]:
    """What tells machines about us: our own loop guard, and RFC 3834 for mail that nobody wrote.

    The guard is the conversation's token at our domain: it lives through forwarders that give a mail a new id.
    """
    local, _, domain = outbound.key.rpartition("@")
    token = local.partition(".")[2]
    lines = [f"{LOOP_HEADER}: {header_lines.one_line(f'{token}@{domain}' if token else domain)[:200]}"]
    if outbound.automatic:
        lines.append("Auto-Submitted: auto-generated")
    return lines


def _body(outbound: Outbound) -> bytes:
    """mixed(alternative(text, related(html, inline images)), files), with no more containers than needed."""
    inline = [file for file in outbound.attachments if file.inline and file.content_id]
    files = [file for file in outbound.attachments if not (file.inline and file.content_id)]
    html = mime_parts.text_part("html", quoting.rich(outbound))
    related = mime_parts.container(
        "related", [html, *map(mime_parts.file_part, inline)], outbound.key, root='; type="text/html"'
    )
    text = mime_parts.text_part("plain", quoting.plain(outbound))
    both = mime_parts.container("alternative", [text, related], outbound.key)
    return mime_parts.container("mixed", [both, *map(mime_parts.file_part, files)], outbound.key)
