"""TLS to a mail server: checked by default, unchecked only where the house says so."""

from __future__ import annotations

import ssl

from nahbar.channels.contract import SendFault
from nahbar.channels.email.mailbox_settings import Server


def context(server: Server) -> ssl.SSLContext:
    """A client context of TLS 1.2 or newer."""
    made = ssl.create_default_context()
    if not server.verify:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    return made


def fault(server: Server, error: Exception) -> SendFault:
    """Why there is no connection, in words. Temporary throughout: certificates and servers get mended."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return SendFault(
            f"The certificate of {server.host} cannot be trusted ({error.verify_message}). "
            "If it is a server of your own, switch off the check of its certificate.",
            permanent=False,
        )
    if isinstance(error, ssl.SSLError):
        return SendFault(
            f"{server.host} does not speak TLS on port {server.port} as it should. Check encryption and port.",
            permanent=False,
        )
    if isinstance(error, TimeoutError):
        return SendFault(f"{server.host} did not answer in time. We try again later.", permanent=False)
    return SendFault(
        f"{server.host} cannot be reached on port {server.port}. Check name and port, or try again later.",
        permanent=False,
    )
