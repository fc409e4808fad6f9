"""Record today's tables with a few rows, so that a test can show later that they survive an upgrade.

Run it once for every release: `.venv/bin/python tools/record_schema.py`. It writes tests/schemas/VERSION.sql.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]


def record(target: Path) -> None:
    """Migrate a new database, let the cast of the tests write to each other, and dump it as SQL."""
    from nahbar.cli import main

    main(["migrate"])
    sys.path.insert(0, str(ROOT / "tests"))
    from cast import conversation_in, found_house
    from nahbar.conversations.actions import Reply, add_note, send_reply

    house = found_house()
    conversation = conversation_in(house.info)
    add_note(conversation, member=house.murat, text="Ich rufe sie an.")
    send_reply(conversation, Reply("Hallo Petra, komm gern vorbei!"), member=house.anna)
    with closing(sqlite3.connect(Path(os.environ["NAHBAR_HOME"]) / "nahbar.sqlite3")) as connection:
        target.write_text("\n".join(connection.iterdump()) + "\n", encoding="utf-8")
    print(f"Written: {target.relative_to(ROOT)}")


if __name__ == "__main__":
    with TemporaryDirectory() as home:
        for name in [name for name in os.environ if name.startswith("NAHBAR_")]:
            del os.environ[name]
        os.environ["NAHBAR_HOME"] = home
        record(ROOT / "tests/schemas" / f"{version('nahbar')}.sql")
