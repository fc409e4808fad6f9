"""From a network address to a signed-in IMAP connection, and what stands in the way in words."""

from __future__ import annotations

import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient.exceptions import LoginError

from nahbar.channels.contract import SendFault
from nahbar.channels.email import tls
from nahbar.channels.email.imap.wire import Client
from nahbar.channels.email.mailbox_settings import Server
from nahbar.channels.email.oauth import Tokens
from nahbar.channels.email.smtp.words import sign_in_sentence
from nahbar.channels.email.timeouts import Timeouts

# RFC 5530: the server's trouble, not ours
FOR_NOW = re.compile(r"UNAVAILABLE|INUSE|LIMIT|SERVERBUG|too many", re.IGNORECASE)


@contextmanager
def in_words(server: Server) -> Iterator[None]:
    """Turn whatever the library raises over a server's behaviour into a SendFault that can be read."""
    try:
        yield
    except SendFault:
        raise
    except imaplib.IMAP4.abort as error:
        raise SendFault(f"{server.host} broke off the conversation. We try again later.", permanent=False) from error
    except imaplib.IMAP4.error as error:
        raise SendFault(f"{server.host} refused to show the mail. We try again later.", permanent=False) from error
    except OSError as error:
        raise tls.fault(server, error) from error
    except Exception as error:  # a lying server can make the library's parser raise anything
        raise SendFault(
            f"{server.host} does not answer like an IMAP server. We try again later.", permanent=False
        ) from error


def connect(server: Server, tokens: Tokens | None, timeouts: Timeouts) -> Client:
    """A signed-in connection. Raises SendFault; nothing is left open then."""
    with in_words(server):
        client = Client(server, timeouts)
        try:
            if server.security == "starttls":
                _secure(client, server)
            _sign_in(client, server, tokens)
        except BaseException:
            hang_up(client)
            raise
    return client


def hang_up(client: Client) -> None:
    """Close the connection without a word: a broken one would answer with nonsense or not at all."""
    try:
        client.shutdown()
    except OSError:
        # Already closed by the other side, which is all we wanted
        return


def _secure(client: Client, server: Server) -> None:
    if not client.has_capability("STARTTLS"):
        raise SendFault(
            f"{server.host} offers no STARTTLS on port {server.port}. "
            "Choose TLS, or no encryption if the server is in your own house.",
            permanent=True,
        )
    client.wire.secured()
    client.allow()


def _sign_in(client: Client, server: Server, tokens: Tokens | None) -> None:
    if not tokens and client.has_capability("LOGINDISABLED"):
        raise SendFault(
            f"{server.host} takes no password on an unencrypted connection. Choose STARTTLS or TLS.", permanent=True
        )
    kept = bool(tokens and tokens.fresh)
    try:
        _offer(client, server, tokens)
    except LoginError as error:
        if not (kept and tokens):
            raise _refusal(server, error) from error
        tokens.forget()
        try:
            _offer(client, server, tokens)
        except LoginError as second:
            raise _refusal(server, second) from second


def _offer(client: Client, server: Server, tokens: Tokens | None) -> None:
    client.allow()
    if tokens:
        client.oauth2_login(server.user, tokens.current())
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(server.user, server.password)  # carries any letter, LOGIN only ASCII
    else:
        client.login(server.user, server.password)


def _refusal(server: Server, error: LoginError) -> SendFault:
    if isinstance(error.__context__, imaplib.IMAP4.abort):
        return SendFault(f"{server.host} broke off the conversation. We try again later.", permanent=False)
    words = str(error)
    return SendFault(sign_in_sentence(server.user, words), permanent=not FOR_NOW.search(words))
