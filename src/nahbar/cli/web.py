"""`nahbar web`: the desk and the API on one port."""

from __future__ import annotations

import argparse


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "web",
        help="serve the desk and the API",
        description="Serves the desk and the API on NAHBAR_HOST and NAHBAR_PORT. `nahbar serve` runs it for you.",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    del options
    from nahbar.cli import start_django

    start_django()
    import uvicorn
    from django.conf import settings

    from nahbar.cli import schema
    from nahbar.cli.listening import require_free

    chosen = settings.NAHBAR
    schema.require_current()
    require_free(host=chosen.host, port=chosen.port, host_setting="NAHBAR_HOST", port_setting="NAHBAR_PORT")
    uvicorn.run(
        "nahbar.settings.asgi:application",
        host=chosen.host,
        port=chosen.port,
        workers=chosen.web_processes if chosen.web_processes > 1 else None,
        lifespan="off",
        # Access lines would put people's names and searches into logs.
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=3,
    )
    return 0
