"""What the demo says where it cannot begin."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from servers.loopback import HOST, wait_until
from servers.nahbar import environment_of


@pytest.mark.parametrize("setting", ["NAHBAR_PORT", "NAHBAR_SMTP_PORT"])
def test_taken_port_is_said_before_anything_is_loaded(setting: str, tmp_path: Path) -> None:
    environment = environment_of(tmp_path / "home")
    with socket.create_server((HOST, int(environment[setting]))):
        done = subprocess.run(
            [sys.executable, "-m", "nahbar", "demo"], env=environment, capture_output=True, text=True, check=False
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Port {environment[setting]} is taken by another program. Choose another with {setting}.\n"
    )
    assert not (tmp_path / "home/nahbar.sqlite3").exists()


def test_interrupted_load_begins_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-m", "nahbar", "demo", "--stage", "quiet", "--load-only"]
    with subprocess.Popen(command, env=environment_of(home), stdout=subprocess.DEVNULL) as process:
        wait_until((home / "loading").exists, what="the load", seconds=60)
        process.kill()
    assert (home / "loading").exists()
    subprocess.run(command, env=environment_of(home), stdout=subprocess.DEVNULL, check=True)
    assert not (home / "loading").exists()
    with closing(sqlite3.connect(home / "nahbar.sqlite3")) as connection:
        ((conversations,),) = connection.execute("select count(*) from nahbar_conversations_conversation").fetchall()
    assert conversations >= 10
