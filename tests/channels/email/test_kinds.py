"""Who or what wrote: only people start somebody's waiting."""

from __future__ import annotations

import pytest

from channels.email.letterbox import mail
from nahbar.channels.contract import InboundKind
from nahbar.channels.email.parse import parse


def _mail(*fields: str, sender: str = "Anna <anna@x.example>", subject: str = "Mein Rad") -> bytes:
    return mail("Text", *fields, header=f"From: {sender}\r\nSubject: {subject}\r\n")


CASES = [
    (_mail(), InboundKind.HUMAN),
    (_mail("Auto-Submitted: no"), InboundKind.HUMAN),
    (_mail("X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply"), InboundKind.HUMAN),
    (_mail(subject="Ihre Zustellung am Montag"), InboundKind.HUMAN),
    (_mail(subject="Delivery failed? Wo bleibt mein Rad"), InboundKind.HUMAN),
    (_mail("Return-Path: <anna@x.example>", subject="Frage zum Urlaub"), InboundKind.HUMAN),
    (_mail("Auto-Submitted: auto-replied"), InboundKind.AUTO_REPLY),
    (_mail("Auto-Submitted: auto-replied (vacation)"), InboundKind.AUTO_REPLY),
    (_mail("Return-Path: <>", "Auto-Submitted: auto-replied"), InboundKind.AUTO_REPLY),
    (_mail("X-Autoreply: yes"), InboundKind.AUTO_REPLY),
    (_mail("Precedence: auto_reply"), InboundKind.AUTO_REPLY),
    (_mail(subject="Automatische Antwort: Mein Rad"), InboundKind.AUTO_REPLY),
    (_mail(subject="Abwesenheitsnotiz: AW: Mein Rad"), InboundKind.AUTO_REPLY),
    (_mail(subject="Out of Office: Mein Rad"), InboundKind.AUTO_REPLY),
    (_mail("Auto-Submitted: auto-generated"), InboundKind.NOTIFICATION),
    (_mail("X-Auto-Response-Suppress: All"), InboundKind.NOTIFICATION),
    (_mail(sender="no-reply@shop.example"), InboundKind.NOTIFICATION),
    (_mail(sender="noreply+123@shop.example"), InboundKind.NOTIFICATION),
    (_mail("List-Id: <rad.x.example>"), InboundKind.LIST),
    (_mail("Precedence: bulk"), InboundKind.LIST),
    (_mail("Return-Path: <>", sender="MAILER-DAEMON@x.example"), InboundKind.BOUNCE),
    (_mail("Return-Path: <>", subject="Undelivered Mail Returned to Sender"), InboundKind.BOUNCE),
    (_mail("X-Failed-Recipients: a@x.example"), InboundKind.BOUNCE),
    (_mail("Content-Type: multipart/report; report-type=disposition-notification; boundary=x"), InboundKind.HUMAN),
    (_mail("Content-Type: text/calendar; method=REQUEST"), InboundKind.CALENDAR),
    (
        mail("--x\nContent-Type: message/disposition-notification\n\nDisposition: displayed\n--x--",
             "Content-Type: multipart/report; report-type=disposition-notification; boundary=x"),
        InboundKind.RECEIPT,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "kind"), CASES)
def test_kinds(raw: bytes, kind: InboundKind) -> None:
    assert parse(raw).kind is kind
