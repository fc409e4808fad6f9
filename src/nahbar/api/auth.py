"""Who calls: a bearer token (RFC 6750) with scopes, acting for its key's member."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest
from ninja.security import HttpBearer

from nahbar.accounts.actions import note_key_used
from nahbar.accounts.models import ApiKey
from nahbar.accounts.queries import key_of
from nahbar.accounts.words import Scope
from nahbar.api.doors import check_body
from nahbar.api.problems import Refused


class Bearer(HttpBearer):
    """Lets living keys with `scope` in; the key stands in `request.auth` from then on."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> ApiKey | None:
        found: ApiKey | None = super().__call__(request)
        if found is None:
            raise Refused(
                HTTPStatus.UNAUTHORIZED,
                "Send your key as “Authorization: Bearer …”. This one is missing, unknown or revoked.",
                headers={"WWW-Authenticate": 'Bearer realm="Nahbar"'},
            )
        check_body(request)  # after the key: a stranger's 30 MiB are not looked at
        return found

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:  # noqa: ARG002 - ninja's signature
        key = key_of(token.strip())
        if key is None:
            return None
        if self.scope not in key.scopes:
            raise Refused(
                HTTPStatus.FORBIDDEN,
                f"This key lacks the scope “{self.scope}”.",
                headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{self.scope}"'},
            )
        note_key_used(key)
        return key


READ, WRITE, ADMIN = Bearer(Scope.READ), Bearer(Scope.WRITE), Bearer(Scope.ADMIN)


def key_behind(request: HttpRequest) -> ApiKey:
    """The key of an authenticated request."""
    key: ApiKey = request.auth  # type: ignore[attr-defined]  # ninja sets it after `authenticate`
    return key
