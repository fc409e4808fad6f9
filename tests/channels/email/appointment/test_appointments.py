"""Invitations: what, when, where, by whom, from any program's calendar file."""

from __future__ import annotations

import pytest

from channels.email.letterbox import mail, multipart
from nahbar.channels.contract import Appointment, InboundKind
from nahbar.channels.email.parse import parse

# A zone as Outlook describes it, under a name that nobody else knows.
ZONE = """BEGIN:VTIMEZONE
TZID:Hofzeit
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


BROKEN_ZONE = (
    "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nTZOFFSETTO:{offset}\nRRULE:{rule}\nEND:STANDARD\nEND:VTIMEZONE\n"
    "BEGIN:VEVENT\nDTSTART;TZID=X:20240315T100000"
)


def invitation(event: str, *, method: str = "REQUEST", zone: str = "") -> bytes:
    calendar = f"BEGIN:VCALENDAR\nMETHOD:{method}\n{zone}BEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR"
    return multipart(
        "alternative",
        "Content-Type: text/plain\n\nPasst es Ihnen?",
        f"Content-Type: text/calendar; charset=utf-8; method={method}\n\n{calendar}",
    )


def appointment(event: str, *, method: str = "REQUEST", zone: str = "") -> Appointment:
    found = parse(invitation(event, method=method, zone=zone)).appointment
    assert found is not None
    return found


def test_an_invitation() -> None:
    found = parse(
        invitation(
            "SUMMARY:Probefahrt\\, Lastenrad\nDTSTART:20240315T100000Z\nDTEND:20240315T110000Z\n"
            'LOCATION:Lindenhof\\; Hof 2\nORGANIZER;CN="Lind, Anna":mailto:anna@waldrand.example'
        )
    )
    assert found.kind is InboundKind.CALENDAR
    assert found.own_words == "Passt es Ihnen?"
    one = found.appointment
    assert one is not None
    assert (one.summary, one.place) == ("Probefahrt, Lastenrad", "Lindenhof; Hof 2")
    assert (one.organiser, one.method) == ("Lind, Anna <anna@waldrand.example>", "REQUEST")
    assert one.starts is not None
    assert one.ends is not None
    assert one.starts.isoformat() == "2024-03-15T10:00:00+00:00"
    assert one.ends.isoformat() == "2024-03-15T11:00:00+00:00"


@pytest.mark.parametrize(
    ("begin", "moment"),
    [
        ("DTSTART:20240715T100000Z", "2024-07-15T10:00:00+00:00"),
        ("DTSTART:20240715T100000", "2024-07-15T10:00:00+02:00"),
        ("DTSTART;TZID=Europe/Vienna:20240115T100000", "2024-01-15T10:00:00+01:00"),
        ("DTSTART;TZID=W. Europe Standard Time:20240715T100000", "2024-07-15T10:00:00+02:00"),
        ('DTSTART;TZID="Pacific Standard Time":20240715T100000', "2024-07-15T10:00:00-07:00"),
        ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/London:20240715T100000", "2024-07-15T10:00:00+01:00"),
        ('DTSTART;TZID="(UTC+01:00) Amsterdam, Berlin":20240115T100000', "2024-01-15T10:00:00+01:00"),
        ("DTSTART;TZID=Hofzeit:20240715T100000", "2024-07-15T10:00:00+02:00"),
        ("DTSTART;TZID=Hofzeit:20240115T100000", "2024-01-15T10:00:00+01:00"),
        ("DTSTART;TZID=Hofzeit:20241115T100000", "2024-11-15T10:00:00+01:00"),
    ],
)
def test_zones(begin: str, moment: str) -> None:
    starts = appointment(begin, zone=ZONE).starts
    assert starts is not None
    assert starts.isoformat() == moment


def test_a_day_without_hours() -> None:
    one = appointment("SUMMARY:Messe\nDTSTART;VALUE=DATE:20240315\nDTEND;VALUE=DATE:20240317")
    assert one.all_day
    assert one.starts is not None
    assert one.starts.isoformat() == "2024-03-15T00:00:00+00:00"


def test_a_duration() -> None:
    one = appointment("DTSTART:20240315T100000Z\nDURATION:P1DT1H30M")
    assert one.ends is not None
    assert one.ends.isoformat() == "2024-03-16T11:30:00+00:00"


def test_folded_and_escaped_lines() -> None:
    one = appointment(
        "SUMMARY;LANGUAGE=de-DE:Ein langer\n  Titel\\, mit\\nUmbruch und \\\\\nDTSTART:20240315T100000Z"
    )
    assert one.summary == "Ein langer Titel, mit\nUmbruch und \\"


def test_the_series_before_its_exceptions() -> None:
    two = "RECURRENCE-ID:20240401T100000Z\nSUMMARY:Ausnahme\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Reihe"
    assert appointment(two).summary == "Reihe"


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "REPLY", "COUNTER"])
def test_methods_that_want_something(method: str) -> None:
    found = parse(invitation("DTSTART:20240315T100000Z", method=method))
    assert found.kind is InboundKind.CALENDAR
    assert found.appointment is not None
    assert found.appointment.method == method


def test_an_event_that_is_only_shown_leaves_the_mail_a_mail() -> None:
    found = parse(invitation("SUMMARY:Hoffest\nDTSTART:20240315T100000Z", method="PUBLISH"))
    assert found.kind is InboundKind.HUMAN
    assert found.appointment is not None


def test_a_calendar_file_that_somebody_attaches() -> None:
    file = (
        'Content-Type: application/octet-stream; name="termin.ics"\nContent-Disposition: attachment\n\n'
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Probefahrt\nDTSTART:20240315T100000Z\nEND:VEVENT\nEND:VCALENDAR"
    )
    found = parse(multipart("mixed", "Content-Type: text/plain\n\nAnbei der Termin.", file))
    assert found.kind is InboundKind.HUMAN
    assert found.appointment is not None
    assert found.appointment.summary == "Probefahrt"
    assert [one.name for one in found.attachments] == ["termin.ics"]


@pytest.mark.parametrize(
    "calendar",
    [
        "",
        "BEGIN:VEVENT",
        "BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\nEND:VCALENDAR",
        "BEGIN:VEVENT\nDTSTART:irgendwann\nDTEND:20240399T999999\nDURATION:PTX",
        "BEGIN:VEVENT\nDTSTART;TZID=:20240231T100000",
        "BEGIN:VEVENT\nDTSTART:99991231T235959Z\nDURATION:P9999W",
        "BEGIN:VEVENT\nDTSTART:00010101T000000\nDTEND:00010101T000000Z",
        BROKEN_ZONE.format(offset="+9900", rule="BYDAY=9SU;BYMONTH=13"),
        BROKEN_ZONE.format(offset="+0100", rule="BYDAY=5SU;BYMONTH=2"),
        "BEGIN:" * 5000 + "\n" * 5000,
        "BEGIN:A\n" * 5000,
        "DTSTART" + ";A=" * 50_000,
        "\0\x1b;:;=\r\r\n:",
    ],
)
def test_broken_files_are_never_an_exception(calendar: str) -> None:
    raw = mail(calendar, "Content-Type: text/calendar; method=REQUEST; charset=utf-8")
    assert parse(raw).kind is InboundKind.CALENDAR


def test_a_mail_without_calendar_has_no_appointment() -> None:
    assert parse(mail("Am 15. März um zehn?")).appointment is None
