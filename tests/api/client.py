"""Another system: speaks HTTP to the API with a key."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.test import Client

from nahbar.accounts.actions import make_api_key
from nahbar.accounts.models import ApiKey, Member
from nahbar.accounts.words import Role, Scope

ROOT = "/api/v1/"


class System:
    """Acts for `member` with `scopes`. Administrators make keys; the role may be gone afterwards, the key stays."""

    def __init__(self, member: Member, scopes: Iterable[Scope] = tuple(Scope)) -> None:
        role, member.role = member.role, Role.ADMIN
        self.key: ApiKey
        self.key, self.token = make_api_key(member=member, name="ERP", scopes=scopes)
        member.role = role
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **query: object) -> HttpResponse:
        return self._send("get", path, data={name: str(value) for name, value in query.items()})

    def post(self, path: str, body: object, once: str = "") -> HttpResponse:
        headers = {"Idempotency-Key": once} if once else {}
        return self._send("post", path, headers=headers, data=json.dumps(body), content_type="application/json")

    def patch(self, path: str, body: object) -> HttpResponse:
        return self._send("patch", path, data=json.dumps(body), content_type="application/json")

    def delete(self, path: str) -> HttpResponse:
        return self._send("delete", path)

    def raw(self, path: str, data: bytes, content_type: str) -> HttpResponse:
        return self._send("post", path, data=data, content_type=content_type)

    def _send(self, method: str, path: str, *, headers: dict[str, str] | None = None, **rest: Any) -> HttpResponse:
        with_key = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        response: HttpResponse = getattr(self.client, method)(ROOT + path, headers=with_key, **rest)
        return response


def body(response: HttpResponse, status: int = 200) -> Any:
    """The JSON of an answer that has to have `status`."""
    assert response.status_code == status, response.content
    return json.loads(response.content)


def problem(response: HttpResponse, status: int) -> dict[str, Any]:
    """The problem of an answer that has to have `status`. RFC 9457."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content
    found: dict[str, Any] = body(response, status)
    assert found["status"] == status
    assert found["type"]
    assert found["title"]
    assert found["detail"]
    return found


def ids(page: dict[str, Any]) -> list[int]:
    return [item["id"] for item in page["items"]]
