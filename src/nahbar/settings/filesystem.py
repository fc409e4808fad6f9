"""On what kind of file system a folder lies."""

from __future__ import annotations

from pathlib import Path

# On these, locks and memory maps do not work as SQLite needs them: https://www.sqlite.org/wal.html, section 1.
NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "9p", "davfs"})
NETWORK_FUSE = ("fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.rclone", "fuse.s3fs", "fuse.davfs")


def kind_of(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str:
    """The file system's name ("ext4", "nfs4") under `path`; empty where the system does not say.

    Format of the list: proc(5), /proc/pid/mountinfo; the mount point is field 5, the kind follows the lone hyphen.
    """
    try:
        lines = mounts.read_text().splitlines()
    except OSError:
        return ""
    best, kind = -1, ""
    wanted = path.resolve()
    for line in lines:
        before, _, after = line.partition(" - ")
        point = Path(before.split()[4].encode().decode("unicode_escape"))
        # A later mount on the same point hides the earlier one.
        if wanted.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split()[0]
    return kind


def is_network(kind: str) -> bool:
    return kind in NETWORK or kind.startswith(NETWORK_FUSE)
