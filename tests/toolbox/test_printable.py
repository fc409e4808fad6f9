from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nahbar.toolbox.printable import BREAK, breakable, printable


@given(st.text(), st.integers(1, 50))
def test_break_places_add_nothing_else(text: str, longest: int) -> None:
    assert breakable(text, longest).replace(BREAK, "") == text.replace(BREAK, "")


def test_words_that_fit_are_left_alone() -> None:
    assert breakable("Donaudampfschifffahrtsgesellschaft siehe www.a.example") == (
        "Donaudampfschifffahrtsgesellschaft siehe www.a.example"
    )
    assert breakable("x" * 41) == "x" * 40 + BREAK + "x"


def test_what_has_no_shape_is_left_out() -> None:
    assert printable("a\u202eb\x00c\r\nd\te") == "abc\nd e"
