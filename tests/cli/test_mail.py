"""`nahbar mail parse`, as somebody types it."""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nahbar.channels.email.header import headers
from nahbar.cli import mail

KEYS = (
    "file kind from to cc reply_to subject date message_id in_reply_to references text quoted signature language"
    " attachments bounce warnings"
)
MORE = "through forwarded absence appointment proofs spam protection auto_submitted"
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
    assert list(first) == [*KEYS.split(), *MORE.split()]
    assert {name: first[name] for name in KEYS.split()} == {
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
    assert list(empty) == list(first)
    assert "empty" in empty["warnings"][0]


def test_standard_input_and_plain(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"Das geht.\n> alt\n")))
    assert run("-", "--plain") == 0
    (found,) = lines(capsys)
    assert (found["file"], found["text"], found["quoted"], found["subject"]) == ("-", "Das geht.", "> alt", "")


def test_a_single_file_is_printed_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_text(MAIL, encoding="utf-8")
    assert run(str(tmp_path / "a.eml")) == 0
    assert capsys.readouterr().out.startswith('{\n  "file"')


@pytest.mark.parametrize("name", ["gibt-es-nicht.eml", "\udcff.eml"])
def test_a_missing_file_is_named(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(name) == 2
    assert name.replace("\udcff", "\ufffd") in capsys.readouterr().err


def test_a_folder_is_read_whole_whatever_lies_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / os.fsdecode(b"br\xfcche.eml")).write_text(MAIL, encoding="utf-8")
    (tmp_path / "ins-leere.eml").symlink_to(tmp_path / "nirgends")
    os.mkfifo(tmp_path / "rohr")
    assert run(str(tmp_path)) == 0
    told = capsys.readouterr()
    broken, dead = [json.loads(line) for line in told.out.splitlines()]
    assert (broken["file"], broken["subject"]) == (f"{tmp_path}/br\ufffdche.eml", "AW: Rad")
    assert (dead["file"], dead["from"]["address"]) == (f"{tmp_path}/ins-leere.eml", "")
    assert dead["warnings"][0] in told.err


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize(
    "raw",
    [b"", b"\0", b"\xff\xfe", b"\n\n\n", bytes(range(256)) * 20, "a\u2028b\u2029c\x85d".encode(), b"\xed\xa0\x80"],
    ids=["empty", "nul", "byte order mark", "newlines", "all bytes", "line ends", "surrogate"],
)
def test_any_bytes_give_one_line(
    raw: bytes, plain: bool, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    assert run("-", *(["--plain"] if plain else [])) == 0
    (line,) = capsysbinary.readouterr().out.decode("utf-8").splitlines()
    found = json.loads(line)
    assert set(found) == {*KEYS.split(), *MORE.split()}
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in found["warnings"])


def test_a_fault_of_ours_ends_no_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(headers, "MAX_BYTES", "much")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(MAIL.encode())))
    assert run("-") == 0
    (found,) = lines(capsys)
    assert "TypeError" in found["warnings"][0]


def test_output_is_utf8_in_any_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(MAIL, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "nahbar", "mail", "parse", str(tmp_path / "a.eml"), "--jsonl"],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        capture_output=True,
        check=True,
    )
    assert "grüne" in json.loads(done.stdout.decode("utf-8"))["text"]


def test_special_mails_say_more(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    raw = (
        "From: Anna <anna@x.example>\nSubject: Abwesenheitsnotiz: Rad\nAuto-Submitted: auto-replied\n"
        "Date: Tue, 12 Mar 2024 10:00:00 +0100\nX-Spam-Flag: YES\nX-Spam-Score: 7.5\n"
        "Authentication-Results: mx.y.example; spf=pass smtp.mailfrom=x.example\n\n"
        "Ich bin vom 11.03.2024 bis 15.03.2024 nicht im Büro.\n"
    )
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw.encode())))
    run("-")
    (found,) = lines(capsys)
    assert (found["kind"], found["auto_submitted"]) == ("auto-reply", True)
    assert found["absence"] == {"first": "2024-03-11", "last": "2024-03-15"}
    assert found["proofs"] == [{"method": "spf", "result": "pass", "domain": "x.example", "server": "mx.y.example"}]
    assert found["spam"]["is_spam"] is True


def test_it_starts_without_django() -> None:
    program = (
        "import sys; from nahbar.cli.mail_facts import of_mail; of_mail('x', b'Subject: y\\n\\nz');"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
