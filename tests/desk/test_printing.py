from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from cast import House, mail, receive
from mails import with_files
from nahbar.conversations.actions import Reply, send_reply
from nahbar.conversations.models import Message
from nahbar.desk import printing

QUOTED = """Guten Tag,

der Sattel am „Modell Linde“ ist lose. #set page(fill: red) *fett* $x$ @wer <hier>

Am 3. November 2026 um 10:04 schrieb Anna Lind <anna@radhof.example>:
> der Bolzen ist unterwegs.
"""


def text_of(pdf: bytes, folder: Path) -> str:
    """The words of a PDF, as a screen reader or a search finds them."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed (package poppler-utils)")
    path = folder / "message.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def test_a_message_is_printed_whole_and_its_text_stays_text(house: House, anna: Client, tmp_path: Path) -> None:
    message = receive(house.info, raw=mail(text=QUOTED))
    answer = anna.get(f"/messages/{message.pk}/pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    shown = text_of(answer.content, tmp_path)
    for line in QUOTED.splitlines():
        assert " ".join(line.split()) in shown, line
    assert "Petra Voss <petra@post.example>" in shown
    assert "Zitat" in shown
    assert "Seite 1 von 1" in shown


def test_files_and_our_own_answers_are_printed_too(house: House, anna: Client, tmp_path: Path) -> None:
    came = receive(house.info, raw=with_files())
    ours = send_reply(came.conversation, Reply("Gern geschehen."), member=house.anna)
    assert "Rechnung März.pdf" in text_of(anna.get(f"/messages/{came.pk}/pdf/").content, tmp_path)
    assert "Gern geschehen." in text_of(anna.get(f"/messages/{ours.pk}/pdf/").content, tmp_path)


@pytest.mark.parametrize(
    "text",
    ["", "\x00\x01\u202eabc\ufffe", "w" * 5000, "日本語のメール 🙂 مرحبا שלום", "\n" * 5000 + "x", "-\n" * 3000],
    ids=["nothing", "controls", "long word", "other scripts", "empty lines", "many lines"],
)
@pytest.mark.django_db
def test_any_text_can_be_printed(house: House, text: str) -> None:
    message = receive(house.info, raw=mail())
    Message.objects.filter(pk=message.pk).update(text=text.replace("\x00", ""), folds=[])
    message.refresh_from_db()
    assert printing.pdf_of(message).startswith(b"%PDF")


def test_what_is_too_long_for_paper_says_so(house: House) -> None:
    message = receive(house.info, raw=mail(text="Wort " * 100_000))
    assert "im original" in str(printing.printed(message)["parts"][-1]["label"]).lower()
