"""The demo company read from the TOML files beside this module; nothing in here touches the database."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Final

from nahbar.demo.company import Company, Conversation, Firm, Head, Inbox, Member, Person, Postal, Stage, Team, Turn
from nahbar.demo.order import check_company
from nahbar.demo.rows import as_table, read_row, read_rows
from nahbar.toolbox.faults import Misconfigured

CONTENT: Final = Path(__file__).parent / "content"


def load(stage: Stage, folder: Path = CONTENT) -> Company:
    """The company with the conversations of `stage` ("quiet" a dozen, "busy" all), in the order of their files.

    Raises Misconfigured with a sentence that names file and place where the content is wrong.
    """
    table = _toml(folder / "company.toml")
    company = Company(
        firm=read_row(Firm, as_table(table.get("firm"), "company.toml: firm"), "company.toml: firm"),
        teams=read_rows(Team, table.get("team"), "company.toml: team"),
        members=read_rows(Member, table.get("member"), "company.toml: member"),
        inboxes=read_rows(Inbox, table.get("inbox"), "company.toml: inbox"),
        conversations=tuple(_conversation(path) for path in sorted((folder / "conversations").glob("*.toml"))),
    )
    check_company(company)
    return replace(company, conversations=tuple(c for c in company.conversations if stage in c.head.stages))


def _conversation(path: Path) -> Conversation:
    table = _toml(path)
    person = as_table(table.get("person"), f"{path.name}: person")
    if "postal" in person:
        postal = as_table(person["postal"], f"{path.name}: person.postal")
        person = {**person, "postal": read_row(Postal, postal, f"{path.name}: person.postal")}
    head = read_row(Head, {name: table[name] for name in table if name not in ("person", "turn")}, path.name)
    return Conversation(
        slug=path.stem,
        head=head,
        person=read_row(Person, person, f"{path.name}: person"),
        turns=read_rows(Turn, table.get("turn"), f"{path.name}: turn"),
    )


def _toml(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, ValueError) as error:
        raise Misconfigured(f"{path.name} of the demo company cannot be read: {error}") from error
