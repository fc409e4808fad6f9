"""A letter to send, and a ruler for the PDF that comes out."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image

from nahbar.channels.contract import FirmDetails, Outbound, Party
from servers.loopback import program

MM = 25.4 / 72
DPI = 254  # ten pixels per millimetre
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')

needs_poppler = pytest.mark.skipif(
    program("pdftotext") is None, reason="no pdftotext to measure with (package poppler-utils)"
)

FIRM = FirmDetails(
    name="Lindenhof Fahrräder GmbH",
    street="Am Lindenhof 4",
    postcode="37077",
    city="Göttingen",
    phone="0551 304050",
    email="hallo@lindenhof.example",
    website="www.lindenhof.example",
    lines=("Lindenhof Fahrräder GmbH, Sitz Göttingen", "HRB 204177, Amtsgericht Göttingen"),
)
LETTER = Outbound(
    key="3f9k2@lindenhof.example",
    sender=Party("Anna Lind", "hallo@lindenhof.example"),
    to=(Party("Selma Brandt", "Hinterhaus\nAhornweg 12\n37073 Göttingen\nDeutschland"),),
    subject="Ihr Rad ist wieder leise",
    text="Liebe Frau Brandt,\n\ndas Klappern kam vom Schutzblech.\n\nHerzliche Grüße",
    created_at=datetime(2026, 5, 3, 9, 0, tzinfo=UTC),
    reply_to=Party("", "hallo+k7h2m9qx@lindenhof.example"),
    signature="Anna Lind\nWerkstatt",
    firm=FIRM,
)
LONG_TEXT = "\n\n".join(f"Absatz {number}: " + "Wir haben Ihr Rad angesehen. " * 12 for number in range(1, 19))


@dataclass(frozen=True, slots=True)
class Word:
    """A printed word and its box, in millimetres from the page's top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def words(pdf: bytes) -> list[list[Word]]:
    """The words of each page, as poppler measures them."""
    done = subprocess.run(
        [str(program("pdftotext")), "-bbox", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60
    )
    pages = done.stdout.decode().split("<page ")[1:]
    return [
        [Word(unescape(text), *(float(edge) * MM for edge in edges)) for *edges, text in WORD.findall(page)]
        for page in pages
    ]


def picture(pdf: bytes) -> Image.Image:
    """The first page in grey, ten pixels per millimetre."""
    with TemporaryDirectory() as folder:
        base = Path(folder, "page")
        command = [str(program("pdftoppm")), "-r", str(DPI), "-gray", "-singlefile", "-png", "-", str(base)]
        subprocess.run(command, input=pdf, capture_output=True, check=True, timeout=60)
        with Image.open(base.with_suffix(".png")) as image:
            return image.copy()
