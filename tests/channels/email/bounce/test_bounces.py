"""Delivery reports: the address, the reason and our message, from standard reports and from prose."""

from __future__ import annotations

import pytest

from channels.email.letterbox import mail
from nahbar.channels.contract import Bounce, InboundKind
from nahbar.channels.email.parse import parse

DAEMON = (
    "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: info@lindenhof.example\r\nSubject: Undelivered Mail\r\n"
)


def report(status_part: str, returned: str = "Message-ID: <rad-7@lindenhof.example>\nTo: anna@x.example") -> bytes:
    body = (
        "--g\nContent-Type: text/plain\n\nIhre Nachricht kam nicht an.\n"
        f"--g\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{status_part}\n"
        f"--g\nContent-Type: text/rfc822-headers\n\n{returned}\n--g--\n"
    )
    return mail(body, "Content-Type: multipart/report; report-type=delivery-status; boundary=g", header=DAEMON)


def test_a_standard_report() -> None:
    found = parse(
        report(
            "Final-Recipient: rfc822; Anna@x.example\nAction: failed\nStatus: 5.1.1\n"
            "Diagnostic-Code: smtp; 550 5.1.1 no such\n user here"
        )
    )
    assert found.kind is InboundKind.BOUNCE
    assert found.bounces == (
        Bounce(True, "anna@x.example", "5.1.1", "rad-7@lindenhof.example", "550 5.1.1 no such user here"),
    )


def test_a_recipient_each() -> None:
    found = parse(
        report(
            "Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.0.0\n"
            "Diagnostic-Code: smtp; 552 5.2.2 full\n\n"
            "Final-Recipient: rfc822; <b@x.example>\nAction: delayed\nStatus: 5.4.1\n\n"
            "Final-Recipient: rfc822; c@x.example\nAction: delivered\nStatus: 2.0.0"
        )
    )
    assert [(one.recipient, one.status, one.permanent) for one in found.bounces] == [
        ("a@x.example", "5.2.2", True),
        ("b@x.example", "5.4.1", False),
    ]


def test_a_report_of_success_is_no_failure() -> None:
    assert parse(report("Final-Recipient: rfc822; a@x.example\nAction: delivered\nStatus: 2.0.0")).bounces == ()


@pytest.mark.parametrize(
    ("prose", "recipient", "status", "permanent"),
    [
        ("<anna@x.example>:\n550 5.1.1 unknown", "anna@x.example", "5.1.1", True),
        ("anna@x.example\n  mailbox is full: retry timeout exceeded", "anna@x.example", "5.2.2", True),
        ("Empfänger anna@x.example: Adresse unbekannt.", "anna@x.example", "5.1.1", True),
        ("anna@x.example: 450 try again later, mailbox over quota", "anna@x.example", "4.2.2", False),
        ("Your message to anna@x.example is delayed, we will retry.", "anna@x.example", "4.0.0", False),
        ("Sie schrieben von info@lindenhof.example an anna@x.example: 554 nein", "anna@x.example", "5.0.0", True),
    ],
)
def test_prose(prose: str, recipient: str, status: str, permanent: bool) -> None:
    copy = (
        "\n\n--- Original message follows ---\n\nMessage-ID: <rad-8@lindenhof.example>\nTo: jemand@anders.example\n"
    )
    found = parse(mail(prose + copy, header=DAEMON))
    (bounce,) = found.bounces
    assert (bounce.recipient, bounce.status, bounce.permanent) == (recipient, status, permanent)
    assert bounce.about == "rad-8@lindenhof.example"


def test_a_recipient_each_in_prose() -> None:
    prose = (
        "Hi. This is the mail program at mx.example.\nFor help contact hilfe@mx.example\n\n"
        "<a@x.example>:\nRemote host said: 550 5.1.1 unknown\n\n<b@x.example>:\nThe mailbox is full.\n"
    )
    found = parse(mail(prose, header=DAEMON)).bounces
    assert [(one.recipient, one.status) for one in found] == [("a@x.example", "5.1.1"), ("b@x.example", "5.2.2")]


def test_a_list_in_the_header_names_them_all() -> None:
    found = parse(mail("Kaputt: 550 nein", "X-Failed-Recipients: a@x.example, b@x.example", header=DAEMON)).bounces
    assert [one.recipient for one in found] == ["a@x.example", "b@x.example"]


@pytest.mark.parametrize(
    ("status_part", "recipient"),
    [
        (
            "Final-Recipient: rfc822; \nOriginal-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1",
            "a@x.example",
        ),
        ("Final-Recipient: x-local; anna\nX-Actual-Recipient: rfc822; b@x.example\nAction: failed", "b@x.example"),
        ('Final-Recipient: rfc822; "anna..lind"@x.example\nAction: failed', "anna..lind@x.example"),
    ],
)
def test_where_the_recipient_stands(status_part: str, recipient: str) -> None:
    assert parse(report(status_part)).bounces[0].recipient == recipient


def test_two_recipients_without_a_line_between_them() -> None:
    both = "".join(
        f"Final-Recipient: rfc822; {one}@x.example\nAction: failed\nStatus: 5.{n}.1\n"
        for n, one in ((1, "a"), (2, "b"))
    )
    found = parse(report(both)).bounces
    assert [(one.recipient, one.status) for one in found] == [("a@x.example", "5.1.1"), ("b@x.example", "5.2.1")]


