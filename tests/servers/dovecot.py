"""A Dovecot of our own: IMAP, LMTP and the sign-in that Postfix asks; as root or not."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from imapclient import IMAPClient

from servers.certificate import Certificate, make_certificate
from servers.dovecot_config import Layout, render
from servers.identity import give, unprivileged
from servers.loopback import HOST, folder, free_port, greets, program, running

if TYPE_CHECKING:
    from imapclient.response_types import _Fetch


@dataclass(frozen=True, slots=True)
class Dovecot:
    """Where it listens, and who has a mailbox: `users` maps address to password."""

    imap_port: int
    imaps_port: int
    lmtp_port: int
    auth_socket: Path
    maildirs: Path
    tls: Certificate
    users: Mapping[str, str]

    @contextmanager
    def mailbox(self, user: str, mailbox: str = "INBOX") -> Iterator[IMAPClient]:
        """Sign in as `user` and open a folder."""
        with IMAPClient(HOST, self.imap_port, ssl=False, timeout=30) as client:
            client.login(user, self.users[user])
            client.select_folder(mailbox)
            yield client

    def read(self, user: str, mailbox: str = "INBOX") -> list[bytes]:
        """All messages of a folder, raw, oldest first; they stay unread."""
        with self.mailbox(user, mailbox) as client:
            uids = client.search("ALL")
            found: _Fetch = client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
            return [found[uid][b"BODY[]"] for uid in sorted(found)]


def missing() -> str:
    """Why it cannot run here, for a skip; empty where it can."""
    found = program("dovecot")
    lmtp = any(Path(place, "dovecot/lmtp").exists() for place in ("/usr/lib", "/usr/libexec"))
    return "" if found and lmtp else "Dovecot is not installed (packages dovecot-imapd and dovecot-lmtpd)"


def _version(binary: str) -> tuple[int, int]:
    answer = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout
    major, minor, *_rest = answer.split()[0].split(".")
    return int(major), int(minor)


@contextmanager
def dovecot(users: Mapping[str, str]) -> Iterator[Dovecot]:
    """Run a server with a mailbox for each of `users` (address to password)."""
    binary = str(program("dovecot"))
    with folder("nahbar-dc") as base:
        owner = unprivileged("nobody")
        maildirs = base / "mail"
        maildirs.mkdir()
        give(maildirs, owner)
        tls = make_certificate(base)
        server = Dovecot(free_port(), free_port(), free_port(), base / "auth", maildirs, tls, dict(users))
        (base / "users").write_text("".join(f"{user}:{{PLAIN}}{word}\n" for user, word in users.items()))
        (base / "users").chmod(0o644)
        layout = Layout(
            base, owner, server.imap_port, server.imaps_port, server.lmtp_port, server.auth_socket, maildirs, tls
        )
        config = base / "dovecot.conf"
        config.write_text(render(layout, _version(binary)))

        def ready() -> bool:
            return greets(server.imap_port) and greets(server.lmtp_port) and server.auth_socket.exists()

        with running([binary, "-F", "-c", str(config)], ready=ready, log=base / "log"):
            yield server
