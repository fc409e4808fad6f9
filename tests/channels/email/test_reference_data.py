"""Mails from outside the repository: every one is read, bounces are told from answers, replies from quotes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nahbar.channels.contract import InboundKind, ParseFault
from nahbar.channels.email.fingerprint import fingerprint
from nahbar.channels.email.folding import own_words
from nahbar.channels.email.parse import parse

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("NAHBAR_REFERENCE_DATA", ROOT.parent / "shared" / "data")) / "mail"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"reference data not found at {DATA}, skipped")


def test_every_file_is_read() -> None:
    files = [file for file in DATA.rglob("*") if file.is_file()]
    assert files
    for file in files:
        raw = file.read_bytes()
        assert len(fingerprint(raw)) == 64
        try:
            found = parse(raw)
        except ParseFault:
            assert not raw.strip(), file
            continue
        assert "\0" not in found.text
        found.text.encode("utf-8")


def test_bounces_have_recipient_and_status() -> None:
    """Automatic answers (rfc3834-*) and two notices of success stand in the folder too; 95 % leaves room for them."""
    files = sorted((DATA / "bounces" / "bounce").glob("lhost-*")) + sorted(
        (DATA / "bounces" / "bounce").glob("rhost-*")
    )
    found = {file.name: parse(file.read_bytes()) for file in files}
    good = [
        name
        for name, mail in found.items()
        if mail.kind is InboundKind.BOUNCE and mail.bounces and mail.bounces[0].recipient and mail.bounces[0].status
    ]
    assert len(good) >= 0.98 * len(files), sorted(set(found) - set(good))


def test_answers_and_ordinary_mail_are_no_bounces() -> None:
    """`rb-issue-368-bug` stands among the ordinary mails too, but is a rejection by all its words."""
    folder = DATA / "bounces"
    for file in [*folder.glob("bounce/rfc3834-*"), *folder.glob("not-a-bounce/is-not-*")]:
        assert parse(file.read_bytes()).kind is not InboundKind.BOUNCE, file.name


def test_replies_of_mail_programs() -> None:
    folder = DATA / "talon" / "fixtures" / "standard_replies"
    for file in sorted(folder.glob("*.eml")):
        wanted = file.with_name(f"{file.stem}_reply_text")
        expected = wanted.read_text(encoding="utf-8").strip() if wanted.exists() else "Hello"
        found = parse(file.read_bytes())
        assert " ".join(own_words(found.text, found.folds).split()) in (" ".join(expected.split()), "Hello"), (
            file.name
        )
