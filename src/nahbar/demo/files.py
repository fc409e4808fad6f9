"""Small files for the demo's attachments, made by hand: a picture of a bicycle, a one-page PDF."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from pathlib import PurePath
from typing import Final

from nahbar.toolbox.faults import Misconfigured

WIDTH: Final = 240
HEIGHT: Final = 150
_WHEELS: Final = ((65, 95), (175, 95))
_RADIUS: Final = 38
_REAR: Final = (((65, 95), (105, 95)), ((65, 95), (90, 50)), ((105, 95), (90, 50)), ((78, 44), (102, 44)))
_FRONT: Final = (((90, 50), (155, 50)), ((155, 50), (105, 95)), ((150, 32), (175, 95)), ((150, 32), (168, 30)))
_PAINTS: Final = ((168, 66, 43), (46, 110, 91), (58, 92, 150), (150, 110, 30))

Pixel = tuple[int, int, int]
Point = tuple[int, int]


def make_file(name: str, lines: tuple[str, ...] = ()) -> tuple[str, bytes]:
    """Media type and bytes of the file called `name`: a picture for .png, a page with `lines` for .pdf.

    The same name gives the same bytes. Raises Misconfigured for other endings.
    """
    suffix = PurePath(name).suffix
    if suffix == ".png":
        return "image/png", _png(zlib.crc32(name.encode()))
    if suffix == ".pdf":
        return "application/pdf", _pdf((name, *lines))
    raise Misconfigured(f"The demo cannot make a file like “{name}”; it knows .png and .pdf.")


@cache
def _png(seed: int) -> bytes:
    """Truecolour, no interlace, filter 0 on each row (PNG 3rd edition, sections 5 and 9)."""
    paint = _PAINTS[seed % len(_PAINTS)]
    sky = 214 + seed % 24
    rows = b"".join(
        b"\0" + bytes(part for x in range(WIDTH) for part in _pixel(x, y, paint, sky)) for y in range(HEIGHT)
    )
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pixel(x: int, y: int, paint: Pixel, sky: int) -> Pixel:
    for wheel_x, wheel_y in _WHEELS:
        distance = ((x - wheel_x) ** 2 + (y - wheel_y) ** 2) ** 0.5
        if abs(distance - _RADIUS) < 3 or distance < 4:
            return (52, 48, 44)
    if any(_distance((x, y), a, b) < 2.6 for a, b in (*_REAR, *_FRONT)):
        return paint
    return (178, 170, 150) if y > _WHEELS[0][1] + _RADIUS + 2 else (sky, 226, 222)


def _distance(point: Point, a: Point, b: Point) -> float:
    """From `point` to the line between `a` and `b`."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / (dx * dx + dy * dy)
    along = min(1.0, max(0.0, along))
    return float(((point[0] - a[0] - along * dx) ** 2 + (point[1] - a[1] - along * dy) ** 2) ** 0.5)


def _pdf(lines: tuple[str, ...]) -> bytes:
    """One A4 page in Helvetica with a cross-reference table (ISO 32000-1, section 7.5)."""
    shown = b"".join(b"(" + _escaped(line) + b") Tj T*\n" for line in lines)
    stream = b"BT /F1 12 Tf 18 TL 70 770 Td\n" + shown + b"ET"
    font = b"<< /F1 4 0 R >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font %s >> >>" % font,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    )
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + tail


def _escaped(line: str) -> bytes:
    text = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return text.encode("cp1252", "replace")
