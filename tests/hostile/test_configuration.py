"""Wrong configuration: every command says in one sentence what is wrong and what it should be. No tracebacks."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nahbar.cli import COMMANDS
from nahbar.settings.environment import SETTINGS
from servers.loopback import HOST, free_port
from servers.nahbar import environment_of

Done = subprocess.CompletedProcess[str]
Call = Callable[..., Done]
# Every setting, one wrong value, and what the sentence has to name. Free texts have no wrong values of their own.
WRONG = {
    "HOME": ("{tmp}/a-file", "it should be a folder, and this is a file"),
    "DATABASE_URL": ("mysql://nahbar:geheim@localhost/x", "it should be postgresql://user:password@host/database"),
    "URL": ("desk.firma.example", "it should be the address of the desk, such as https://desk.firma.example"),
    "PORT": ("achttausend", "it should be a whole number from 0 to 65535, such as 8000"),
    "WEB_PROCESSES": ("0", "it should be a whole number from 1 to 256, such as 1"),
    "SMTP_PORT": ("70000", "it should be a whole number from 0 to 65535, such as 2525"),
    "LMTP_PORT": ("-1", "it should be a whole number from 0 to 65535, such as 0"),
    "MAX_MAIL_MIB": ("64 MiB", "it should be a whole number from 1 to 65535, such as 64"),
    "CERTIFICATES": ("{tmp}/a-file", "it should be a folder, and this is a file"),
    "LANGUAGE": ("kölsch", "it should be one of de, en"),
    "TIME_ZONE": ("Europa/Köln", "it should be the name of a time zone, such as Europe/Berlin"),
    "LOG_LEVEL": ("laut", "it should be one of DEBUG, INFO, WARNING, ERROR"),
    "PRIVATE_WEBHOOKS": ("vielleicht", "it should be yes or no"),
    "PUSH": ("manchmal", "it should be yes or no"),
    "RSPAMD_URL": ("http://rspamd:11334/checkv2", "it should be scheme, host and port"),
    "LEASE_SECONDS": ("1", "it should be a whole number from 3 to 3600, such as 60"),
    "DEMO": ("mal sehen", "it should be yes or no"),
}
FREE_TEXT = {"HOST", "SMTP_HOST", "ALLOWED_HOSTS", "SECRET_KEY", "RSPAMD_PASSWORD"}
# How each command is called; those that are missing need no configuration.
CALLS = {
    "serve": [],
    "web": [],
    "work": [],
    "intake": [],
    "admin": ["--email", "anna@radhof.example", "--name", "Anna"],
    "migrate": [],
    "backup": ["{tmp}/sicherung"],
    "restore": ["{tmp}/sicherung"],
    "check": [],
    "import": ["mbox", "{tmp}/a-file", "--inbox", "info@radhof.example"],
    "bench": ["seed"],
}
WITHOUT_CONFIGURATION = {"mail", "read", "coach", "demo"}


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Run a command in a home of its own; {tmp} in arguments and settings is that folder."""
    (tmp_path / "a-file").write_text("From nobody\n\n")

    def run(*arguments: str, **settings: str) -> Done:
        filled = {name: value.replace("{tmp}", str(tmp_path)) for name, value in settings.items()}
        return subprocess.run(
            [sys.executable, "-m", "nahbar", *(word.replace("{tmp}", str(tmp_path)) for word in arguments)],
            env=environment_of(tmp_path / "home", **filled),
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )

    return run


def said(done: Done) -> str:
    """What an administrator reads, in one line; a refusal is exit code 1 and words."""
    text = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 1, text
    assert "Traceback" not in text
    return text


def test_every_setting_is_tried() -> None:
    assert {*WRONG, *FREE_TEXT} == {setting.name.removeprefix("NAHBAR_") for setting in SETTINGS}
    assert {*CALLS, *WITHOUT_CONFIGURATION} == set(COMMANDS)


@pytest.mark.parametrize("name", WRONG)
def test_check_names_setting_value_and_remedy(call: Call, name: str) -> None:
    value, wanted = WRONG[name]
    told = said(call("check", **{name: value}))
    assert f"NAHBAR_{name} is " in told
    assert wanted in told
    assert "docs/running/configuration.md" in told
    assert "geheim" not in told, "a password in an address is nobody's to read"


@pytest.mark.parametrize("command", CALLS)
def test_every_command_says_it(call: Call, command: str) -> None:
    done = call(command, *CALLS[command], TIME_ZONE="Europa/Köln")
    told = said(done)
    assert told.count("NAHBAR_TIME_ZONE is 'Europa/Köln'; it should be the name of a time zone") == 1
    assert len(told) < 300


@pytest.mark.parametrize("command", ["serve", "web", "work", "intake", "admin", "import"])
def test_database_without_tables_is_explained(call: Call, command: str) -> None:
    told = said(call(command, *CALLS[command]))
    assert "nahbar migrate" in told


@pytest.mark.parametrize("command", ["serve", "web", "work", "intake", "admin", "migrate", "backup", "check"])
def test_database_that_is_away_is_explained(call: Call, command: str) -> None:
    address = f"postgresql://nahbar:geheim@{HOST}:{free_port()}/nahbar"
    told = said(call(command, *CALLS[command], DATABASE_URL=address))
    assert "The database cannot be reached: PostgreSQL database nahbar on 127.0.0.1." in told
    assert "geheim" not in told


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server((HOST, 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize(("command", "name"), [("web", "PORT"), ("intake", "SMTP_PORT"), ("intake", "LMTP_PORT")])
def test_port_that_is_taken_is_named(call: Call, taken: int, command: str, name: str) -> None:
    call("migrate")
    told = said(call(command, **{name: str(taken)}))
    assert f"Port {taken} is taken by another program" in told
    assert f"NAHBAR_{name}" in told


@pytest.mark.parametrize("command", ["web", "intake"])
def test_network_address_that_is_not_ours_is_named(call: Call, command: str) -> None:
    call("migrate")
    setting = {"web": "HOST", "intake": "SMTP_HOST"}[command]
    told = said(call(command, **{setting: "192.0.2.7"}))  # RFC 5737: nobody has it
    assert f"NAHBAR_{setting} is '192.0.2.7'; it should be a network address of this machine" in told


def test_secret_that_is_a_folder_is_named(call: Call, tmp_path: Path) -> None:
    (tmp_path / "home" / "secret.key").mkdir(parents=True)
    told = said(call("check"))
    assert "its secret.key cannot be read or made there" in told
    assert re.search(r"It should be a folder that belongs to the user who runs Nahbar\.", told)


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe\x00\x81"])
def test_secret_that_is_empty_or_garbage_is_named(call: Call, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "secret.key").write_bytes(content)
    for command in ("check", "migrate"):
        assert "its secret.key is empty or damaged. Put the file back from a backup." in said(call(command))
