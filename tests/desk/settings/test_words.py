"""Everything that channels ask and say on the pages of settings is said in German, too."""

from __future__ import annotations

import pytest
from django.utils import translation

from nahbar.channels.contract import SettingsField
from nahbar.channels.registry import CHANNELS, channel
from nahbar.desk.phrases import translated
from nahbar.desk.settings_phrases import LABELS, PHRASES

# Spelt alike in both languages.
SAME = {"Port"}
FIELDS = [field for name in CHANNELS for field in channel(name).fields]
WRONG: list[tuple[str, dict[str, str]]] = [
    ("email", {}),
    ("email", {"smtp_host": "https://x", "smtp_port": "y", "smtp_user": "u", "imap_auth": "oauth2"}),
    ("email", {"smtp_host": "a.example", "smtp_user": "u", "smtp_security": "none", "imap_host": "b.example"}),
    ("email", {"smtp_host": "a.example", "imap_host": "b.example", "imap_folders": ","}),
    ("email", {"smtp_host": "a.example", "oauth_token_url": "http://c.example", "imap_auth": "oauth2"}),
    ("email", {"smtp_host": "a.example", "dkim_domain": "x"}),
    ("email", {"smtp_host": "a.example", "dkim_domain": "x", "dkim_selector": "!", "dkim_key": "y"}),
    ("letter", {}),
    ("letter", {"way": "folder"}),
    ("letter", {"way": "folder", "folder": "briefe"}),
    ("letter", {"way": "ipp"}),
    ("letter", {"way": "ipp", "printer": "http://x"}),
    ("letter", {"way": "ipp", "printer": "ipp://u:p@x/y"}),
]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_labels_and_help(field: SettingsField) -> None:
    texts = {field.label, field.help, *(words for _, words in field.choices)} - {""}
    if field.kind == "switch":
        texts -= {words for _, words in field.choices}  # a tick says yes
    assert texts <= set(LABELS)


def test_nothing_is_left_in_english() -> None:
    with translation.override("de"):
        left = [text for text in (*LABELS, *PHRASES) if text not in SAME and translated(text) == text]
    assert left == []


@pytest.mark.parametrize(("name", "values"), WRONG)
def test_what_is_wrong_is_said_in_german(name: str, values: dict[str, str]) -> None:
    faults = channel(name).check(values)
    assert faults
    with translation.override("de"):
        for fault in faults:
            assert translated(fault.sentence) != fault.sentence


def test_sentences_with_gaps() -> None:
    said = "Incoming mail: imap.radhof.example lets us in; “INBOX” holds 3 messages, “Formular” holds 4 messages."
    with translation.override("de"):
        assert translated(said) == (
            "Eingehende Post: imap.radhof.example lässt uns hinein; "
            "„INBOX“ enthält 3 Nachrichten, „Formular“ enthält 4 Nachrichten."
        )
