"""One transaction: whatever breaks, nobody gets a mail twice and nobody is told that it left when it did not."""

from __future__ import annotations

import socket
import struct

import pytest

from channels.email.outgoing import CONTENT, HASTY, JONAS, PATIENT, PETRA, handover, smtp_settings
from channels.email.smtp_script import Action, fall_silent, hang_up, scripted
from channels.email.talk import Talk
from nahbar.channels.contract import Handover, Outcome, Receipt, SendFault
from nahbar.channels.email.smtp import words as smtp_words
from nahbar.channels.email.smtp.handover import stuffed, with_crlf
from nahbar.channels.email.smtp.sender import SmtpSender
from nahbar.channels.email.timeouts import Timeouts


def send(port: int, given: Handover, timeouts: Timeouts = PATIENT) -> Receipt:
    with SmtpSender(smtp_settings(port), None, timeouts) as sender:
        return sender.send(given)


def outcomes(receipt: Receipt) -> list[Outcome]:
    return [result.outcome for result in receipt.results]


def reset(talk: Talk) -> None:
    """Close with RST instead of FIN, as a crashed machine does."""
    talk.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    talk.connection.close()
    raise EOFError


def drip(talk: Talk) -> None:
    """Never silent, never finished: each byte in time, the answer not."""
    talk.connection.settimeout(0.05)
    while True:
        talk.connection.sendall(b"2")
        try:
            if not talk.connection.recv(1):
                raise EOFError
        except TimeoutError:
            continue


def endless(talk: Talk) -> None:
    while True:
        talk.say("250-and more")


def test_mail_arrives_as_it_was_and_is_accepted() -> None:
    with scripted() as server:
        receipt = send(server.port, handover())
        assert server.kept == [CONTENT]
    assert outcomes(receipt) == [Outcome.ACCEPTED]
    assert receipt.remote_id == "4Xy12"
    assert receipt.results[0].answer == "250 2.0.0 Ok: queued as 4Xy12"


@pytest.mark.parametrize(
    ("answer", "outcome", "sentence"),
    [
        ("450 4.2.0 Greylisted, come back", Outcome.TEMPORARY, smtp_words.GREYLISTED),
        ("550 5.1.1 <petra> unknown", Outcome.PERMANENT, smtp_words.NO_SUCH_ADDRESS),
        ("552 5.2.2 over quota", Outcome.TEMPORARY, smtp_words.MAILBOX_FULL),
    ],
)
def test_one_refused_recipient_leaves_the_others_alone(answer: str, outcome: Outcome, sentence: str) -> None:
    with scripted({"RCPT TO:<PETRA": answer}) as server:
        receipt = send(server.port, handover(PETRA.address, JONAS.address))
        assert len(server.kept) == 1
    assert outcomes(receipt) == [outcome, Outcome.ACCEPTED]
    assert receipt.results[0].sentence == sentence
    assert receipt.results[0].answer == answer


def test_all_recipients_refused_sends_no_data() -> None:
    with scripted({"RCPT": "550 5.1.1 no"}) as server:
        assert outcomes(send(server.port, handover(PETRA.address, JONAS.address))) == [Outcome.PERMANENT] * 2
        assert not server.said("DATA")


@pytest.mark.parametrize(("command", "answer"), [("MAIL", "553 5.7.1 not yours"), ("DATA", "554 5.7.1 spam")])
def test_refusal_before_the_data_is_permanent_for_all(command: str, answer: str) -> None:
    with scripted({command: answer}) as server:
        receipt = send(server.port, handover(PETRA.address, JONAS.address))
        assert server.kept == []
    assert outcomes(receipt) == [Outcome.PERMANENT] * 2


def test_sign_in_wanted_is_a_fault_for_a_person() -> None:
    with scripted({"MAIL": "530 5.7.0 Authentication required"}) as server, pytest.raises(SendFault) as caught:
        send(server.port, handover())
    assert caught.value.permanent
    assert "sign-in" in caught.value.sentence


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    "action", [hang_up, fall_silent, drip, endless, reset, "what?", b"\xff\xfe\x00", "99 low", "250ok"]
)
def test_break_before_the_dot_is_temporary(command: str, action: Action) -> None:
    with scripted({command: action}) as server:
        receipt = send(server.port, handover(PETRA.address, JONAS.address), HASTY)
        assert server.kept == []
    assert outcomes(receipt) == [Outcome.TEMPORARY] * 2
    assert receipt.results[0].sentence == smtp_words.LOST


@pytest.mark.parametrize(
    "action",
    [hang_up, fall_silent, drip, endless, reset, "what?", b"\xff\xfe\x00", "250-half", "354 go on", "2five0 ok"],
)
def test_break_after_the_dot_is_unknown(action: Action) -> None:
    with scripted({"RCPT TO:<JONAS": "550 5.1.1 no", "END": action}) as server:
        receipt = send(server.port, handover(PETRA.address, JONAS.address), HASTY)
        assert len(server.kept) == 1
    assert outcomes(receipt) == [Outcome.UNKNOWN, Outcome.PERMANENT]
    assert receipt.results[0].sentence == smtp_words.UNKNOWN


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("451 4.3.0 later", Outcome.TEMPORARY),
        ("421 4.3.2 shutting down", Outcome.TEMPORARY),
        ("554 5.7.1 spam", Outcome.PERMANENT),
        ("552 5.2.2 mailbox full", Outcome.TEMPORARY),
    ],
)
def test_verdict_after_the_dot_counts(answer: str, outcome: Outcome) -> None:
    with scripted({"END": answer}) as server:
        assert outcomes(send(server.port, handover())) == [outcome]


