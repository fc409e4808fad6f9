"""A text without translation, an old .mo file and a text that no catalogue has are found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import messages

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Inbox"
msgstr "Postfach"
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree with one app whose only text is translated and compiled."""
    source = tmp_path / "src" / "nahbar"
    app = source / "desk"
    (app / messages.CATALOG).parent.mkdir(parents=True)
    (app / "views.py").write_text('from django.utils.translation import gettext as _\n\nTITLE = _("Inbox")\n')
    monkeypatch.setattr(messages, "SOURCE", source)
    translate(app, PO)
    return app


def translate(app: Path, text: str) -> None:
    catalog = app / messages.CATALOG
    catalog.write_text(text)
    catalog.with_suffix(".mo").write_bytes(messages.compiled(messages.read(catalog)))


def test_everything_in_order(app: Path) -> None:
    assert messages.check() == []
    assert app in messages.apps()


@pytest.mark.parametrize(
    "text", [PO.replace('"Postfach"', '""'), PO.replace('msgid "Inbox"', '#, fuzzy\nmsgid "Inbox"')]
)
def test_text_without_translation(app: Path, text: str) -> None:
    translate(app, text)
    (fault,) = messages.untranslated()
    assert "not translated: 'Inbox'" in fault


def test_translation_newer_than_compiled(app: Path) -> None:
    (app / messages.CATALOG).write_text(PO.replace("Postfach", "Eingang"))
    (fault,) = messages.uncompiled()
    assert "make messages" in fault


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed (package gettext)")
def test_new_text_is_found_then_collected(app: Path) -> None:
    (app / "views.py").write_text('from django.utils.translation import gettext as _\n\nTITLE = _("Outbox")\n')
    (fault,) = messages.uncollected()
    assert "lacks 'Outbox'" in fault
    assert not (app / messages.CATALOG).read_text().count("Outbox")
    (left,) = messages.write()
    assert "not translated: 'Outbox'" in left
    assert messages.uncollected() == []
