"""TNEF, the winmail.dat in which Outlook hides text and attachments (MS-OXTNEF), read with fixed limits.

Written here because the library there is has not been released since 2021 and copies its input at every step.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from nahbar.channels.email.parts import rtf
from nahbar.channels.email.parts.mapi import MapiFault, Properties, properties
from nahbar.channels.email.text import charsets
from nahbar.toolbox.faults import Fault

SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_FILES = 1000
MAX_DEPTH = 4

# Attribute ids, with the type in the upper half (MS-OXTNEF section 2.1.3.2).
_SUBJECT = 0x00018004
_BODY = 0x0002800C
_CODE_PAGE = 0x00069007
_PROPERTIES = 0x00069003
_FILE_BEGINS = 0x00069002
_FILE_TITLE = 0x00018010
_FILE_CONTENT = 0x0006800F
_FILE_PROPERTIES = 0x00069005
# MAPI property ids (MS-OXPROPS).
_P_SUBJECT, _P_TEXT, _P_RTF, _P_HTML, _P_CODE_PAGE = 0x0037, 0x1000, 0x1009, 0x1013, 0x3FDE
_P_CONTENT, _P_SHORT_NAME, _P_LONG_NAME, _P_TYPE, _P_CONTENT_ID, _P_HIDDEN = (
    *(0x3701, 0x3704, 0x3707),
    *(0x370E, 0x3712, 0x7FFE),
)


class TnefFault(Fault):
    """The bytes are no TNEF, or it is damaged."""


@dataclass(slots=True)
class File:
    """A file in a TNEF; `message` is set where it is a whole message of Outlook's own kind."""

    name: str = ""
    media_type: str = ""
    content_id: str = ""
    content: bytes = b""
    message: Tnef | None = None


@dataclass(slots=True)
class Tnef:
    """What a TNEF holds. `text` and `html` may both be empty: then the mail around it has the words."""

    subject: str = ""
    text: str = ""
    html: str = ""
    files: list[File] = field(default_factory=list)


def read(data: bytes, depth: int = 1) -> Tnef:
    """The message in `data`. Raises TnefFault; time and memory are bounded by the size of `data`."""
    found = Tnef()
    code_page = "cp1252"
    body = b""
    try:
        for attribute, value in _attributes(data):
            if attribute == _CODE_PAGE and len(value) >= 4:
                code_page = f"cp{struct.unpack_from('<I', value)[0]}"
            elif attribute == _SUBJECT:
                found.subject = charsets.decode(value.rstrip(b"\0"), code_page)[0]
            elif attribute == _BODY:
                body = value.rstrip(b"\0")
            elif attribute == _PROPERTIES:
                _take_message(found, properties(value, code_page))
            elif attribute == _FILE_BEGINS and len(found.files) < MAX_FILES:
                found.files.append(File())
            elif found.files:
                _take_file(found.files[-1], attribute, value, code_page, depth)
    except (struct.error, MapiFault) as error:
        raise TnefFault("The winmail.dat is damaged and could not be unpacked.") from error
    found.text = found.text or charsets.decode(body, code_page)[0]
    found.files = [file for file in found.files if file.content or file.message or file.name]
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Ids and values. Checksums are not compared: a file with one bit wrong is better than none."""
    if not data.startswith(SIGNATURE):
        raise TnefFault("This is no winmail.dat.")
    place = 6
    while place + 9 <= len(data):
        level, attribute, length = struct.unpack_from("<BII", data, place)
        place += 9
        if level not in (1, 2) or place + length > len(data):
            raise TnefFault("The winmail.dat is damaged: a part of it reaches beyond its end.")
        yield attribute, data[place : place + length]
        place += length + 2


def _take_message(found: Tnef, given: Properties) -> None:
    found.subject = given.text(_P_SUBJECT) or found.subject
    found.text = given.text(_P_TEXT)
    html = given.raw(_P_HTML)
    if html:
        charset = f"cp{given.number(_P_CODE_PAGE)}" if given.number(_P_CODE_PAGE) != 65001 else "utf-8"
        found.html = charsets.decode(html, charsets.declared_in_html(html) or charset)[0]
    elif given.text(_P_HTML):
        found.html = given.text(_P_HTML)
    elif given.raw(_P_RTF):
        document = rtf.read(rtf.decompress(given.raw(_P_RTF)))
        found.html, found.text = document.html, found.text or document.text


def _take_file(file: File, attribute: int, value: bytes, code_page: str, depth: int) -> None:
    if attribute == _FILE_TITLE:
        file.name = file.name or charsets.decode(value.rstrip(b"\0"), code_page)[0]
    elif attribute == _FILE_CONTENT:
        file.content = file.content or value
    elif attribute == _FILE_PROPERTIES:
        given = properties(value, code_page)
        file.name = given.text(_P_LONG_NAME) or file.name or given.text(_P_SHORT_NAME)
        file.media_type = given.text(_P_TYPE).lower()
        file.content_id = given.text(_P_CONTENT_ID).strip("<> ")
        content = given.raw(_P_CONTENT)
        if content[16:20] == SIGNATURE and depth < MAX_DEPTH:  # behind the id of the interface that it is seen by
            file.message = read(content[16:], depth + 1)
        elif content and not file.content:
            file.content = content[16:] if given.is_object(_P_CONTENT) else content
