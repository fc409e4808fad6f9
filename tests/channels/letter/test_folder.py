"""The hot folder: whole letters only, each once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from channels.letter.letters import LETTER
from nahbar.channels.contract import Handover, Outcome, SendFault, SettingsFault
from nahbar.channels.letter.channel import LetterChannel
from nahbar.channels.letter.folder import file_name

HANDOVER = Handover(LETTER.key, "hallo@lindenhof.example", (LETTER.to[0].address,), b"%PDF-1.7 x", LETTER.created_at)


def send(folder: Path, handover: Handover = HANDOVER) -> Outcome:
    with LetterChannel().open({"way": "folder", "folder": str(folder)}) as sender:
        return sender.send(handover).results[0].outcome


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_letter_lies_in_the_folder_under_its_key(tmp_path: Path) -> None:
    assert send(tmp_path) is Outcome.ACCEPTED
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {f"{LETTER.key}.pdf": b"%PDF-1.7 x"}


def test_same_letter_again_leaves_the_file_alone(tmp_path: Path) -> None:
    send(tmp_path)
    before = (tmp_path / f"{LETTER.key}.pdf").stat()
    assert send(tmp_path) is Outcome.ACCEPTED
    after = (tmp_path / f"{LETTER.key}.pdf").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_foreign_file_of_the_same_name_is_kept(tmp_path: Path) -> None:
    (tmp_path / f"{LETTER.key}.pdf").write_bytes(b"somebody else's")
    assert send(tmp_path) is Outcome.PERMANENT
    assert (tmp_path / f"{LETTER.key}.pdf").read_bytes() == b"somebody else's"


def test_missing_folder_is_a_fault_to_try_again(tmp_path: Path) -> None:
    with pytest.raises(SendFault, match="could not be written") as caught:
        send(tmp_path / "gone")
    assert not caught.value.permanent


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    part = tmp_path / f".{LETTER.key}.pdf.part"
    part.symlink_to("/dev/full")
    with pytest.raises(SendFault, match="No space left"):
        send(tmp_path)
    assert names(tmp_path) == []


def test_keys_cannot_leave_the_folder(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    for key in ("../../escape", "/etc/x", ".hidden", "a\nb", "ä" * 300, ""):
        assert send(inner, replace(HANDOVER, key=key)) is Outcome.ACCEPTED
    assert names(tmp_path) == ["inner"]
    assert len(names(inner)) == 6
    assert all(not name.startswith(".") and name.endswith(".pdf") for name in names(inner))


def test_different_keys_have_different_files() -> None:
    assert len({file_name(key) for key in ("a/b", "a_b", "a b", ".a_b")}) == 4


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({}, "way"),
        ({"way": "pigeon"}, "way"),
        ({"way": "folder"}, "folder"),
        ({"way": "folder", "folder": "letters"}, "folder"),
        ({"way": "ipp"}, "printer"),
        ({"way": "ipp", "printer": "http://printer.example/"}, "printer"),
        ({"way": "ipp", "printer": "ipp:///print"}, "printer"),
        ({"way": "ipp", "printer": "ipp://printer.example:99999/"}, "printer"),
        ({"way": "ipp", "printer": "ipp://anna:secret@printer.example/"}, "printer"),
    ],
)
def test_wrong_settings_are_named_and_open_nothing(settings: dict[str, str], field: str) -> None:
    assert [fault.field for fault in LetterChannel().check(settings)] == [field]
    with pytest.raises(SettingsFault):
        LetterChannel().open(settings)


def test_right_settings_are_accepted() -> None:
    assert LetterChannel().check({"way": "folder", "folder": "/srv/letters"}) == []
    assert LetterChannel().check({"way": "ipp", "printer": "ipps://[::1]:631/printers/briefe"}) == []


def test_probe_tries_the_folder(tmp_path: Path) -> None:
    settings = {"way": "folder", "folder": str(tmp_path)}
    assert LetterChannel().probe(settings) == [f"Letters can be written into {tmp_path}."]
    assert names(tmp_path) == []
    with pytest.raises(SendFault, match="cannot be written"):
        LetterChannel().probe({"way": "folder", "folder": str(tmp_path / "gone")})
