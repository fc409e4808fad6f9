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


def test_a_complaint() -> None:
    body = (
        "--g\nContent-Type: text/plain\n\nBeschwerde\n"
        "--g\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: anna@x.example\n"
        "--g\nContent-Type: message/rfc822\n\nMessage-ID: <rad-9@lindenhof.example>\n\nText\n--g--\n"
    )
    found = parse(mail(body, "Content-Type: multipart/report; report-type=feedback-report; boundary=g"))
    assert found.kind is InboundKind.COMPLAINT
    assert found.bounces == (Bounce(True, "anna@x.example", "", "rad-9@lindenhof.example"),)
