"""Marks by which loops are broken: who pressed send, whom nobody may answer, and what passed through us before."""

from __future__ import annotations

import pytest

from channels.email.letterbox import mail
from channels.email.outgoing import reply
from nahbar.channels.email.compose import compose
from nahbar.channels.email.parse import parse


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-generated",
        "Auto-Submitted: auto-replied (vacation)",
        "Auto-Submitted: AUTO-NOTIFIED; owner-email=a@x.example",
        "X-Autoreply: yes",
        "X-Autorespond: on",
        "Precedence: auto_reply",
        "Precedence: junk",
        "X-Auto-Response-Suppress: All",
        "X-Apple-Action: VACATION",
        "Delivered-To: Autoresponder",
    ],
)
def test_nobody_pressed_send(field: str) -> None:
    assert parse(mail("Text", field)).auto_submitted


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: no",
        "Auto-Submitted: No (really)",
        "Auto-Submitted:",
        "X-Autoreply: no",
        "Precedence: list",
        "Precedence: bulk",
        "X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply",
        "X-Other: auto-replied",
    ],
)
def test_a_person_pressed_send(field: str) -> None:
    assert not parse(mail("Text", field)).auto_submitted


@pytest.mark.parametrize(("field", "null"), [("<>", True), ("< >", True), ("", False), ("<a@x.example>", False)])
def test_null_return_path(field: str, null: bool) -> None:
    assert parse(mail("Text", f"Return-Path: {field}")).null_return_path is null


def test_our_own_loop_header_comes_back() -> None:
    assert parse(compose(reply())).loop
    assert parse(mail("Text", "X-Nahbar-Loop: b@x", "X-Nahbar-Loop: a@x", "X-Nahbar-Loop: b@x")).loop == (
        "b@x",
        "a@x",
    )
    assert parse(mail("Text", "X-Nahbar-Loop:  ")).loop == ()
    assert len(parse(mail("Text", *[f"X-Nahbar-Loop: {number}" for number in range(99)])).loop) == 20
