"""What the contract tests need to know of e-mail: an address, settings, and how to read what was composed."""

from __future__ import annotations

from email import message_from_bytes, policy

from servers.loopback import HOST, free_port

ADDRESS = "selma@brandt.example"
UNTIDY_ADDRESS = " Selma@BRANDT.example "
NO_ADDRESS = "somewhere"
SETTINGS = {"smtp_host": "smtp.lindenhof.example"}
NOT_READABLE = [b"", b"\x00\xff"]
UNREACHABLE = {"smtp_host": HOST, "smtp_port": str(free_port()), "smtp_security": "none"}


def shown(content: bytes) -> str:
    """The subject and the plain text that the reader sees."""
    mail = message_from_bytes(content, policy=policy.default)
    body = mail.get_body(("plain",))
    return f"{mail['Subject']}\n{body.get_content() if body else ''}"
