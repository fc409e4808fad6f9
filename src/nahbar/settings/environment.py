"""The one list of what can be set from outside, and the reading of it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nahbar.toolbox.faults import Misconfigured


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, the value where it is not set, and what it does."""

    name: str
    default: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting("NAHBAR_HOME", "~/.local/share/nahbar", "Folder for database, files, keys and the outbox."),
    Setting("NAHBAR_DATABASE_URL", "sqlite in NAHBAR_HOME", "Database, e.g. postgresql://user:secret@host/nahbar."),
    Setting("NAHBAR_URL", "http://127.0.0.1:8000", "Address under which members open the desk."),
    Setting("NAHBAR_HOST", "127.0.0.1", "Network address on which the desk listens."),
    Setting("NAHBAR_PORT", "8000", "Port on which the desk listens."),
    Setting("NAHBAR_WEB_PROCESSES", "1", "How many processes serve the desk."),
    Setting("NAHBAR_SMTP_HOST", "127.0.0.1", "Network address on which mail is taken in."),
    Setting("NAHBAR_SMTP_PORT", "2525", "Port on which mail is taken in by SMTP; 0 turns it off."),
    Setting("NAHBAR_LMTP_PORT", "0", "Port on which mail is taken in by LMTP; 0 turns it off."),
    Setting("NAHBAR_MAX_MAIL_MIB", "64", "Largest mail taken in by SMTP, in MiB; larger ones get 552."),
    Setting("NAHBAR_ALLOWED_HOSTS", "host of NAHBAR_URL", "Host names that the desk answers to, with commas."),
    Setting("NAHBAR_CERTIFICATES", "certificates in NAHBAR_HOME", "Folder of S/MIME and PGP keys to check by."),
    Setting("NAHBAR_SECRET_KEY", "made once in NAHBAR_HOME", "Key for sessions, tokens and stored passwords."),
    Setting("NAHBAR_LANGUAGE", "de", "Language for members who chose none: de or en."),
    Setting("NAHBAR_TIME_ZONE", "Europe/Berlin", "Time zone of the company."),
    Setting("NAHBAR_LOG_LEVEL", "INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR."),
    Setting("NAHBAR_PRIVATE_WEBHOOKS", "no", "yes lets webhooks call addresses inside your own network."),
    Setting("NAHBAR_PUSH", "yes", "no: members cannot be told by push through the services of browser makers."),
    Setting(
        "NAHBAR_RSPAMD_URL", "none", "Controller of Rspamd, e.g. http://127.0.0.1:11334: it is asked and taught."
    ),
    Setting("NAHBAR_RSPAMD_PASSWORD", "none", "Password of that controller."),
    Setting("NAHBAR_LEASE_SECONDS", "60", "After so many silent seconds the work of a worker counts as abandoned."),
    Setting("NAHBAR_DEMO", "no", "yes: nothing ever leaves this machine, messages go to the outbox folder."),
)

