"""A person's turn as the raw mail (RFC 5322) that their mail program would have sent: same input, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes, message_from_string
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import Final

from nahbar.demo.company import Company, Conversation, Turn
from nahbar.demo.files import make_file
from nahbar.demo.moments import BERLIN
from nahbar.demo.quoting import Earlier, paragraphs, quoted_html, quoted_text

_PROGRAMS: Final = {
    "outlook": ("X-Mailer", "Microsoft Outlook 16.0"),
    "apple": ("X-Mailer", "iPhone Mail (22B91)"),
    "thunderbird": ("User-Agent", "Mozilla Thunderbird"),
    "webmail": ("X-Mailer", "Webmail 7.2"),
}


def raw_mail(
    company: Company, conversation: Conversation, turn: Turn, *, sent: datetime, earlier: Sequence[Earlier] = ()
) -> bytes:
    """The mail of `turn`, sent at the aware moment `sent`, with CRLF line ends.

    `earlier` are the messages of the conversation so far, oldest first, ours included: the last one is answered
    (In-Reply-To, References) and quoted where the turn says so.
    """
    if turn.machine == "bounce":
        return _finish(_bounce(company, conversation, turn, earlier), conversation, turn, sent)
    mail = EmailMessage(policy=SMTP)
    person = conversation.person
    mail["From"] = Address(person.name, addr_spec=person.address)
    mail["To"] = [Address(company.firm.name, addr_spec=address) for address in _addresses(company, conversation)]
    mail["Subject"] = subject_of(conversation, turn, earlier)
    if earlier:
        mail["In-Reply-To"] = earlier[-1].message_id
        mail["References"] = " ".join(message.message_id for message in earlier)
    _add_program(mail, conversation, turn)
    _add_body(mail, conversation, turn, earlier)
    for name in turn.attachments:
        _attach(mail, name, turn)
    return _finish(mail, conversation, turn, sent)


def message_id(conversation: Conversation, turn: Turn, sent: datetime) -> str:
    """The Message-ID of `turn`; a different one for each conversation, turn and moment."""
    domain = conversation.person.address.partition("@")[2]
    return f"<{_digest(conversation, turn, sent)[:24]}@mail.{domain}>"


def subject_of(conversation: Conversation, turn: Turn, earlier: Sequence[Earlier]) -> str:
    """The subject as the person's program writes it: with its own prefix where an earlier message is answered."""
    if turn.subject:
        return turn.subject
    if not earlier:
        return conversation.head.subject
    prefix = "AW" if conversation.person.client == "outlook" and conversation.person.language == "de" else "Re"
    return f"{prefix}: {conversation.head.subject}"


def as_earlier(company: Company, conversation: Conversation, turn: Turn, raw: bytes, sent: datetime) -> Earlier:
    """The person's mail `raw` as something that can be answered and quoted."""
    mail = message_from_bytes(raw, policy=SMTP)
    to = company.inbox(conversation.head.inboxes[0]).address
    person = conversation.person
    return Earlier(str(mail["Message-ID"]), person.name, person.address, to, str(mail["Subject"]), sent, turn.text)


def _addresses(company: Company, conversation: Conversation) -> list[str]:
    inboxes = [company.inbox(key) for key in conversation.head.inboxes]
    return [inbox.address for inbox in inboxes if inbox.receives] or [company.firm.mail]


def _add_program(mail: EmailMessage, conversation: Conversation, turn: Turn) -> None:
    """What the sending program says about itself, and that a machine wrote (RFC 3834, RFC 2919, RFC 8058)."""
    if program := _PROGRAMS.get(conversation.person.client):
        mail[program[0]] = program[1]
    if turn.machine == "auto_reply":
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
        mail["Precedence"] = "auto_reply"
    elif turn.machine == "bulk":
        domain = conversation.person.address.partition("@")[2]
        mail["List-Id"] = f"<rundbrief.{domain}>"
        mail["List-Unsubscribe"] = f"<mailto:abmelden@{domain}>, <https://{domain}/abmelden?id=4711>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail["Precedence"] = "bulk"


