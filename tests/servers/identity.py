"""Which system user runs a test server: servers that refuse to be root get an unprivileged one."""

from __future__ import annotations

import os
import pwd
from pathlib import Path


def is_root() -> bool:
    return os.geteuid() == 0


def unprivileged(*preferred: str) -> pwd.struct_passwd:
    """Ourselves, or as root the first of `preferred` that exists, else nobody."""
    if not is_root():
        return pwd.getpwuid(os.geteuid())
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next((known[name] for name in preferred if name in known), known["nobody"])


def give(path: Path, owner: pwd.struct_passwd) -> None:
    """Hand a file or folder to `owner`; does nothing where it is ours anyway."""
    if is_root():
        os.chown(path, owner.pw_uid, owner.pw_gid)
