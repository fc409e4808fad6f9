"""From when to when somebody is away. All mails were sent on Tuesday, 12 March 2024."""

from __future__ import annotations

from datetime import date

import pytest

from channels.email.letterbox import mail
from nahbar.channels.contract import Absence
from nahbar.channels.email.away.absences import in_words
from nahbar.channels.email.parse import parse

SENT = date(2024, 3, 12)


def days(first: str, last: str) -> Absence:
    return Absence(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


CASES = [
    ("Ich bin vom 3.8. bis einschließlich 14. August nicht im Büro.", "2024-08-03", "2024-08-14"),
    ("Ich bin ab dem 5. Januar wieder da.", "", "2024-01-04"),
    ("Bin zurück am Montag.", "", "2024-03-17"),
    ("Ich bin bis 12.03.2024 im Urlaub.", "", "2024-03-12"),
    ("Ich bin vom 3. bis 14. August im Urlaub und ab dem 15. August wieder da.", "2024-08-03", "2024-08-14"),
    ("Ich bin bis zum 28.03. nicht erreichbar. Ab 2. April bin ich wieder für Sie da.", "", "2024-03-28"),
    ("Am 15.03. bin ich nicht im Büro.", "2024-03-15", "2024-03-15"),
    ("Heute bin ich nicht im Büro.", "2024-03-12", "2024-03-12"),
    ("Ab morgen bin ich wieder erreichbar.", "", "2024-03-12"),
    ("Ich bin am Montag, den 18.03.2024 wieder im Büro.", "", "2024-03-17"),
    ("Ich bin im Zeitraum 18.03.2024 - 22.03.2024 nicht im Haus.", "2024-03-18", "2024-03-22"),
    ("nicht im Büro: 18. - 22.03.2024", "2024-03-18", "2024-03-22"),
    ("Ich befinde mich bis einschließlich Freitag, den 22. März 2024, im Urlaub.", "", "2024-03-22"),
    ("Vom 23.12. bis 06.01. haben wir geschlossen.", "2023-12-23", "2024-01-06"),
    ("Vom 23.12.2024 bis 06.01. haben wir geschlossen.", "2024-12-23", "2025-01-06"),
    ("Ich bin zur Zeit nicht im Büro und kehre am 02.04.2024 zurück.", "", "2024-04-01"),
    ("Ihre Nachricht vom 12.03.2024 habe ich erhalten. Ich bin bis 22.03.2024 abwesend.", "", "2024-03-22"),
    ("Anna Lind ist außer Haus (Rückkehr am 18.03.2024)", "", "2024-03-17"),
    ("Ich bin ab 18.3. im Urlaub.", "2024-03-18", ""),
    ("Ich bin seit 4. März in Elternzeit bis zum 31. Dezember 2025.", "2024-03-04", "2025-12-31"),
    ("Ich bin erst ab dem 25.3. wieder im Büro.", "", "2024-03-24"),
    ("Ich bin am 15. und 16. März nicht im Haus.", "2024-03-15", "2024-03-16"),
    ("Ich bin bis Ende März im Urlaub.", "", "2024-03-31"),
    ("I am out of the office until Friday, 12 May.", "", "2024-05-12"),
    ("I am out of the office starting 03/18/2024 and will not return until 03/25/2024.", "2024-03-18", "2024-03-24"),
    ("I will be back on March 25th.", "", "2024-03-24"),
    ("Out of office from March 18 to March 22, 2024.", "2024-03-18", "2024-03-22"),
    ("I'm away Mar 18-22 with limited access.", "2024-03-18", "2024-03-22"),
    ("I am out of the office today.", "2024-03-12", "2024-03-12"),
    ("I will not be in the office until Monday, March 25.", "", "2024-03-24"),
    ("Away until May 5", "", "2024-05-05"),
    ("We are closed between December 24 and January 1.", "2023-12-24", "2024-01-01"),
    ("Je suis absente du 18 au 22 mars inclus.", "2024-03-18", "2024-03-22"),
    ("Je serai de retour le 25 mars 2024.", "", "2024-03-24"),
    ("Sono fuori ufficio dal 18 al 22 marzo.", "2024-03-18", "2024-03-22"),
    ("Rientrerò il 25 marzo.", "", "2024-03-24"),
    ("Estoy de vacaciones del 18 al 22 de marzo.", "2024-03-18", "2024-03-22"),
    ("Ik ben afwezig van 18 maart tot en met 22 maart 2024.", "2024-03-18", "2024-03-22"),
    ("Ik ben terug op 25 maart.", "", "2024-03-24"),
]


@pytest.mark.parametrize(("text", "first", "last"), CASES)
def test_days_in_words(text: str, first: str, last: str) -> None:
    assert in_words(text, SENT) == days(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "Ich bin zurzeit nicht im Büro.",
        "Geöffnet von 9.00 bis 17.00 Uhr, Telefon 030 12.34.56",
        "Ihre Nachricht vom 12.03.2024 haben wir erhalten.",
        "Der 31.02.2024 ist kein Tag, bis 31.02.2024 nicht da.",
        "Version 1.2.3 vom Server 192.168.10.12",
        "",
    ],
)
def test_no_day_is_better_than_a_wrong_one(text: str) -> None:
    assert in_words(text, SENT) is None


