"""What a letter says: the member's words as they are, ours in the right language, and clear refusals."""

from __future__ import annotations

import logging
import shutil
import subprocess
import threading
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from channels.letter.letters import FIRM, LETTER
from nahbar.channels.contract import Attachment, FirmDetails, Outbound, Party, SettingsFault
from nahbar.channels.letter.channel import LetterChannel

CHANNEL = LetterChannel()


def printed(outbound: Outbound) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(CHANNEL.compose(outbound))).pages)


def fonts(reader: PdfReader) -> list[Any]:
    resources: Any = reader.pages[0]["/Resources"]
    return [font.get_object() for font in resources["/Font"].values()]


def test_same_letter_gives_same_bytes_in_every_thread() -> None:
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(CHANNEL.compose(LETTER))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 3
    assert {*made, CHANNEL.compose(LETTER)} == {made[0]}


def test_creation_date_is_the_messages_own() -> None:
    metadata = PdfReader(BytesIO(CHANNEL.compose(LETTER))).metadata
    assert metadata is not None
    assert metadata.creation_date == LETTER.created_at
    assert metadata.title == "Ihr Rad ist wieder leise"


@pytest.mark.parametrize(("standard", "part", "level"), [("a-2b", "2", "B"), ("a-1b", "1", "B")])
def test_file_declares_its_archive_standard_and_embeds_all_fonts(standard: str, part: str, level: str) -> None:
    reader = PdfReader(BytesIO(LetterChannel(standard=standard).compose(LETTER)))
    assert reader.xmp_metadata is not None
    xmp = reader.xmp_metadata.stream.get_data().decode()
    assert f"<pdfaid:part>{part}</pdfaid:part>" in xmp
    assert f"<pdfaid:conformance>{level}</pdfaid:conformance>" in xmp
    root: Any = reader.trailer["/Root"]
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    for font in fonts(reader):
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="no qpdf to check with (package qpdf)")
def test_qpdf_finds_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(CHANNEL.compose(LETTER))
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_english_letter_has_english_words() -> None:
    text = printed(replace(LETTER, language="en"))
    assert "Written by" in text
    assert "3 May 2026" in text


def test_date_is_that_of_the_writers_clock() -> None:
    late = replace(LETTER, created_at=LETTER.created_at.replace(hour=22, minute=30))
    assert "4. Mai 2026" in printed(late)


@pytest.mark.parametrize(
    "hostile",
    [
        '#panic("x")',
        "$x^2$ @label <label> *bold* _emph_ `raw` \\ #let a = 1",
        "= Heading",
        "// comment /* comment */",
        '"quotes" -- --- ... ~ [content] {code}',
        "]#set page(width: 1cm)[",
        "{{ name }} {% if %} &amp; <b>no tag</b>",
    ],
)
def test_plain_text_is_printed_literally(hostile: str) -> None:
    text = printed(replace(LETTER, text=hostile, subject=hostile, signature=f"Anna Lind\n{hostile}"))
    assert text.count(hostile) == 3


def test_signs_without_shape_disappear_and_nothing_else() -> None:
    assert "vor nach" in printed(replace(LETTER, text="vor\x00\x07 \u202enach\u202c"))


def test_signs_that_the_typeface_lacks_are_counted_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        text = printed(replace(LETTER, text="Danke 😀 für 你好 alles"))
    assert "Danke für □□ alles" in " ".join(text.split())
    assert [record.args for record in caplog.records] == [(3,)]
    assert "你" not in caplog.text


def test_other_alphabets_are_printed() -> None:
    text = printed(replace(LETTER, text="Żółć, Łódź, Привет, Καλημέρα, Çağrı, ſ, ẞ, 5 €"))
    assert "Żółć, Łódź, Привет, Καλημέρα, Çağrı, ſ, ẞ, 5 €" in text


def test_recipient_in_signs_that_cannot_be_printed_is_refused() -> None:
    with pytest.raises(SettingsFault, match="李"):
        CHANNEL.compose(replace(LETTER, to=(Party("李", LETTER.to[0].address),)))


def test_rich_text_keeps_bold_and_lists() -> None:
    html = "<p>Hallo <b>Frau</b> <em>Brandt</em></p><ol start=3><li>eins<li>zwei</ol><script>x()</script>"
    pdf = CHANNEL.compose(replace(LETTER, html=html))
    text = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "Hallo Frau Brandt" in text
    assert [line.split() for line in text.splitlines() if line.strip().startswith(("3.", "4."))][-2:] == [
        ["3.", "eins"],
        ["4.", "zwei"],
    ]
    assert "x()" not in text
    names = " ".join(str(font["/BaseFont"]) for font in fonts(PdfReader(BytesIO(pdf))))
    assert "Bold" in names
    assert "Italic" in names


def test_name_typed_below_the_closing_is_printed_once() -> None:
    text = printed(replace(LETTER, text="Hallo\n\nHerzliche Grüße\nAnna Lind", signature="Anna Lind\nWerkstatt"))
    assert text.count("Anna Lind") == 2  # information block and below the room for the signature


def test_letter_without_signature_prints_the_members_name() -> None:
    lines = printed(replace(LETTER, signature="")).splitlines()
    assert lines.count("Anna Lind") == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        (replace(LETTER, to=()), "to"),
        (replace(LETTER, to=LETTER.to * 2), "to"),
        (replace(LETTER, to=(Party("Selma Brandt", ""),)), "address"),
        (replace(LETTER, to=(Party("Selma\nBrandt", LETTER.to[0].address),)), "address"),
        (replace(LETTER, attachments=(Attachment("a.pdf", "application/pdf", b"%PDF"),)), "attachments"),
        (replace(LETTER, firm=FirmDetails()), "firm.name"),
        (replace(LETTER, firm=replace(FIRM, city=" ")), "firm.city"),
    ],
)
def test_what_is_missing_is_named(changed: Outbound, field: str) -> None:
    with pytest.raises(SettingsFault) as caught:
        CHANNEL.compose(changed)
    assert caught.value.field == field
    assert len(caught.value.sentence.split()) > 5
