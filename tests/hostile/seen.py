"""What a member sees of a message: list, conversation, original file, API."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from django.test import AsyncClient, Client

from api.client import System, body
from nahbar.accounts.models import Member
from nahbar.conversations.models import Attachment, Message

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Looking:
    """A signed-in member with a browser that runs no scripts, and another system that acts for them."""

    member: Member
    system: System
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.force_login(self.member, backend=BACKEND)

    def page(self, path: str) -> str:
        """The HTML of a page that has to open."""
        response = self.client.get(path)
        assert response.status_code == 200, response.content[:2000]
        return response.content.decode()

    def list_page(self) -> str:
        return readable(self.page("/piles/open/"))

    def conversation(self, message: Message) -> str:
        return self.page(f"/conversations/{message.conversation_id}/")

    def words(self, message: Message) -> str:
        """What can be read on the conversation's page."""
        return readable(self.conversation(message))

    def by_api(self, message: Message) -> dict[str, Any]:
        """The message as the API gives it."""
        conversation = body(self.system.get(f"conversations/{message.conversation_id}"))
        return next(each for each in conversation["messages"] if each["id"] == message.pk)

    async def saved(self, path: str) -> bytes:
        """A file as the browser saves it."""
        client = AsyncClient()
        await client.aforce_login(self.member, backend=BACKEND)
        response = await client.get(path)
        assert response.status_code == 200
        assert response.headers["Content-Disposition"].startswith("attachment")
        stream: Any = response
        return b"".join([chunk async for chunk in stream])


def readable(page: str) -> str:
    """The words of a page without its markup, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def raw_path(message: Message) -> str:
    return f"/messages/{message.pk}/raw/"


def file_path(attachment: Attachment) -> str:
    return f"/attachments/{attachment.pk}/"
