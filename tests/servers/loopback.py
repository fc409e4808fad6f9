"""Free ports, waiting by connecting, and programs that end with their test."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

HOST = "127.0.0.1"
# Debian keeps servers in sbin, which is not on a normal user's path.
SEARCH = ("/usr/sbin", "/sbin", "/usr/local/sbin")


class ServerError(Exception):
    """A test server did not start or did not stop; carries what it logged."""


def program(name: str) -> str | None:
    """The path of an installed program, or None."""
    found = shutil.which(name)
    return found or next((str(Path(place, name)) for place in SEARCH if Path(place, name).exists()), None)


def free_port() -> int:
    """A TCP port on loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def folder(prefix: str) -> Iterator[Path]:
    """A new folder with a short path (UNIX sockets allow 107 characters), open to other users, gone at the end."""
    path = Path(mkdtemp(prefix=f"{prefix}-", dir="/tmp"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def wait_until(ready: Callable[[], bool], *, what: str, log: Path | None = None, seconds: float = 60) -> None:
    """Ask `ready` again and again; raises ServerError with the end of `log` after `seconds`."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise ServerError(f"{what} was not ready after {seconds:.0f} s.{tail(log)}")
        time.sleep(0.02)


def answers(port: int) -> bool:
    """Does somebody accept connections on this port?"""
    try:
        with socket.create_connection((HOST, port), timeout=5):
            return True
    except OSError:
        return False


def greets(port: int) -> bool:
    """Does somebody accept connections and speak first, as SMTP, LMTP and IMAP servers do?"""
    try:
        with socket.create_connection((HOST, port), timeout=5) as connection:
            return bool(connection.recv(1))
    except OSError:
        return False


def tail(log: Path | None) -> str:
    """The last 2,000 characters of a log, for an error message."""
    return "\n" + log.read_text(errors="replace")[-2000:] if log is not None and log.exists() else ""


@contextmanager
def running(
    command: Sequence[str],
    *,
    ready: Callable[[], bool],
    log: Path,
    user: str | None = None,
    stop: signal.Signals = signal.SIGTERM,
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in the foreground, as `user` where given, until the block ends.

    Raises ServerError where it ends early, never gets `ready`, or does not stop within 30 s.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=log.parent,
            user=user,
            extra_groups=[] if user else None,
            start_new_session=True,
        )
    try:
        wait_until(lambda: process.poll() is not None or ready(), what=command[0], log=log)
        if process.poll() is not None:
            raise ServerError(f"{command[0]} ended with {process.returncode}.{tail(log)}")
        yield process
    finally:
        end(process, stop)


def end(process: subprocess.Popen[bytes], stop: signal.Signals) -> None:
    """Ask one process to stop and wait for it; kill it after 30 s, so that nothing outlives its test."""
    if process.poll() is None:
        process.send_signal(stop)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise ServerError(f"{process.args!r} did not stop within 30 s.") from None