_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}
_YES = {"1", "yes", "true", "on"}
_NO = {"", "0", "no", "false", "off"}


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings, read and checked."""

    home: Path
    database_url: str
    url: str
    host: str
    port: int
    web_processes: int
    smtp_host: str
    smtp_port: int
    lmtp_port: int
    max_mail_bytes: int
    allowed_hosts: tuple[str, ...]
    certificates: Path
    secret_key: str
    language: str
    time_zone: str
    log_level: str
    private_webhooks: bool
    push: bool
    lease_seconds: int
    demo: bool
    rspamd_url: str
    rspamd_password: str


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """The settings from `environ`. Raises Misconfigured with one line for each variable that is wrong."""
    given = _Reading(environ)
    home = given.home("NAHBAR_HOME")
    port = given.number("NAHBAR_PORT")
    url = given.url("NAHBAR_URL", f"http://127.0.0.1:{port}")
    found = Environment(
        home=home,
        database_url=given.database("NAHBAR_DATABASE_URL", f"sqlite:///{home}/nahbar.sqlite3"),
        url=url,
        host=given.text("NAHBAR_HOST"),
        port=port,
        web_processes=given.number("NAHBAR_WEB_PROCESSES", least=1, most=256),
        smtp_host=given.text("NAHBAR_SMTP_HOST"),
        smtp_port=given.number("NAHBAR_SMTP_PORT"),
        lmtp_port=given.number("NAHBAR_LMTP_PORT"),
        max_mail_bytes=given.number("NAHBAR_MAX_MAIL_MIB", least=1) * 1024 * 1024,
        allowed_hosts=_hosts(environ.get("NAHBAR_ALLOWED_HOSTS", ""), url),
        certificates=given.folder("NAHBAR_CERTIFICATES", home / "certificates"),
        secret_key=environ.get("NAHBAR_SECRET_KEY", ""),
        language=given.choice("NAHBAR_LANGUAGE", ("de", "en")),
        time_zone=given.time_zone("NAHBAR_TIME_ZONE"),
        log_level=given.choice("NAHBAR_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR")),
        demo=given.switch("NAHBAR_DEMO"),
        private_webhooks=given.switch("NAHBAR_PRIVATE_WEBHOOKS"),
        push=given.switch("NAHBAR_PUSH"),
        rspamd_url=given.origin("NAHBAR_RSPAMD_URL"),
        rspamd_password=environ.get("NAHBAR_RSPAMD_PASSWORD", "").strip(),
        # Below 3 s a busy machine would look dead to the others.
        lease_seconds=given.number("NAHBAR_LEASE_SECONDS", least=3, most=3600),
    )
    if given.problems:
        raise Misconfigured("\n".join(given.problems))
    return found if found.secret_key else replace(found, secret_key=_kept_secret(home))


class _Reading:
    """Reads variables of `environ` and gathers what is wrong with them, so that all of it is said at once."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def text(self, name: str) -> str:
        return self.environ.get(name, "").strip() or _DEFAULTS[name]

    def _refuse(self, name: str, given: str, wanted: str) -> None:
        self.problems.append(f"{name} is {given!r}; it should be {wanted}.")

    def home(self, name: str) -> Path:
        try:
            home = Path(self.text(name)).expanduser().absolute()
        except RuntimeError:  # ~ for a user without a home folder, as system users are
            self._refuse(name, self.text(name), "a folder written out, such as /var/lib/nahbar")
            return Path("/")
        try:
            if home.exists() and not home.is_dir():
                self._refuse(name, str(home), "a folder, and this is a file")
        except PermissionError:
            self._refuse(name, str(home), "a folder that the user who runs Nahbar may enter")
        return home

    def folder(self, name: str, default: Path) -> Path:
        """A folder that may be missing; what stands there must be one."""
        written = self.environ.get(name, "").strip()
        folder = Path(written).absolute() if written else default
        if folder.exists() and not folder.is_dir():
            self._refuse(name, str(folder), "a folder, and this is a file")
        return folder

    def number(self, name: str, *, least: int = 0, most: int = 65535) -> int:
        text = self.text(name)
        if not (text.isascii() and text.isdecimal()) or not least <= int(text[:9]) <= most:
            self._refuse(name, text, f"a whole number from {least} to {most}, such as {_DEFAULTS[name]}")
            return int(_DEFAULTS[name])
        return int(text)

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        text = self.text(name)
        if text not in choices:
            self._refuse(name, text, f"one of {', '.join(choices)}")
        return text

    def switch(self, name: str) -> bool:
        text = self.text(name).lower()
        if text not in _YES | _NO:
            self._refuse(name, text, "yes or no")
        return text in _YES

    def time_zone(self, name: str) -> str:
        text = self.text(name)
        try:
            ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._refuse(name, text, f"the name of a time zone, such as {_DEFAULTS[name]}")
        return text

    def url(self, name: str, default: str) -> str:
        text = self.environ.get(name, "").strip() or default
        if not _is_url(text, ("http", "https")) or not urlsplit(text).hostname:
            self._refuse(name, text, "the address of the desk, such as https://desk.firma.example")
        return text.rstrip("/")

    def origin(self, name: str) -> str:
        """Scheme, host and port of a server of ours, "" where none is named."""
        text = self.environ.get(name, "").strip().rstrip("/")
        if not text:
            return ""
        good = _is_url(text, ("http", "https")) and urlsplit(text).hostname
        if not good or any((urlsplit(text).path, urlsplit(text).query, urlsplit(text).username)):
            # It may hold a password, so it is not repeated.
            self._refuse(name, text.partition(":")[0][:20], "scheme, host and port, such as http://127.0.0.1:11334")
            return ""
        return text

    def database(self, name: str, default: str) -> str:
        text = self.environ.get(name, "").strip() or default
        if not _is_url(text, ("sqlite", "postgres", "postgresql")):
            # The rest of it may hold a password, so only its first word is repeated.
            wanted = "postgresql://user:password@host/database or sqlite:////folder/file"
            self._refuse(name, text.partition(":")[0][:20], wanted)
            return default
        return text


def _is_url(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises for what is no port
    except ValueError:
        return False
    return parts.scheme in schemes


def _hosts(text: str, url: str) -> tuple[str, ...]:
    named = tuple(host.strip() for host in text.split(",") if host.strip())
    host = url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    bare = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return named or tuple(dict.fromkeys((bare, "localhost", "127.0.0.1", "[::1]")))


def _kept_secret(home: Path) -> str:
    """The secret of this home, made on first use and readable by its owner only. Raises Misconfigured."""
    path = home / "secret.key"
    try:
        if not path.exists():
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            _make_secret(path)
        secret = path.read_text("ascii").strip()
    except UnicodeError:
        secret = ""
    except OSError as error:
        raise Misconfigured(
            f"NAHBAR_HOME is {str(home)!r}, and its secret.key cannot be read or made there: {error.strerror}. "
            "It should be a folder that belongs to the user who runs Nahbar."
        ) from error
    if not secret:
        raise Misconfigured(
            f"NAHBAR_HOME is {str(home)!r}, and its secret.key is empty or damaged. Put the file back from a backup. "
            "Without one, delete it: Nahbar makes a new key, and the passwords of the inboxes are entered again."
        )
    return secret


def _make_secret(path: Path) -> None:
    fresh = path.with_name(f"secret.key.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.write(handle, secrets.token_urlsafe(48).encode())
    os.fsync(handle)
    os.close(handle)
    try:
        os.link(fresh, path)  # the first of several starting processes wins; the others read its secret
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
