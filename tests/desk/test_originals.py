from __future__ import annotations

from django.test import Client

from cast import House, mail, receive
from desk.reading import page_of, words
from mails import with_html
from nahbar.conversations.actions import Reply, add_note, send_reply
from nahbar.desk.layout import has_remote_pictures
from nahbar.desk.originals import head_lines, raw_of

REMOTE = '<p>Angebot</p><img alt="a > b" src="https://bilder.example/rad.png"><script>x()</script>'


def test_the_original_has_every_head_line_and_the_whole_text(house: House, anna: Client) -> None:
    raw = mail(headers={"X-Weg": "über Umwege", "Received": "from a.example by b.example"}, text="Hallo <b>\n> alt\n")
    shown = words(anna.get(f"/messages/{receive(house.info, raw=raw).pk}/"))
    for expected in (
        "Kopfzeilen",
        "Received: from a.example by b.example",
        "X-Weg:",
        "Hallo <b> > alt",
        "Als .eml speichern",
    ):
        assert expected in shown


def test_pictures_of_the_web_are_let_in_by_a_click_only(house: House, anna: Client) -> None:
    message = receive(house.info, raw=with_html(REMOTE))
    page = page_of(anna, message.conversation).content.decode()
    assert "bilder.example" not in page
    assert f'href="/messages/{message.pk}/original/?pictures" target="layout-{message.pk}"' in page
    kept_out = anna.get(f"/messages/{message.pk}/original/")
    assert ' src="https://bilder.example' not in kept_out.content.decode()
    assert "img-src data:;" in kept_out.headers["Content-Security-Policy"]
    let_in = anna.get(f"/messages/{message.pk}/original/?pictures")
    assert ' src="https://bilder.example/rad.png"' in let_in.content.decode()
    assert "<script" not in let_in.content.decode()
    policy = let_in.headers["Content-Security-Policy"]
    assert "img-src data: https: http:;" in policy
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert let_in.headers["Referrer-Policy"] == "no-referrer"


def test_nobody_is_asked_about_pictures_that_are_not_there(house: House, anna: Client) -> None:
    message = receive(house.info, raw=with_html('<p>Hallo</p><img src="cid:sattel">'))
    assert "Dieses eine Mal laden" not in words(page_of(anna, message.conversation))
    assert has_remote_pictures("<IMG width=1 src = 'HTTP://x.example/y'>")
    assert not has_remote_pictures('<a href="https://x.example">src=https:</a>')


def test_our_own_answers_have_an_original_notes_have_none(house: House, anna: Client) -> None:
    came = receive(house.info, raw=mail())
    ours = send_reply(came.conversation, Reply("Gern."), member=house.anna)
    note = add_note(came.conversation, member=house.anna, text="Nett.")
    assert "Message-ID:" in head_lines(raw_of(ours))
    assert "Gern." in words(anna.get(f"/messages/{ours.pk}/"))
    assert raw_of(note) is None
    assert anna.get(f"/messages/{note.pk}/raw/").status_code == 404


def test_a_letter_of_ours_is_kept_as_it_was_printed(house: House, anna: Client) -> None:
    came = receive(house.info, raw=mail())
    postal = {"way": "letter", "address-letter": "Ahornweg 3\n90762 Fürth", "text": "Gern."}
    anna.post(f"/conversations/{came.conversation_id}/reply/", postal)
    ours = came.conversation.messages.latest("pk")
    raw = raw_of(ours)
    assert raw is not None
    assert raw.suffix == "pdf"
    assert head_lines(raw) == ""
    assert "Als .pdf speichern" in words(anna.get(f"/messages/{ours.pk}/"))
