"""A CUPS server of the test's own with one queue that keeps what it printed, as a company's print server would."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from servers.loopback import HOST, answers, folder, free_port, program, running

SERVER = """\
Listen {host}:{port}
Browsing Off
DefaultAuthType None
PreserveJobHistory Yes
PreserveJobFiles Yes
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
FILES = """\
FileDevice Yes
ServerRoot {base}/root
RequestRoot {base}/spool
CacheDir {base}/cache
StateDir {base}/state
TempDir {base}/tmp
Printcap
AccessLog {base}/access
ErrorLog {base}/error
PageLog {base}/page
User nobody
Group nogroup
SystemGroup root
"""
QUEUE = """\
<DefaultPrinter Briefe>
DeviceURI file:///dev/null
State Idle
Accepting Yes
Shared No
JobSheets none none
</DefaultPrinter>
"""


@dataclass(frozen=True, slots=True)
class Queue:
    """One raw queue; the server keeps each document as it came."""

    port: int
    spool: Path

    @property
    def uri(self) -> str:
        return f"ipp://{HOST}:{self.port}/printers/Briefe"

    def documents(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.spool.glob("d*-*"))]


def missing() -> str:
    """Why it cannot run here, for a skip; empty where it can."""
    if not program("cupsd"):
        return "no CUPS to test with (package cups-daemon)"
    return "" if os.geteuid() == 0 else "CUPS starts for root only"


@contextmanager
def queue() -> Iterator[Queue]:
    """Run cupsd on a free port of loopback."""
    with folder("nahbar-cups") as base:
        for name in ("root", "spool", "cache", "state", "tmp"):
            (base / name).mkdir()
        port = free_port()
        (base / "root/cupsd.conf").write_text(SERVER.format(host=HOST, port=port))
        (base / "root/cups-files.conf").write_text(FILES.format(base=base))
        (base / "root/printers.conf").write_text(QUEUE)
        command = [str(program("cupsd")), "-f", "-c", str(base / "root/cupsd.conf")]
        command += ["-s", str(base / "root/cups-files.conf")]
        with running(command, ready=lambda: answers(port), log=base / "log"):
            yield Queue(port, base / "spool")
