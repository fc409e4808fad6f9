"""Reports of 60 mail systems: who was not reached, and why. `make eval` prints the table.

Three looks at the same thing. The fields of RFC 3464 are searched for with a pattern of a line each, which knows
nothing of our reader. The reports without such fields were read by eye; what they say is pinned here, recipients as
hashes. Both together are what the share of right answers counts.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from pathlib import Path

import pytest

from nahbar.channels.contract import Inbound, InboundKind
from nahbar.channels.email.parse import parse

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("NAHBAR_REFERENCE_DATA", ROOT.parent / "shared" / "data")) / "mail" / "bounces" / "bounce"
PINNED = Path(__file__).with_name("bounce_reference.txt")
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"reference data not found at {DATA}, skipped")

# Not bounces by the folder's own account: automatic answers, and a notice that a message arrived.
NO_BOUNCE = re.compile(r"rfc3834-|lhost-amazonses-12$")
FIELD = r"(?im)^{name}:[ \t]*(?:[a-z0-9-]+;)?[ \t]*(\S+)"
# Where the pattern and we differ, and why we keep to ours.
DIFFERENT = {
    "lhost-amazonworkmail-05": "the pattern trips over quoted-printable",
    "lhost-sendmail-15": "Final-Recipient has no local part; the original one has",
    "lhost-sendmail-38": "the second report lies inside the returned message",
    "rhost-cox-01": "the same report twice in one file",
}


def said(mail: Inbound) -> str:
    """What we read, as one line without addresses."""
    bounces = (
        f"{'permanent' if one.permanent else 'temporary'} {one.status or '-'} {_hash(one.recipient)} "
        f"{_hash(one.about)}"
        for one in mail.bounces
    )
    return " ".join([mail.kind, *bounces])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8] if text else "-"


def files() -> list[Path]:
    return sorted(DATA.glob("*.eml"))


def agrees_with_fields(file: Path, mail: Inbound) -> bool | None:
    """Whether recipients and statuses are those of the report's own fields; None where it has none."""
    raw = file.read_bytes().decode("latin-1")
    recipients = re.findall(FIELD.format(name="final-recipient"), raw)
    statuses = re.findall(FIELD.format(name="status"), raw)
    if not recipients or len(statuses) != len(recipients):
        return None
    if [one.strip('<>"').replace('"', "").lower() for one in recipients] != [one.recipient for one in mail.bounces]:
        return False
    # A status of 5.0.0 may be made precise by the diagnostic beside it.
    return all(
        one.status == given or (given.endswith(".0.0") and one.status in raw and one.status[0] == given[0])
        for one, given in zip(mail.bounces, statuses, strict=True)
    )


def pinned() -> dict[str, str]:
    lines = PINNED.read_text(encoding="ascii").splitlines()
    return dict(line.split(" ", 1) for line in lines if line and not line.startswith("#"))


def test_the_fields_of_a_report_say_the_same() -> None:
    looks = {file.stem: agrees_with_fields(file, parse(file.read_bytes())) for file in files()}
    assert {name for name, same in looks.items() if same is False} <= DIFFERENT.keys()
    assert sum(same is True for same in looks.values()) > 140


def test_what_was_read_by_eye_stays() -> None:
    found = {file.stem: said(parse(file.read_bytes())) for file in files()}
    assert found == pinned()


def test_nearly_all_have_a_recipient_and_a_status() -> None:
    right = [file for file in files() if _right(file.stem, parse(file.read_bytes()))]
    assert len(right) >= 0.98 * len(files())


def _right(name: str, mail: Inbound) -> bool:
    if NO_BOUNCE.search(name):
        return mail.kind is not InboundKind.BOUNCE
    if mail.kind is InboundKind.COMPLAINT:
        return name.startswith("arf")
    return mail.kind is InboundKind.BOUNCE and all(one.recipient and one.status for one in mail.bounces)


@pytest.mark.eval
def test_table() -> None:
    """How many reports of each system are bounces with recipient and status; printed by `make eval`."""
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for file in files():
        mail = parse(file.read_bytes())
        row = rows[file.stem.rpartition("-")[0]]
        row[0] += 1
        row[1] += _right(file.stem, mail)
        row[2] += agrees_with_fields(file, mail) is True
        row[3] += bool(mail.bounces and mail.bounces[0].about)
    total = [sum(row[place] for row in rows.values()) for place in range(4)]
    print("\nsystem                  files  right  same as its fields  names our message")  # noqa: T201 - the table
    for name, row in [*sorted(rows.items()), ("all", total)]:
        print(f"{name:22} {row[0]:6} {row[1]:6} {row[2]:19} {row[3]:18}")  # noqa: T201 - as above
    assert total[1] >= 0.95 * total[0]
