"""Looking at answers of the desk as a person would."""

from __future__ import annotations

import html
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nahbar.conversations.models import Conversation


def words(response: Any) -> str:
    """What can be read on the page, without its markup."""
    bare = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(bare).split())


def field(response: Any, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no field {name}"
    return found.group(1)


def page_of(client: Client, conversation: Conversation) -> Any:
    return client.get(f"/conversations/{conversation.pk}/")


def answer(client: Client, conversation: Conversation, text: str, **more: Any) -> HttpResponse:
    """Fill in and send the form under a conversation, as the page offers it."""
    page = page_of(client, conversation)
    form = {"text": text, "way": "email", "seen": field(page, "seen"), "once": field(page, "once"), **more}
    return client.post(f"/conversations/{conversation.pk}/reply/", form)  # type: ignore[return-value]  # the stubs' own


def statements(captured: CaptureQueriesContext) -> list[str]:
    """The queries of a request, without those of its transactions."""
    return [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
