"""Run as a program with NAHBAR_... set: makes the database and the firm, and prints the token of a member's key.

python found.py SINK_PORT
"""

from __future__ import annotations

import json
import sys

from django.core.management import call_command

from nahbar.cli import start_django


def main(sink_port: str) -> None:
    start_django()
    call_command("migrate", verbosity=0, interactive=False)
    from nahbar.accounts.actions import make_api_key
    from nahbar.cli.bench.house import HOST, found_firm
    from nahbar.history.words import SYSTEM
    from nahbar.mailroom.actions import configure_inbox

    member, inbox = found_firm()
    values = {"smtp_host": HOST, "smtp_port": sink_port, "smtp_security": "none"}
    configure_inbox(inbox, actor=SYSTEM, values=values)
    _, token = make_api_key(member=member, name="crash")
    sys.stdout.write(json.dumps({"token": token, "address": inbox.address}))


if __name__ == "__main__":
    main(sys.argv[1])
