"""Letters to real printers: CUPS' own ippeveprinter and a CUPS queue; each is printed once, whatever breaks."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.letter import cups_queue
from channels.letter.broken_line import broken_line
from channels.letter.letters import LETTER
from nahbar.channels.contract import Handover, Outcome, Receipt, SendFault
from nahbar.channels.letter import ipp, ipp_wire
from nahbar.channels.letter.channel import LetterChannel
from servers import cups
from servers.loopback import HOST, free_port, wait_until

CHANNEL = LetterChannel()
HANDOVER = Handover(
    LETTER.key, LETTER.sender.address, (LETTER.to[0].address,), CHANNEL.compose(LETTER), LETTER.created_at
)
needs_printer = pytest.mark.skipif(bool(cups.missing()), reason=cups.missing())
needs_queue = pytest.mark.skipif(bool(cups_queue.missing()), reason=cups_queue.missing())


@pytest.fixture(scope="module")
def queue() -> Iterator[cups_queue.Queue]:
    with cups_queue.queue() as running:
        yield running


@pytest.fixture
def printer() -> Iterator[cups.Printer]:
    with cups.printer() as running:
        yield running


def send(uri: str, handover: Handover = HANDOVER) -> Receipt:
    with CHANNEL.open({"way": "ipp", "printer": uri}) as sender:
        return sender.send(handover)


@needs_printer
@pytest.mark.servers
def test_printer_gets_the_same_bytes_and_prints_them_once(printer: cups.Printer) -> None:
    first = send(printer.uri)
    assert [result.outcome for result in first.results] == [Outcome.ACCEPTED]
    assert first.results[0].address == LETTER.to[0].address
    assert first.remote_id == "1"
    wait_until(lambda: len(printer.jobs()) == 1, what="the printed letter")
    assert printer.jobs()[0].read_bytes() == HANDOVER.content
    again = send(printer.uri)
    assert again.results[0].outcome is Outcome.ACCEPTED
    assert again.remote_id == "1"
    assert len(printer.jobs()) == 1


@needs_printer
@pytest.mark.servers
def test_answer_lost_after_printing_is_found_out_by_asking(printer: cups.Printer) -> None:
    with broken_line(printer.port, dead_after=False) as line:
        receipt = send(line.uri)
    assert line.lost == 1
    assert receipt.results[0].outcome is Outcome.ACCEPTED
    assert len(printer.jobs()) == 1


@needs_printer
@pytest.mark.servers
def test_answer_lost_for_good_is_unknown_and_not_sent_again(printer: cups.Printer) -> None:
    with broken_line(printer.port, dead_after=True) as line:
        receipt = send(line.uri)
    assert line.lost == 1
    assert receipt.results[0].outcome is Outcome.UNKNOWN
    assert "before sending it again" in receipt.results[0].sentence
    wait_until(lambda: len(printer.jobs()) == 1, what="the printed letter")


@needs_printer
@pytest.mark.servers
def test_probe_names_the_printer(printer: cups.Printer) -> None:
    assert CHANNEL.probe({"way": "ipp", "printer": printer.uri}) == ["The printer Lindenhof answers and takes PDF."]


@needs_queue
@pytest.mark.servers
def test_cups_queue_gets_the_same_bytes_once_although_it_hides_job_names(queue: cups_queue.Queue) -> None:
    for _ in range(2):
        receipt = send(queue.uri)
        assert receipt.results[0].outcome is Outcome.ACCEPTED
    assert queue.documents() == [HANDOVER.content]


@needs_queue
@pytest.mark.servers
def test_queue_that_does_not_exist_is_said_before_anything_is_sent(queue: cups_queue.Queue) -> None:
    with pytest.raises(SendFault, match="refused to answer"):
        send(queue.uri.replace("Briefe", "Nirgends"))


@needs_queue
@pytest.mark.servers
def test_cups_queue_answers_the_probe(queue: cups_queue.Queue) -> None:
    assert CHANNEL.probe({"way": "ipp", "printer": queue.uri}) == ["The printer Briefe answers and takes PDF."]


def test_printer_that_is_away_is_a_fault_to_try_again() -> None:
    with pytest.raises(SendFault, match="cannot be reached") as caught:
        send(f"ipp://{HOST}:{free_port()}/ipp/print")
    assert not caught.value.permanent


@contextmanager
def saying(status: int | None) -> Iterator[str]:
    """A printer with an empty job list that answers Print-Job with `status`, or with bytes that are no IPP."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            printing = body[2:4] == b"\x00\x02"
            answer = struct.pack(">HHIB", 0x0101, (status or 0) if printing else 0, 1, 3)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"no IPP" if printing and status is None else answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Tests are quiet."""

    with HTTPServer((HOST, 0), Answers) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"ipp://{HOST}:{server.server_port}/ipp/print"
        finally:
            server.shutdown()
            thread.join(30)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (0x0001, Outcome.ACCEPTED),  # with attributes ignored or substituted
        (0x0507, Outcome.TEMPORARY),  # busy
        (0x0506, Outcome.TEMPORARY),  # not accepting jobs
        (0x040A, Outcome.PERMANENT),  # document format not supported
        (0x0403, Outcome.PERMANENT),  # not authorised
        (None, Outcome.UNKNOWN),
    ],
)
def test_answer_of_the_printer_decides(status: int | None, outcome: Outcome) -> None:
    with saying(status) as uri:
        assert send(uri).results[0].outcome is outcome


@given(st.binary())
def test_any_bytes_are_an_answer_or_a_value_error(raw: bytes) -> None:
    with suppress(ValueError):
        ipp_wire.answer(b"\x01\x01\x00\x00\x00\x00\x00\x01" + raw)


def test_job_names_are_harmless_and_differ() -> None:
    assert ipp.job_name("a1@firma.example") == "a1@firma.example"
    odd = [ipp.job_name(key) for key in ('a"b', "a b", "$uri", "ä" * 300)]
    assert len({*odd}) == 4
    assert all(name.isalnum() and len(name) == 64 for name in odd)
