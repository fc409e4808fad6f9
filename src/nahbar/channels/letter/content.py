"""From an `Outbound` to the data that the page template prints: every word final, nothing left to decide."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from nahbar.channels.contract import FirmDetails, Outbound, SettingsFault
from nahbar.channels.letter.address import recipient_lines, tidy_lines
from nahbar.channels.letter.form import Form
from nahbar.channels.letter.rich import Block, Run, from_html, from_text
from nahbar.channels.letter.words import WORDS, known_language, long_date
from nahbar.toolbox.printable import NARROW, breakable, printable

FIRM_MUST = {"name": "name", "street": "street", "postcode": "postcode", "city": "city"}


def letter_data(outbound: Outbound, form: Form) -> dict[str, Any]:
    """Everything that stands on the letter, ready for JSON. Raises SettingsFault naming what is missing."""
    if len(outbound.to) != 1:
        raise SettingsFault(
            "A letter goes to exactly one person; please write one letter for each of them.", field="to"
        )
    if outbound.attachments:
        raise SettingsFault(
            "A letter cannot carry files. Please take them out, or send the message by e-mail.", field="attachments"
        )
    _check_firm(outbound.firm)
    language = known_language(outbound.language)
    firm = outbound.firm
    return {
        "form": asdict(form),
        "language": language,
        "words": WORDS[language],
        "subject": breakable(" ".join(tidy_lines(outbound.subject))),
        "recipient": recipient_lines(outbound.to[0]),
        "return_line": " · ".join(tidy_lines(f"{firm.name}\n{firm.street}\n{firm.postcode} {firm.city}")),
        "firm": " ".join(tidy_lines(firm.name)),
        "head": tidy_lines(f"{firm.street}\n{firm.postcode} {firm.city}\n{firm.website}"),
        "information": _information(outbound, language),
        "blocks": [_printed(block) for block in _body(outbound)],
        "signature": _signature(outbound),
        "footer": [breakable(line) for given in firm.lines for line in tidy_lines(given)],
    }


def _check_firm(firm: FirmDetails) -> None:
    """A letter without a return address cannot come back, and 35a GmbHG wants the firm named."""
    missing = [word for name, word in FIRM_MUST.items() if not getattr(firm, name).strip()]
    if missing:
        raise SettingsFault(
            f"The firm's details are incomplete, so no letter can leave: {', '.join(missing)} missing.",
            field=f"firm.{missing[0]}",
        )


def _body(outbound: Outbound) -> list[Block]:
    """The member's words; a full name typed at the very end is printed once, below the room for the signature."""
    blocks = from_html(outbound.html) if outbound.html.strip() else []
    blocks = blocks or from_text(outbound.text)
    name = " ".join(tidy_lines(outbound.sender.name))
    if name and blocks and blocks[-1].text.rstrip().split("\n")[-1].strip() == name:
        kept = blocks[-1].text.rstrip()[: -len(name)].rstrip()
        blocks = [*blocks[:-1], *([Block([Run(kept)])] if kept else [])]
    return blocks


def _printed(block: Block) -> dict[str, Any]:
    runs = [{**asdict(run), "text": breakable(run.text)} for run in block.runs]
    return {"runs": runs, "mark": block.mark, "depth": block.depth}


def _signature(outbound: Outbound) -> list[str]:
    """The printed lines below the handwritten name: the name first, then what the member's signature adds."""
    name = " ".join(tidy_lines(outbound.sender.name))
    lines = tidy_lines(outbound.signature)
    while lines and re.fullmatch(r"[-–—_=* ]+", lines[0]):
        lines = lines[1:]
    named = lines if not name or name in lines[:1] else [name, *lines]
    return [breakable(line) for line in named]


def _information(outbound: Outbound, language: str) -> list[list[str]]:
    """The rows of the information block, label and value; empty ones are left out."""
    words, firm = WORDS[language], outbound.firm
    rows = [
        (words["writer"], outbound.sender.name),
        (words["phone"], firm.phone),
        (words["email"], firm.email or (outbound.sender.address if "@" in outbound.sender.address else "")),
        (words["reference"], reference(outbound)),
        (words["date"], long_date(outbound.created_at, language)),
    ]
    return [[label, breakable(" ".join(tidy_lines(value)), NARROW)] for label, value in rows if value.strip()]


def reference(outbound: Outbound) -> str:
    """What the person may quote to lead an answer back here: the conversation's token, else the message's key."""
    if outbound.reply_to is not None and (token := re.search(r"\+([^@]+)@", outbound.reply_to.address)):
        return printable(token[1])
    return printable(outbound.key.partition("@")[0])[:32]
