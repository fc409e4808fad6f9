from __future__ import annotations

from settings_table import PAGE, with_table


def test_table_of_settings_is_the_list_in_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_table(page), "run: .venv/bin/python tools/settings_table.py"
