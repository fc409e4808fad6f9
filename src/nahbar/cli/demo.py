"""`nahbar demo`: an invented company to try everything with; nothing ever leaves the machine."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
from pathlib import Path
from typing import Any

from nahbar.toolbox.faults import Fault, Misconfigured

READY_WITHIN = 60.0
# Stands in the home while the company is loaded; who finds it knows that a load was cut short.
LOADING = "loading"


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "demo",
        help="try Nahbar with an invented company",
        description="Loads Lindenhof Fahrräder GmbH, a bicycle maker that does not exist, and starts everything. "
        "Mail sent to it on the intake port arrives; what leaves becomes a file in the outbox folder.",
    )
    parser.add_argument(
        "--stage",
        choices=("quiet", "busy"),
        default="busy",
        help="quiet: a dozen conversations; busy: more than sixty (the default)",
    )
    parser.add_argument("--load-only", action="store_true", help="load the company and stop")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    os.environ["NAHBAR_DEMO"] = "yes"
    # The company's own home must never get a demo company in it, so the demo has one of its own.
    os.environ.setdefault("NAHBAR_HOME", "~/.local/share/nahbar-demo")
    # What is printed is how to begin, not which process has started.
    os.environ.setdefault("NAHBAR_LOG_LEVEL", "WARNING")
    from nahbar.cli import start_django

    start_django()
    from django.conf import settings

    if not options.load_only:
        _require_free_ports()
    home = Path(settings.NAHBAR.home)
    home.mkdir(parents=True, exist_ok=True)
    (home / "demo.json").unlink(missing_ok=True)
    loading = home / LOADING
    if loading.exists():
        _forget_half_a_company(home)
    (home / "outbox").mkdir(exist_ok=True)
    _migrate()
    _load(options.stage, loading)
    if options.load_only:
        return 0
    from nahbar.cli.serve import House

    house = House()
    house.start()
    try:
        _wait_until_open(settings.NAHBAR.host, settings.NAHBAR.port)
        if settings.NAHBAR.smtp_port:
            _wait_until_open(settings.NAHBAR.smtp_host, settings.NAHBAR.smtp_port)
        sheet = _sheet()
        _write_whole(home / "demo.json", json.dumps(sheet, indent=1, ensure_ascii=False))
        _greet(sheet)
    except BaseException:
        house.stop()
        raise
    house.wait()
    return 0


def _require_free_ports() -> None:
    """Whoever is told that Nahbar is ready must not meet another program there."""
    from django.conf import settings

    from nahbar.cli.listening import require_free

    chosen = settings.NAHBAR
    require_free(host=chosen.host, port=chosen.port, host_setting="NAHBAR_HOST", port_setting="NAHBAR_PORT")
    if chosen.smtp_port:
        require_free(
            host=chosen.smtp_host,
            port=chosen.smtp_port,
            host_setting="NAHBAR_SMTP_HOST",
            port_setting="NAHBAR_SMTP_PORT",
        )


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _forget_half_a_company(home: Path) -> None:
    """Make room for a new load after one that was cut short. Raises Fault where that is not ours to do."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if "sqlite" not in database["ENGINE"]:
        raise Fault(f"The last start was interrupted. Empty the database, delete {home / LOADING}, then start again.")
    for path in (Path(f"{database['NAME']}{end}") for end in ("", "-wal", "-shm")):
        path.unlink(missing_ok=True)
    shutil.rmtree(home / "outbox", ignore_errors=True)


def _load(stage: str, loading: Path) -> None:
    from nahbar.accounts.models import Member
    from nahbar.demo.content import load
    from nahbar.demo.load import Loader

    company = load("quiet" if stage == "quiet" else "busy")
    there = set(Member.objects.values_list("email", flat=True))
    if not there:
        print("Lindenhof Fahrräder opens its doors ...", flush=True)
        loading.touch()
        Loader(company).load()
        loading.unlink()
    elif not {member.email for member in company.members} <= there:
        raise Misconfigured(
            "This home belongs to a real company, and the demo stays out of it. "
            "Choose an empty folder with NAHBAR_HOME."
        )


def _sheet() -> dict[str, Any]:
    """What somebody needs who wants to talk to the demo by program."""
    from django.conf import settings

    from nahbar.accounts.actions import make_api_key, revoke_api_key
    from nahbar.accounts.models import ApiKey, Member
    from nahbar.accounts.words import Scope
    from nahbar.demo.load import PASSWORD

    members = list(Member.objects.order_by("pk"))
    for old in ApiKey.objects.filter(member=members[0], name="demo", revoked_at__isnull=True):
        revoke_api_key(old, actor=members[0].actor)
    _, token = make_api_key(member=members[0], name="demo", scopes=Scope.values)
    chosen = settings.NAHBAR
    return {
        "url": chosen.url,
        "smtp": f"{chosen.smtp_host}:{chosen.smtp_port}",
        "token": token,
        "outbox": str(settings.OUTBOX_ROOT),
        "members": [{"email": member.email, "password": PASSWORD} for member in members],
    }


def _write_whole(path: Path, text: str) -> None:
    partial = path.with_suffix(".part")
    partial.write_text(text, encoding="utf-8")
    partial.rename(path)


def _wait_until_open(host: str, port: int) -> None:
    import time

    from nahbar.toolbox import clock

    until = clock.monotonic() + READY_WITHIN
    while clock.monotonic() < until:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise Fault(f"Nothing answers on port {port}. Perhaps another program has taken it; choose another port.")


def _greet(sheet: dict[str, Any]) -> None:
    first = sheet["members"][0]
    print(
        f"""
Nahbar is ready: {sheet["url"]}

  Sign in as  {first["email"]}
  Password    {first["password"]}

  Mail to info@lindenhof.example on {sheet["smtp"]} arrives in the inbox.
  What you send becomes a file in {sheet["outbox"]}.
  Ctrl+C stops everything; the next start goes on where you left.
""",
        flush=True,
    )
