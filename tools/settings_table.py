"""The table of settings in docs/running/configuration.md: `settings_table.py` writes it from the one list."""

from __future__ import annotations

from pathlib import Path

from nahbar.settings.environment import SETTINGS

PAGE = Path(__file__).parents[1] / "docs/running/configuration.md"
BEGIN, END = "<!-- settings: make docs checks this table -->\n", "<!-- end of settings -->\n"


def table() -> str:
    """The settings as a Markdown table."""
    lines = ["| setting | where it is not set | what it does |", "|---|---|---|"]
    lines += [f"| `{setting.name}` | {setting.default} | {setting.help} |" for setting in SETTINGS]
    return "\n".join(lines) + "\n"


def with_table(page: str) -> str:
    """The page with today's table in its place."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}{table()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
