"""What the demo says where it cannot begin."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from servers.loopback import HOST
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
