"""What holds for every mail: nothing that somebody wrote is lost, and what was composed reads back as meant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy
from email.utils import format_datetime

from hypothesis import given
from hypothesis import strategies as st

from channels.email.written import WORDS, Written, written
from nahbar.channels.contract import Attachment, Fold, FoldKind, Inbound, Outbound, Party
from nahbar.channels.email.compose import compose
from nahbar.channels.email.folds import folding
from nahbar.channels.email.parse import parse


def squeezed(text: str) -> str:
    return "".join(text.split())


def in_order(lines: tuple[str, ...], text: str) -> bool:
    """Whether all lines stand in `text`, one after the other; white space may differ."""
    text, position = squeezed(text), 0
    for line in map(squeezed, lines):
        found = text.find(line, position)
        if found < 0:
            return False
        position = found + len(line)
    return True


def layers(text: str, folds: tuple[Fold, ...]) -> tuple[str, str, str]:
    """Text, quoted and signature, as `nahbar mail parse` prints them."""
    return (
        folding.own_words(text, folds),
        folding.folded(text, folds, FoldKind.QUOTE, FoldKind.FORWARDED),
        folding.folded(text, folds, FoldKind.SIGNATURE, FoldKind.DISCLAIMER),
    )


@given(written())
def test_what_somebody_wrote_is_there_in_order(mail: Written) -> None:
    found = parse(mail.raw)
    assert in_order(mail.own, found.text)
    assert in_order(mail.quoted, found.text)
    assert in_order(mail.signature, found.text)
    assert in_order(
        tuple(line.removeprefix("> ") for line in mail.whole.split("\n")), found.text.replace("\n> ", "\n")
    )


@given(written())
def test_own_words_are_own_and_quotes_are_quoted(mail: Written) -> None:
    found = parse(mail.raw)
    text, quoted, signature = layers(found.text, found.folds)
    assert in_order(mail.own, text)
    assert in_order(mail.quoted, quoted.replace("\n> ", "\n"))
    assert in_order(mail.signature, f"{text}\n{signature}")


MARKERS = (
    *("> alt", ">> älter", "-- ", "--", "____________", "Am 3.5.2024 um 10:00 schrieb Anna:", "On Monday wrote:"),
    *("Von: Anna <a@x.example>", "Gesendet: heute", "An: uns", "Betreff: Rad", "From: a@x.example", "Subject: x"),
    *("-----Ursprüngliche Nachricht-----", "---------- Forwarded message ---------", "Von meinem iPhone gesendet"),
    *(
        "Diese E-Mail ist vertraulich.",
        "Begin forwarded message:",
        "",
        "  ",
        "\t",
        "*Von:* x",
        "> Am 1.1. schrieb b:",
    ),
    *(
        "This message is confidential.",
        "Anfang der weitergeleiteten Nachricht:",
        "Viele Grüße",
        "Mit freundlichen Grüßen",
    ),
)


@given(
    st.lists(st.sampled_from([*MARKERS, *WORDS]) | st.text(max_size=30), max_size=25).map("\n".join),
    st.text(max_size=9),
)
def test_folds_take_nothing_away(text: str, subject: str) -> None:
    folds = folding.fold(text, subject)
    ends = [place for one in folds for place in (one.start, one.end)]
    assert ends == sorted(ends)
    assert all(0 <= one.start < one.end <= len(text) for one in folds)
    assert sorted(squeezed(text)) == sorted("".join(map(squeezed, layers(text, folds))))


SAID = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs", "Cf"]), min_size=1, max_size=20
)
LINE = st.lists(SAID, min_size=1, max_size=8).map(" ".join)
NAME = st.lists(
    st.sampled_from(["Anna", "Öz", "von", "Lind,", "(Büro)", "日本", 'die "Rote"', "O'Neil", "@home"]), max_size=3
)
LOCAL = st.from_regex(r"[a-z0-9]([a-z0-9._+-]{0,10}[a-z0-9])?", fullmatch=True).filter(lambda one: ".." not in one)
PARTY = st.builds(
    lambda name, local, host: Party(" ".join(name), f"{local}@{host}"),
    NAME,
    LOCAL,
    st.sampled_from(["x.example", "post.firma.example", "xn--mller-kva.example"]),
)
KEY = st.from_regex(r"[a-z0-9]{1,20}@[a-z]{1,10}\.example", fullmatch=True)
FILE = st.builds(
    Attachment,
    name=st.sampled_from(
        ["Rechnung.pdf", "Übersicht März.xlsx", "ein sehr langer Name " * 4 + ".txt", "日本.png", "a;b='c'.txt"]
    ),
    media_type=st.sampled_from(["application/pdf", "image/png", "text/plain", "application/octet-stream"]),
    content=st.binary(min_size=1, max_size=200),
)
AT = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)).map(lambda at: at.replace(microsecond=0, tzinfo=UTC))  # noqa: DTZ001 - hypothesis wants bounds without a zone
OUTBOUND = st.builds(
    Outbound,
    key=KEY,
    sender=PARTY,
    to=st.lists(PARTY, min_size=1, max_size=4).map(tuple),
    cc=st.lists(PARTY, max_size=2).map(tuple),
    subject=LINE,
    text=st.lists(LINE, min_size=1, max_size=6).map("\n".join),
    created_at=AT,
    reply_to=st.none() | PARTY,
    attachments=st.lists(FILE, max_size=2).map(tuple),
    refs=st.lists(KEY, max_size=4, unique=True).map(tuple),
)


def squeezed_parties(parties: tuple[Party, ...]) -> list[tuple[str, str]]:
    """Names without what mail programs add or take: quotes, escapes, white space, a comma at the end."""
    return [("".join(c for c in party.name if c not in "\\\"' \t").strip(","), party.address) for party in parties]


def same_files(found: Inbound, files: tuple[Attachment, ...]) -> bool:
    return [(one.media_type, one.content) for one in found.attachments] == [
        (one.media_type, one.content) for one in files
    ]


@given(OUTBOUND)
def test_what_we_compose_reads_back(outbound: Outbound) -> None:
    found = parse(compose(outbound))
    assert found.key == outbound.key
    assert found.subject == " ".join(outbound.subject.split())
    assert found.sent_at == outbound.created_at
    assert squeezed_parties((found.sender,)) == squeezed_parties((outbound.sender,))
    assert squeezed_parties(found.to) == squeezed_parties(outbound.to)
    assert squeezed_parties(found.cc) == squeezed_parties(outbound.cc)
    assert (found.reply_to and found.reply_to.address) == (outbound.reply_to and outbound.reply_to.address)
    assert squeezed(outbound.text) in squeezed(found.text)
    assert list(found.refs) == list(outbound.refs)
    assert same_files(found, outbound.attachments)
    assert [one.name for one in found.attachments] == [" ".join(one.name.split()) for one in outbound.attachments]


@given(
    LINE,
    st.lists(LINE, min_size=1, max_size=6).map("\n".join),
    PARTY,
    st.sampled_from(["base64", "quoted-printable", "8bit"]),
    st.sampled_from([SMTP, SMTPUTF8]),
    st.integers(-11, 13),
    st.lists(FILE, max_size=2).map(tuple),
)
def test_what_the_standard_library_writes_reads_back(
    subject: str, text: str, party: Party, cte: str, policy: EmailPolicy, hours: int, files: tuple[Attachment, ...]
) -> None:
    mail = EmailMessage(policy=policy)
    at = datetime(2026, 3, 2, 8, 0, tzinfo=timezone(timedelta(hours=hours)))
    mail["From"] = f"<{party.address}>"
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail.set_content(text, cte=cte if max(map(len, text.encode().split(b"\n"))) < 900 else "base64")
    for file in files:
        main, _, sub = file.media_type.partition("/")
        mail.add_attachment(file.content, main, sub, filename=file.name)
    found = parse(bytes(mail))
    assert found.sender.address == party.address
    assert squeezed(found.subject) == squeezed(subject)
    assert found.sent_at == at
    assert squeezed(found.text) == squeezed(text)
    assert same_files(found, files)
