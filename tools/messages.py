"""Translations: `messages.py write` collects and compiles them, `messages.py check` says what is not in order.

Collecting needs GNU gettext; compiling is done by Babel, so that everybody's .mo files are the same.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path("src/nahbar")
CATALOG = Path("locale/de/LC_MESSAGES/django.po")
TRANSLATES = re.compile(r"gettext|{%-?\s*(?:translate|trans|blocktranslate|blocktrans)\b")


def apps() -> list[Path]:
    """The folders whose code or templates have texts to translate."""
    files = [*SOURCE.glob("*/**/*.py"), *SOURCE.glob("*/**/*.html"), *SOURCE.glob("*/**/*.txt")]
    found = {SOURCE / file.relative_to(SOURCE).parts[0] for file in files if TRANSLATES.search(file.read_text())}
    return sorted(found | {path.parents[2] for path in SOURCE.glob(f"*/{CATALOG.parent}")})


def collect(app: Path) -> None:
    """Bring the app's catalogue up to date with its code and templates."""
    (app / "locale").mkdir(exist_ok=True)
    command = [
        sys.executable,
        "-P",  # an app may have a numbers.py; it is not the one of the standard library
        "-m",
        "django",
        "makemessages",
        "--locale",
        "de",
        "--no-obsolete",
        "--add-location=file",
    ]
    # makemessages wants no settings; with ours it would look for the database.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([*command, "--no-wrap", "--verbosity=0"], cwd=app, env=environment, check=True)


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="de", domain="django")


def compiled(catalog: Catalog) -> bytes:
    """The .mo file that belongs to a catalogue."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def keys(catalog: Catalog) -> set[tuple[str | None, str]]:
    """What identifies the texts: context and (singular) source text."""
    return {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for message in catalog
        if message.id
    }


def write() -> list[str]:
    """Collect and compile everything; returns what is left for a person to do."""
    if not shutil.which("xgettext"):
        return ["GNU gettext is missing. One command helps: sudo apt install gettext"]
    for app in apps():
        collect(app)
        catalog = app / CATALOG
        if catalog.exists():
            catalog.with_suffix(".mo").write_bytes(compiled(read(catalog)))
    return untranslated()


def untranslated() -> list[str]:
    faults = []
    for app in apps():
        for message in read(app / CATALOG) if (app / CATALOG).exists() else ():
            texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
            if message.id and (message.fuzzy or not all(texts)):
                faults.append(f"{app / CATALOG}:{message.lineno}: not translated: {message.id!r}")
    return faults


def uncompiled() -> list[str]:
    faults = []
    for catalog in (app / CATALOG for app in apps()):
        binary = catalog.with_suffix(".mo")
        if catalog.exists() and (not binary.exists() or binary.read_bytes() != compiled(read(catalog))):
            faults.append(f"{binary} is not what {catalog.name} says; run: make messages")
    return faults


def uncollected() -> list[str]:
    """Texts in code and templates that no catalogue has; collected in a copy, so that nothing is changed."""
    faults = []
    for app in apps():
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(shutil.copytree(app, Path(scratch) / app.name))
            collect(copy)
            fresh = keys(read(copy / CATALOG)) if (copy / CATALOG).exists() else set()
        known = keys(read(app / CATALOG)) if (app / CATALOG).exists() else set()
        faults += [
            f"{app / CATALOG} lacks {text!r}; run: make messages" for _, text in sorted(fresh - known, key=str)
        ]
    return faults


def check() -> list[str]:
    if not shutil.which("xgettext"):
        print("skipped looking for new texts, because gettext is not installed")
        return untranslated() + uncompiled()
    return uncollected() + untranslated() + uncompiled()


def main(verb: str) -> int:
    faults = {"write": write, "check": check}[verb]()
    print("\n".join(faults) or "All texts are translated and compiled.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
