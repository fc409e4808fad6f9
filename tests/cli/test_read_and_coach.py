"""`nahbar read` and `nahbar coach`, as somebody types them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nahbar.cli import main

MESSAGE = "Hallo,\n\nwann kommt das rote Lastenrad? Ich brauche es bis Freitag von Ihnen.\n\nGruß\nPetra Voss\n"
DRAFT = "Sehr geehrte Damen und Herren,\n\nwir melden uns zeitnah bei Ihnen.\n\nMit freundlichen Grüßen\nAnna Lind\n"


@pytest.fixture
def message(tmp_path: Path) -> Path:
    path = tmp_path / "message.txt"
    path.write_text(MESSAGE, encoding="utf-8")
    return path


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_reading_for_people(message: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(message)]) == 0
    said = capsys.readouterr().out
    assert "wann kommt das rote Lastenrad?" in said
    assert "Petra Voss" in said
    assert "bis Freitag" in said
    assert "Sie" in said


def test_reading_as_json(message: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(message), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["language"], found["form"], found["urgent"], found["insult"]) == ("de", "sie", True, False)
    question = found["questions"][0]
    assert question["kind"] == "question"
    assert MESSAGE[question["start"] : question["end"]] == question["text"] == "wann kommt das rote Lastenrad?"


def lines_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *lines: bytes
) -> list[dict[str, Any]]:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"\n".join(lines))))
    assert main(["read", "--jsonl"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_lines_of_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = "👋 Hallo,\nkönnen Sie mir sagen, wann das Rad kommt?"
    (found,) = lines_out(monkeypatch, capsys, json.dumps({"text": text, "channel": "email"}).encode())
    assert set(found) == {
        "language", "form", "intents", "mood", "insult", "urgent", "sensitive", "questions", "gist", "confidence",
        "evidence",
    }  # fmt: skip
    assert (found["form"], found["insult"], found["urgent"], found["sensitive"]) == ("sie", False, False, [])
    (asked,) = found["questions"]
    assert text[asked["start"] : asked["end"]] == asked["text"] == "können Sie mir sagen, wann das Rad kommt?"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"no json", "not JSON"),
        (b"", "empty"),
        (b"[1]", "no JSON object"),
        (b"{}", "missing"),
        (b'{"text": 5}', "must be a text"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b'{"text": "a\\ud800b"}', "broken Unicode"),
        (b'{"text": "' + b"x" * 10_000_000 + b'"}', "too long"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_is_answered_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: bytes, said: str
) -> None:
    good = b'{"text": "Danke, alles gut."}'
    first, second, third = lines_out(monkeypatch, capsys, good, line, good)
    assert said in second["error"]
    assert second["line"] == 2
    assert first == third
    assert first["language"] == "de"


def test_another_language_is_unsure(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Buongiorno, il mio ordine non è ancora arrivato. Potete dirmi quando arriva?"
    (found,) = lines_out(monkeypatch, capsys, json.dumps({"text": text}).encode())
    assert (found["language"], found["form"], found["mood"]) == ("unsure", "unsure", "unsure")
    assert found["intents"] == found["questions"] == found["sensitive"] == []


def test_reading_english_speaks_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mail.txt"
    path.write_text("Hello,\n\nwhat would that cost, and when can you send it?\n\nMagnus", encoding="utf-8")
    assert main(["read", str(path)]) == 0
    assert "What it is about" in capsys.readouterr().out


def test_coach_for_people(draft: Path, message: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coach", str(draft), "--reply-to", str(message)]) == 0
    said = capsys.readouterr().out
    assert "Zeile 3: „zeitnah“" in said
    assert "Guten Tag Petra Voss," in said


def test_coach_as_json(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coach", str(draft), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["language"] == "de"
    assert [one["rule"] for one in found["findings"]] == ["promise-vague"]


def test_coach_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    good = "Liebe Frau Voss,\n\ndas Rad ist fertig und steht in der Halle für Sie bereit.\n\nViele Grüße\nAnna"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(good.encode())))
    assert main(["coach"]) == 0
    assert "nichts anzumerken" in capsys.readouterr().out


def test_coach_line_by_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        json.dumps(
            {"draft": "Hallo Petra,\n\nich melde mich bis Freitag.\n\nAnna", "now": "2026-11-23T10:00:00+01:00"}
        ),
        "no JSON",
        json.dumps({"incoming": "Hallo"}),
        json.dumps({"draft": "x", "channel": "smoke"}),
        json.dumps({"draft": "👋 Moin Petra,\n\nalles zeitnah von uns.\n\nAnna"}),
    ]
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO("\n".join(lines).encode())))
    assert main(["coach", "--jsonl"]) == 0
    dated, broken, missing, channel, emoji = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert dated["promises"] == [{"text": "bis Freitag", "due": "2026-11-27"}]
    assert "JSON" in broken["error"]
    assert "draft" in missing["error"]
    assert "channel" in channel["error"]
    (vague,) = emoji["findings"]
    text = json.loads(lines[4])["draft"]
    assert text[vague["start"] : vague["end"]] == "zeitnah"


def test_old_encodings_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("Grüß Gott,\r\n\r\nist das Rad noch zu haben?\r\n\r\nGruß\r\nJörg Öhler".encode("cp1252"))
    assert main(["read", str(path)]) == 0
    assert "Jörg Öhler" in capsys.readouterr().out


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "gibt-es-nicht.txt"]) == 1
    assert "gibt-es-nicht.txt" in capsys.readouterr().err
    assert main(["coach", "-", "--reply-to", "-"]) == 1
    assert "standard input" in capsys.readouterr().err


def test_nothing_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert main(["read", str(empty)]) == 0
    assert main(["coach", str(empty)]) == 0
    assert capsys.readouterr().out.splitlines() == ["Hier steht noch nichts.", "Der Entwurf ist noch leer."]


def test_they_start_without_django() -> None:
    program = (
        "import sys; from nahbar.language.reading import read; from nahbar.language.coach import Draft, look;"
        "from nahbar.cli import main; look(Draft('Hallo', 'Hallo')); read('Hallo');"
        "sys.argv = ['nahbar', 'coach', '--help']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode == 0
