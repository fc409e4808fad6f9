"""Files written into the text of a mail by uuencode ("begin 644 name" ... "end"), as programs of the nineties do."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

MAX_FILES = 1000

_BEGIN = re.compile(r"^begin(-base64)? [0-7]{3,4} ([^\r\n]{1,200})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A file that stood in the text; `broken` where lines of it could not be read."""

    name: str
    content: bytes
    broken: bool = False


def extract(text: str) -> tuple[str, list[Block]]:
    """`text` without its uuencoded blocks, and those. What only looks like one ("begin 2024 ...") stays."""
    if "begin" not in text:
        return text, []
    kept: list[str] = []
    blocks: list[Block] = []
    position = 0
    for match in _BEGIN.finditer(text):
        if match.start() < position or len(blocks) >= MAX_FILES:
            continue
        found = _block(text, match.end() + 1, base64=bool(match.group(1)))
        if found is None:
            continue
        content, broken, end = found
        blocks.append(Block(match.group(2).strip(), content, broken))
        kept.append(text[position : match.start()].rstrip("\n") + "\n")
        position = end
    return "".join(kept) + text[position:], blocks


def _block(text: str, start: int, *, base64: bool) -> tuple[bytes, bool, int] | None:
    """Content, whether it is damaged, and the place behind; None where no block stands here."""
    closing = "====" if base64 else "end"
    content: list[bytes] = []
    place = start
    broken = True  # until the end is seen
    while place < len(text):
        stop = text.find("\n", place)
        stop = len(text) if stop < 0 else stop
        line = text[place:stop]
        if line.rstrip() == closing:
            broken, place = False, stop + 1
            break
        piece = _line(line, base64=base64)
        if piece is None:
            break  # the file ends here, damaged; what follows are words again
        content.append(piece)
        place = stop + 1
    if not content or (broken and len(content) < 3):
        return None
    return b"".join(content), broken, min(place, len(text))


def _line(line: str, *, base64: bool) -> bytes | None:
    """The bytes of one line, or None where it is none. Mail programs cut the blanks at its end."""
    if base64:
        try:
            return binascii.a2b_base64(line, strict_mode=True)
        except (binascii.Error, ValueError):
            return None
    line = line.replace("\xa0", " ")
    if not line.strip() or not line.isascii():
        return b"" if line in ("", " ") else None
    announced = (ord(line[0]) - 32) & 63
    if len(line) - 1 > (announced + 2) // 3 * 4 + 2:  # some add a check sign
        return None
    try:
        return binascii.a2b_uu(line.ljust((announced + 2) // 3 * 4 + 1)[: (announced + 2) // 3 * 4 + 1])
    except binascii.Error:
        return None
