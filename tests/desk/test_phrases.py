"""Whatever the channels say about servers and mails can be said in German, and nothing is listed that nobody says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from nahbar.channels.email.smtp import words as smtp_words
from nahbar.desk.phrases import PHRASES, translated
from nahbar.desk.sentences import FIXED, in_words

SOURCE = Path("src/nahbar")
FAULTS = {"SendFault", "ParseFault", "FolderAbsent"}


def templates(tree: ast.AST) -> Iterator[str]:
    """Every text of a module with {} for what is filled in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield _template(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.sub(r"\{\w+\}", "{}", node.value)


def _template(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_template(value) for value in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else "{}"


def modules(*folders: str) -> Iterator[ast.Module]:
    for folder in folders:
        for path in (SOURCE / folder).rglob("*.py"):
            yield ast.parse(path.read_text())


def test_every_phrase_is_said_somewhere() -> None:
    said = {text.strip() for tree in modules("channels", "mailroom", "toolbox") for text in templates(tree)}
    assert [phrase for phrase in PHRASES if phrase not in said] == []


def test_every_fault_of_mail_is_known() -> None:
    calls = [
        node
        for tree in modules("channels/email")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FAULTS
    ]
    sentences = [_template(call.args[0]) for call in calls if call.args]
    assert len(sentences) > 20
    assert [text for text in sentences if text not in {*PHRASES, *FIXED, "{}"}] == []


def test_every_answer_of_a_mail_server_is_known() -> None:
    words = [getattr(smtp_words, name) for name in dir(smtp_words) if name.isupper()]
    assert [each for each in words if isinstance(each, str) and each not in FIXED] == []


@pytest.mark.parametrize("phrase", PHRASES)
def test_german_fills_the_same_gaps(phrase: str) -> None:
    with translation.override("de"):
        german = in_words(phrase.format(*["Lücke"] * phrase.count("{}")))
    assert german.count("Lücke") == phrase.count("{}")
    assert "{}" not in german
    with translation.override("en"):
        assert in_words(phrase) == phrase


def test_a_sentence_within_a_sentence_is_said_too() -> None:
    with translation.override("de"):
        said = translated("Given up after 5 days. The other side refused the mail.")
    assert said == "Nach 5 Tagen aufgegeben. Die andere Seite hat die Mail abgelehnt."


def test_words_of_others_stay_as_they_are() -> None:
    with translation.override("de"):
        assert translated("") == ""
        assert translated("{} {0} %s %(x)s") == "{} {0} %s %(x)s"
        assert translated("imap.{x}.example broke off the conversation. We try again later.").startswith("imap.{x}.")
