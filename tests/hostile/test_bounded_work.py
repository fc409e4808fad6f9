"""Reading a mail has no time limit because it needs none: the work grows with the mail and stops at fixed bounds.

Counted are calls, of Python and of C, not seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from hostile.mails import deep_parts, html, mail, many_header_lines, many_parts, many_recipients, words
from nahbar.channels.email.parse import parse

Shape = Callable[[int], bytes]
# Each is made in a size, and in four times that size.
GROWING: dict[str, tuple[Shape, int]] = {
    "recipients": (many_recipients, 1_000),
    "header_lines": (many_header_lines, 200),
    "parts": (many_parts, 200),
    "quoted_lines": (lambda n: mail(b"Danke!\r\n\r\nAnna schrieb:\r\n" + b"> von damals\r\n" * n), 1_000),
    "quote_marks": (lambda n: mail(b">" * n + b" tief\r\n" + words()), 5_000),
    "elements": (lambda n: html("<p>Wort</p>" * n), 1_000),
    "nested_elements": (lambda n: html("<div>" * n + "Wort"), 1_000),
    "encoded_words": (lambda n: mail(words(), subject=b"=?utf-8?q?a?= " * n), 1_000),
    "open_brackets": (lambda n: mail(words(), b"Cc: " + b"<(" * n), 2_000),
    "references": (lambda n: mail(words(), b"References: " + b" <a@b.example>" * n), 1_000),
    "parameters": (lambda n: mail(words(), b"Content-Type: text/plain" + b'; a="b"' * n), 1_000),
}
BOUNDED: dict[str, tuple[Shape, int]] = {
    "header_lines": (many_header_lines, 2_000),
    "parts": (many_parts, 2_000),
    "nested_parts": (deep_parts, 100),
}


def work(raw: bytes) -> int:
    """How many calls reading this mail takes."""
    calls = 0

    def count(_frame: FrameType, event: str, _about: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        parse(raw)
    finally:
        sys.setprofile(before)
    return calls


@pytest.fixture(autouse=True)
def _warm() -> None:
    """What is loaded at the first mail is no work of a later one."""
    parse(html("<p>Wort</p>"))
    parse(many_parts(3))


@pytest.mark.parametrize("name", GROWING)
def test_four_times_the_mail_is_at_most_four_times_the_work(name: str) -> None:
    shape, size = GROWING[name]
    parse(shape(4 * size))  # what is remembered from one mail to the next must not favour the second
    assert work(shape(4 * size)) <= 4.4 * work(shape(size))


@pytest.mark.parametrize("name", BOUNDED)
def test_beyond_the_bound_no_work_is_added(name: str) -> None:
    shape, size = BOUNDED[name]
    assert work(shape(4 * size)) <= 1.1 * work(shape(size))
