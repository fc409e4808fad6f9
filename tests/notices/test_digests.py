from __future__ import annotations

import email
import email.policy
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage
from threading import Barrier

import pytest
from django.db import connection

from cast import House
from nahbar.accounts.actions import set_presence
from nahbar.accounts.models import Member
from nahbar.history.words import Subject
from nahbar.mailroom.models import Delivery, Inbox
from nahbar.mailroom.queries import blobs
from nahbar.notices.actions import News, choose, mark_seen, tell
from nahbar.notices.digests import mail_digests
from nahbar.notices.models import Notice
from nahbar.notices.queries import Chosen
from nahbar.notices.words import CHOICES, Kind, Mail
from nahbar.toolbox import clock
from notices.conftest import HIDDEN, TUESDAY

pytestmark = pytest.mark.usefixtures("_tuesday", "_things")
SOON = timedelta(minutes=3)


def at_once(*members: Member) -> None:
    for member in members:
        choose(member, {str(kind): Chosen(Mail.AT_ONCE, push=False) for kind in CHOICES}, quiet=None)


def happen(member: Member, *numbers: int, kind: str = Kind.ASKED, by: Member | None = None) -> None:
    tell(News(member.pk, kind, Subject("thing", number), f"m:{number}", by.pk if by else None) for number in numbers)


def mails() -> list[EmailMessage]:
    found = []
    for delivery in Delivery.objects.filter(origin_kind="notices").order_by("id"):
        mail = email.message_from_bytes(blobs().get(delivery.blob), policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        found.append(mail)
    return found


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_what_nobody_saw_is_mailed_once_in_the_members_language(house: House) -> None:
    at_once(house.murat)
    happen(house.murat, 1, by=house.anna)
    assert mail_digests() == 0
    clock.advance(SOON)
    assert mail_digests() == 1
    assert mail_digests() == 0
    (mail,) = mails()
    assert mail["To"] == "murat@radhof.example"
    assert mail["Subject"] == "Anna Lind fragt dich: Petra Voss: Sattel 1"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "http://127.0.0.1:8000/things/1/" in body(mail)
    assert "/settings/notices/" in body(mail)
    assert Notice.objects.get().mailed_at == TUESDAY + SOON


def test_many_things_are_one_mail(house: House) -> None:
    Member.objects.filter(pk=house.murat.pk).update(language="en")
    at_once(house.murat)
    happen(house.murat, 1, 2, 3, by=house.anna)
    clock.advance(SOON)
    assert mail_digests() == 1
    (mail,) = mails()
    assert mail["Subject"] == "3 things wait for you"
    assert body(mail).count("Anna Lind asks you") == 3


def test_what_was_seen_on_the_page_is_not_mailed(house: House) -> None:
    at_once(house.murat)
    happen(house.murat, 1, 2)
    mark_seen(house.murat, Subject("thing", 1))
    clock.advance(SOON)
    mail_digests()
    assert "Sattel 2" in body(mails()[0])
    assert "Sattel 1" not in body(mails()[0])


def test_each_hour_one_mail(house: House) -> None:
    happen(house.murat, 1)
    clock.advance(timedelta(minutes=30))
    happen(house.murat, 2)
    assert mail_digests() == 0
    clock.advance(timedelta(minutes=11))
    assert mail_digests() == 1
    assert len(mails()) == 1
    assert "Sattel 1" in body(mails()[0])
    assert "Sattel 2" in body(mails()[0])


def test_who_is_away_gets_theirs_on_the_day_they_return(house: House) -> None:
    set_presence(house.murat, by=house.murat, working_days="4")
    house.murat.refresh_from_db()
    happen(house.murat, 1)
    clock.advance(timedelta(hours=20))
    assert mail_digests() == 0
    clock.advance(timedelta(hours=28))
    assert mail_digests() == 1


def test_what_may_not_be_seen_any_more_is_left_out(house: House) -> None:
    at_once(house.murat, house.carla)
    happen(house.murat, HIDDEN)
    happen(house.carla, HIDDEN, 2)
    clock.advance(SOON)
    assert mail_digests() == 1
    assert [mail["To"] for mail in mails()] == ["carla@radhof.example"]
    assert str(HIDDEN) not in body(mails()[0])
    assert not Notice.objects.filter(mail_at__isnull=False).exists()


def test_without_an_inbox_for_mail_there_is_the_page(house: House) -> None:
    at_once(house.murat)
    Inbox.objects.update(is_active=False)
    happen(house.murat, 1)
    clock.advance(SOON)
    assert mail_digests() == 0
    Inbox.objects.update(is_active=True)
    assert mail_digests() == 0
    assert mails() == []
    assert Notice.objects.get().seen_at is None


def test_who_was_switched_off_gets_none(house: House) -> None:
    at_once(house.murat)
    happen(house.murat, 1)
    Member.objects.filter(pk=house.murat.pk).update(is_active=False)
    clock.advance(SOON)
    mail_digests()
    assert mails() == []


def test_where_the_inbox_cannot_send_it_is_tried_again_later(house: House) -> None:
    at_once(house.murat)
    happen(house.murat, 1)
    clock.advance(SOON)
    Inbox.objects.filter(pk=house.info.pk).update(address="keine adresse")
    mail_digests()
    assert Notice.objects.get().mailed_at is None
    Inbox.objects.filter(pk=house.info.pk).update(address="info@radhof.example")
    clock.advance(timedelta(hours=2))
    assert mail_digests() == 1


@pytest.mark.django_db(transaction=True)
def test_several_workers_mail_once(house: House) -> None:
    at_once(house.murat, house.carla, house.anna)
    for number in range(5):
        for member in (house.murat, house.carla, house.anna):
            happen(member, number)
    clock.advance(SOON)
    start = Barrier(4)

    def work() -> None:
        start.wait(30)
        try:
            while mail_digests():
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work) for _ in range(4)]:
            done.result(60)
    while mail_digests():
        pass
    assert sorted(str(mail["To"]).partition("@")[0] for mail in mails()) == ["anna", "carla", "murat"]
    assert Notice.objects.filter(mailed_at__isnull=False).count() == 15
