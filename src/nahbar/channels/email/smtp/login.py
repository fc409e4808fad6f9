"""From a network address to a signed-in SMTP connection, and what stands in the way in words."""

from __future__ import annotations

import smtplib
from base64 import b64encode

from nahbar.channels.contract import SendFault
from nahbar.channels.email import tls
from nahbar.channels.email.mailbox_settings import Server
from nahbar.channels.email.oauth import Tokens, xoauth2_base64
from nahbar.channels.email.smtp.wire import Nonsense, Reply, Wire
from nahbar.channels.email.smtp.words import sign_in_sentence
from nahbar.channels.email.timeouts import Timeouts


def connect(server: Server, tokens: Tokens | None, timeouts: Timeouts) -> Wire:
    """A connection ready for MAIL FROM. Raises SendFault; nothing is left open then."""
    wire = Wire(server, timeouts)
    try:
        _greet(wire)
        if server.security == "starttls":
            _secure(wire)
        if server.user:
            _sign_in(wire, tokens)
    except SendFault:
        wire.close()
        raise
    except Nonsense as error:
        raise SendFault(
            f"{server.host} does not answer like a mail server. Check name and port.", permanent=False
        ) from error
    except smtplib.SMTPResponseException as error:
        wire.close()
        raise SendFault(
            f"{server.host} turns us away ({error.smtp_code}). We try again later.", permanent=False
        ) from error
    except smtplib.SMTPServerDisconnected as error:
        if isinstance(error.__cause__, TimeoutError):
            raise tls.fault(server, error.__cause__) from error
        raise SendFault(f"{server.host} broke off the conversation. We try again later.", permanent=False) from error
    except (OSError, UnicodeError) as error:
        wire.close()
        raise tls.fault(server, error) from error
    return wire


def _greet(wire: Wire) -> None:
    greeting = wire.greet()
    if greeting.code != 220:
        raise smtplib.SMTPConnectError(greeting.code, greeting.text)
    wire.ehlo_or_helo_if_needed()


def _secure(wire: Wire) -> None:
    if not wire.has_extn("starttls"):
        # Never go on in the clear: somebody in between may have removed the offer (RFC 3207 section 6)
        raise SendFault(
            f"{wire.server.host} offers no STARTTLS on port {wire.server.port}. "
            "Choose TLS, or no encryption if the server is in your own house.",
            permanent=True,
        )
    wire.secure()


def _sign_in(wire: Wire, tokens: Tokens | None) -> None:
    offered = wire.esmtp_features.get("auth", "").upper().split()
    if tokens:
        reply = _by_token(wire, tokens)
    elif "PLAIN" in offered:
        secret = f"\0{wire.server.user}\0{wire.server.password}"
        reply = wire.ask(f"AUTH PLAIN {b64encode(secret.encode()).decode()}")
    elif "LOGIN" in offered:
        reply = _by_login(wire)
    else:
        raise SendFault(
            f"{wire.server.host} offers no sign-in that we know. Leave the user name empty if it needs none, "
            "or choose STARTTLS or TLS: many servers offer the sign-in only after that.",
            permanent=True,
        )
    if reply.code == 235:
        return
    # 454: the server's own user database is away for the moment (RFC 4954 section 6)
    raise SendFault(sign_in_sentence(wire.server.user, reply.evidence), permanent=reply.code >= 500)


def _by_login(wire: Wire) -> Reply:
    reply = wire.ask("AUTH LOGIN")
    for word in (wire.server.user, wire.server.password):
        if reply.code != 334:
            break
        reply = wire.ask(b64encode(word.encode()).decode())
    return reply


def _by_token(wire: Wire, tokens: Tokens) -> Reply:
    """XOAUTH2; a token that was refused before its time is renewed once."""
    kept = tokens.fresh
    reply = _offer_token(wire, tokens)
    if reply.code >= 500 and kept:
        tokens.forget()
        reply = _offer_token(wire, tokens)
    return reply


def _offer_token(wire: Wire, tokens: Tokens) -> Reply:
    reply = wire.ask(f"AUTH XOAUTH2 {xoauth2_base64(wire.server.user, tokens.current())}")
    # On refusal the server sends its reasons as a challenge, which an empty answer ends
    return wire.ask("") if reply.code == 334 else reply
