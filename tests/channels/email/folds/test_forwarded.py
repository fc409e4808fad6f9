"""Who wrote a mail that somebody passed on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nahbar.channels.contract import Attachment, Party
from nahbar.channels.email.folds import head_dates
from nahbar.channels.email.folds.folding import fold
from nahbar.channels.email.folds.forwarded import find
from nahbar.channels.email.parse import parse

ANNA = Party("Anna Lind", "anna@lind.example")
WORDS = "Guten Tag,\n\nwo bleibt mein Rad?\n\nAnna Lind"

HEADS = {
    "Gmail": (
        "---------- Forwarded message ---------\nVon: Anna Lind <anna@lind.example>\nDate: Fr., 8."
        " März 2024 um 11:00 Uhr"
        "\nSubject: Mein Rad\nTo: <info@radhaus.example>"
    ),
    "Apple": (
        "Anfang der weitergeleiteten Nachricht:\n\nVon: Anna Lind <anna@lind.example>\nBetreff: Mein Rad\n"
        "Datum: 8. März 2024 um 11:00:00 MEZ\nAn: info@radhaus.example"
    ),
    "Thunderbird": (
        "-------- Weitergeleitete Nachricht --------\nBetreff: \tMein Rad\nDatum: \tFri, 8 Mar 2024 11:00:00 +0100\n"
        "Von: \tAnna Lind <anna@lind.example>\nAn: \tinfo@radhaus.example"
    ),
    "Outlook": (
        "Von: Anna Lind [mailto:anna@lind.example]\nGesendet: Freitag, 8. März 2024 11:00\nAn:"
        " Radhaus\nBetreff: Mein Rad"
    ),
    "Outlook with stars": (
        "*Von:* Anna Lind <anna@lind.example>\n*Gesendet:* Freitag, 8. März 2024 11:00\n*An:*"
        " Radhaus\n*Betreff:* Mein Rad"
    ),
    "GMX": (
        'Gesendet: Freitag, 08. März 2024 um 11:00 Uhr\nVon: "Anna Lind" <anna@lind.example>\nAn:'
        " info@radhaus.example\n"
        "Betreff: Mein Rad"
    ),
    "English": (
        "From: Anna Lind <anna@lind.example>\nSent: Friday, March 8, 2024 11:00 AM\nTo: Radhaus\nSubject: Mein Rad"
    ),
    "French": (
        "De : Anna Lind <anna@lind.example>\nEnvoyé : vendredi 8 mars 2024 11:00\nÀ : Radhaus\nObjet : Mein Rad"
    ),
    "Polish": "Od: Anna Lind <anna@lind.example>\nWysłano: piątek, 8 marca 2024 11:00\nDo: Radhaus\nTemat: Mein Rad",
    "Russian": (
        "-------- Пересылаемое сообщение --------\nОт: Anna Lind <anna@lind.example>\nДата: 8 марта 2024 г. 11:00\n"
        "Кому: Radhaus\nТема: Mein Rad"
    ),
}


@pytest.mark.parametrize("above", ["", "Bitte übernehmen.\n\n"], ids=["bare", "with words"])
@pytest.mark.parametrize(
    ("head", "mark"),
    [*((head, "") for head in HEADS.values()), *((HEADS[name], "> ") for name in ("Gmail", "Apple", "Thunderbird"))],
    ids=[*HEADS, "Gmail, marked", "Apple, marked", "Thunderbird, marked"],
)
def test_author_subject_date_and_words(head: str, above: str, mark: str) -> None:
    first, _, rest = f"{head}\n\n{WORDS}".partition("\n")
    marked = "\n".join(f"{mark}{line}" for line in rest.split("\n"))
    text = f"{above}{first}\n{marked}\n"
    found = find(text, "WG: Mein Rad", fold(text, "WG: Mein Rad"))
    assert found is not None
    assert found.author == ANNA
    assert found.subject == "Mein Rad"
    assert found.sent_at == datetime(2024, 3, 8, 10, 0, tzinfo=UTC)
    assert found.text == WORDS


def test_an_answer_is_not_forwarded() -> None:
    text = f"Danke.\n\n{HEADS['Outlook']}\n\n{WORDS}"
    assert find(text, "AW: Mein Rad", fold(text, "AW: Mein Rad")) is None


def test_an_attached_message_counts_if_the_subject_says_so() -> None:
    head = b"From: Anna Lind <anna@lind.example>\r\nSubject: Mein Rad\r\nDate: Fri, 8 Mar 2024 11:00:00 +0100\r\n"
    inner = head + b"\r\nWo?\r\n"
    attached = (Attachment("Mein Rad.eml", "message/rfc822", inner),)
    found = find("Siehe Anhang.", "Fwd: Mein Rad", (), attached)
    assert found is not None
    assert (found.author, found.subject, found.text) == (ANNA, "Mein Rad", "Wo?")
    assert found.sent_at == datetime(2024, 3, 8, 10, 0, tzinfo=UTC)
    assert find("Siehe Anhang.", "Noch eine Frage", (), attached) is None


def test_a_whole_mail_knows_whom_it_forwards() -> None:
    raw = (
        f"From: b@x.example\r\nSubject: WG: Mein Rad\r\nContent-Type: text/plain;"
        f" charset=utf-8\r\n\r\n{HEADS['Outlook']}\n\n{WORDS}"
    )
    found = parse(raw.encode()).forwarded
    assert found is not None
    assert found.author == ANNA


def test_an_author_without_address_has_a_name() -> None:
    text = "-------- Weitergeleitete Nachricht --------\nVon: Anna Lind\nDatum: 8.3.2024\nBetreff: Rad\n\nWo?"
    found = find(text, "WG: Rad", fold(text, "WG: Rad"))
    assert found is not None
    assert found.author == Party("Anna Lind", "")


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2024-03-08T11:00:00+0100", datetime(2024, 3, 8, 10, 0, tzinfo=UTC)),
        ("08.03.24 11:00 (GMT+01:00)", datetime(2024, 3, 8, 10, 0, tzinfo=UTC)),
        ("08.07.2024 11:00", datetime(2024, 7, 8, 9, 0, tzinfo=UTC)),
        ("3/8/2024 11:00 AM", datetime(2024, 3, 8, 10, 0, tzinfo=UTC)),
        ("8/3/2024 11:00", datetime(2024, 3, 8, 10, 0, tzinfo=UTC)),
        ("Friday, March 8, 2024 11:05:30 PM", datetime(2024, 3, 8, 22, 5, 30, tzinfo=UTC)),
        ("venerdì 8 marzo 2024 11:00", datetime(2024, 3, 8, 10, 0, tzinfo=UTC)),
        ("viernes, 8 de marzo de 2024 11:00", datetime(2024, 3, 8, 10, 0, tzinfo=UTC)),
        ("8 Mart 2024 Cuma 11:00", datetime(2024, 3, 8, 10, 0, tzinfo=UTC)),
        ("2024年3月8日 11:00", datetime(2024, 3, 8, 10, 0, tzinfo=UTC)),
        ("Fri, 8 Mar 2024 11:00:00 +0100", datetime(2024, 3, 8, 10, 0, tzinfo=UTC)),
        ("8. März 2024", datetime(2024, 3, 7, 23, 0, tzinfo=UTC)),
        ("31. Februar 2024 10:00", None),
        ("gestern", None),
        ("", None),
    ],
)
def test_dates_of_heads(value: str, moment: datetime | None) -> None:
    assert head_dates.read(value) == moment
