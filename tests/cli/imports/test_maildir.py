from __future__ import annotations

from pathlib import Path

import pytest

from nahbar.cli.imports.maildir import Maildir
from nahbar.cli.imports.source import SourceFault


@pytest.fixture
def box(tmp_path: Path) -> Path:
    for folder in ("new", "cur", "tmp", ".Archive/cur", ".Archive/new"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "new/1700000003.a.host").write_bytes(b"three")
    (tmp_path / "cur/1700000001.a.host:2,S").write_bytes(b"one")
    (tmp_path / "cur/1700000002.a.host:2,RS").write_bytes(b"two")
    (tmp_path / "tmp/1700000009.a.host").write_bytes(b"being written")
    (tmp_path / ".Archive/cur/1600000000.a.host:2,S").write_bytes(b"old")
    return tmp_path


def test_all_folders_oldest_first(box: Path) -> None:
    assert [found.raw for found in Maildir(box).messages({})] == [b"one", b"two", b"three", b"old"]
    assert Maildir(box).total == 4


def test_goes_on_behind_a_place(box: Path) -> None:
    found = list(Maildir(box).messages({}))
    assert [item.raw for item in Maildir(box).messages(found[1].place or {})] == [b"three", b"old"]


def test_a_mail_that_was_read_meanwhile_keeps_its_name(box: Path) -> None:
    source = Maildir(box)
    before = [found.provider_id for found in Maildir(box).messages({})]
    (box / "new/1700000003.a.host").rename(box / "cur/1700000003.a.host:2,S")
    assert [found.raw for found in source.messages({})] == [b"one", b"two", b"three", b"old"]
    assert [found.provider_id for found in Maildir(box).messages({})] == before


def test_a_file_that_cannot_be_read_is_named_and_the_others_come(box: Path) -> None:
    (box / "cur/1700000000.broken.host").symlink_to(box / "nowhere")
    source = Maildir(box)
    assert len(list(source.messages({}))) == 4
    assert len(source.unread) == 1
    assert "1700000000.broken.host: No such file or directory" in source.unread[0]


def test_what_is_no_maildir_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceFault, match="is no Maildir"):
        Maildir(tmp_path)
    with pytest.raises(SourceFault, match="There is no folder"):
        Maildir(tmp_path / "nowhere")
