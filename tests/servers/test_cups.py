"""A page sent to the printer by IPP lies in its spool, unchanged."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from servers import cups
from servers.loopback import program, wait_until

pytestmark = [pytest.mark.servers, pytest.mark.skipif(bool(cups.missing()), reason=cups.missing())]

PAGE = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_printer_keeps_what_it_prints(tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    page.write_bytes(PAGE)
    with cups.printer() as server:
        command = [str(program("ipptool")), "-tf", str(page), server.uri, "print-job.test"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stdout
        wait_until(lambda: len(server.jobs()) == 1, what="the printed page")
        assert server.jobs()[0].read_bytes() == PAGE
