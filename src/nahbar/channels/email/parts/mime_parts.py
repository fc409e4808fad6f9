"""Parts of a mail as bytes: quoted-printable text, base64 files, and the containers around them.

Boundaries come from the message's key, so the same message always has the same bytes.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Sequence
from hashlib import sha256

from nahbar.channels.contract import Attachment
from nahbar.channels.email.header.header_lines import MESSAGE_ID, filename_parameter, header

HALF = "[a-z0-9][a-z0-9!#$&^_.+-]{0,63}"
MEDIA_TYPE = re.compile(rf"({HALF}/{HALF})(?:\s*;.*)?", re.IGNORECASE | re.DOTALL)
# RFC 2046 5.2.1: message/* must not be encoded in base64; multipart/* neither. Sent as what they are: a file.
UNENCODABLE = ("message/", "multipart/")


def text_part(subtype: str, text: str) -> bytes:
    """A text/plain or text/html part in quoted-printable, whose lines are at most 76 characters long."""
    body = b2a_qp(text.encode("utf-8", "replace"), istext=True).replace(b"\n", b"\r\n")
    return (
        f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n".encode()
        + body
    )


def file_part(attachment: Attachment) -> bytes:
    """An attached or inline file in base64."""
    lines = [f"Content-Type: {media_type(attachment.media_type)}", "Content-Transfer-Encoding: base64"]
    kind = "inline" if attachment.inline else "attachment"
    lines.append(header("Content-Disposition", [f"{kind};", *filename_parameter(attachment.name)]))
    if MESSAGE_ID.fullmatch(attachment.content_id):
        lines.append(f"Content-ID: <{attachment.content_id}>")
    # encodebytes ends each line of 76 with LF alone
    return "\r\n".join([*lines, "", ""]).encode() + encodebytes(attachment.content).replace(b"\n", b"\r\n")


def media_type(given: str) -> str:
    """`given` without parameters, or application/octet-stream where it is no media type or may not be encoded."""
    match = MEDIA_TYPE.fullmatch(given.strip())
    found = match[1].lower() if match else ""
    return "application/octet-stream" if not found or found.startswith(UNENCODABLE) else found


def container(subtype: str, parts: Sequence[bytes], key: str, *, root: str = "") -> bytes:
    """A multipart of `parts`; a single part needs no container and comes back as it is."""
    if len(parts) == 1:
        return parts[0]
    boundary = f"=_{sha256(f'{subtype} {key}'.encode()).hexdigest()[:32]}"  # "=_" cannot occur in either encoding
    kind = f'Content-Type: multipart/{subtype}; boundary="{boundary}"{root}\r\n\r\n'.encode()
    opening = f"--{boundary}\r\n".encode()
    middle = b"\r\n".join(opening + part for part in parts)
    return kind + middle + f"\r\n--{boundary}--\r\n".encode()
