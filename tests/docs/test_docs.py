"""What the documentation says exists: settings, commands, make targets and links; and every setting is in it."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from nahbar.cli import build_parser
from nahbar.settings.environment import SETTINGS

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.*")])
NAMED = [(str(path.relative_to(ROOT)), path.read_text()) for path in DOCUMENTS]
# Settings of the tests stand in docs/developing/testing.md and are no part of the product.
TEST_SETTINGS = {"NAHBAR_TEST_DATABASE", "NAHBAR_TEST_KILLS", "NAHBAR_TEST_SEED"}
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"(?:^|[`\s/])nahbar ([a-z][a-z-]*(?: [a-z][a-z-]*)?)", re.MULTILINE)


def code_of(text: str) -> str:
    """The code in a Markdown text: blocks and spans, which are what a reader types."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


def commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The subcommands of a parser by name."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= action.choices
    return found


def unknown_commands(text: str) -> list[str]:
    """The `nahbar x` and `nahbar x y` of a text that do not exist."""
    known = commands(build_parser())
    unknown = []
    for match in COMMAND.findall(text):
        first, _, second = match.partition(" ")
        below = commands(known[first]) if first in known else {}
        if first not in known or (second and below and second not in below):
            unknown.append(match)
    return unknown


@pytest.mark.parametrize(("name", "text"), NAMED, ids=lambda value: value if len(value) < 60 else "")
def test_settings_named_exist(name: str, text: str) -> None:
    known = {setting.name for setting in SETTINGS} | TEST_SETTINGS
    assert set(re.findall(r"\bNAHBAR_[A-Z_]+[A-Z]\b", text)) <= known, name


def test_settings_are_all_documented() -> None:
    running = "\n".join(text for name, text in NAMED if name.startswith("docs/running"))
    assert [setting.name for setting in SETTINGS if f"`{setting.name}`" not in running] == []


@pytest.mark.parametrize(("name", "text"), NAMED, ids=lambda value: value if len(value) < 60 else "")
def test_commands_named_exist(name: str, text: str) -> None:
    assert unknown_commands(code_of(text) if name.endswith(".md") else text) == [], name


def test_unknown_command_is_noticed() -> None:
    assert unknown_commands("`nahbar fly` and `nahbar web --port 8000`") == ["fly"]


@pytest.mark.parametrize(("name", "text"), NAMED, ids=lambda value: value if len(value) < 60 else "")
def test_make_targets_named_exist(name: str, text: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", code_of(text))) <= targets, name


@pytest.mark.parametrize(("name", "text"), NAMED, ids=lambda value: value if len(value) < 60 else "")
def test_links_lead_somewhere(name: str, text: str) -> None:
    inside = [link for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in inside if not (ROOT / name).parent.joinpath(link).exists()] == []


def test_every_target_of_make_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = {name for line in re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE) for name in line.split()}
    assert targets == set(re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE))
