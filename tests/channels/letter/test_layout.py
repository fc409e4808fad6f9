"""The finished PDF is measured against DIN 5008 and against what print services check."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from channels.letter.letters import LETTER, LONG_TEXT, Word, needs_poppler, picture, words
from nahbar.channels.contract import Party
from nahbar.channels.letter.channel import LetterChannel
from nahbar.channels.letter.form import FORM_A, FORM_B, FORMS, Form

pytestmark = needs_poppler


def first_page(form: Form = FORM_B) -> list[Word]:
    return words(LetterChannel(form).compose(LETTER))[0]


def in_box(page: list[Word], left: float, top: float, right: float, bottom: float) -> list[Word]:
    """The words that touch the box, line by line."""
    touching = [w for w in page if w.right > left and w.left < right and w.bottom > top and w.top < bottom]
    return sorted(touching, key=lambda w: (round((w.top + w.bottom) / 4), w.left))


def only(page: list[Word], text: str) -> Word:
    found = [word for word in page if word.text == text]
    assert len(found) == 1, text
    return found[0]


def dark_rows(image: Image.Image, left: float, right: float) -> list[float]:
    """The heights (mm) of lines that cross the strip between `left` and `right` (mm) for at least 3 mm."""
    strip = image.crop((int(left * 10), 0, int(right * 10), image.height))
    lines: list[list[int]] = []
    for row in range(strip.height):
        shades = strip.crop((0, row, strip.width, row + 1)).tobytes()
        if sum(shade < 230 for shade in shades) >= 30:
            if lines and row - lines[-1][-1] == 1:
                lines[-1].append(row)
            else:
                lines.append([row])
    return [(line[0] + line[-1]) / 20 for line in lines]


def test_window_holds_the_five_lines_of_the_recipient_and_nothing_else() -> None:
    window = in_box(first_page(), 20, 60, 107.5, 90)
    assert " ".join(word.text for word in window) == (
        "Selma Brandt Hinterhaus Ahornweg 12 37073 Göttingen Deutschland"
    )
    assert min(word.left for word in window) == pytest.approx(25, abs=0.5)
    assert min(word.top for word in window) >= 60
    assert max(word.right for word in window) <= 107.5
    assert max(word.bottom for word in window) <= 85.5


def test_widest_recipient_stays_in_the_window() -> None:
    wide = Party("W" * 60, "M" * 60 + "\n" + "Ö" * 60 + "\n37073 " + "W" * 54 + "\n" + "W" * 60)
    page = words(LetterChannel().compose(replace(LETTER, to=(wide,))))[0]
    window = in_box(page, 0, 60, 124, 90)
    recipient = [word for word in window if set(word.text) & {"W", "M", "Ö"}]
    assert len(recipient) == 5
    assert max(word.right for word in recipient) <= 105
    assert max(word.bottom for word in recipient) <= 85.5


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_return_line_stands_above_the_recipient_inside_the_field(form: Form) -> None:
    lines = in_box(first_page(form), 20, form.field_top, 105, form.return_line_bottom)
    assert " ".join(word.text for word in lines) == "Lindenhof Fahrräder GmbH · Am Lindenhof 4 · 37077 Göttingen"
    assert max(word.bottom for word in lines) <= form.return_line_bottom + 0.8
    assert max(word.bottom - word.top for word in lines) < 4


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_fold_marks_and_hole_mark(form: Form) -> None:
    page = picture(LetterChannel(form).compose(LETTER))
    first, second = form.folds
    assert dark_rows(page, 4.5, 11.5) == [pytest.approx(height, abs=0.3) for height in (first, form.hole, second)]


def test_forms_have_the_measures_of_the_standard() -> None:
    assert (FORM_A.field_top, FORM_A.folds) == (27, (87, 192))
    assert (FORM_B.field_top, FORM_B.folds) == (45, (105, 210))
    for form in FORMS.values():
        assert form.address_top - form.field_top == pytest.approx(17.7)
        assert (form.field_left, form.field_width, form.field_height, form.hole) == (20, 85, 45, 148.5)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_information_block_and_subject(form: Form) -> None:
    page = first_page(form)
    writer = only(page, "schreibt")
    assert writer.left >= 125
    assert writer.top == pytest.approx(form.information_top, abs=1)
    block = in_box(page, 125, form.information_top - 1, 200, form.subject_top - 5)
    said = (
        "Es schreibt Anna Lind Telefon 0551 304050 E-Mail hallo@lindenhof.example Zeichen k7h2m9qx Datum 3. Mai 2026"
    )
    assert sorted(word.text for word in block) == sorted(said.split())
    assert only(page, "leise").top == pytest.approx(form.subject_top, abs=1.5)


def test_margins_on_every_page() -> None:
    pages = words(LetterChannel().compose(replace(LETTER, text=LONG_TEXT)))
    assert len(pages) == 3
    for page in pages:
        assert min(word.left for word in page) >= 24.9
        assert max(word.right for word in page) <= 190.1
        assert max(word.bottom for word in page) <= 290


def test_long_words_break_instead_of_leaving_the_page() -> None:
    address = "https://www.lindenhof.example/" + "/".join(f"abschnitt-{number}" for number in range(40))
    text = f"{address}\n\n" + "W" * 400
    pdf = LetterChannel().compose(
        replace(LETTER, text=text, subject="W" * 200, sender=Party("W" * 80, "a@b.example"))
    )
    page = words(pdf)[0]
    assert max(word.right for word in page) <= 200
    assert address in "".join(word.text for word in page)


def test_mandatory_details_stand_on_the_first_page_and_page_numbers_on_all_of_several() -> None:
    pages = words(LetterChannel().compose(replace(LETTER, text=LONG_TEXT)))
    texts = [" ".join(word.text for word in page) for page in pages]
    assert "HRB 204177, Amtsgericht Göttingen" in texts[0]
    assert "HRB" not in texts[1]
    assert only(pages[0], "HRB").top > 265
    assert ["Seite 1 von 3" in texts[0], "Seite 2 von 3" in texts[1], "Seite 3 von 3" in texts[2]] == [True] * 3
    assert "Seite" not in {word.text for word in first_page()}


def test_closing_and_signature_stay_together_with_room_for_a_hand() -> None:
    for paragraphs in range(8, 18):
        text = "\n\n".join(["Wir haben Ihr Rad angesehen. " * 4] * paragraphs) + "\n\nHerzliche Grüße"
        pages = words(LetterChannel().compose(replace(LETTER, text=text)))
        last = pages[-1]
        closing = only(last, "Grüße")
        printed = [word for word in last if word.text == "Lind"][-1]
        assert 15 <= printed.top - closing.bottom <= 25
        assert len([word for word in last if word.top < closing.top]) > 15