def _add_body(mail: EmailMessage, conversation: Conversation, turn: Turn, earlier: Sequence[Earlier]) -> None:
    language = conversation.person.language
    text = quoted_text(turn.text, earlier, turn.quote, language) + "\n"
    mail.set_content(text, charset=_charset(conversation, text), cte="quoted-printable")
    if not (turn.html or turn.inline):
        return
    new = paragraphs(turn.text)
    if turn.inline:
        cid = f"bild1@{conversation.person.address.partition('@')[2]}"
        new += f'\n<p><img src="cid:{cid}" width="240" height="150" alt="{turn.inline}"></p>'
    body = quoted_html(new, earlier, turn.quote, language)
    html = f'<html><head><meta charset="utf-8"></head><body style="font-family:sans-serif">\n{body}\n</body></html>\n'
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    if turn.inline:
        _add_inline(mail, turn.inline, cid)


def _charset(conversation: Conversation, text: str) -> str:
    """Older programs write Windows' eight bits as long as the text fits in."""
    if conversation.person.client in ("outlook", "webmail"):
        try:
            text.encode("cp1252")
        except UnicodeEncodeError:
            return "utf-8"
        return "windows-1252"
    return "utf-8"


def _add_inline(mail: EmailMessage, name: str, cid: str) -> None:
    page = mail.get_body(("html",))
    if isinstance(page, MIMEPart):
        media, data = make_file(name)
        maintype, subtype = media.split("/")
        page.add_related(data, maintype, subtype, cid=f"<{cid}>", filename=name, disposition="inline")


def _attach(mail: EmailMessage, name: str, turn: Turn) -> None:
    media, data = make_file(name, tuple(turn.text.splitlines()[:1]))
    maintype, subtype = media.split("/")
    mail.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)


def _bounce(company: Company, conversation: Conversation, turn: Turn, earlier: Sequence[Earlier]) -> EmailMessage:
    """A delivery report (RFC 3464) about `turn.failed`, with the headers of the last message where there is one."""
    domain = conversation.person.address.partition("@")[2]
    mail = EmailMessage(policy=SMTP)
    mail["Return-Path"] = "<>"
    mail["From"] = Address("Mail Delivery System", addr_spec=f"mailer-daemon@{domain}")
    mail["To"] = Address(addr_spec=_addresses(company, conversation)[0])
    mail["Subject"] = turn.subject or "Undelivered Mail Returned to Sender"
    mail["Auto-Submitted"] = "auto-replied"
    words = MIMEPart(policy=SMTP)
    words.set_content(turn.text + "\n", cte="quoted-printable")
    status = (
        f"Reporting-MTA: dns; mx.{domain}\r\n\r\nFinal-Recipient: rfc822; {turn.failed}\r\n"
        "Action: failed\r\nStatus: 5.2.2\r\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full\r\n"
    )
    lost = EmailMessage(policy=SMTP)
    lost["To"] = Address(addr_spec=turn.failed)
    lost["Subject"] = conversation.head.subject
    if earlier:
        lost["Message-ID"] = earlier[-1].message_id
    mail["Content-Type"] = "multipart/report; report-type=delivery-status"
    mail.set_payload(
        [words, _plain(status, "message/delivery-status"), _plain(lost.as_string(), "text/rfc822-headers")]
    )
    return mail


def _plain(text: str, media: str) -> EmailMessage:
    """A part of header lines, parsed so that a delivery status has its blocks."""
    return message_from_string(f"Content-Type: {media}\r\n\r\n{text}", policy=SMTP)


def _finish(mail: EmailMessage, conversation: Conversation, turn: Turn, sent: datetime) -> bytes:
    """Date, Message-ID and boundaries that do not depend on chance."""
    mail["Date"] = format_datetime(sent.astimezone(BERLIN))
    mail["Message-ID"] = message_id(conversation, turn, sent)
    if "MIME-Version" not in mail:
        mail["MIME-Version"] = "1.0"
    digest = _digest(conversation, turn, sent)
    for number, part in enumerate(mail.walk()):
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            part.set_boundary(f"=_{number}_{digest[:20]}")
    return mail.as_bytes()


def _digest(conversation: Conversation, turn: Turn, sent: datetime) -> str:
    return sha256(f"{conversation.slug} {turn.at} {sent.isoformat()}".encode()).hexdigest()
