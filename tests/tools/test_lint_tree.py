"""Each house rule finds its bad lines and leaves the good ones alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import lint_tree

PLACE = "src/nahbar/desk/inbox.py"
LONG_FUNCTION = "def wait():\n" + "    x = 1\n" * 60

BAD: list[tuple[Callable[..., object], str, str]] = [
    (lint_tree.short_files, PLACE, "x = 1\n" * 501),
    (lint_tree.short_files, "src/nahbar/desk/templates/desk/inbox.html", "<br>\n" * 501),
    (lint_tree.short_functions, PLACE, LONG_FUNCTION),
    (lint_tree.telling_names, "src/nahbar/desk/utils.py", ""),
    (lint_tree.telling_names, "src/nahbar/helpers/mail.py", ""),
    (lint_tree.no_foreign_addresses, "docs/running.md", "see /home/jo/nahbar"),
    (lint_tree.no_foreign_addresses, "requirements/run.txt", "--index-url https://packages.example/simple"),
    (lint_tree.nothing_unfinished, PLACE, "x = 1  # TODO later"),
    (lint_tree.nothing_unfinished, PLACE, "raise NotImplementedError"),
    (lint_tree.channels_by_capability, PLACE, 'if channel == "email":\n    pass'),
    (lint_tree.channels_by_capability, PLACE, 'if inbox.channel != "letter":\n    pass'),
    (lint_tree.channels_by_capability, PLACE, 'if "email" == message.channel:\n    pass'),
    (lint_tree.channels_by_capability, "src/nahbar/desk/templates/a.html", '{% if inbox.channel == "email" %}'),
    (lint_tree.late_imports_listed, PLACE, "def a():\n    import json"),
    (lint_tree.late_imports_listed, PLACE, "async def a():\n    from json import loads"),
    (lint_tree.one_clock, PLACE, "from datetime import datetime\ndatetime.now()"),
    (lint_tree.one_clock, PLACE, "import datetime as dt\ndt.datetime.now()"),
    (lint_tree.one_clock, PLACE, "import time\ntime.time()"),
    (lint_tree.one_clock, PLACE, "from django.utils import timezone\ntimezone.now()"),
    (lint_tree.one_way_to_the_web, PLACE, "import httpx"),
    (lint_tree.one_way_to_the_web, PLACE, "from urllib.request import urlopen"),
    (lint_tree.one_way_to_the_web, PLACE, "from urllib import request"),
    (lint_tree.one_way_to_the_web, PLACE, "import requests.sessions"),
]

GOOD: list[tuple[Callable[..., object], str, str]] = [
    (lint_tree.short_files, PLACE, "x = 1\n" * 500),
    (lint_tree.short_files, "requirements/run.txt", "django\n" * 2000),
    (lint_tree.short_functions, PLACE, LONG_FUNCTION.removesuffix("    x = 1\n")),
    (lint_tree.telling_names, "src/nahbar/desk/waiting.py", ""),
    (lint_tree.telling_names, "docs/common/words.md", ""),
    (lint_tree.no_foreign_addresses, "docs/running.md", "https://desk.firma.example/home/jo and ~/work/nahbar"),
    (lint_tree.nothing_unfinished, "tests/test_x.py", "# TODO is found in src only"),
    (lint_tree.nothing_unfinished, PLACE, 'TODOS = "a list"'),
    (lint_tree.channels_by_capability, PLACE, "if channel == chosen:\n    pass"),
    (lint_tree.channels_by_capability, "src/nahbar/channels/email/compose.py", 'x = channel == "email"'),
    (lint_tree.late_imports_listed, PLACE, "import json\n\ndef a():\n    return json"),
    (lint_tree.late_imports_listed, "src/nahbar/cli/__init__.py", "def a():\n    import json"),
    (lint_tree.late_imports_listed, "src/nahbar/people/apps.py", "def ready():\n    import json"),
    (lint_tree.one_clock, PLACE, "from nahbar.toolbox import clock\nclock.now()"),
    (lint_tree.one_clock, "src/nahbar/toolbox/clock.py", "datetime.now(UTC)"),
    (lint_tree.one_way_to_the_web, PLACE, "from urllib.parse import urlsplit"),
    (lint_tree.one_way_to_the_web, "src/nahbar/toolbox/http.py", "import httpx"),
    (lint_tree.one_way_to_the_web, "src/nahbar/channels/email/oauth.py", "import httpx"),
]


@pytest.mark.parametrize(("rule", "path", "text"), BAD)
def test_rule_finds(rule: lint_tree.Rule, path: str, text: str) -> None:
    assert len(list(rule(lint_tree.parse(path, text)))) == 1


@pytest.mark.parametrize(("rule", "path", "text"), GOOD)
def test_rule_leaves_alone(rule: lint_tree.Rule, path: str, text: str) -> None:
    assert list(rule(lint_tree.parse(path, text))) == []


def test_every_rule_has_good_and_bad_lines() -> None:
    for lines in (BAD, GOOD):
        assert {rule for rule, _, _ in lines} == set(lint_tree.RULES)


def test_finding_says_where() -> None:
    file = lint_tree.parse(PLACE, "x = 1\nimport httpx\n")
    assert lint_tree.check(file) == [f"{PLACE}:2: httpx goes round the guard; use nahbar.toolbox.http"]


def test_tree_is_ours_without_what_is_made(tmp_path: Path) -> None:
    for name in (
        "src/a.py",
        "src/x.egg-info/PKG-INFO.txt",
        "src/__pycache__/a.py",
        "shots/a.html",
        "Makefile",
        "LICENSE",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [str(name) for name in lint_tree.tree(tmp_path)] == ["Makefile", "src/a.py"]
