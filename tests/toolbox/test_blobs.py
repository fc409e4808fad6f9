from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from nahbar.toolbox.blobs import BlobMissing, BlobStore, digest_of
from nahbar.toolbox.faults import Full


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


def test_what_is_put_in_comes_out(store: BlobStore) -> None:
    digest = store.put(b"der Sattel")
    assert digest == digest_of(b"der Sattel")
    assert store.get(digest) == b"der Sattel"
    assert store.exists(digest)


def test_same_content_is_one_file(store: BlobStore) -> None:
    first, second, other = store.put_all([b"a", b"a", b"b"])
    assert first == second != other
    assert len([path for path in store.root.rglob("*") if path.is_file()]) == 2


def test_missing_blob_is_named(store: BlobStore) -> None:
    with pytest.raises(BlobMissing, match="0123456789ab"):
        store.get("0123456789abcdef" * 4)


def test_full_disk_leaves_no_half_file(store: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(handle: int) -> None:
        raise OSError(errno.ENOSPC, f"no room for {handle}")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(Full):
        store.put(b"too much")
    assert not [path for path in store.root.rglob("*") if path.is_file()]


def test_other_errors_are_not_taken_for_a_full_disk(store: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(handle: int) -> None:
        raise OSError(errno.EIO, f"broken disk at {handle}")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="broken disk"):
        store.put(b"anything")


def test_a_disk_that_fails_for_one_of_many_fails_for_all(store: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.fsync, []

    def full_at_last(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 20:
            raise OSError(errno.ENOSPC, "no room")
        real(handle)

    monkeypatch.setattr(os, "fsync", full_at_last)
    with pytest.raises(Full):
        store.put_all(bytes([number]) for number in range(40))
    monkeypatch.setattr(os, "fsync", real)
    digests = store.put_all(bytes([number]) for number in range(40))
    assert [store.get(digest) for digest in digests] == [bytes([number]) for number in range(40)]