@pytest.mark.parametrize(
    ("sent", "text", "first", "last"),
    [
        (date(2024, 12, 28), "Ab dem 5. Januar bin ich wieder da.", "", "2025-01-04"),
        (date(2025, 1, 3), "Vom 23.12. bis 6.1. im Urlaub", "2024-12-23", "2025-01-06"),
        (date(2024, 7, 10), "Ich bin bis 14. Mai nicht da.", "", "2024-05-14"),
        (date(2024, 2, 20), "Bis 29.2. nicht im Büro", "", "2024-02-29"),
    ],
)
def test_the_year_lies_near_the_day_of_sending(sent: date, text: str, first: str, last: str) -> None:
    assert in_words(text, sent) == days(first, last)


@pytest.mark.parametrize("piece", ["1 bis ", "3. bis 4. bis ", "1.1.", "1 1. ", "montag, den ", "bis zum "])
def test_rows_of_days_cost_little(piece: str) -> None:
    """Each member of such a row once led to reading the rest of it again: minutes for a page of text."""
    in_words(piece * 700, SENT)


def test_only_automatic_answers_tell_of_an_absence() -> None:
    text = "Ich bin bis 22.3. im Urlaub und freue mich auf Ihre Antwort."
    assert parse(mail(text)).absence is None
    assert parse(mail(text, "Auto-Submitted: auto-replied")).absence == days("", "2024-03-22")


def test_the_quoted_mail_is_not_the_absence() -> None:
    quoted = "Am 11.03.2024 um 10:00 schrieb Selma Brandt <s@lindenhof.example>:\n> bis 15.4. bitte"
    text = f"Ich bin nicht im Büro.\n\n{quoted}"
    assert parse(mail(text, "Auto-Submitted: auto-replied")).absence is None


def test_the_subject_is_asked_last() -> None:
    subject = "Anna ist außer Haus (Rückkehr am 18.03.2024)"
    header = f"From: a@x.example\r\nSubject: {subject}\r\nDate: Tue, 12 Mar 2024 10:00:00 +0100\r\n"
    found = parse(mail("Bitte wenden Sie sich an Frau Voß.", "Auto-Submitted: auto-replied", header=header))
    assert found.absence == days("", "2024-03-17")


def test_what_apple_writes_into_the_header() -> None:
    criteria = "X-Apple-Criteria: {kind=VACATION,startDate=2024-03-18T15:00:00Z,endDate=2024-03-22T14:59:59Z}"
    found = parse(mail("Bin weg", "X-Apple-Action: VACATION", criteria))
    assert found.absence == days("2024-03-18", "2024-03-22")


def test_a_day_counts_from_the_senders_clock() -> None:
    header = "From: a@x.example\r\nSubject: x\r\nDate: Tue, 12 Mar 2024 23:30:00 -0800\r\n"
    found = parse(mail("Heute bin ich nicht im Büro.", "Auto-Submitted: auto-replied", header=header))
    assert found.absence == days("2024-03-12", "2024-03-12")
