# ruff: noqa: T201 - the measurement speaks by printing
"""Mails from outside the repository: every one is read, bounces are told from answers, replies from quotes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from channels.email import reference_lines
from channels.email.marked_mails import as_found
from nahbar.channels.contract import InboundKind, ParseFault
from nahbar.channels.email.fingerprint import fingerprint
from nahbar.channels.email.folds.folding import fold, own_words
from nahbar.channels.email.parse import parse
from nahbar.toolbox.html_text import read

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


def _right(folder: Path, wanted: dict[str, str]) -> list[str]:
    """The fixtures in which exactly the wanted lines are visible."""
    found = []
    for name, ranges in wanted.items():
        text = (folder / f"{name}.txt").read_text(encoding="utf-8")
        numbers = [number for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        kinds = as_found(text, fold(text))
        own = {number for number, (kind, _) in zip(numbers, kinds, strict=True) if not kind}
        if own == reference_lines.lines(ranges):
            found.append(name)
    return found


@pytest.mark.parametrize("source", ["crisp-email-reply-parser", "mail-parser-reply"])
def test_own_words_of_public_fixtures(source: str) -> None:
    """Every fixture but those that are listed with their reason."""
    crisp = source.startswith("crisp")
    folder = DATA / source / ("fixtures" if crisp else "emails")
    wanted = reference_lines.CRISP if crisp else reference_lines.MAIL_PARSER_REPLY
    right = _right(folder, wanted)
    assert set(wanted) - set(right) <= set(reference_lines.OTHERWISE)


def test_replies_in_html_of_mail_programs() -> None:
    files = sorted((DATA / "talon" / "fixtures" / "html_replies").glob("*.html"))
    assert files
    for file in files:
        page = read(file.read_text(encoding="utf-8", errors="replace"))
        own = own_words(page.text, fold(page.text, page=page))
        assert "Hello! How are you" not in own, file.name
        assert "Hi" in own, file.name


@pytest.mark.eval
def test_table_of_scores() -> None:
    """`make eval`: how many mails are taken apart exactly, line by line."""
    sources = {
        "crisp-email-reply-parser": ("fixtures", reference_lines.CRISP),
        "mail-parser-reply": ("emails", reference_lines.MAIL_PARSER_REPLY),
    }
    print("\nown words of mails, exact to the line")
    for source, (folder, wanted) in sources.items():
        right = _right(DATA / source / folder, wanted)
        theirs = [name for name in right if name not in reference_lines.THEIRS]
        print(
            f"  {source:26} {len(right)}/{len(wanted)} as we read them, {len(theirs)} of them as their tests do, too"
        )
        for name in sorted(set(wanted) - set(right)):
            print(f"    not: {name}, {reference_lines.OTHERWISE.get(name, 'no reason known')}")
