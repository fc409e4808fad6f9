from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from cast import House, mail, receive
from desk.reading import page_of, words
from nahbar.conversations.models import Message
from nahbar.desk.details import facts_of, meeting_of, origin_of
from nahbar.toolbox import clock

NOW = datetime(2026, 8, 5, 10, tzinfo=UTC)


def said(**details: Any) -> Message:
    envelope = {"from": [{"name": "Petra Voss", "address": "petra@post.example"}]}
    return Message(author="Petra Voss", envelope=envelope, details=details)


@pytest.mark.parametrize(
    ("absence", "expected"),
    [
        ({"first": "2026-08-03", "last": "2026-08-14"}, "Petra Voss ist bis 14. August nicht da."),
        ({"first": None, "last": "2027-01-04"}, "Petra Voss ist bis 4. Januar 2027 nicht da."),
        ({"first": "2026-08-10", "last": "2026-08-14"}, "Petra Voss ist vom 10. August bis 14. August nicht da."),
        ({"first": "2026-08-03", "last": None}, "Petra Voss ist ab 3. August nicht da."),
        ({"first": None, "last": "2026-08-01"}, "Petra Voss war bis 1. August nicht da."),
        ({"first": None, "last": None}, "Petra Voss ist nicht da."),
    ],
)
def test_absence_in_words(absence: dict[str, str | None], expected: str) -> None:
    with clock.hold(NOW), translation.override("de"):
        assert [fact.words for fact in facts_of(said(absence=absence))] == [expected]


@pytest.mark.parametrize(
    ("kind", "seal", "signer", "expected", "tone"),
    [
        ("smime", "valid", "petra@post.example", "Signiert (S/MIME): Die Unterschrift passt", "ok"),
        ("pgp", "valid", "fremd@fang.example", "mit der Unterschrift von fremd@fang.example", "warning"),
        ("pgp", "invalid", "", "die Unterschrift passt nicht", "warning"),
        ("smime", "unchecked", "", "Wir kennen das Zertifikat nicht", ""),
        ("pgp", "encrypted", "", "Verschlüsselt (PGP)", ""),
    ],
)
def test_signatures_in_words(kind: str, seal: str, signer: str, expected: str, tone: str) -> None:
    with translation.override("de"):
        (fact,) = facts_of(said(protection={"kind": kind, "seal": seal, "signer": signer}))
    assert expected in fact.words
    assert fact.tone == tone


@pytest.mark.parametrize(
    ("appointment", "expected"),
    [
        (
            {"starts": "2026-12-01T09:00:00+00:00", "ends": "2026-12-01T10:30:00+00:00"},
            "Dienstag, 1. Dezember 2026, 10:00 bis 11:30 Uhr",
        ),
        ({"starts": "2026-12-01T09:00:00+00:00"}, "Dienstag, 1. Dezember 2026, 10:00 Uhr"),
        (
            {"starts": "2026-12-01T21:00:00+00:00", "ends": "2026-12-02T00:30:00+00:00"},
            "Dienstag, 1. Dezember 2026, 22:00 Uhr bis Mittwoch, 2. Dezember 2026, 1:30 Uhr",
        ),
        (
            {"starts": "2026-12-01T00:00:00+00:00", "ends": "2026-12-02T00:00:00+00:00", "all_day": True},
            "Dienstag, 1. Dezember 2026, ganztägig",
        ),
        (
            {"starts": "2026-12-01T00:00:00+00:00", "ends": "2026-12-04T00:00:00+00:00", "all_day": True},
            "Dienstag, 1. Dezember 2026 bis Donnerstag, 3. Dezember 2026, ganztägig",
        ),
        ({"starts": None}, ""),
    ],
)
def test_appointments_in_words(appointment: dict[str, Any], expected: str) -> None:
    with translation.override("de"):
        meeting = meeting_of(said(appointment={"summary": "Probefahrt", "method": "REQUEST", **appointment}))
    assert meeting is not None
    assert (meeting.what, meeting.title, meeting.at) == ("Einladung", "Probefahrt", expected)


def test_what_was_called_off_says_so() -> None:
    meeting = meeting_of(said(appointment={"summary": "", "method": "CANCEL", "starts": None}))
    assert meeting is not None
    assert meeting.is_off


def test_detours_in_words() -> None:
    with translation.override("de"):
        form = origin_of(said(through={"name": "Kontaktformular", "address": "no-reply@rad.example"}))
        passed_on = origin_of(said(forwarded_by={"name": "Anna Lind", "address": "anna@web.example"}))
    assert form == ["geschrieben über Kontaktformular (no-reply@rad.example)"]
    assert passed_on == ["weitergeleitet von Anna Lind"]


def test_everything_stands_on_the_page(house: House, anna: Client) -> None:
    message = receive(house.info, raw=mail())
    Message.objects.filter(pk=message.pk).update(
        details={
            "through": {"name": "", "address": "no-reply@rad.example"},
            "absence": {"first": None, "last": None},
            "spam": {"is_spam": True, "filter": "Rspamd", "score": 17.5},
            "proofs": [
                {"method": "dmarc", "result": "fail", "domain": "post.example", "server": "mx.radhof.example"}
            ],
            "trusted": "mx.radhof.example",
            "appointment": {
                "summary": "Probefahrt",
                "starts": "2026-12-01T09:00:00+00:00",
                "ends": None,
                "all_day": False,
                "place": "Hof <b>",
                "organiser": "petra@post.example",
                "method": "REQUEST",
            },
        }
    )
    shown = words(page_of(anna, message.conversation))
    for expected in (
        "geschrieben über ein Formular oder Programm (no-reply@rad.example)",
        "Petra Voss ist nicht da.",
        "Rspamd hält das für Spam (17.5 Punkte).",
        "Was geprüft wurde",
        "Dienstag, 1. Dezember 2026, 10:00 Uhr",
        "Hof <b>",
    ):
        assert expected in shown
