"""format=flowed (RFC 3676): soft line breaks become spaces again, quote depth by quote depth."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool = False) -> str:
    """`text` with the lines of each paragraph joined; `delete_space` is the DelSp=yes of the sender."""
    lines: list[str] = []
    open_depth: int | None = None
    pieces: list[str] = []
    for line in text.split("\n"):
        unquoted = line.lstrip(">")
        depth = len(line) - len(unquoted)
        content = unquoted.removeprefix(" ")  # space-stuffing, section 4.4
        if open_depth is not None and (depth != open_depth or content == "-- "):
            lines.append(_line(open_depth, pieces))
            open_depth, pieces = None, []
        if content.endswith(" ") and content != "-- ":
            pieces.append(content[:-1] if delete_space else content)
            open_depth = depth
            continue
        pieces.append(content)
        lines.append(_line(depth, pieces))
        open_depth, pieces = None, []
    if open_depth is not None:
        lines.append(_line(open_depth, pieces))
    return "\n".join(lines)


def _line(depth: int, pieces: list[str]) -> str:
    content = "".join(pieces)
    return f"{'>' * depth} {content}" if depth else content
