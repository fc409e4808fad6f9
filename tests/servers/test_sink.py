"""The sink keeps what it takes, and hangs up when told to."""

from __future__ import annotations

import smtplib

import pytest

from servers.loopback import HOST
from servers.sink import Orders, Sink, Trouble, sink

JO = "jo@kundschaft.example"


def post(server: Sink, key: str, *, to: str = JO) -> None:
    with smtplib.SMTP(HOST, server.port, timeout=30) as client:
        client.sendmail("anna@lindenhof.example", [to], f"Message-ID: <{key}>\r\nSubject: Hallo\r\n\r\n.Punkt\r\n")


def test_sink_records_and_keeps_what_it_accepts() -> None:
    with sink() as server:
        post(server, "eins@lindenhof.example")
        (taken,) = server.accepted()
        assert (taken.message_id, taken.recipients, taken.answered) == ("eins@lindenhof.example", (JO,), True)
        assert server.content(taken).endswith(b"\r\n\r\n.Punkt\r\n")


def test_sink_hangs_up_after_data_with_and_without_keeping() -> None:
    with sink(Orders(plan=(Trouble.DROP_ACCEPTED, Trouble.DROP_REFUSED))) as server:
        for key in ("kept@x.example", "lost@x.example"):
            with pytest.raises(smtplib.SMTPServerDisconnected):
                post(server, key)
        post(server, "calm@x.example")
        assert [(row.message_id, row.answered) for row in server.accepted()] == [
            ("kept@x.example", False),
            ("calm@x.example", True),
        ]


@pytest.mark.parametrize(("trouble", "code"), [(Trouble.TEMPORARY, 451), (Trouble.PERMANENT, 554)])
def test_sink_refuses_after_data(trouble: Trouble, code: int) -> None:
    with sink(Orders(rates={trouble: 1.0})) as server:
        with pytest.raises(smtplib.SMTPDataError) as caught:
            post(server, "never@x.example")
        assert caught.value.smtp_code == code
        assert server.accepted() == []


def test_sink_refuses_one_recipient_by_name() -> None:
    with sink(Orders(recipients={JO: "550 5.1.1 Moved away"})) as server:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
            post(server, "moved@x.example")
        assert caught.value.recipients == {JO: (550, b"5.1.1 Moved away")}
        post(server, "here@x.example", to="mia@kundschaft.example")


def test_sink_goes_on_with_its_record_after_a_restart() -> None:
    with sink() as first:
        post(first, "before@x.example")
        with sink(base=first.base) as second:
            post(second, "after@x.example")
            assert [row.message_id for row in second.accepted()] == ["before@x.example", "after@x.example"]


def test_sink_draws_the_same_faults_for_the_same_seed() -> None:
    drawn = []
    for _ in range(2):
        with sink(Orders(rates={Trouble.DROP_ACCEPTED: 0.5}, seed=7, sync=False)) as server:
            for number in range(12):
                try:
                    post(server, f"{number}@x.example")
                except smtplib.SMTPServerDisconnected:
                    continue
            drawn.append([row.answered for row in server.accepted()])
    assert drawn[0] == drawn[1]
    assert {True, False} == set(drawn[0])
