"""Folds in the HTML of a mail, as mail programs write it; and the same folds in the text made from it."""

from __future__ import annotations

import re

import pytest

from nahbar.channels.contract import FoldKind
from nahbar.channels.email.folds.folding import fold, folded, own_words
from nahbar.channels.email.folds.pages import folded_page
from nahbar.channels.email.parse import parse
from nahbar.toolbox.html import clean
from nahbar.toolbox.html_text import read, to_text

OWN = "<div>Ja, gern.</div>"
HEAD = (
    "<b>Von:</b> Radhaus &lt;info@radhaus.example&gt;<br><b>Gesendet:</b> Freitag, 8. März 2024 11:00<br>"
    "<b>An:</b> Anna<br><b>Betreff:</b> Rad"
)
FOREIGN = "<b>Feladó:</b> Radhaus<br><b>Mikor:</b> 2024. III. 8.<br>"  # a head in words that we do not know

QUOTES = {
    "Gmail": (
        '<div dir="ltr">Ja, gern.</div><br><div class="gmail_quote gmail_quote_container"><div'
        ' dir="ltr" class="gmail_attr">'
        "Am Fr., 8. März 2024 um 11:00 Uhr schrieb Radhaus &lt;<a"
        " href='mailto:info@radhaus.example'>info@radhaus.example</a>"
        "&gt;:<br></div><blockquote class='gmail_quote' style='margin:0'>Passt es?</blockquote></div>"
    ),
    "Apple Mail": (
        f'{OWN}<div><br><blockquote type="cite"><div>Am 08.03.2024 um 11:00 schrieb Radhaus'
        " &lt;info@radhaus.example&gt;:</div>"
        "<br><div>Passt es?</div></blockquote></div>"
    ),
    "Thunderbird": (
        '<p>Ja, gern.</p><div class="moz-cite-prefix">Am 08.03.24 um 11:00 schrieb Radhaus:<br></div>'
        '<blockquote type="cite" cite="mid:1@x.example"><p>Passt es?</p></blockquote>'
    ),
    "Thunderbird in an unknown language": (
        '<p>Ja, gern.</p><div class="moz-cite-prefix">Radhaus quiztar 8 martolis:<br></div>'
        '<blockquote type="cite" cite="mid:1@x.example"><p>Passt es?</p></blockquote>'
    ),
    "Outlook on the web": (
        f'{OWN}<div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg"'
        f' dir="ltr"><font>{HEAD}</font></div>'
        "<div>Passt es?</div>"
    ),
    "Outlook in an unknown language": (
        f'{OWN}<hr><div id="x_divRplyFwdMsg" dir="ltr"><font>{FOREIGN}</font></div><div>Passt es?</div>'
    ),
    "Outlook for Windows": (
        f'<div class="WordSection1"><p class="MsoNormal">Ja, gern.<o:p></o:p></p><div'
        ' style="border:none;border-top:solid #E1E1E1 1.0pt">'
        f"<p class=MsoNormal>{HEAD}</p></div><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>Passt es?</p></div>"
    ),
    "Yahoo": (
        f'{OWN}<div id="yahoo_quoted_1" class="yahoo_quoted"><div>Am Freitag, 8. März 2024 um'
        " 11:00:00 MEZ hat Radhaus "
        "&lt;info@radhaus.example&gt; Folgendes geschrieben:</div><div>Passt es?</div></div>"
    ),
    "GMX": (
        '<div>Ja, gern.</div><div name="quote" style="margin:10px"><div><b>Gesendet:</b> Freitag,'
        " 8. März 2024 um 11:00 Uhr<br>"
        "<b>Von:</b> Radhaus &lt;info@radhaus.example&gt;<br><b>An:</b> anna@lind.example<br>"
        "<b>Betreff:</b> Rad</div>"
        '<div name="quoted-content">Passt es?</div></div>'
    ),
    "ProtonMail": (
        f'{OWN}<div class="protonmail_quote">Am Freitag, 8. März 2024 um 11:00, Radhaus'
        " &lt;info@radhaus.example&gt; schrieb:<br>"
        '<blockquote class="protonmail_quote" type="cite">Passt es?</blockquote></div>'
    ),
    "Zimbra": f'{OWN}<hr id="zwchr"><div>{HEAD}</div><blockquote style="margin-left:5px">Passt es?</blockquote>',
    "old Outlook": f'{OWN}<span id="OLK_SRC_BODY_SECTION"><div>{FOREIGN}</div><div>Passt es?</div></span>',
}


@pytest.mark.parametrize("html", QUOTES.values(), ids=QUOTES)
def test_text_from_html(html: str) -> None:
    page = read(html)
    folds = fold(page.text, page=page)
    assert own_words(page.text, folds) == "Ja, gern."
    assert "Passt es?" in folded(page.text, folds, FoldKind.QUOTE)


@pytest.mark.parametrize("html", QUOTES.values(), ids=QUOTES)
def test_marks_in_the_page(html: str) -> None:
    cleaned = clean(html)
    marked = folded_page(cleaned)
    assert shown(marked) == "Ja, gern."
    assert (
        re.sub(r"<span data-fold=\"\w+\">([^<]*)</span>", r"\1", marked).replace(' data-fold="quote"', "") == cleaned
    )


