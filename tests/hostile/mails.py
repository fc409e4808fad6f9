"""Mails that nobody would write by accident, as raw bytes."""

from __future__ import annotations

import io
import zipfile
from base64 import encodebytes
from collections.abc import Callable

LEAD = (
    b"From: Petra Voss <petra@post.example>\r\nTo: info@radhof.example\r\nDate: Thu, 12 Nov 2026 11:04:00 +0000\r\n"
)
END = "Bitte meldet euch, Petra"
HIDDEN_MIB = 64
CRLF = b"\r\n"


def mail(body: bytes, *lines: bytes, subject: bytes = b"Sattel") -> bytes:
    """A mail of Petra's whose header ends with `lines`."""
    return LEAD + CRLF.join([b"Subject: " + subject, *lines, b"", body])


def words(text: str = END) -> bytes:
    return text.encode() + CRLF


def many_recipients(count: int = 10_000) -> bytes:
    people = b",\r\n ".join(b"Gast %d <gast%d@verteiler.example>" % (n, n) for n in range(count))
    return mail(words(), b"Cc: " + people)


def many_header_lines(count: int = 5_000) -> bytes:
    return mail(words(), *(b"X-Filler-%d: nothing to see here" % n for n in range(count)))


def one_endless_header_line(mib: int = 4) -> bytes:
    return mail(words(), b"X-Filler: " + b"a" * (mib * 1024 * 1024))


def many_parts(count: int = 1_000) -> bytes:
    """`count` files, and Petra's words at the very end."""
    parts = [
        CRLF.join([b"Content-Type: application/pdf", b'Content-Disposition: attachment; filename="%d.pdf"' % n])
        + b"\r\n\r\nSeite %d" % n
        for n in range(count)
    ]
    return multipart([b"Content-Type: text/plain\r\n\r\n" + words(), *parts])


def multipart(parts: list[bytes], kind: bytes = b"mixed") -> bytes:
    whole = b"".join(b"--grenze\r\n" + part + CRLF for part in parts) + b"--grenze--\r\n"
    return mail(whole, b"MIME-Version: 1.0", b'Content-Type: multipart/%s; boundary="grenze"' % kind)


def deep_parts(depth: int = 1_000) -> bytes:
    """A multipart in a multipart in a multipart; the words stand in the innermost."""
    whole = b"Content-Type: text/plain\r\n\r\n" + words()
    for n in range(depth):
        whole = b'Content-Type: multipart/mixed; boundary="g%d"\r\n\r\n--g%d\r\n%s\r\n--g%d--' % (n, n, whole, n)
    head, _, body = whole.partition(b"\r\n\r\n")
    return mail(body, b"MIME-Version: 1.0", head)


def nul_bytes() -> bytes:
    body = words("Hallo\0, mein Sattel\0 ist lose.") + words()
    parts = [
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + body,
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Hallo\0 &#0; Sattel</p>",
        b'Content-Type: image/png; name="bi\0ld.png"\r\nContent-ID: <bi\0ld>\r\n\r\n\0\0\0',
    ]
    raw = multipart(parts)
    raw = raw.replace(b"Petra Voss <", b"Pet\0ra Vo\0ss <").replace(b"Subject: Sattel", b"Subject: Sat\0tel")
    return raw.replace(
        b"\r\nTo: info@", b"\r\nMessage-ID: <nu\0ll@post.example>\r\nReferences: <a\0b@x>\r\nTo: in\0fo@"
    )


def wrong_charset(name: bytes = b"x-klingonisch-8") -> bytes:
    text = f"Grüße aus Köln. {END}\r\n".encode()
    return mail(text, b"MIME-Version: 1.0", b"Content-Type: text/plain; charset=" + name)


def zip_bomb(mib: int = HIDDEN_MIB) -> bytes:
    """A small archive with `mib` MiB of zeros in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        # A fixed date: two archives made in different seconds are the same bytes.
        archive.writestr(zipfile.ZipInfo("rechnung.txt"), b"\0" * (mib * 1024 * 1024), zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def with_zip_bomb() -> bytes:
    head = b'Content-Type: application/zip; name="rechnung.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return multipart([b"Content-Type: text/plain\r\n\r\n" + words(), head + encodebytes(zip_bomb())])


def html(body: str) -> bytes:
    return mail(body.encode(), b"MIME-Version: 1.0", b"Content-Type: text/html; charset=utf-8")


# What each may be called in a test's name, and how it is made.
READABLE: dict[str, Callable[[], bytes]] = {
    "ten_thousand_recipients": many_recipients,
    "five_thousand_header_lines": many_header_lines,
    "endless_header_line": one_endless_header_line,
    "thousand_parts": many_parts,
    "nested_parts": deep_parts,
    "nul_bytes": nul_bytes,
    "unknown_charset": wrong_charset,
    "zip_bomb": with_zip_bomb,
}
UNREADABLE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "only_line_ends": lambda: b"\r\n\r\n\r\n",
    "only_nul_bytes": lambda: b"\0" * 500,
}
GARBAGE: dict[str, Callable[[], bytes]] = {
    "random": lambda: bytes(n * 7 % 256 for n in range(5_000)),
    "header_without_end": lambda: b"From: " + b"<" * 20_000,
    "encoded_words": lambda: mail(words(), subject=b"=?utf-8?b?" * 5_000),
    "tangled_html": lambda: html("<b><div>" * 20_000 + END),
    "backwards_dates": lambda: mail(words(), b"Date: Mon, 99 Foo -0001 99:99:99 +9999"),
    "lone_surrogates": lambda: mail(b"\xed\xa0\x80\xed\xb0\x80 " + words()),
    "far_future": lambda: mail(words(), b"Date: Fri, 31 Dec 9999 23:59:59 -1200"),
}
