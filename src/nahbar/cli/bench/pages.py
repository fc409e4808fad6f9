"""A browser or program that measures: one kept connection to the web process, times in milliseconds."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from nahbar.cli.bench.house import HOST
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.ids import new_key

# Web closes a connection on which nothing is asked for 5 s.
KEPT_SECONDS = 3.0
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(slots=True)
class Desk:
    """One client of the web process; `token` is for the API, cookies come by `sign_in`."""

    port: int
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None
    _used: float = 0.0

    def get(self, path: str) -> tuple[float, str]:
        """Fetch a page; milliseconds and its text. Raises Fault for anything but 200."""
        return self._ask("GET", path, wanted=200)

    def get_json(self, path: str) -> Any:  # noqa: ANN401 - whatever the API says
        return json.loads(self.get(path)[1])

    def write_note(self, conversation_id: int | str, text: str) -> float:
        """Write an internal note through the API; the milliseconds it took."""
        path = f"/api/v1/conversations/{conversation_id}/messages"
        body = json.dumps({"kind": "note", "text": text}).encode()
        return self._ask("POST", path, body=body, kind="application/json", wanted=201)[0]

    def post(self, path: str, fields: Mapping[str, str]) -> float:
        """Send a form as the page's script does; the milliseconds it took. Raises Fault for anything but 200."""
        body = urlencode(fields).encode()
        return self._ask("POST", path, body=body, kind="application/x-www-form-urlencoded", wanted=200)[0]

    def sign_in(self, email: str, password: str) -> None:
        """Through the form, as a member does. Raises Fault where the page does not let us in."""
        _, page = self.get("/account/login/")
        token = _CSRF.search(page)
        if token is None:
            raise Fault("The sign-in page has no form; is the web process of this version?")
        fields = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
        body = urlencode(fields).encode()
        self._ask("POST", "/account/login/", body=body, kind="application/x-www-form-urlencoded", wanted=302)

    def _ask(self, method: str, path: str, *, body: bytes = b"", kind: str = "", wanted: int) -> tuple[float, str]:
        began = clock.monotonic()
        connection = self._kept(began) or http.client.HTTPConnection(HOST, self.port, timeout=60)
        self._connection, self._used = connection, began
        connection.request(method, path, body=body or None, headers=self._headers(kind))
        answer = connection.getresponse()
        content = answer.read()
        took = (clock.monotonic() - began) * 1000
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if answer.status != wanted:
            raise Fault(f"{method} {path} was answered with {answer.status} instead of {wanted}.")
        return took, content.decode("utf-8", "replace")

    def _kept(self, at: float) -> http.client.HTTPConnection | None:
        if self._connection is not None and at - self._used > KEPT_SECONDS:
            self._connection.close()
            self._connection = None
        return self._connection

    def _headers(self, kind: str) -> dict[str, str]:
        headers = {"Accept-Encoding": "identity", "Referer": f"http://{HOST}:{self.port}/"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if kind:
            headers["Content-Type"] = kind
        if "csrftoken" in self.cookies:
            headers |= {"X-CSRFToken": self.cookies["csrftoken"], "HX-Request": "true"}
        return headers


def session_of(member_id: int) -> dict[str, str]:
    """The cookies of a signed-in member, without the form: sign-ins are not what is measured."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from nahbar.accounts.models import Member

    session = SessionStore()
    session[SESSION_KEY] = str(member_id)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = Member.objects.get(pk=member_id).get_session_auth_hash()
    session.create()
    return {"sessionid": str(session.session_key), "csrftoken": new_key(32)}