@pytest.mark.parametrize("html", QUOTES.values(), ids=QUOTES)
def test_a_whole_mail_of_html_alone(html: str) -> None:
    raw = f"From: a@x.example\r\nSubject: AW: Rad\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}".encode()
    mail = parse(raw)
    assert mail.own_words == "Ja, gern."
    assert shown(folded_page(mail.html, mail.subject)) == "Ja, gern."
    assert shown(folded_page(clean(mail.html), mail.subject)) == "Ja, gern."


def test_both_forms_of_a_mail_fold_alike() -> None:
    head = "Am 08.03.2024 um 11:00 schrieb Radhaus &lt;info@radhaus.example&gt;:"
    raw = (
        'From: a@x.example\r\nSubject: AW: Rad\r\nContent-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/plain; charset=utf-8\r\n\r\nJa, gern.\r\n\r\nAm 08.03.2024 um 11:00 schrieb Radhaus "
        "<info@radhaus.example>:\r\n> Passt es?\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f"<p>Ja, gern.</p><p>{head}</p><blockquote type=cite>Passt es?</blockquote>\r\n--b--\r\n"
    )
    mail = parse(raw.encode())
    assert mail.own_words == "Ja, gern."
    assert shown(folded_page(mail.html)) == "Ja, gern."


@pytest.mark.parametrize(
    "signature",
    [
        '<div class="gmail_signature" data-smartmail="gmail_signature">Anna Lind<br>Waldrand 3</div>',
        '<pre class="moz-signature" cols="72">-- \nAnna Lind\nWaldrand 3</pre>',
        '<div id="ms-outlook-mobile-signature">Anna Lind</div>',
        '<div id="Signature"><p>Anna Lind</p></div>',
        '<div id="x_Signature"><p>Anna Lind</p></div>',
        '<div class="protonmail_signature_block">Anna Lind</div>',
    ],
)
def test_signatures_that_the_program_names(signature: str) -> None:
    html = f"{OWN}{signature}<div>PS: auch am Montag.</div>"
    page = read(html)
    folds = fold(page.text, page=page)
    assert own_words(page.text, folds) == "Ja, gern.\nPS: auch am Montag."
    assert "Anna Lind" in folded(page.text, folds, FoldKind.SIGNATURE)
    assert shown(folded_page(clean(html))) == "Ja, gern. PS: auch am Montag."


def test_what_somebody_wrote_into_the_signature_stays() -> None:
    html = f'{OWN}<div class="gmail_signature">Wann kommt mein Rad?<br>Ich warte.</div>'
    page = read(html)
    assert fold(page.text, page=page) == ()
    assert folded_page(clean(html)) == clean(html)


def test_answers_between_quotes_stay_in_their_place() -> None:
    html = (
        "<p>Am 08.03.2024 um 11:00 schrieb Radhaus &lt;info@radhaus.example&gt;:</p><blockquote"
        " type=cite>Farbe?</blockquote>"
        "<p>Rot.</p><blockquote type=cite>Größe?</blockquote><p>Groß.</p>"
    )
    page = read(html)
    assert own_words(page.text, fold(page.text, page=page)) == "Rot.\nGroß."
    marked = folded_page(clean(html))
    assert shown(marked) == "Rot. Groß."
    assert marked.count("data-fold") == 3


def test_marks_do_not_nest_and_leave_own_pictures() -> None:
    html = '<p>Siehe Bild <img src="cid:a"></p><blockquote type="cite"><div><p>alt</p><p>älter</p></div></blockquote>'
    marked = folded_page(clean(html))
    assert marked.count("data-fold") == 1
    assert '<p>Siehe Bild <img src="cid:a"></p>' in marked


def test_a_sender_cannot_hide_words_with_our_marks() -> None:
    html = clean('<p data-fold="quote">Zahlen Sie sofort.</p><p class="part-signature">Kündigung.</p>')
    assert "data-fold" not in folded_page(html)
    assert "data-part" not in html


def test_page_without_folds_is_returned_as_it_is() -> None:
    html = clean("<p>Guten Tag,</p><p>wann kommt mein Rad?</p>")
    assert folded_page(html) == html


def test_cleaning_keeps_what_programs_tell() -> None:
    once = clean('<div class="x gmail_signature">A</div><div id="divRplyFwdMsg" class="y">B</div>')
    assert once == '<div data-part="signature">A</div><div data-part="earlier">B</div>'
    assert clean(once) == once


def test_places_in_the_text_are_right_between_blank_lines() -> None:
    html = '<br><br><p>Eins</p><br><br><br><div class="gmail_signature">Zwei</div><br><br><div>Drei</div>'
    page = read(html)
    assert [page.text[start:end].strip() for start, end in page.signatures] == ["Zwei"]


def shown(html: str) -> str:
    """The words that a page shows where everything with `data-fold` is hidden."""
    kept: list[str] = []
    hidden = 0
    depth = 0
    for closing, name, attributes, words in re.findall(r"<(/?)(\w+)([^>]*)>|([^<]+)", html):
        if words:
            kept.append("" if hidden else words)
        elif name in ("br", "hr", "img"):
            kept.append(" ")
        elif closing:
            hidden = 0 if hidden == depth else hidden
            depth -= 1
            kept.append(" ")
        else:
            depth += 1
            hidden = depth if "data-fold" in attributes and not hidden else hidden
    return " ".join(to_text("".join(kept)).split())
