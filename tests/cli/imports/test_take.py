from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cast import House, bring, mail
from nahbar.cli.imports.mbox import Mbox
from nahbar.cli.imports.source import Found, SourceFault
from nahbar.cli.imports.take import BLOCK, Import
from nahbar.conversations.models import Conversation, Message
from nahbar.mailroom.models import Arrival, Sighting
from nahbar.toolbox import clock

FROM = b"From petra@post.example Mon Mar  2 09:15:00 2026\n"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def mbox_of(path: Path, *mails: bytes) -> Mbox:
    path.write_bytes(b"".join(FROM + raw + b"\n" for raw in mails))
    return Mbox(path)


class Breaking:
    """A source that breaks after so many messages."""

    unit = ""
    total: int | None = None

    def __init__(self, source: Mbox, after: int) -> None:
        self.source, self.after, self.given = source, after, 0
        self.identity, self.unread = source.identity, source.unread

    def messages(self, place: Mapping[str, Any]) -> Iterator[Found]:
        for found in self.source.messages(place):
            if self.given == self.after:
                raise SourceFault("The disk went away.")
            self.given += 1
            yield found


def test_old_mail_becomes_closed_conversations(house: House, tmp_path: Path) -> None:
    with clock.hold(NOON):
        mails = [mail(f"Frage {number}", subject=f"Frage {number}") for number in range(3)]
    summary = Import(mbox_of(tmp_path / "a.mbox", *mails), house.info).run()
    assert (summary.new, summary.known, summary.unreadable, summary.refused) == (3, 0, 0, [])
    assert set(Conversation.objects.values_list("state", "waiting_since")) == {("closed", None)}
    assert set(Message.objects.values_list("at", flat=True)) == {NOON}


def test_a_second_run_and_a_copy_of_the_file_make_no_doubles(house: House, tmp_path: Path) -> None:
    mails = [mail(f"Frage {number}") for number in range(3)]
    Import(mbox_of(tmp_path / "a.mbox", *mails), house.info).run()
    again = Import(Mbox(tmp_path / "a.mbox"), house.info).run()
    assert (again.new, again.known) == (0, 3)
    copy = Import(mbox_of(tmp_path / "b.mbox", *mails, mail("Neu")), house.info).run()
    assert (copy.new, copy.known) == (1, 3)
    assert Message.objects.count() == 4


def test_mail_that_came_live_is_known(house: House, tmp_path: Path) -> None:
    raw = mail("Live")
    arrival = bring(house.info, raw=raw)
    summary = Import(mbox_of(tmp_path / "a.mbox", raw, raw), house.info).run()
    assert (summary.new, summary.known) == (0, 2)
    assert Sighting.objects.filter(arrival=arrival).count() == 3
    assert Conversation.objects.get().state == "open"


def test_goes_on_where_it_broke(house: House, tmp_path: Path) -> None:
    source = mbox_of(tmp_path / "a.mbox", *(mail(f"Frage {number}") for number in range(2 * BLOCK + 10)))
    broken = Import(Breaking(source, after=BLOCK + 5), house.info)
    with pytest.raises(SourceFault):
        broken.run()
    assert broken.summary.new == Arrival.objects.count() == BLOCK
    second = Breaking(source, after=-1)
    resumed = Import(second, house.info)
    assert resumed.resumes()
    summary = resumed.run()
    assert (second.given, summary.new, summary.known) == (BLOCK + 10, BLOCK + 10, 0)
    assert not Import(source, house.info).resumes()


def test_broken_and_huge_mails_are_kept(house: House, tmp_path: Path, settings: Any) -> None:
    settings.NAHBAR = replace(settings.NAHBAR, max_mail_bytes=2000)
    huge = mail("x\n" * 2000, subject="Riesig")
    rubbish = b"Subject: \xff\xfe\x00\nContent-Type: text/plain; charset=none\n\n\x00\xff"
    summary = Import(mbox_of(tmp_path / "a.mbox", b"", rubbish, huge, mail("Gut")), house.info).run()
    assert (summary.new, summary.unreadable) == (4, 2)
    assert Message.objects.count() == 4
    kept = Arrival.objects.get(size__gt=2000)
    assert kept.message.attachments.get().blob == kept.blob


def test_young_mail_can_stay_open(house: House, tmp_path: Path) -> None:
    with clock.hold(NOON - timedelta(days=20)):
        old = mail("Alt", sender="Alt <alt@post.example>")
    with clock.hold(NOON - timedelta(days=2)):
        young = mail("Jung", sender="Jung <jung@post.example>")
    with clock.hold(NOON):
        Import(mbox_of(tmp_path / "a.mbox", old, young), house.info, open_days=7).run()
    assert dict(Conversation.objects.values_list("person__name", "state")) == {"Alt": "closed", "Jung": "open"}
    assert Conversation.objects.get(state="open").waiting_since == NOON - timedelta(days=2)
