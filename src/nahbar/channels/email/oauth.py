"""Access tokens for mailboxes that want OAuth 2 (RFC 6749 section 6), and SASL XOAUTH2 that carries them."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.client import OAuth2Client

from nahbar.channels.contract import SendFault
from nahbar.channels.email.mailbox_settings import OAuth
from nahbar.toolbox import clock, http
from nahbar.toolbox.faults import Fault

EARLY = 60  # seconds before its end that a token is no longer used: clocks differ, and a fetch takes its time
USUAL_LIFE = 3600  # seconds, where the server does not say (RFC 6749 leaves it out as well)


class Tokens:
    """The current access token of one inbox, renewed when it runs out."""

    def __init__(self, oauth: OAuth, renewed: Callable[[Mapping[str, str]], None]) -> None:
        self._oauth = oauth
        self._renewed = renewed
        self._refresh_token = oauth.refresh_token
        self._access_token = ""
        self._ends = 0.0

    @property
    def fresh(self) -> bool:
        """Whether `current` would answer without asking the server."""
        return bool(self._access_token) and clock.monotonic() < self._ends

    def current(self) -> str:
        """A valid access token. Raises SendFault."""
        if not self.fresh:
            self._renew()
        return self._access_token

    def forget(self) -> None:
        """The mail server refused the token, although it should still be valid."""
        self._access_token = ""

    def _renew(self) -> None:
        answer = self._ask()
        token = answer.get("access_token")
        if not isinstance(token, str) or not token.isascii():
            raise SendFault("The OAuth server answered without a token. We try again later.", permanent=False)
        self._access_token = token
        self._ends = clock.monotonic() + _seconds(answer.get("expires_in")) - EARLY
        exchanged = answer.get("refresh_token")
        if isinstance(exchanged, str) and exchanged and exchanged != self._refresh_token:
            # The old one may be void from now on, so the new one is stored before anything else can fail
            self._refresh_token = exchanged
            self._renewed({"oauth_refresh_token": exchanged})

    def _ask(self) -> Mapping[str, Any]:
        client = OAuth2Client(
            _Session(),
            client_id=self._oauth.client_id,
            client_secret=self._oauth.client_secret or None,
            token_endpoint_auth_method="client_secret_post" if self._oauth.client_secret else "none",
        )
        try:
            answer: Mapping[str, Any] = client.refresh_token(self._oauth.token_url, self._refresh_token)
        except AuthlibBaseError as error:
            raise _refused(str(error.error)) from error
        except ValueError as error:
            raise SendFault("The OAuth server answered nonsense. We try again later.", permanent=False) from error
        except Fault as fault:
            raise SendFault(f"The OAuth server: {fault.sentence}", permanent=fault.permanent) from fault
        return answer


class _Answered:
    """The little of a requests response that authlib's client reads."""

    def __init__(self, answer: http.Answer) -> None:
        self.status_code = answer.status
        self._body = answer.body

    def json(self) -> object:
        found: object = json.loads(self._body)
        return found

    def raise_for_status(self) -> None:
        raise ValueError(f"status {self.status_code}")


class _Session:
    """The little of a requests session that authlib's client uses, on our own guarded HTTP."""

    def post(self, url: str, *, data: dict[str, str], headers: dict[str, str], auth: ClientAuth) -> _Answered:
        url, headers, body = auth.prepare("POST", url, headers, urlencode(data))
        # The administrator's own sign-in server may stand in the house
        return _Answered(http.post(url, content=body.encode(), headers=headers, allow_private=True))


def _refused(error: str) -> SendFault:
    if error == "invalid_grant":
        return SendFault(
            "The permission to use this mailbox has run out or was withdrawn. Connect the mailbox again.",
            permanent=True,
        )
    if error in ("invalid_client", "unauthorized_client"):
        return SendFault("The OAuth server does not accept client id or client secret. Check both.", permanent=True)
    if error in ("temporarily_unavailable", "server_error", "slow_down"):
        return SendFault("The OAuth server is busy. We try again later.", permanent=False)
    return SendFault(f"The OAuth server refused to renew the token ({error[:80]}).", permanent=True)


def _seconds(value: object) -> float:
    try:
        return min(max(float(str(value)), 0.0), 86_400.0)
    except ValueError:
        return USUAL_LIFE


def xoauth2_base64(user: str, token: str) -> str:
    """The initial response of SASL XOAUTH2."""
    return b64encode(f"user={user}\x01auth=Bearer {token}\x01\x01".encode()).decode()
