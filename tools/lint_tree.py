"""The house rules that no other linter knows. Prints file:line: rule, and ends with 1 where one is broken.

A rule looks at one file and yields what is wrong with it; each has good and bad lines in tests/tools/.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from late_imports import may_import_late

MAX_FILE, MAX_FUNCTION = 500, 60
JUNK = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "service", "services"}
# Addresses of package mirrors and folders of one machine would break every other one.
FOREIGN = re.compile(
    r"--(?:extra-)?index-url|--find-links|https?://\S+/simple/?(?:\s|$)|(?<![\w.~])/(?:home|Users|work|root)/\w|file:///opt/"
)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b|\bNotImplementedError\b")
CHANNEL_BY_NAME = re.compile(r"""channel(?:\.name|_name)?\s*[!=]=\s*["']|["']\s*[!=]=\s*[\w.]*channel(?:\.name)?\b""")
CLOCK_CALLS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "timezone.now"}
HTTP_MODULES = {"requests", "urllib.request", "urllib3", "httpx", "http.client", "aiohttp"}
SOURCE = PurePosixPath("src/nahbar")


@dataclass(frozen=True, slots=True)
class File:
    """One file of the tree; `tree` is its syntax where it is Python, else an empty module."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    @property
    def is_python(self) -> bool:
        return self.path.suffix == ".py"

    @property
    def in_source(self) -> bool:
        return self.is_python and self.path.is_relative_to(SOURCE) and "migrations" not in self.path.parts

    def in_room(self, *rooms: str) -> bool:
        return any(self.path.is_relative_to(SOURCE / room) for room in rooms)


Finding = tuple[int, str]
Rule = Callable[[File], Iterator[Finding]]


def parse(path: str, text: str) -> File:
    """A file for the rules. Raises SyntaxError for broken Python."""
    place = PurePosixPath(path)
    return File(place, text, ast.parse(text) if place.suffix == ".py" else ast.Module([], []))


def short_files(file: File) -> Iterator[Finding]:
    """Code and templates are read in one go."""
    lines = file.text.count("\n")
    if (
        file.path.suffix in {".py", ".html", ".css", ".js"}
        and "migrations" not in file.path.parts
        and lines > MAX_FILE
    ):
        yield MAX_FILE, f"{lines} lines; a file has {MAX_FILE} at most"


def short_functions(file: File) -> Iterator[Finding]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_FUNCTION:
                yield node.lineno, f"{node.name} has {lines} lines; a function has {MAX_FUNCTION} at most"


def telling_names(file: File) -> Iterator[Finding]:
    """A module is named for what is in it."""
    if file.is_python and (junk := JUNK & {file.path.stem, *file.path.parts}):
        yield 1, f"{junk.pop()!r} says nothing; name the module for what is in it"


def no_foreign_addresses(file: File) -> Iterator[Finding]:
    for number, line in enumerate(file.text.splitlines(), 1):
        if found := FOREIGN.search(line):
            yield number, f"{found.group()!r} exists on one machine only, or is a package index"


def nothing_unfinished(file: File) -> Iterator[Finding]:
    if file.in_source:
        for number, line in enumerate(file.text.splitlines(), 1):
            if found := UNFINISHED.search(line):
                yield number, f"{found.group()!r}: finish it or leave it out"


def channels_by_capability(file: File) -> Iterator[Finding]:
    """What a channel can do is data in its contract; nobody asks for its name."""
    if (file.in_source or file.path.suffix == ".html") and not file.in_room("channels"):
        for number, line in enumerate(file.text.splitlines(), 1):
            if CHANNEL_BY_NAME.search(line):
                yield number, "asks for a channel by name; ask its capabilities"


def late_imports_listed(file: File) -> Iterator[Finding]:
    """Imports inside functions hide what rests on what, so each has its reason in late_imports.py."""
    if not file.in_source or may_import_late(str(file.path.relative_to(SOURCE))):
        return
    for outer in ast.walk(file.tree):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(outer):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield (
                        node.lineno,
                        "import inside a function; move it up, or list the file in tools/late_imports.py",
                    )


def one_clock(file: File) -> Iterator[Finding]:
    """A test holds time still only where everybody asks the same clock."""
    if not file.in_source or file.path == SOURCE / "toolbox/clock.py":
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call):
            name = ".".join(ast.unparse(node.func).split(".")[-2:])
            if name in CLOCK_CALLS:
                yield node.lineno, f"{name}() goes round the clock; use nahbar.toolbox.clock"


def one_way_to_the_web(file: File) -> Iterator[Finding]:
    """The guard against private addresses stands in one place; a benchmark visits the desk on loopback only."""
    if not file.in_source or file.in_room("channels", "toolbox/http.py", "cli/bench"):
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and (bad := HTTP_MODULES & imported(node)):
            yield node.lineno, f"{bad.pop()} goes round the guard; use nahbar.toolbox.http"


def imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    """The modules that an import may load, with the package that they are in."""
    names = {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        names = {f"{node.module}.{name}" for name in names} | {str(node.module)}
    return names | {name.split(".")[0] for name in names}


RULES: tuple[Rule, ...] = (
    short_files,
    short_functions,
    telling_names,
    no_foreign_addresses,
    nothing_unfinished,
    channels_by_capability,
    late_imports_listed,
    one_clock,
    one_way_to_the_web,
)
# They name what they forbid.
EXEMPT = {"tools/lint_tree.py", "tests/tools/test_lint_tree.py", "LICENSE"}
FOLDERS = ("src", "tests", "tools", "docs", "deploy", "requirements", ".ci")
TEXT = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".po",
    ".sh",
    ".service",
    ".conf",
    ".env",
    ".typ",
    "",
}


def check(file: File) -> list[str]:
    """All findings in one file, as "path:line: sentence"."""
    findings = {(line, sentence) for rule in RULES for line, sentence in rule(file)}
    return [f"{file.path}:{line}: {sentence}" for line, sentence in sorted(findings)]


def tree(root: Path) -> Iterator[Path]:
    """Every text file of ours below `root`, relative to it (read from the disk, because a release has no git)."""
    places = [path for path in root.iterdir() if path.is_file()]
    places += [path for folder in FOLDERS for path in (root / folder).rglob("*") if path.is_file()]
    for path in sorted(places):
        name = path.relative_to(root)
        made = any(part == "__pycache__" or part.endswith(".egg-info") for part in name.parts)
        if not made and name.suffix in TEXT and str(name) not in EXEMPT and not name.name.startswith(".coverage"):
            yield name


def main() -> int:
    root = Path(__file__).parents[1]
    findings = [
        line for name in tree(root) for line in check(parse(str(name), (root / name).read_text(encoding="utf-8")))
    ]
    print("\n".join(findings) or "The tree keeps the house rules.")
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main())
