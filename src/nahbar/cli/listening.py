"""A network address that cannot be listened on, in words."""

from __future__ import annotations

import errno
import socket

from nahbar.toolbox.faults import Misconfigured


def refused(error: OSError, *, host: str, port: int, host_setting: str, port_setting: str) -> Misconfigured:
    """What an administrator has to change, after listening on `host` and `port` failed with `error`."""
    if error.errno == errno.EADDRINUSE:
        return Misconfigured(f"Port {port} is taken by another program. Choose another with {port_setting}.")
    if error.errno == errno.EACCES:
        return Misconfigured(
            f"Port {port} may only be opened by root. Choose one from 1024 up with {port_setting}, "
            "and let a proxy or a redirection lead there."
        )
    return Misconfigured(
        f"{host_setting} is {host!r}; it should be a network address of this machine, such as 127.0.0.1."
    )


def require_free(*, host: str, port: int, host_setting: str, port_setting: str) -> None:
    """Raises Misconfigured where nobody could listen there now."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise refused(error, host=host, port=port, host_setting=host_setting, port_setting=port_setting) from error
