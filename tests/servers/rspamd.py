"""A Rspamd of our own: its controller with an empty memory of spam and ham, and no network."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from servers.loopback import HOST, folder, free_port, program, running

# Rejected by every Rspamd, like the test string for virus scanners (https://spamassassin.apache.org/gtube/).
GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"

# Compiling the list of all domains takes minutes; ours end in .example.
_CONFIG = """
options {{
  url_tld = "{base}/tld.dat"; filters = ""; tempdir = "{base}"; hs_cache_dir = "{base}";
  pidfile = "{base}/pid"; control_socket = "{base}/control mode=0600";
  dns {{ nameserver = ["127.0.0.1:9"]; timeout = 0.1s; retransmits = 1; }}
}}
logging {{ type = "console"; level = "warning"; }}
worker "controller" {{
  type = "controller"; bind_socket = "{host}:{port}"; count = 1; password = "{password}";
  static_dir = "{base}"; stats_path = "{base}/stats";
}}
actions {{ reject = 15; add_header = 6; }}
classifier "bayes" {{
  tokenizer {{ name = "osb"; }} backend = "sqlite3"; min_learns = 0;
  cache {{ path = "{base}/learned.sqlite"; }}
  statfile {{ symbol = "BAYES_HAM"; path = "{base}/ham.sqlite"; spam = false; }}
  statfile {{ symbol = "BAYES_SPAM"; path = "{base}/spam.sqlite"; spam = true; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Filter:
    """Where the controller listens, and its password."""

    port: int
    password: str

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    def learned(self) -> dict[str, int]:
        """How many messages it was taught as BAYES_HAM and BAYES_SPAM."""
        said: dict[str, Any] = httpx.get(f"{self.origin}/stat", headers={"Password": self.password}).json()
        return {each["symbol"]: each["revision"] for each in said["statfiles"]}


def missing() -> str:
    """Why it cannot run here, for a skip; empty where it can."""
    return "" if program("rspamd") else "Rspamd is not installed (package rspamd)"


@contextmanager
def rspamd(password: str = "filter-pw") -> Iterator[Filter]:
    """Run a controller that knows nothing yet."""
    with folder("nahbar-rs") as base:
        server = Filter(free_port(), password)
        (base / "tld.dat").write_text("example\n")
        config = base / "rspamd.conf"
        config.write_text(_CONFIG.format(base=base, host=HOST, port=server.port, password=password))
        insecure = ["-i"] if os.geteuid() == 0 else []  # it would not run as root otherwise
        command = [str(program("rspamd")), "-f", *insecure, "-c", str(config)]
        with running(command, ready=lambda: _pings(server), log=base / "log"):
            yield server


def _pings(server: Filter) -> bool:
    try:
        return httpx.get(f"{server.origin}/ping", timeout=5).status_code == 200
    except httpx.TransportError:
        return False
