"""The one list of what can be set from outside, and the reading of it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
    Setting("NAHBAR_SECRET_KEY", "made once in NAHBAR_HOME", "Key for sessions, tokens and stored passwords."),
    Setting("NAHBAR_LANGUAGE", "de", "Language for members who chose none: de or en."),
    Setting("NAHBAR_TIME_ZONE", "Europe/Berlin", "Time zone of the company."),
    Setting("NAHBAR_LOG_LEVEL", "INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR."),
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
    secret_key: str
    language: str
    time_zone: str
    log_level: str
    demo: bool


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """The settings from `environ`. Raises Misconfigured naming the variable that is wrong."""
    home = Path(_text(environ, "NAHBAR_HOME")).expanduser().absolute()
    port = _number(environ, "NAHBAR_PORT")
    host = _text(environ, "NAHBAR_HOST")
    url = environ.get("NAHBAR_URL", "") or f"http://127.0.0.1:{port}"
    return Environment(
        home=home,
        database_url=environ.get("NAHBAR_DATABASE_URL", "") or f"sqlite:///{home}/nahbar.sqlite3",
        url=url.rstrip("/"),
        host=host,
        port=port,
        web_processes=_number(environ, "NAHBAR_WEB_PROCESSES"),
        smtp_host=_text(environ, "NAHBAR_SMTP_HOST"),
        smtp_port=_number(environ, "NAHBAR_SMTP_PORT"),
        lmtp_port=_number(environ, "NAHBAR_LMTP_PORT"),
        max_mail_bytes=_number(environ, "NAHBAR_MAX_MAIL_MIB") * 1024 * 1024,
        allowed_hosts=_hosts(environ.get("NAHBAR_ALLOWED_HOSTS", ""), url),
        secret_key=environ.get("NAHBAR_SECRET_KEY", "") or _kept_secret(home),
        language=_choice(environ, "NAHBAR_LANGUAGE", ("de", "en")),
        time_zone=_text(environ, "NAHBAR_TIME_ZONE"),
        log_level=_choice(environ, "NAHBAR_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR")),
        demo=_switch(environ, "NAHBAR_DEMO"),
    )


def _text(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name, "") or _DEFAULTS[name]


def _number(environ: Mapping[str, str], name: str) -> int:
    text = _text(environ, name)
    if not text.isdecimal() or int(text) > 65535:
        raise Misconfigured(f"{name} is {text!r}; it should be a whole number such as {_DEFAULTS[name]}.")
    return int(text)


def _choice(environ: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    text = _text(environ, name)
    if text not in choices:
        raise Misconfigured(f"{name} is {text!r}; it should be one of {', '.join(choices)}.")
    return text


def _switch(environ: Mapping[str, str], name: str) -> bool:
    text = _text(environ, name).lower()
    if text not in _YES | _NO:
        raise Misconfigured(f"{name} is {text!r}; it should be yes or no.")
    return text in _YES


def _hosts(text: str, url: str) -> tuple[str, ...]:
    named = tuple(host.strip() for host in text.split(",") if host.strip())
    host = url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    bare = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return named or tuple(dict.fromkeys((bare, "localhost", "127.0.0.1", "[::1]")))


def _kept_secret(home: Path) -> str:
    """The secret of this home, made on first use and readable by its owner only."""
    path = home / "secret.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
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
    return path.read_text().strip()
