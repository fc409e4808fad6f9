from __future__ import annotations

import io
from pathlib import Path

import pytest

from nahbar.cli.imports import mbox
from nahbar.cli.imports.mbox import Mbox, split
from nahbar.cli.imports.source import SourceFault

FROM = b"From petra@post.example Mon Mar  2 09:15:00 2026\n"


def one(number: int, body: bytes = b"Hallo\n") -> bytes:
    return b"Subject: Mail %d\n\n%b" % (number, body)


def bodies(content: bytes) -> list[bytes]:
    return [raw for _offset, _end, raw in split(io.BytesIO(content), 0)]


def test_mails_come_out_as_they_went_in() -> None:
    mails = [one(number) for number in range(3)]
    assert bodies(b"".join(FROM + mail + b"\n" for mail in mails)) == mails


@pytest.mark.parametrize(
    "line",
    [
        b"From - Sat Jan 01 12:00:00 2022\n",
        b"From 1234@xxx Mon Jan 01 00:00:00 +0000 2024\n",
        b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011\r\n",
        b"From anna lind@firma.example Fri, 8 Jul 2011 12:08:34 +0200\n",
    ],
)
def test_separators_of_other_programs(line: bytes) -> None:
    assert len(bodies(FROM + one(1) + b"\n" + line + one(2))) == 2


@pytest.mark.parametrize(
    "words",
    [
        b"From now on I ride to work.\n",
        b"From Monday 2 Mar 2026 at 10:00 we are open.\nCome!\n",
        b">From the start: yes.\n",
    ],
)
def test_words_in_a_mail_do_not_cut_it(words: bytes) -> None:
    content = FROM + one(1, b"Hallo,\n\n" + words) + b"\n" + FROM + one(2)
    assert len(bodies(content)) == 2


def test_escaped_lines_lose_one_angle_bracket() -> None:
    content = FROM + one(1, b">From here\n>>From there\n> From quoted\n")
    assert bodies(content) == [one(1, b"From here\n>From there\n> From quoted\n")]


def test_empty_mail_is_a_mail() -> None:
    assert bodies(FROM + b"\n" + FROM + one(2)) == [b"\n", one(2)]


@pytest.mark.parametrize("size", [1, 7, 64, 100_000])
def test_chunks_may_end_anywhere(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(mbox, "CHUNK", size)
    mails = [one(number, b"x" * number * 500 + b"\n") for number in range(12)]
    assert bodies(b"".join(FROM + mail + b"\n" for mail in mails)) == mails


def test_goes_on_behind_a_place_and_begins_anew_where_the_file_is_another(tmp_path: Path) -> None:
    path = tmp_path / "old.mbox"
    path.write_bytes(b"".join(FROM + one(number) + b"\n" for number in range(5)))
    found = list(Mbox(path).messages({}))
    assert [item.raw for item in Mbox(path).messages(found[2].place or {})] == [one(3), one(4)]
    assert sum(item.progress for item in found) == path.stat().st_size
    path.write_bytes(b"".join(FROM + one(number) + b"\n" for number in range(10, 15)))
    assert len(list(Mbox(path).messages(found[2].place or {}))) == 5


def test_what_is_no_mbox_is_said(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(SourceFault, match="is no mbox file"):
        list(Mbox(path).messages({}))
    with pytest.raises(SourceFault, match="There is no file"):
        Mbox(tmp_path / "nowhere.mbox")
    path.write_bytes(b"")
    assert list(Mbox(path).messages({})) == []