def test_a_report_whose_parts_broke() -> None:
    text = (
        "Ihre Nachricht kam nicht an.\n--g\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        "Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.2.2\n\n--g--\n"
    )
    (bounce,) = parse(mail(text, header=DAEMON)).bounces
    assert (bounce.recipient, bounce.status) == ("a@x.example", "5.2.2")


def test_a_delayed_message_is_not_lost() -> None:
    part = "Final-Recipient: rfc822; a@x.example\nAction: delayed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 no"
    assert not parse(report(part)).bounces[0].permanent
    warning = DAEMON.replace("Undelivered Mail", "Warning: message delayed 24 hours")
    (bounce,) = parse(mail("a@x.example\n550 nein, wird weiterhin versucht", header=warning)).bounces
    assert not bounce.permanent


def test_whoever_gave_up_after_days_refused_nothing_for_good() -> None:
    group = "Final-Recipient: rfc822; a@x.example\nAction: {}\nStatus: 4.4.7\nDiagnostic-Code: smtp; 421 expired"
    told = [parse(report(group.format(action))).bounces[0] for action in ("failed", "delayed")]
    assert [(one.permanent, one.gave_up) for one in told] == [(False, True), (False, False)]


def test_the_address_in_our_own_return_address() -> None:
    header = DAEMON.replace("info@lindenhof.example", "bounces+anna=x.example@lindenhof.example")
    (bounce,) = parse(mail("Das ging leider nicht: user unknown.", header=header)).bounces
    assert (bounce.recipient, bounce.status) == ("anna@x.example", "5.1.1")


def test_who_offers_help_was_not_written_to() -> None:
    prose = "For further assistance, please contact\nhilfe@provider.example\n\n<anna@x.example>: host said: 550 nein"
    assert parse(mail(prose, header=DAEMON)).bounces[0].recipient == "anna@x.example"


def test_codes_are_no_ports_and_sizes() -> None:
    prose = "anna@x.example: the mailbox is full (port 587, 500 MB, 4.5.6.7)"
    (bounce,) = parse(mail(prose, header=DAEMON)).bounces
    assert bounce.status == "5.2.2"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Das Postfach ist voll", "5.2.2"),
        ("La boîte aux lettres est pleine", "5.2.2"),
        ("Der Empfänger wurde nicht gefunden", "5.1.1"),
        ("utilisateur inconnu", "5.1.1"),
        ("Host not found", "5.1.2"),
        ("message is too large", "5.3.4"),
        ("too many hops", "5.4.6"),
        ("blocked using a blacklist", "5.7.1"),
        ("no reverse DNS entry", "5.7.25"),
        ("delivery retry timeout exceeded", "4.4.7"),
        ("connection refused", "4.4.1"),
        ("es ging nicht", "5.0.0"),
    ],
)
def test_words_come_to_a_status(words: str, status: str) -> None:
    (bounce,) = parse(mail(f"anna@x.example\n{words}", header=DAEMON)).bounces
    assert (bounce.status, bounce.permanent) == (status, status.startswith("5"))


NOTICE = (
    '{"Type": "Notification", "Message": "{\\"notificationType\\":\\"Bounce\\",\\"bounce\\":{\\"bounceType\\":'
    '\\"Transient\\",\\"bouncedRecipients\\":[{\\"emailAddress\\":\\"Anna@x.example\\",\\"status\\":\\"4.2.2\\",'
    '\\"diagnosticCode\\":\\"smtp; 452 full\\"}]},\\"mail\\":{\\"messageId\\":\\"rad-1@x\\"}}"}'
)


def test_a_bounce_as_json() -> None:
    found = parse(mail(NOTICE, "X-Amz-Sns-Message-Id: 1", header="From: no-reply@sns.example\r\nSubject: Notice\r\n"))
    assert found.kind is InboundKind.BOUNCE
    assert found.bounces == (Bounce(False, "anna@x.example", "4.2.2", "rad-1@x", "452 full"),)


def test_broken_json_is_no_bounce() -> None:
    for text in ("{" * 100_000, '{"notificationType": []}', '{"Message": "{}"}', "[]"):
        found = parse(mail(text, "X-Amz-Sns-Message-Id: 1", header="From: no-reply@sns.example\r\nSubject: N\r\n"))
        assert found.kind is InboundKind.NOTIFICATION


@pytest.mark.parametrize("text", ["mailbox " * 50_000, "a@x.example\n" * 50_000, "<<< " * 50_000, "550 " * 50_000])
def test_long_reports_cost_little(text: str) -> None:
    assert 1 <= len(parse(mail(text, header=DAEMON)).bounces) <= 1000


def test_our_message_in_a_part_of_an_odd_type() -> None:
    body = "--g\nContent-Type: text/plain\n\na@x.example: 550 nein\n--g\nContent-Type: application/octet-stream\n\n"
    raw = mail(f"{body}Message-ID: <rad-3@x>\n--g--\n", "Content-Type: multipart/mixed; boundary=g", header=DAEMON)
    assert parse(raw).bounces[0].about == "rad-3@x"


def test_a_complaint() -> None:
    body = (
        "--g\nContent-Type: text/plain\n\nBeschwerde\n"
        "--g\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: anna@x.example\n"
        "--g\nContent-Type: message/rfc822\n\nMessage-ID: <rad-9@lindenhof.example>\n\nText\n--g--\n"
    )
    found = parse(mail(body, "Content-Type: multipart/report; report-type=feedback-report; boundary=g"))
    assert found.kind is InboundKind.COMPLAINT
    assert found.bounces == (Bounce(True, "anna@x.example", "", "rad-9@lindenhof.example"),)
