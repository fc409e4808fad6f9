"""Can this test server run here? can_run.py postgresql|dovecot|postfix|cups: exit 0, or 1 with the reason."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def main(name: str) -> int:
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    reason = import_module(f"servers.{name}").missing()
    if reason:
        print(f"Not tested on {name}: {reason}.")
    return int(bool(reason))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
