from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation

from cast import House, receive
from mails import with_html
from nahbar.desk.layout_folds import folded_layout
from nahbar.toolbox.html import clean
from nahbar.toolbox.html_text import to_text

ANSWER = (
    "<p>Danke, das passt mir.</p><div class='gmail_quote'><div class='gmail_attr'>Am Fr., 8. Mai 2026 um 11:53 Uhr "
    "schrieb Anna Lind &lt;anna@radhof.example&gt;:</div><blockquote class='gmail_quote'><div>Passt Ihnen Freitag?"
    "<div>Um neun?</div></div></blockquote></div>"
)


def test_a_quotation_stands_behind_a_line_that_opens_it() -> None:
    with translation.override("de"):
        page = folded_layout(clean(ANSWER), "Termin")
    before, hidden = page.split("<details>", 1)
    assert "Danke, das passt mir." in before
    assert "Passt Ihnen Freitag?" in hidden
    assert "schrieb Anna Lind" in hidden
    assert re.search(r"<summary>[^<]*\d[^<]*Zeilen[^<]*</summary>", page)
    assert page.count("<details>") == page.count("</details>") == 1


def test_nothing_is_left_out() -> None:
    with translation.override("en"):
        page = folded_layout(clean(ANSWER), "")
    shown = re.sub(r"<summary>[^<]*</summary>", "", page)
    assert to_text(shown).split() == to_text(clean(ANSWER)).split()


@pytest.mark.parametrize(
    "html", ["<p>Nur ein Satz.</p>", "", "<blockquote>", "<div data-fold='quote'>Ich tue so</div>"]
)
def test_without_folds_the_layout_stays(html: str) -> None:
    cleaned = clean(html)
    assert folded_layout(cleaned, "") == cleaned


def test_the_frame_of_a_mail_folds(house: House, anna: Client) -> None:
    message = receive(house.info, raw=with_html(ANSWER, text="Danke, das passt mir.\n"))
    page = anna.get(f"/messages/{message.pk}/original/").content.decode()
    assert "<details><summary>" in page
    assert "Um neun?" in page
