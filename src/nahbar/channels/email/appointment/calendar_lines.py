"""Content lines of iCalendar (RFC 5545 section 3.1): unfolded, split into name, parameters and value. Never fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_LINES = 20_000

_FOLD = re.compile(r"\r?\n[ \t]")
_PARAMETER = re.compile(r';([A-Za-z0-9-]{1,60})=("[^"]*"|[^;:"]*)((?:,(?:"[^"]*"|[^;:,"]*))*)')
_NAME = re.compile(r"[A-Za-z0-9-]{1,80}")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """`name` and the names of `parameters` in upper case; the value still escaped."""

    name: str
    value: str
    parameters: dict[str, str]

    @property
    def text(self) -> str:
        """The value of a TEXT property: escapes undone (section 3.3.11)."""
        return _ESCAPED.sub(lambda match: "\n" if match.group(1) in "nN" else match.group(1), self.value).strip()


@dataclass(slots=True)
class Component:
    """A BEGIN...END block; broken nesting loses nothing but the nesting."""

    name: str
    lines: list[Line] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)

    def first(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name), None)

    def walk(self) -> Iterator[Component]:
        stack = [self]
        while stack:
            one = stack.pop()
            yield one
            stack.extend(reversed(one.children))


def read(text: str) -> Component:
    """Everything in the file below one nameless component."""
    root = Component("")
    open_ones = [root]
    for raw in _FOLD.sub("", text).split("\n", MAX_LINES)[:MAX_LINES]:
        line = _line(raw.strip("\r\n \t\ufeff"))
        if line is None:
            continue
        if line.name == "BEGIN":
            component = Component(line.value.strip().upper())
            open_ones[-1].children.append(component)
            open_ones.append(component)
        elif line.name == "END":
            if len(open_ones) > 1:
                open_ones.pop()
        else:
            open_ones[-1].lines.append(line)
    return root


def _line(raw: str) -> Line | None:
    name = _NAME.match(raw)
    if name is None:
        return None
    parameters: dict[str, str] = {}
    position = name.end()
    while match := _PARAMETER.match(raw, position):
        parameters.setdefault(match.group(1).upper(), match.group(2).strip('"'))
        position = match.end()
    if raw[position : position + 1] != ":":
        return None
    return Line(name.group().upper(), raw[position + 1 :], parameters)