@pytest.mark.parametrize("action", [hang_up, fall_silent, "500 what?", b"\x00"])
def test_nothing_after_250_changes_it(action: Action) -> None:
    with scripted({"QUIT": action}) as server:
        assert outcomes(send(server.port, handover(), HASTY)) == [Outcome.ACCEPTED]


def test_connection_lost_in_the_middle_of_the_data_is_temporary() -> None:
    def read_a_little(talk: Talk) -> None:
        talk.say("354 go on")
        talk.connection.recv(10)
        reset(talk)

    # More than the kernel's buffers hold, so the client is still writing when the connection breaks
    large = (
        b"Subject: x\r\n\r\n" + b"a line of seventy characters and some more of them until it is full\r\n" * 400_000
    )
    with scripted({"DATA": read_a_little}, extensions=()) as server:
        assert outcomes(send(server.port, handover(content=large))) == [Outcome.TEMPORARY]


@pytest.mark.parametrize(
    ("early", "outcome"),
    [
        ("552 5.3.4 too large", Outcome.PERMANENT),
        ("451 4.3.0 later", Outcome.TEMPORARY),
        ("250 ok already", Outcome.TEMPORARY),
    ],
)
def test_verdict_before_the_dot_means_that_no_dot_is_sent(early: str, outcome: Outcome) -> None:
    seen: list[str] = []

    def judge_early(talk: Talk) -> None:
        talk.say("354 go on", early)
        while True:
            seen.append(talk.hear())

    with scripted({"DATA": judge_early}) as server:
        assert outcomes(send(server.port, handover())) == [outcome]
    assert "." not in seen


def test_421_to_one_recipient_ends_it_for_all_later_ones() -> None:
    with scripted({"RCPT TO:<JONAS": "421 4.7.0 enough"}) as server:
        receipt = send(server.port, handover(PETRA.address, JONAS.address, "later@kundschaft.example"))
        assert server.kept == []
        assert len(server.said("RCPT")) == 2
    assert outcomes(receipt) == [Outcome.TEMPORARY] * 3


def test_ten_thousand_recipients_get_a_result_each() -> None:
    recipients = [f"p{number}@kundschaft.example" for number in range(10_000)]
    with scripted({"RCPT TO:<P7": "550 5.1.1 no"}) as server:
        receipt = send(server.port, handover(*recipients))
    assert [result.address for result in receipt.results] == recipients
    assert outcomes(receipt).count(Outcome.PERMANENT) == 1_111


def test_size_limit_is_respected_before_sending() -> None:
    with scripted(extensions=("SIZE 50",)) as server:
        receipt = send(server.port, handover())
        assert not server.said("MAIL")
    assert outcomes(receipt) == [Outcome.PERMANENT]
    assert receipt.results[0].sentence == smtp_words.TOO_LARGE


def test_letters_beyond_ascii_need_smtputf8() -> None:
    umlaut = "jürgen@kundschaft.example"
    with scripted() as server:
        receipt = send(server.port, handover(umlaut, PETRA.address))
        assert outcomes(receipt) == [Outcome.PERMANENT, Outcome.ACCEPTED]
        assert receipt.results[0].sentence == smtp_words.SMTPUTF8
    with scripted(extensions=("SMTPUTF8", "8BITMIME")) as server:
        assert outcomes(send(server.port, handover(umlaut))) == [Outcome.ACCEPTED]
        assert server.said("MAIL")[0].endswith("BODY=8BITMIME SMTPUTF8")


def test_domain_beyond_ascii_needs_nothing() -> None:
    with scripted(extensions=()) as server:
        receipt = send(server.port, handover("petra@räder.example"))
        assert server.said("RCPT") == ["RCPT TO:<petra@xn--rder-loa.example>"]
    assert receipt.results[0].address == "petra@räder.example"


@pytest.mark.parametrize("address", ["a@b.example>\r\nRSET", "a b@c.example", "<a@b.example>", ""])
def test_address_that_would_speak_smtp_is_not_sent(address: str) -> None:
    with scripted() as server:
        receipt = send(server.port, handover(address, PETRA.address))
        assert len(server.said("RCPT")) == 1
        assert not server.said("RSET")
    assert outcomes(receipt) == [Outcome.PERMANENT, Outcome.ACCEPTED]


def test_lone_line_ends_cannot_smuggle_a_second_mail() -> None:
    smuggled = b"Subject: x\r\n\r\nHallo\n.\nMAIL FROM:<x@x.example>\r.\rEnde"
    with scripted() as server:
        send(server.port, handover(content=smuggled))
        assert server.kept == [b"Subject: x\r\n\r\nHallo\r\n.\r\nMAIL FROM:<x@x.example>\r\n.\r\nEnde\r\n"]
        assert len(server.said("MAIL")) == 1


def test_dots_are_doubled_only_at_the_start_of_a_line() -> None:
    assert stuffed(b".a\r\nb.\r\n.\r\n") == b"..a\r\nb.\r\n..\r\n"
    assert with_crlf(b"a\r\nb\r\n") == b"a\r\nb\r\n"
