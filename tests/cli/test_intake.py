"""The door, as mail servers and worse guests meet it: the real process, talked to over sockets."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator

import pytest

from cast import mail
from servers.loopback import HOST
from servers.nahbar import Nahbar, eventually, nahbar

FOUND = "import sys; sys.path.insert(0, 'tests'); from cast import found_house; found_house()"
ARRIVALS = "SELECT count(*) FROM nahbar_mailroom_arrival"
SENDER, INFO = "petra@post.example", "info@radhof.example"


@pytest.fixture(scope="module")
def door() -> Iterator[Nahbar]:
    with nahbar("intake", scene=FOUND, MAX_MAIL_MIB="1") as house:
        yield house


def arrivals(door: Nahbar) -> int:
    return int(door.rows(ARRIVALS)[0][0])


def test_250_means_that_the_mail_is_in_the_database(door: Nahbar) -> None:
    raw = mail("Von Tür zu Tür.")
    before = arrivals(door)
    with smtplib.SMTP(HOST, door.smtp_port) as client:
        assert client.sendmail(SENDER, [INFO], raw) == {}
        assert arrivals(door) == before + 1
    digest = door.rows("SELECT blob FROM nahbar_mailroom_arrival ORDER BY id DESC LIMIT 1")[0][0]
    kept = (door.home / "blobs" / digest[:3] / digest).read_bytes()
    assert kept.replace(b"\r\n", b"\n").rstrip().endswith(raw.replace(b"\r\n", b"\n").rstrip())
    assert kept.startswith(b"Return-Path: <petra@post.example>\r\nReceived: from ")


def test_unknown_recipient_is_refused_before_its_mail(door: Nahbar) -> None:
    before = arrivals(door)
    with smtplib.SMTP(HOST, door.smtp_port) as client:
        client.ehlo()
        client.mail(SENDER)
        assert client.rcpt("nobody@radhof.example")[0] == 550
        assert client.rcpt(INFO)[0] == 250
        assert client.rcpt("info+anything.goes@radhof.example")[0] == 250
        assert client.data(mail("Nur für bekannte."))[0] == 250
    assert arrivals(door) == before + 1


def test_too_large_a_mail_gets_552(door: Nahbar) -> None:
    before = arrivals(door)
    with smtplib.SMTP(HOST, door.smtp_port) as client:
        client.ehlo()
        client.mail(SENDER)
        client.rcpt(INFO)
        assert client.data(b"Subject: big\r\n\r\n" + b"x" * 900 + b"\r\n" * 600_000)[0] == 552
        assert client.noop()[0] == 250
    with smtplib.SMTP(HOST, door.smtp_port) as client:
        client.ehlo()
        assert client.mail(SENDER, ["SIZE=2000000"])[0] == 552
    assert arrivals(door) == before


def test_ten_thousand_recipients_are_served_in_turns(door: Nahbar) -> None:
    with socket.create_connection((HOST, door.smtp_port), timeout=30) as line:
        answers = line.makefile("rb")
        answers.readline()
        line.sendall(b"EHLO many\r\n")
        while answers.readline()[3:4] == b"-":
            pass
        codes = []
        line.sendall(b"MAIL FROM:<petra@post.example>\r\n")
        answers.readline()
        for n in range(1010):
            line.sendall(f"RCPT TO:<info+{n}@radhof.example>\r\n".encode())
            codes.append(answers.readline()[:3])
        assert codes[:1000] == [b"250"] * 1000
        assert set(codes[1000:]) == {b"452"}


def test_slow_client_and_one_that_vanishes_harm_nobody(door: Nahbar) -> None:
    before = arrivals(door)
    with socket.create_connection((HOST, door.smtp_port)) as slow:
        slow.sendall(b"EHLO slow\r\nMAIL FROM:<petra@post.example>\r\nRCPT TO:<info@radhof.example>\r\nDATA\r\nSubj")
        with socket.create_connection((HOST, door.smtp_port)) as gone:
            gone.sendall(b"EHLO gone\r\nMAIL FROM:<petra@post.example>\r\n")
        with smtplib.SMTP(HOST, door.smtp_port) as client:
            client.sendmail(SENDER, [INFO], mail("Ich bin schneller."))
    assert arrivals(door) == before + 1


def test_garbage_is_answered_and_forgotten(door: Nahbar) -> None:
    with socket.create_connection((HOST, door.smtp_port), timeout=30) as line:
        answers = line.makefile("rb")
        assert answers.readline().startswith(b"220")
        line.sendall(b"\xff\xfe\x00GET / HTTP/1.1\r\n")
        assert answers.readline()[:1] == b"5"
    with smtplib.SMTP(HOST, door.smtp_port) as client:
        assert client.noop()[0] == 250


def test_lmtp_answers_once_per_recipient(door: Nahbar) -> None:
    before = arrivals(door)
    with smtplib.LMTP(HOST, door.lmtp_port) as client:
        client.ehlo()
        client.mail(SENDER)
        client.rcpt(INFO)
        client.rcpt("werkstatt@radhof.example")
        assert client.data(mail("Für zwei."))[0] == 250
        assert client.getreply()[0] == 250
    assert arrivals(door) == before + 1
    eventually(
        door,
        "SELECT count(*) FROM nahbar_mailroom_sighting GROUP BY arrival_id ORDER BY arrival_id DESC LIMIT 1",
        [(2,)],
    )


def test_null_sender_is_welcome(door: Nahbar) -> None:
    with smtplib.SMTP(HOST, door.smtp_port) as client:
        assert client.sendmail("", [INFO], mail("Ein Bericht.")) == {}


def test_utf8_addresses(door: Nahbar) -> None:
    with smtplib.SMTP(HOST, door.smtp_port) as client:
        client.ehlo()
        client.mail("jörg@post.example", ["SMTPUTF8"])
        client.rcpt(INFO)
        assert client.data(mail("Grüße"))[0] == 250
