"""Mails of invented people, written the way mail programs write them."""

from __future__ import annotations

HEADER = (
    "From: Anna Lind <anna.lind@waldrand.example>\r\n"
    "To: Lindenhof <info@lindenhof.example>\r\n"
    "Subject: Mein Rad\r\n"
    "Date: Tue, 12 Mar 2024 10:00:00 +0100\r\n"
    "Message-ID: <rad-1@waldrand.example>\r\n"
)


def mail(body: str | bytes, *fields: str, header: str = HEADER) -> bytes:
    """A mail with Anna's header, more header lines and a body (text as UTF-8)."""
    lines = "".join(f"{field}\r\n" for field in fields)
    content = body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode()
    return (header + lines + "\r\n").encode() + content


def multipart(subtype: str, *parts: str, extra: str = "") -> bytes:
    """A mail of several parts; each part is its header lines, a blank line and its body."""
    joined = "".join(f"--grenze\n{part}\n" for part in parts)
    return mail(f"Vorspann\n{joined}--grenze--\n", f'Content-Type: multipart/{subtype}; boundary="grenze"{extra}')
