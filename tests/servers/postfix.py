"""A Postfix of our own: configuration, queue and log in one folder; relays to loopback and nowhere else.

Needs root, because Postfix does: its master gives every part the user that it should have.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from servers.certificate import Certificate, make_certificate
from servers.identity import is_root
from servers.loopback import ServerError, folder, free_port, greets, program, tail, wait_until
from servers.postfix_config import main_cf, master_cf


@dataclass(frozen=True, slots=True)
class Postfix:
    """`smtp_port` takes mail from anybody on loopback; `submission_port` after STARTTLS and sign-in."""

    smtp_port: int
    submission_port: int
    tls: Certificate
    config: Path
    log: Path

    def queued(self) -> int:
        """How many messages wait in the queue."""
        queue = self.config.parent / "queue"
        return sum(
            1 for name in ("incoming", "active", "deferred") for path in (queue / name).rglob("*") if path.is_file()
        )

    def flush(self) -> None:
        """Try everything that waits, now."""
        _run(self.config, "flush")


def missing() -> str:
    """Why it cannot run here, for a skip; empty where it can."""
    if not program("postfix"):
        return "Postfix is not installed (package postfix)"
    return "" if is_root() else "Postfix can be started by root only"


@contextmanager
def postfix(
    routes: Mapping[str, str], *, auth_socket: Path | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Postfix]:
    """Run a server. `routes` maps a domain to where its mail goes, e.g. "lmtp:inet:127.0.0.1:2424" (Dovecot's
    LMTP) or "smtp:[127.0.0.1]:2525"; every other domain is refused as unreachable. `auth_socket` is a Dovecot's
    socket that knows who may submit; without it there is no sign-in and submission refuses everybody.
    `settings` are further lines of main.cf, e.g. {"maximal_queue_lifetime": "5s"}.
    """
    with folder("nahbar-pf") as base:
        config = base / "etc"
        for path in (config, base / "queue", base / "data"):
            path.mkdir()
        server = Postfix(free_port(), free_port(), make_certificate(base), config, base / "log")
        (config / "routes").write_text("".join(f"{domain} {route}\n" for domain, route in routes.items()))
        (config / "main.cf").write_text(main_cf(base, server.tls, list(routes), settings or {}))
        (config / "master.cf").write_text(master_cf(server.smtp_port, server.submission_port, auth_socket))
        _hand_over(base / "data")
        _run(config, "start")
        try:
            wait_until(
                lambda: greets(server.smtp_port) and greets(server.submission_port), what="Postfix", log=server.log
            )
            yield server
        finally:
            _run(config, "stop")


def _hand_over(data: Path) -> None:
    """Postfix refuses a data folder that is not its own user's."""
    owner = subprocess.run(
        [str(program("postconf")), "-h", "-d", "mail_owner"], capture_output=True, text=True, check=True
    ).stdout.strip()
    subprocess.run(["chown", owner, str(data)], check=True)


def _run(config: Path, verb: str) -> None:
    command = [str(program("postfix")), "-c", str(config), verb]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        raise ServerError(f"postfix {verb} ended with {done.returncode}.\n{done.stderr}{tail(config.parent / 'log')}")
