"""`nahbar mail parse`, as somebody types it."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nahbar.cli import mail

KEYS = (
    "file kind from to cc reply_to subject date message_id in_reply_to references text quoted signature language"
    " attachments bounce warnings"
)
MAIL = (
    "From: Anna Lind <anna@x.example>\nTo: info@lindenhof.example\nReply-To: rad@x.example\nSubject: AW: Rad\n"
    "Date: Tue, 12 Mar 2024 10:00:00 +0100\nMessage-ID: <a@x.example>\nIn-Reply-To: <c@y.example>\n"
    "References: <b@y.example> <c@y.example>\n"
    "Content-Type: text/plain; charset=utf-8\n\n"
    "Ich nehme das grüne Rad und den Korb.\n-- \nAnna\n\nAm 11.03.2024 um 10:00 schrieb Bert:\n> Welches?\n"
)


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    mail.register(parser.add_subparsers())
    parsed = parser.parse_args(["mail", "parse", *arguments])
    code: int = parsed.run(parsed)
    return code


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_line_a_mail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_text(MAIL, encoding="utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "leer.eml").write_bytes(b"")
    assert run(str(tmp_path), "--jsonl") == 0
    first, empty = lines(capsys)
    assert list(first) == KEYS.split()
    assert first == {
        "file": str(tmp_path / "a.eml"),
        "kind": "human",
        "from": {"name": "Anna Lind", "address": "anna@x.example"},
        "to": [{"name": "", "address": "info@lindenhof.example"}],
        "cc": [],
        "reply_to": {"name": "", "address": "rad@x.example"},
        "subject": "AW: Rad",
        "date": "2024-03-12T09:00:00+00:00",
        "message_id": "a@x.example",
        "in_reply_to": "c@y.example",
        "references": ["b@y.example", "c@y.example"],
        "text": "Ich nehme das grüne Rad und den Korb.",
        "quoted": "Am 11.03.2024 um 10:00 schrieb Bert:\n> Welches?",
        "signature": "-- \nAnna",
        "language": "de",
        "attachments": [],
        "bounce": None,
        "warnings": [],
    }
    assert list(empty) == KEYS.split()
    assert "empty" in empty["warnings"][0]


def test_standard_input_and_plain(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO("Grüße\n> alt\n".encode())))
    assert run("-", "--plain") == 0
    (found,) = lines(capsys)
    assert (found["file"], found["text"], found["quoted"], found["subject"]) == ("-", "Grüße", "> alt", "")


def test_a_single_file_is_printed_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_text(MAIL, encoding="utf-8")
    assert run(str(tmp_path / "a.eml")) == 0
    assert capsys.readouterr().out.startswith('{\n  "file"')


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("gibt-es-nicht.eml") == 2
    assert "gibt-es-nicht.eml" in capsys.readouterr().err


def test_it_starts_without_django() -> None:
    program = (
        "import sys; from nahbar.cli.mail import describe; describe('x', b'Subject: y\\n\\nz');"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
