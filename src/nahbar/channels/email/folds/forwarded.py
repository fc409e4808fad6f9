"""A mail that somebody passed on: who wrote it first, when, and what, from its head in the text or from the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nahbar.channels.contract import Attachment, Fold, FoldKind, Forwarded, Party
from nahbar.channels.email.folds import head_dates, heads, markers
from nahbar.channels.email.header import addresses, dates
from nahbar.channels.email.parts import body, mime

MAX_HEAD_LINES = 20
MAX_SUBJECT = 1000


def find(text: str, subject: str, folds: Iterable[Fold], attachments: Sequence[Attachment] = ()) -> Forwarded | None:
    """What was forwarded in a mail with this text and subject, or None.

    A head in the text counts where `folding.fold` took it for a forwarded one; else an attached message counts if
    the subject says "WG:", "Fwd:" or the like. The author's address is "" where the head names none.
    """
    for fold in folds:
        if fold.kind is FoldKind.FORWARDED:
            found = _in_text(text, fold)
            if found is not None:
                return found
    if markers.FORWARD_SUBJECT.match(subject):
        for attachment in attachments:
            if attachment.media_type == "message/rfc822":
                return _in_file(attachment.content)
    return None


def _in_text(text: str, fold: Fold) -> Forwarded | None:
    """The head at the beginning of the fold; its words go on below the fold where only the head is folded."""
    lines = [_unquoted(line) for line in text[fold.start :].split("\n")]
    inside = text.count("\n", fold.start, fold.end) + 1
    start = next((number for number, line in enumerate(lines[:MAX_HEAD_LINES]) if heads.role_of(line)), None)
    if start is None:
        return None
    values, end = _values(lines, start)
    author = _party(values.get("from", ""))
    if author is None:
        return None
    below = lines[end:inside] if any(line.strip() for line in lines[end:inside]) else lines[end:]
    return Forwarded(
        author=author,
        subject=values.get("subject", "")[:MAX_SUBJECT],
        sent_at=head_dates.read(values.get("date", "")),
        text="\n".join(below).strip(),
    )


def _unquoted(line: str) -> str:
    """Without one level of quoting: Apple Mail marks what it forwards."""
    bare = line.lstrip()
    return bare[1:].removeprefix(" ") if bare.startswith(">") else line


def _values(lines: list[str], start: int) -> tuple[dict[str, str], int]:
    """The values of a block of labels by role, wrapped ones joined, and the line after it."""
    values: dict[str, str] = {}
    role = ""
    number = start
    while number < len(lines) and number < start + MAX_HEAD_LINES:
        line = lines[number]
        found = heads.role_of(line)
        if found is not None and found in values and found in ("from", "subject", "date"):
            break
        if found is not None:
            role = found
            values.setdefault(role, heads.value_of(line))
        elif not line.strip():
            if number + 1 >= len(lines) or heads.role_of(lines[number + 1]) is None:
                break
        elif role and (line[:1] in " \t<" or not values[role] or _wrapped(lines, number)):
            values[role] = f"{values[role]} {line.strip()}".strip()
        else:
            break
        number += 1
    return values, number


def _wrapped(lines: list[str], number: int) -> bool:
    """The rest of a long value: another label follows."""
    return number + 1 < len(lines) and heads.role_of(lines[number + 1]) is not None


def _party(value: str) -> Party | None:
    """The author as the head writes it: with address, or a name alone; "[mailto:...]" as Outlook has it."""
    value = value.replace("[mailto:", "<").replace("]", ">").replace("<mailto:", "<").strip(" *_")
    if "@" in value:
        return addresses.parse_one(value)
    return Party(name=value[:200], address="") if value else None


def _in_file(content: bytes) -> Forwarded | None:
    root = mime.split(content)
    author = addresses.parse_one(root.headers.first("from"))
    if author is None:
        return None
    return Forwarded(
        author=author,
        subject=root.headers.text("subject")[:MAX_SUBJECT],
        sent_at=dates.sent_at(root.headers),
        text=body.read(root).text.strip(),
    )
