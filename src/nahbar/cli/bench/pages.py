"""A browser or program that measures: one kept connection to the web process, times in milliseconds."""

from __future__ import annotations

import http.client
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from nahbar.cli.bench.house import HOST
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(slots=True)
class Desk:
    """One client of the web process; `token` is for the API, cookies come by `sign_in`."""

    port: int
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

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
        connection = self._connection or http.client.HTTPConnection(HOST, self.port, timeout=60)
        self._connection = connection
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

    def _headers(self, kind: str) -> dict[str, str]:
        headers = {"Accept-Encoding": "identity", "Referer": f"http://{HOST}:{self.port}/"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if kind:
            headers["Content-Type"] = kind
        return headers
