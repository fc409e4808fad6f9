"""Who or what wrote: only people start somebody's waiting."""

from __future__ import annotations

import pytest

from channels.email.letterbox import mail, multipart
from nahbar.channels.contract import InboundKind
from nahbar.channels.email.parse import parse

ANNA = "Anna Lind <anna@waldrand.example>"
QUESTION = "Guten Tag,\n\nich habe eine Frage zu meinem Rad.\n\nAnna Lind"


def letter(subject: str, *fields: str, sender: str = ANNA, body: str = QUESTION) -> bytes:
    header = f"From: {sender}\r\nTo: info@lindenhof.example\r\nSubject: {subject}\r\n"
    return mail(body, *fields, header=header)


HUMAN = [
    letter("Mein Rad"),
    letter("Mein Rad", "Auto-Submitted: no"),
    letter("Mein Rad", "X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply"),
    letter("Mein Rad", "Content-Type: multipart/report; report-type=disposition-notification; boundary=x"),
    letter("Ihre Zustellung am Montag"),
    letter("Delivery failed? Wo bleibt mein Rad"),
    letter("Lieferung nicht zugestellt?"),
    letter("failure of my bike"),
    letter("Warning: message light on my dashboard"),
    letter("Frage zum Urlaub", "Return-Path: <anna@waldrand.example>"),
    letter("Frage zur Abwesenheitsnotiz", body="Wie stelle ich eine Abwesenheitsnotiz ein?"),
    letter("Abwesenheitsnotiz", body="Wie richte ich das ein, wenn ich im Urlaub bin?"),
    letter("Abwesenheitsnotiz einrichten geht nicht"),
    letter("AW: Automatische Antwort: Mein Rad", body="Danke, dann warte ich bis nächste Woche."),
    letter("Re: Out of Office: Angebot", body="Thanks, I will call your colleague then."),
    letter("AW: Abwesenheitsnotiz: Rad", body="Ab Montag bin ich selbst im Urlaub. Bitte vorher liefern."),
    letter("Urlaub in Ihrem Haus", body="Wir möchten im August Urlaub bei Ihnen machen."),
    letter("Abwesenheit am Freitag", body="Am Freitag bin ich nicht erreichbar. Geht auch Montag?"),
    letter("Re: Urlaub", "In-Reply-To: <a@b>", body="Ich bin noch bis Freitag im Urlaub, danach gern."),
    letter("Vielen Dank für Ihre Nachricht", body="Liebe Frau Brandt, vielen Dank für Ihre Nachricht, das passt."),
    letter("Automatische Antwort stört mich", body="Immer bekomme ich nur eine automatisch generierte Mail!"),
    letter("Auto: Frage zum Kauf"),
    letter("Out of office chairs?", body="Do you sell chairs?"),
    letter("Gelesen: Ihr Artikel über Lastenräder", body="Eine Frage dazu: Was kostet das?"),
    letter("Read: your offer", body="I had a look at it. Could you change the colour?"),
    letter("Zugesagt: Rückruf", body="Sie hatten mir einen Rückruf zugesagt, er kam nie."),
    letter("Rechnung", "Feedback-ID: x", "X-SES-Outgoing: 1", "In-Reply-To: <a@b>"),
    letter("Ticket 4711 eröffnet?", body="Haben Sie meinen Fall angelegt?"),
    letter("Rad", sender="Bernd Postmeister <bernd.postmaster@x.example>"),
    letter("Re: Ihre Anfrage", "List-Id: <info.lindenhof.example>", "Precedence: list"),  # our mailbox is a group
    letter("Kontaktformular: Rad", f"Reply-To: {ANNA}", sender="Website <noreply@lindenhof.example>"),
    letter("Nachricht von Anna Lind", f"Reply-To: {ANNA}", sender="no-reply@formdienst.example"),
    letter(
        "Neue Anfrage", "Auto-Submitted: auto-generated", f"Reply-To: {ANNA}", sender="wordpress@lindenhof.example"
    ),
    letter(
        "Website", sender="noreply@lindenhof.example", body="Name: Anna\nE-Mail: a@gmx.example\nNachricht:\nOffen?"
    ),
]
AUTO_REPLY = [
    letter("Rad", "Auto-Submitted: auto-replied"),
    letter("Rad", "Auto-Submitted: auto-replied (vacation)", "Return-Path: <>"),
    letter("Re: Rad", "Precedence: bulk", "X-Autoreply: yes"),
    letter("Rad", "Precedence: auto_reply"),
    letter("Rad", "X-Apple-Action: VACATION"),
    letter("Automatische Antwort: Mein Rad"),
    letter("Abwesenheitsnotiz: AW: Mein Rad"),
    letter("Abwesenheitsnotiz: Angebot", body="Ich bin ab 18.3. wieder da. Fragen? Bitte an Herrn Otto."),
    letter("Out of Office: Mein Rad"),
    letter("Automatic reply: Offer", "Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All"),
    letter("=?utf-8?q?R=C3=A9ponse_automatique_=3A_Offre?="),
    letter("Réponse automatique : Offre"),
    letter("Risposta automatica: Offerta"),
    letter("Respuesta automática: Oferta"),
    letter("Automatisch antwoord: Aanbod"),
    letter("Automatyczna odpowiedź: Oferta"),
    letter("Otomatik Yanıt: Teklif"),
    letter("Автоматический ответ: Предложение"),
    letter("Автоматична відповідь: Пропозиція"),
    letter("Auto: Angebot", "Auto-Submitted: auto-generated"),
    letter("Anna Lind ist außer Haus (Rückkehr am 18.03.)", "Auto-Submitted: auto-generated"),
    letter("AUTO: Anna is out of the office", body="I am out of the office until 18.03.2024."),
    letter("Bin im Urlaub Re: Angebot", "Return-Path: <>", body="bin weg"),
    letter("Ich bin im Urlaub", body="Hallo, ich bin bis 22.3. im Urlaub und lese keine Mails."),
    letter("Away until May 5", body="I am out of the office until May 5."),
    letter("[Ticket#2024031210] Ihre Anfrage ist eingegangen", "X-OTRS-Loop: x", "Precedence: bulk"),
    letter("[Request received] Rad", "Auto-Submitted: auto-generated", body="Your request has been received"),
    letter("Eingangsbestätigung", sender="noreply@amt.example"),
    letter("Thank you for contacting Muster", "X-Auto-Response-Suppress: All"),
    letter("Accusé de réception de votre demande", sender="ne-pas-repondre@x.example"),
    letter(
        "Re: Mein Rad [#4711]",
        "In-Reply-To: <a@b>",
        body="Vielen Dank für Ihre Anfrage. Diese E-Mail wurde automatisch erstellt.",
    ),
]
NOTIFICATION = [
    letter("Rad", "Auto-Submitted: auto-generated"),
    letter("Rad", "X-Auto-Response-Suppress: All"),
    letter("Rad", sender="no-reply@shop.example"),
    letter("Rad", sender="noreply+123@shop.example"),
    letter("Rad", sender="shop-noreply@shop.example"),
    letter("Ihre Bestellung ist eingegangen", sender="noreply@shop.example"),
    letter("Ihre Sendung 0034", "Feedback-ID: 1:x:y:z", sender="paket@versand.example"),
    letter("Ihr Paket ist unterwegs", "List-Unsubscribe: <mailto:x@y.example>", sender="no-reply@versand.example"),
    letter("Bitte antworten", "Reply-To: service@shop.example", sender="noreply@shop.example"),
    letter("[repo] Issue 12", "List-ID: <r.x.example>", "X-GitHub-Reason: mention", sender="notifications@x.example"),
    letter("Cron <root@x> backup", "X-Cron-Env: <SHELL=/bin/sh>", sender="root@server.example"),
    letter("Rad", "Return-Path: <>"),
]
LIST = [
    letter("Rad", "List-Id: <rad.x.example>"),
    letter("Rad", "Precedence: bulk"),
    letter("Unser Newsletter", "List-Unsubscribe: <mailto:x@y.example>", sender="newsletter@shop.example"),
    letter("20 % auf alles", "List-Unsubscribe: <https://x.example/u>", sender="noreply@shop.example"),
    letter("Re: [rad] Schaltung", "List-Id: Rad <rad.listen.example>", "In-Reply-To: <a@b>"),
]
BOUNCE = [
    letter("Rad", "Return-Path: <>", sender="MAILER-DAEMON@x.example"),
    letter("Undelivered Mail Returned to Sender", "Return-Path: <>"),
    letter("Rad", "X-Failed-Recipients: a@x.example"),
    letter("Unzustellbar: Angebot", "Return-Path: <>", sender="postmaster@firma.example"),
    letter("Non remis : Offre", "Return-Path: <>"),
    letter("Mancato recapito: Offerta", sender="postmaster@firma.example"),
    letter("No se puede entregar: Oferta", sender="postmaster@firma.example"),
    letter("Onbestelbaar: Aanbod", sender="postmaster@firma.example"),
    letter("Nie można dostarczyć: Oferta", sender="postmaster@firma.example"),
    letter("Не удается доставить: Письмо", sender="postmaster@firma.example"),
    letter("You a@x.example are not member (rad ML)", "X-MLServer: fml 4.0"),
]
RECEIPT = [
    letter("Gelesen: Ihr Angebot", body="Ihre Nachricht\n\nwurde am Montag, 11. März 2024 gelesen."),
    letter("Ungelesen gelöscht: Angebot", body="Ihre Nachricht wurde ungelesen gelöscht."),
    letter("Read: Offer", body="Your message was read on Monday."),
    letter("Lu : Offre", body="Votre message a été lu le 3 mars"),
    letter("Gelezen: Aanbod", body=""),
    multipart(
        "report",
        "Content-Type: text/plain\n\nangezeigt",
        "Content-Type: message/disposition-notification\n\nDisposition: displayed",
        extra="; report-type=disposition-notification",
    ),
    multipart(
        "report",
        "Content-Type: text/plain\n\nzugestellt",
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@x.example\n"
        "Action: delivered\nStatus: 2.0.0",
        extra="; report-type=delivery-status",
    ),
]
CALENDAR = [
    letter("Einladung", "Content-Type: text/calendar; method=REQUEST"),
    letter("Zusage", "Content-Type: text/calendar", body="BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR"),
    letter("Accepted: Probefahrt", body=""),
    letter("Zugesagt: Probefahrt", "Content-Class: urn:content-classes:calendarmessage", body="Gern!"),
]
COMPLAINT = [
    letter("complaint about message from 192.0.2.1"),
    letter("unsubscribe", "X-Apple-Unsubscribe: true", "Auto-Submitted: auto-replied"),
]
CASES = [
    *((raw, InboundKind.HUMAN) for raw in HUMAN),
    *((raw, InboundKind.AUTO_REPLY) for raw in AUTO_REPLY),
    *((raw, InboundKind.NOTIFICATION) for raw in NOTIFICATION),
    *((raw, InboundKind.LIST) for raw in LIST),
    *((raw, InboundKind.BOUNCE) for raw in BOUNCE),
    *((raw, InboundKind.RECEIPT) for raw in RECEIPT),
    *((raw, InboundKind.CALENDAR) for raw in CALENDAR),
    *((raw, InboundKind.COMPLAINT) for raw in COMPLAINT),
]


@pytest.mark.parametrize(("raw", "kind"), CASES)
def test_kinds(raw: bytes, kind: InboundKind) -> None:
    assert parse(raw).kind is kind


def test_an_answer_to_ours_through_a_list_is_a_persons() -> None:
    answered = "In-Reply-To: <x.a1b2c3d4e5f6.a1b2c3d4e5@lindenhof.example>"
    assert parse(letter("Re: Rad", "List-Id: <rad.x.example>", answered)).kind is InboundKind.HUMAN
    assert parse(letter("Re: Rad", "List-Id: <rad.x.example>", "In-Reply-To: <a@b>")).kind is InboundKind.LIST


@pytest.mark.parametrize("subject", ["Re: " * 20_000, "a" * 100_000, "mailbox " * 10_000, "ist nicht im " * 9_000])
def test_long_subjects_cost_little(subject: str) -> None:
    assert parse(letter(subject)).kind is InboundKind.HUMAN


def test_long_words_cost_little() -> None:
    for words in ("dies ist ", "vielen dank für ihre ", "automatisch ", "ich bin ", "name: "):
        body = words * 100_000
        assert parse(letter("Rad", body=body, sender="noreply@x.example")).kind is InboundKind.NOTIFICATION
