# ruff: noqa: E501 - a mail written as one text reads better unbroken
"""Where fuzzing begins: one small mail for every way through the parser, and the fragments that they are made of."""

from __future__ import annotations

import base64

HEAD = b"From: Anna <anna@x.example>\r\nTo: info@firma.example\r\nSubject: Rad\r\nDate: Mon, 2 Mar 2026 09:12:00 +0100\r\n"
TEXT = "Guten Tag,\r\n\r\nmein Rad ist da. Grüße\r\n-- \r\nAnna\r\n\r\nAm 1. März 2026 um 10:00 schrieb Firma:\r\n> Wann?\r\n"
OUTLOOK = (
    "Danke!\r\n\r\n-----Ursprüngliche Nachricht-----\r\nVon: Firma <info@firma.example>\r\nGesendet: Montag, 2. März 2026"
    " 09:12\r\nAn: Anna\r\nBetreff: Rad\r\n\r\nHallo Anna\r\n\r\nDiese E-Mail ist vertraulich.\r\n"
)
HTML = (
    '<html><head><style>p{margin:0}</style></head><body><p>Guten <b>Tag</b>&nbsp;&auml;</p><img src="cid:a@b">'
    '<table><tr><td>1</td><td>2</td></tr></table><div class="gmail_quote"><blockquote type="cite"><div>alt<br>neu</div>'
    "</blockquote></div></body></html>"
)
CALENDAR = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/Berlin:20260302T100000\r\nDURATION:PT1H\r\n"
    "SUMMARY:Probefahrt\r\n mit Anna\r\nLOCATION:Hof\\, hinten\r\nORGANIZER;CN=Anna:mailto:anna@x.example\r\nRRULE:FREQ=DAILY"
    "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
STATUS = (
    "Reporting-MTA: dns; mx.x.example\r\n\r\nOriginal-Recipient: rfc822;weg@x.example\r\nFinal-Recipient: rfc822;"
    "weg@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 <weg@x.example> unknown\r\n"
)
# An OEM code page and a text attribute, as Outlook packs them (MS-OXTNEF); checksums are right.
TNEF = bytes.fromhex("789f3e2201000107900600080000000400000000000000e8000104900600010000000100010001")


def part(kind: str, body: bytes | str, more: str = "") -> bytes:
    """One part with its header."""
    raw = body.encode() if isinstance(body, str) else body
    return f"Content-Type: {kind}\r\n{more}\r\n".encode() + raw


def multipart(kind: str, *parts: bytes, boundary: str = "grenze") -> bytes:
    """A multipart with everything in it, without the fields of a mail."""
    opened = b"".join(f"--{boundary}\r\n".encode() + one + b"\r\n" for one in parts)
    return (
        f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
        + opened
        + f"--{boundary}--\r\n".encode()
    )


def encoded(raw: bytes, kind: str, more: str = "") -> bytes:
    """A part in base64."""
    return part(kind, base64.encodebytes(raw), f"Content-Transfer-Encoding: base64\r\n{more}")


