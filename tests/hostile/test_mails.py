"""Hostile mail, brought to the door and looked at by a member: everything is there, nothing breaks the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from cast import House, bring, receive
from hostile.mails import (
    END,
    GARBAGE,
    HIDDEN_MIB,
    READABLE,
    UNREADABLE,
    mail,
    many_parts,
    words,
    wrong_charset,
    zip_bomb,
)
from hostile.seen import Looking, file_path, raw_path, readable
from nahbar.conversations.models import Message
from nahbar.conversations.tasks import place_block
from nahbar.conversations.words import GIST_LENGTH
from nahbar.mailroom.models import Arrival
from nahbar.mailroom.queries import blobs
from nahbar.mailroom.words import ArrivalState
from nahbar.people.models import Person

pytestmark = pytest.mark.django_db
Make = Callable[[], bytes]
EVERYTHING = READABLE | UNREADABLE | GARBAGE
each = pytest.mark.parametrize("make", EVERYTHING.values(), ids=EVERYTHING)


@each
def test_it_stands_in_the_list_and_opens(house: House, seen: Looking, make: Make) -> None:
    message = receive(house.info, raw=make())
    assert f"/conversations/{message.conversation_id}/" in seen.page("/piles/open/")
    page = seen.words(message)
    assert message.author in page
    assert "\0" not in page


@each
def test_the_original_is_saved_byte_for_byte(house: House, seen: Looking, make: Make) -> None:
    raw = make()
    message = receive(house.info, raw=raw)
    assert blobs().get(Arrival.objects.get().blob) == raw
    assert raw_path(message) in seen.conversation(message) or not raw.strip(b"\r\n\0 ")
    assert async_to_sync(seen.saved)(raw_path(message)) == raw


@each
def test_the_api_gives_it(house: House, seen: Looking, make: Make) -> None:
    message = receive(house.info, raw=make())
    given = seen.by_api(message)
    assert given["direction"] == "in"
    assert given["text"] == message.text
    assert "\0" not in repr(given)


SHOWN_WHOLE = {name: make for name, make in READABLE.items() if name != "nested_parts"}


@pytest.mark.parametrize("make", SHOWN_WHOLE.values(), ids=SHOWN_WHOLE)
def test_the_words_of_the_person_are_read(house: House, seen: Looking, make: Make) -> None:
    message = receive(house.info, raw=make())
    assert message.author == "Petra Voss"
    assert END in message.text
    assert END in seen.words(message)
    assert END in seen.list_page() or message.text.index(END) > GIST_LENGTH / 2


@pytest.mark.parametrize("make", UNREADABLE.values(), ids=UNREADABLE)
def test_what_says_nothing_is_told_and_attached(house: House, seen: Looking, make: Make) -> None:
    message = receive(house.info, raw=make())
    assert "Nicht lesbare Nachricht" in seen.list_page()
    assert "Die Mail ist leer: Es steht kein einziges Zeichen darin." in seen.words(message)
    [attached] = message.attachments.all()
    assert async_to_sync(seen.saved)(file_path(attached)) == make()


def test_ten_thousand_recipients_make_no_long_page(house: House, seen: Looking) -> None:
    message = receive(house.info, raw=READABLE["ten_thousand_recipients"]())
    assert len(message.envelope["cc"]) == 100
    assert message.envelope["more"] == 9_900
    page = seen.conversation(message)
    assert page.count("Gast ") <= 100
    assert "und 9900 weitere" in readable(page)
    assert Person.objects.count() == 1, "those in copy did not write to us"


@pytest.mark.parametrize("name", ["five_thousand_header_lines", "endless_header_line"])
def test_header_that_is_too_long_is_told(house: House, seen: Looking, name: str) -> None:
    message = receive(house.info, raw=READABLE[name]())
    told = "Der Kopf dieser Mail ist außergewöhnlich lang; nur sein Anfang wurde gelesen."
    assert told in seen.words(message)


def test_parts_past_the_thousandth_are_one_file(house: House, seen: Looking) -> None:
    message = receive(house.info, raw=many_parts(1_500))
    page = seen.words(message)
    assert "Diese Mail hat mehr als 1000 Teile; der Rest hängt als eine Datei an." in page
    assert message.attachments.count() == 999
    rest = message.attachments.get(name="more-parts.txt")
    kept = async_to_sync(seen.saved)(file_path(rest))
    assert all(b"Seite %d" % n in kept for n in range(1_000, 1_500))


def test_parts_too_deep_to_take_apart_are_a_file(house: House, seen: Looking) -> None:
    message = receive(house.info, raw=READABLE["nested_parts"]())
    assert "Ein Teil dieser Mail ließ sich nicht zerlegen; er hängt als Datei an." in seen.words(message)
    [rest] = message.attachments.all()
    assert END.encode() in async_to_sync(seen.saved)(file_path(rest))


@pytest.mark.parametrize("name", [b"x-klingonisch-8", b"rot13", b"base64", b"zlib", b"undefined", b"idna"])
def test_charset_that_does_not_exist_is_guessed_and_told(house: House, seen: Looking, name: bytes) -> None:
    message = receive(house.info, raw=wrong_charset(name))
    assert "Grüße aus Köln." in seen.words(message)
    assert "Die Mail nennt einen unbekannten Zeichensatz (" in seen.words(message)


def test_nul_bytes_are_gone_and_what_stood_around_them_is_there(house: House, seen: Looking) -> None:
    message = receive(house.info, raw=READABLE["nul_bytes"]())
    [picture] = message.attachments.all()
    kept = [
        message.subject,
        message.text,
        message.html,
        message.key,
        message.author,
        picture.name,
        picture.content_id,
    ]
    assert not any("\0" in each for each in [*kept, repr(message.envelope), repr(message.refs)])
    assert "mein Sattel" in seen.words(message)
    assert async_to_sync(seen.saved)(file_path(picture)) == b"\0\0\0"


@pytest.fixture
def own_blobs(settings: Any, tmp_path: Path) -> None:
    """A folder of blobs that holds nothing of other tests."""
    settings.BLOB_ROOT = tmp_path / "blobs"


@pytest.mark.usefixtures("own_blobs")
def test_zip_bomb_stays_closed(house: House, seen: Looking) -> None:
    """Nothing unpacks it: what is stored for this mail is as small as the mail."""
    message = receive(house.info, raw=READABLE["zip_bomb"]())
    [bomb] = message.attachments.all()
    assert bomb.size < HIDDEN_MIB * 1024
    assert async_to_sync(seen.saved)(file_path(bomb)) == zip_bomb()
    stored = sum(path.stat().st_size for path in blobs().root.rglob("*") if path.is_file())
    assert stored < 1024 * 1024
    assert "rechnung.zip" in seen.words(message)


def test_folded_text_is_whole_on_the_page(house: House, seen: Looking) -> None:
    quoted = "\r\n".join(f"> Zeile {n} von früher" for n in range(3_000))
    raw = mail(f"Danke!\r\n\r\nAm 3.11.2026 schrieb Anna Lind:\r\n{quoted}\r\n".encode())
    page = seen.words(receive(house.info, raw=raw))
    assert all(f"Zeile {n} von" in page for n in range(3_000))


def test_one_bad_mail_takes_no_good_one_with_it(house: House, seen: Looking) -> None:
    """All of them in one block, as after a weekend, with Petra's plain mail in their midst."""
    raws = [make() for make in EVERYTHING.values()]
    raws.insert(len(raws) // 2, mail(words("Ich bin nur eine einfache Mail."), b"Message-ID: <einfach@post.example>"))
    for raw in raws:
        bring(house.info, raw=raw)
    while place_block("test"):
        pass
    assert not Arrival.objects.exclude(state=ArrivalState.PLACED).exists()
    # The three that say nothing differ in nothing that a fingerprint sees, unless by their bytes.
    assert Message.objects.count() == Arrival.objects.count()
    message = Message.objects.get(key="einfach@post.example")
    assert "Ich bin nur eine einfache Mail." in seen.words(message)
