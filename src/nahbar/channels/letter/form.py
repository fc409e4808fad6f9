"""Where things stand on a business letter (DIN 5008:2020, A4), in millimetres from the top left corner.

A form is data: what differs between A (flat letterhead) and B (tall letterhead) stands in one table each,
and the tests measure the finished PDF against it. KOMA-Script's DIN.lco and DINmtext.lco give the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """The measures of one form of letter.

    `return_line_bottom` keeps the sender line in the upper 17.7 mm of the address field, and above the
    y 60 from which print services want nothing but the recipient in the window. `address_top` begins the address
    zone; five lines of `address_line` end before y 85.5 (form B), the stricter of the services' checks.
    """

    field_top: float
    return_line_bottom: float
    address_top: float
    information_top: float
    subject_top: float
    folds: tuple[float, float]
    field_left: float = 20
    field_width: float = 85
    field_height: float = 45
    text_left: float = 25
    text_right: float = 20
    address_line: float = 4.4
    information_left: float = 125
    information_width: float = 75
    hole: float = 148.5


FORM_A = Form(
    field_top=27,
    return_line_bottom=40.8,
    address_top=44.7,
    information_top=32,
    subject_top=85.5,
    folds=(87, 192),
)
FORM_B = Form(
    field_top=45,
    return_line_bottom=58.8,
    address_top=62.7,
    information_top=50,
    subject_top=103.5,
    folds=(105, 210),
)
FORMS = {"a": FORM_A, "b": FORM_B}
