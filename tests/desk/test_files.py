from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient

from cast import House, receive
from mails import PDF, PNG, with_files
from nahbar.accounts.actions import update_profile
from nahbar.conversations.models import Message
from nahbar.history.words import SYSTEM
from nahbar.mailroom.queries import blobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anna(house: House) -> AsyncClient:
    client = AsyncClient()
    client.force_login(house.anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def fetch(client: AsyncClient, address: str) -> tuple[Any, bytes]:
    """The answer and its whole content, streamed as the server does."""

    async def read() -> tuple[Any, bytes]:
        answer: Any = await client.get(address)
        return answer, b"".join([chunk async for chunk in answer.streaming_content])

    return async_to_sync(read)()


@pytest.fixture
def came(house: House) -> Message:
    return receive(house.info, raw=with_files())


def test_files_are_for_saving_and_never_become_a_page(anna: AsyncClient, came: Message) -> None:
    pdf = came.attachments.get(media_type="application/pdf")
    for address in (f"/attachments/{pdf.pk}/", f"/attachments/{pdf.pk}/?show"):
        answer, content = fetch(anna, address)
        assert content == PDF
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Rechnung%20M%C3%A4rz")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_pictures_can_be_looked_at(anna: AsyncClient, came: Message) -> None:
    picture = came.attachments.get(media_type="image/png")
    answer, content = fetch(anna, f"/attachments/{picture.pk}/?show")
    assert content == PNG
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_the_original_is_saved_byte_for_byte(anna: AsyncClient, came: Message) -> None:
    answer, content = fetch(anna, f"/messages/{came.pk}/raw/")
    assert came.arrival is not None
    assert content == blobs().get(came.arrival.blob)
    assert ".eml" in answer.headers["Content-Disposition"]


def test_faces_are_shown_to_members(anna: AsyncClient, house: House) -> None:
    picture = blobs().put(PNG)
    update_profile(house.murat, actor=SYSTEM, picture=picture, picture_type="image/png")
    answer, content = fetch(anna, f"/members/{house.murat.pk}/picture/{picture[:12]}/")
    assert content == PNG
    assert answer.headers["Content-Type"] == "image/png"
    missing: Any = async_to_sync(anna.get)(f"/members/{house.murat.pk}/picture/0000/")
    assert missing.status_code == 404