PLAIN = part("text/plain; charset=utf-8", TEXT)
SEEDS: dict[str, bytes] = {
    "plain": HEAD + PLAIN,
    "bare": TEXT.encode(),
    "outlook": HEAD + part("text/plain; charset=windows-1252", OUTLOOK.encode("cp1252")),
    "flowed": HEAD
    + part("text/plain; format=flowed; delsp=yes", "Guten \r\nTag \r\n> alt \r\n> neu\r\n-- \r\nAnna\r\n"),
    "quoted-printable": HEAD
    + part(
        "text/plain; charset=utf-8",
        "Gr=C3=BC=\r\n=C3=9Fe =3D =\r\n",
        "Content-Transfer-Encoding: quoted-printable\r\n",
    ),
    "html": HEAD + part("text/html; charset=iso-8859-1", HTML),
    "twin": HEAD + multipart("alternative", PLAIN, part("text/html; charset=utf-8", HTML)),
    "picture": HEAD
    + multipart(
        "related",
        part("text/html", HTML),
        encoded(b"\x89PNG\r\n", "image/png; name=x.png", "Content-ID: <a@b>\r\nContent-Disposition: inline\r\n"),
    ),
    "files": HEAD
    + multipart(
        "mixed",
        multipart("alternative", PLAIN, part("text/html", HTML), boundary="innen"),
        encoded(b"%PDF-1.4", "application/pdf; name*0*=utf-8''%C3%9Cber; name*1=sicht.pdf"),
        part("text/plain", "Rad;1\r\n", 'Content-Disposition: attachment; filename="=?utf-8?q?=C3=84.csv?="\r\n'),
    ),
    "bounce": HEAD
    + b"Return-Path: <>\r\n"
    + multipart(
        "report; report-type=delivery-status",
        part("text/plain", "Your message could not be delivered: 550 5.1.1\r\n"),
        part("message/delivery-status", STATUS),
        part("message/rfc822", HEAD + b"Message-ID: <a.b@c>\r\n\r\nHallo\r\n"),
    ),
    "bounce in words": b"From: MAILER-DAEMON@x.example\r\nSubject: failure notice\r\nReturn-Path: <>\r\n\r\n"
    b"<weg@x.example>:\r\n192.0.2.1 does not like recipient.\r\nRemote host said: 550 5.1.1 unknown\r\n\r\n"
    b"--- Below this line is a copy of the message.\r\n\r\nMessage-ID: <a.b@c>\r\n\r\nHallo\r\n",
    "complaint": HEAD
    + multipart(
        "report; report-type=feedback-report",
        part("message/feedback-report", "Feedback-Type: abuse\r\nOriginal-Rcpt-To: <weg@x.example>\r\n"),
        part("text/rfc822-headers", HEAD),
    ),
    "receipt": HEAD
    + multipart(
        "report; report-type=disposition-notification",
        part(
            "message/disposition-notification",
            "Final-Recipient: rfc822;a@b\r\nDisposition: manual-action; displayed\r\n",
        ),
    ),
    "calendar": HEAD
    + multipart("alternative", PLAIN, part("text/calendar; method=REQUEST; charset=utf-8", CALENDAR)),
    "absence": HEAD
    + b"Auto-Submitted: auto-replied\r\nX-Spam-Status: Yes, score=7.5\r\nAuthentication-Results: mx.x.example;"
    b" spf=pass (ok) smtp.mailfrom=x.example; dkim=fail header.d=x.example\r\n"
    + part("text/plain", "Ich bin vom 3. bis zum 14.8.2026 nicht im B\xc3\xbcro. Ab dem 17. August wieder da.\r\n"),
    "forwarded": HEAD
    + part(
        "text/plain",
        "Zur Info.\r\n\r\n---------- Forwarded message ---------\r\nVon: Bert <bert@x.example>\r\nDate: Mo., 2. M\xe4rz 2026"
        " um 09:12 Uhr\r\nSubject: Korb\r\nTo: <anna@x.example>\r\n\r\nDer Korb fehlt.\r\n",
    ),
    "message": HEAD + multipart("mixed", PLAIN, part("message/rfc822", HEAD + PLAIN)),
    "form": b"From: noreply@form.example\r\nReply-To: Anna <anna@x.example>\r\nSubject: Nachricht von Anna\r\n\r\n"
    b"Name: Anna Lind\r\nE-Mail: anna@x.example\r\nNachricht: Wo ist mein Rad?\r\n",
    "addresses": b'From: "Lind, Anna" (B\xc3\xbcro) <<anna@x.example>>\r\nTo: Leute: a@b.example, "x y"@b.example;,\r\n'
    b" =?utf-8?b?QsOkcg==?= =?utf-8?q?_B?= <b@xn--br-via.example>, <@relay:c@d.example>, foo <foo@bar\r\n\r\nHallo\r\n",
    "charsets": HEAD
    + part("text/plain; charset=iso-2022-jp", b"\x1b$B$3$s\x1b(B Gr\xfc\xc3\xbc\xc3\x83\xc2\xbc +AOQ-\r\n"),
    "utf-7": HEAD + part("text/plain; charset=utf-7", "Gr+APw-n +AGE\r\n"),
    "utf-16": HEAD + encoded("Grüße 😀\r\n".encode("utf-16"), "text/plain; charset=utf-16"),
    "uuencode": HEAD + b"\r\nSiehe unten\r\n\r\nbegin 644 rad.txt\r\n#0V%T\r\n`\r\nend\r\n\r\nAnna\r\n",
    "tnef": HEAD + multipart("mixed", PLAIN, encoded(TNEF, "application/ms-tnef; name=winmail.dat")),
    "smime": HEAD
    + multipart(
        "signed; protocol=application/pkcs7-signature; micalg=sha-256",
        PLAIN,
        encoded(
            bytes.fromhex("3080060a2a864886f70d010702a0800201013100"), "application/pkcs7-signature; name=smime.p7s"
        ),
    ),
    "pgp": HEAD
    + multipart(
        "encrypted; protocol=application/pgp-encrypted",
        part("application/pgp-encrypted", "Version: 1\r\n"),
        part(
            "application/octet-stream",
            "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n=abcd\r\n-----END PGP MESSAGE-----\r\n",
        ),
    ),
    "pgp inline": HEAD + b"\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nHallo\r\n- -- \r\nAnna\r\n"
    b"-----BEGIN PGP SIGNATURE-----\r\n\r\niQ==\r\n-----END PGP SIGNATURE-----\r\n",
    "mbox": b"From anna@x.example Mon Mar  2 09:12:00 2026\r\n" + HEAD + PLAIN,
    "list": HEAD + b"List-Id: <rad.x.example>\r\nPrecedence: list\r\n" + PLAIN,
    "rtf": HEAD + part("text/enriched", "<bold>Guten</bold> <<Tag\r\n\r\n<param>x</param>"),
}
# What mutation puts in: words that turn the parser into another way.
FRAGMENTS: tuple[bytes, ...] = (
    *(
        b"\r\n",
        b"\n",
        b"\r",
        b"\n\n",
        b"\r\n\r\n",
        b"\0",
        b"\t",
        b" ",
        b"\x1b$B",
        b"\x1b(B",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xc3",
    ),
    *(
        b"--grenze\r\n",
        b"--grenze--\r\n",
        b"--innen\r\n",
        b"\r\n--grenze",
        b'boundary="grenze"',
        b"boundary=",
        b"; ",
        b'"',
        b"\\",
    ),
    *(
        b"<",
        b">",
        b"<<",
        b">>",
        b"> ",
        b">>>>",
        b"(",
        b")",
        b"((",
        b"@",
        b"@@",
        b",",
        b";",
        b":",
        b"::",
        b"=?utf-8?q?",
        b"?=",
        b"=",
    ),
    *(
        b"=?",
        b"?b?",
        b"*0*=",
        b"*1=",
        b"''",
        b"%C3",
        b"=C3",
        b"=\r\n",
        b"+AOQ-",
        b"Content-Type: ",
        b"multipart/mixed; ",
    ),
    *(
        b"message/rfc822",
        b"text/html",
        b"text/calendar",
        b"message/delivery-status",
        b"application/ms-tnef",
        b"base64",
    ),
    *(
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        b"charset=utf-16\r\n",
    ),
    *(
        b"charset=utf-7",
        b"charset=hz",
        b"charset=x-unknown",
        b"format=flowed",
        b"From ",
        b"-- \r\n",
        b"begin 644 x\r\n",
        b"end\r\n",
    ),
    *(
        b"<div>",
        b"</div>",
        b"<b>",
        b"<i>x</b>",
        b"<table>",
        b"<td>",
        b"<style>",
        b"<!--",
        b"<blockquote type=cite>",
        b"&nbsp;",
        b"\xa0",
    ),
    *(
        b"BEGIN:VEVENT\r\n",
        b"END:VEVENT\r\n",
        b"DTSTART:99999999T999999Z\r\n",
        b"DTSTART;TZID=x:",
        b"RRULE:",
        b"\r\n ",
    ),
    *(
        b"Von: ",
        b"Gesendet: ",
        b"Betreff: ",
        b"An: ",
        b"Am 1. M\xc3\xa4rz 2026 um 10:00 schrieb ",
        b"On 1/1/26 wrote:\r\n",
        b"____________",
    ),
    *(
        b"Status: 5.",
        b"550 5.1.1 ",
        b"Final-Recipient: rfc822;",
        b"99999999999999999999",
        b"-1",
        b"0",
        b"31.12.9999",
        b"29.2.2025",
    ),
    *(
        b"-----BEGIN PGP MESSAGE-----\r\n",
        b"-----END PGP MESSAGE-----",
        b"\xe2\x80\xae",
        b"\xf0\x9f\x98\x80",
        b"\xed\xa0\x80",
    ),
)
