"""The same mail by another way is the same mail; another mail is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.letterbox import mail
from nahbar.channels.email import fingerprint as module
from nahbar.channels.email.fingerprint import fingerprint

MAIL = mail("Guten Tag,\n\nFrom Köln aus gesehen: gut.\n\nAnna\n")


def test_it_is_a_sha256() -> None:
    assert len(fingerprint(MAIL)) == 64
    assert int(fingerprint(MAIL), 16)
    assert len(fingerprint(b"")) == 64


@pytest.mark.parametrize(
    "other",
    [
        MAIL.replace(b"\r\n", b"\n"),
        b"Received: from a by b\r\nDelivered-To: anna@x.example\r\nX-Spam: no\r\n" + MAIL,
        b"From anna@x.example Tue Mar 12 10:00:00 2024\n"
        + MAIL.replace(b"\r\n", b"\n").replace(b"\nFrom K", b"\n>From K"),
        MAIL + b"\r\n\r\n  \r\n",
        MAIL.replace(b"Guten Tag,", b"Guten Tag, \t"),
        MAIL.replace(b"Subject: Mein Rad", b"Subject:   Mein\r\n Rad"),
    ],
    ids=["newlines", "trace fields", "mbox", "blank lines at the end", "space at line ends", "folding"],
)
def test_other_ways_same_mail(other: bytes) -> None:
    assert fingerprint(other) == fingerprint(MAIL)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"rad-1@", b"rad-2@"),
        (b"anna.lind", b"bert.lind"),
        (b"10:00:00", b"10:00:01"),
        (b"Mein Rad", b"Dein Rad"),
        (b": gut", b": schlecht"),
        (b"Guten Tag,\r\n\r\n", b"Guten Tag,\r\n"),
        (b"\r\n\r\nAnna", b"\r\n\r\n\r\nAnna"),
    ],
)
def test_another_mail(old: bytes, new: bytes) -> None:
    assert old in MAIL
    assert fingerprint(MAIL.replace(old, new)) != fingerprint(MAIL)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([b"a", b" ", b"\n", b"\r\n", b">From ", b"From ", b"\n\n\n"]), max_size=60),
    st.integers(1, 9),
)
def test_chunks_change_nothing(pieces: list[bytes], chunk: int) -> None:
    raw = MAIL + b"".join(pieces)
    whole = fingerprint(raw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", chunk)
        assert fingerprint(raw) == whole
