"""Inviting by mail, and what becomes of the link."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.test import Client
from django.urls import reverse

from cast import House
from nahbar.accounts.actions import find_invitation, invite, switch_off_member
from nahbar.accounts.models import Invitation, Member
from nahbar.accounts.words import INVITATION_LASTS, Role
from nahbar.mailroom.actions import switch_inbox
from nahbar.mailroom.models import Delivery, Inbox
from nahbar.mailroom.queries import blobs
from nahbar.toolbox import clock

GOOD = {"name": "Lena Hofer", "password": "kettenblatt-und-nabe"}


def last_mail() -> tuple[str, str]:
    """Subject and text of the newest mail on its way."""
    delivery = Delivery.objects.latest("pk")
    mail = message_from_bytes(blobs().get(delivery.blob), policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    return mail["Subject"], body.get_content()


def test_an_invitation_goes_out_by_mail(house: House, anna: Client) -> None:
    answer = anna.post(reverse("desk:invite"), {"email": "Lena@Radhof.example", "role": "admin"}, follow=True)
    assert "The invitation to lena@radhof.example is on its way." in answer.content.decode()
    delivery = Delivery.objects.get()
    assert delivery.inbox == house.info
    assert [each.address for each in delivery.recipients.all()] == ["lena@radhof.example"]
    subject, text = last_mail()
    assert subject == "Anna Lind lädt dich zu Nahbar ein"
    secret = re.search(r"/join/(\S+)/", text)
    assert secret
    assert find_invitation(secret[1]).role == Role.ADMIN
    assert secret[1] not in answer.content.decode()


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("murat@radhof.example", "is a member already"),
        ("MURAT@radhof.example", "is a member already"),
        ("x", "valid"),
    ],
)
def test_who_cannot_be_invited(house: House, anna: Client, email: str, words: str) -> None:
    del house
    answer = anna.post(reverse("desk:invite"), {"email": email, "role": "member"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Invitation.objects.exists()


def test_without_an_inbox_the_link_is_shown_once(house: House, anna: Client) -> None:
    for inbox in Inbox.objects.all():
        switch_inbox(inbox, actor=house.anna.actor, on=False)
    page = anna.post(reverse("desk:invite"), {"email": "lena@radhof.example", "role": "member"}).content.decode()
    secret = re.search(r"/join/([\w-]+)/", page)
    assert secret
    assert find_invitation(secret[1])
    assert "/join/" not in anna.get(reverse("desk:members")).content.decode()


def test_accepting_signs_in(house: House, client: Client) -> None:
    _, secret = invite(member=house.anna, email="lena@radhof.example", role=Role.ADMIN)
    page = reverse("desk:join", args=[secret])
    shown = client.get(page)
    assert "lena@radhof.example" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert client.post(page, GOOD).status_code == 302
    lena = Member.objects.get(email="lena@radhof.example")
    assert (lena.name, lena.role) == ("Lena Hofer", Role.ADMIN)
    assert client.session["_auth_user_id"] == str(lena.pk)


@pytest.mark.parametrize("password", ["kurz", "password123"])
def test_a_weak_password_is_refused(house: House, client: Client, password: str) -> None:
    _, secret = invite(member=house.anna, email="lena@radhof.example")
    answer = client.post(reverse("desk:join", args=[secret]), {**GOOD, "password": password})
    assert answer.status_code == 422
    assert not Member.objects.filter(email="lena@radhof.example").exists()
    assert find_invitation(secret)


def test_a_used_link(house: House, client: Client) -> None:
    _, secret = invite(member=house.anna, email="lena@radhof.example")
    page = reverse("desk:join", args=[secret])
    client.post(page, GOOD)
    again = Client(headers={"accept-language": "en"}).post(page, {**GOOD, "name": "Eve"})
    assert again.status_code == 410
    assert "An invitation works once and for seven days." in again.content.decode()
    assert Member.objects.get(email="lena@radhof.example").name == "Lena Hofer"


def test_a_link_that_is_too_old(house: House, client: Client) -> None:
    _, secret = invite(member=house.anna, email="lena@radhof.example")
    with clock.hold(clock.now() + INVITATION_LASTS + timedelta(seconds=1)):
        assert client.get(reverse("desk:join", args=[secret])).status_code == 410


def test_a_link_of_somebody_who_was_switched_off(house: House, client: Client) -> None:
    house.murat.role = Role.ADMIN
    house.murat.save()
    _, secret = invite(member=house.murat, email="lena@radhof.example")
    switch_off_member(house.murat, by=house.anna)
    assert client.post(reverse("desk:join", args=[secret]), GOOD).status_code == 410


def test_an_invitation_taken_back(house: House, anna: Client, client: Client) -> None:
    invitation, secret = invite(member=house.anna, email="lena@radhof.example")
    anna.post(reverse("desk:withdraw_invitation", args=[invitation.pk]))
    assert client.get(reverse("desk:join", args=[secret])).status_code == 410


@pytest.mark.django_db
def test_an_invented_link(client: Client) -> None:
    assert client.get(reverse("desk:join", args=["niemals"])).status_code == 410
