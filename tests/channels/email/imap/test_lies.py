"""IMAP servers that die, lie or stall: a sentence for a person, bounded memory and time, and no mail lost."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import pytest

from channels.email.imap_script import Lie, Mailbox, Scripted, lying
from channels.email.outgoing import HASTY, PATIENT, imap_settings
from channels.email.talk import Talk
from nahbar.channels.contract import FetchBatch, SendFault
from nahbar.channels.email.imap import folder as imap_folder
from nahbar.channels.email.imap import wire as imap_wire
from nahbar.channels.email.imap.fetcher import ImapFetcher
from nahbar.channels.email.timeouts import Timeouts

BODIES = r"UID FETCH .*BODY"
SIZES = r"UID FETCH .*SIZE"


def mailbox(*uids: int, **changes: Any) -> Mailbox:
    return Mailbox(messages={uid: f"Subject: {uid}\r\n\r\nGuten Tag\r\n".encode() for uid in uids}, **changes)


def fetcher(server: Scripted, timeouts: Timeouts = PATIENT) -> ImapFetcher:
    settings = imap_settings(server.port)
    assert settings.imap
    return ImapFetcher(settings.imap, settings.folders, None, timeouts)


def fetched(source: ImapFetcher, cursor: Mapping[str, Any]) -> tuple[list[str], Mapping[str, Any], list[str]]:
    """Provider ids, the last cursor, alarms."""
    batches: list[FetchBatch] = list(source.fetch(cursor))
    ids = [message.provider_id for batch in batches for message in batch.messages]
    alarms = [alarm for batch in batches for alarm in batch.alarms]
    return ids, (batches[-1].cursor if batches else cursor), alarms


def attempted(source: ImapFetcher) -> tuple[list[str], Mapping[str, Any], SendFault | None]:
    """Provider ids and cursor of a whole fetch, or the fault that it ended in."""
    try:
        ids, cursor, _ = fetched(source, {})
    except SendFault as fault:
        return [], {}, fault
    return ids, cursor, None


def hang_up(_talk: Talk, _tag: str, _command: str) -> None:
    raise EOFError


def fall_silent(talk: Talk, _tag: str, _command: str) -> None:
    talk.wait_for_the_end()
    raise EOFError


def flood(talk: Talk, _tag: str, _command: str) -> None:
    while True:
        talk.connection.sendall(b"* OK and another thing\r\n" * 2_000)


def endless_line(talk: Talk, _tag: str, _command: str) -> None:
    talk.connection.sendall(b"* OK ")
    while True:
        talk.connection.sendall(b"x" * 65_536)


def drip(talk: Talk, _tag: str, _command: str) -> None:
    talk.connection.settimeout(0.05)
    while True:
        talk.connection.sendall(b"*")
        try:
            if not talk.connection.recv(1):
                raise EOFError
        except TimeoutError:
            continue


def say(*lines: str | bytes) -> Lie:
    def lie(talk: Talk, tag: str, _command: str) -> None:
        talk.say(*(line.replace("TAG", tag) if isinstance(line, str) else line for line in lines))

    return lie


def seldom(times: int) -> Lie:
    """An honest answer to EXAMINE for some times, then none."""
    left = iter(range(times))

    def lie(talk: Talk, tag: str, _command: str) -> None:
        if next(left, None) is None:
            raise EOFError
        talk.say("* 2 EXISTS", "* OK [UIDVALIDITY 7] ok", "* OK [UIDNEXT 3] ok", f"{tag} OK done")

    return lie


BROKEN: list[Lie] = [
    hang_up,
    fall_silent,
    drip,
    say("what?"),
    say(b"\xff\xfe\x00\x01"),
    say("TAG BAD no idea"),
    say("TAG NO [UNAVAILABLE] later"),
    say("* BYE going down"),
    say("wrongtag OK done"),
    say("* 1 FETCH (UID", "TAG OK done"),
    say("* 1 FETCH (UID 1 BODY[] {99999999999999}", "x", "TAG OK done"),
    say("* 1 FETCH (UID 1 BODY[] {30}", "short)", "TAG OK done"),
    say("* 1 FETCH (UID 1 BODY[] {3}", "much longer than announced)", "TAG OK done"),
    say("* 1 FETCH (UID x BODY[] NIL)", "TAG OK done"),
    say("* 1 FETCH 5", "TAG OK done"),
]


@pytest.mark.parametrize("lie", BROKEN)
@pytest.mark.parametrize("command", ["EXAMINE", "UID SEARCH", SIZES, BODIES])
def test_broken_answer_is_a_fault_in_words_or_harmless(command: str, lie: Lie) -> None:
    """Either a temporary fault, or the messages are told as not handed over; then an honest server gives them all."""
    with lying(mailbox(1, 2), {command: lie}) as server, fetcher(server, HASTY) as source:
        ids, cursor, fault = attempted(source)
    if fault:
        assert fault.sentence.startswith("127.0.0.1") or "no folder" in fault.sentence
        assert fault.permanent is ("no folder" in fault.sentence)
    with lying(mailbox(1, 2)) as server, fetcher(server) as source:
        ids += fetched(source, cursor)[0]
    assert {provider_id.rpartition(":")[2] for provider_id in ids} == {"1", "2"}


@pytest.mark.parametrize("lie", [flood, endless_line])
@pytest.mark.parametrize("command", ["EXAMINE", "UID SEARCH", SIZES])
def test_flood_is_cut_off(command: str, lie: Lie, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_wire, "LONGEST_LINE", 1_000_000)
    monkeypatch.setattr(imap_wire.Client.allow, "__defaults__", (1_000_000,))
    with lying(mailbox(1), {command: lie}) as server, fetcher(server) as source, pytest.raises(SendFault):
        fetched(source, {})


@pytest.mark.parametrize(
    "lie", [hang_up, fall_silent, drip, say("220 mail.example ESMTP"), say("* BYE full"), say(b"\xff")]
)
def test_server_that_does_not_greet_is_a_temporary_fault(lie: Lie) -> None:
    with (
        lying(mailbox(1), {"GREETING": lie}) as server,
        fetcher(server, HASTY) as source,
        pytest.raises(SendFault) as caught,
    ):
        fetched(source, {})
    assert not caught.value.permanent


@pytest.mark.parametrize("lie", [flood, endless_line, hang_up, say("what?")])
def test_message_that_the_server_chokes_on_does_not_hold_up_the_others(
    lie: Lie, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_wire, "LONGEST_LINE", 1_000_000)
    monkeypatch.setattr(imap_folder, "SLACK", 1_000_000)
    poison = r"UID FETCH (.*,)?2(,.*)? \(BODY"
    with lying(mailbox(1, 2, 3), {poison: lie}) as server, fetcher(server) as source:
        ids, cursor, alarms = fetched(source, {})
        assert ids == ["INBOX:7:1", "INBOX:7:3"]
        assert cursor["INBOX"]["missing"] == [2]
        assert len(alarms) == 1


def test_last_message_again_is_not_news() -> None:
    """RFC 3501: "6:*" in a folder that ends at 5 is 5:6, so the server lists 5 again."""
    with lying(mailbox(4, 5)) as server, fetcher(server) as source:
        _, cursor, _ = fetched(source, {})
        assert fetched(source, cursor)[0] == []


def test_doubled_foreign_and_impossible_uids_are_ignored() -> None:
    search = say("* SEARCH 2 2 1 1 0 99999999999", "TAG OK done")
    body = b"Subject: x\r\n\r\n"
    bodies = say(
        f"* 1 FETCH (UID 1 BODY[] {{{len(body)}}}", body + b")",
        f"* 1 FETCH (UID 1 BODY[] {{{len(body)}}}", body + b")",
        f"* 9 FETCH (UID 77 BODY[] {{{len(body)}}}", body + b")",
        f"* 2 FETCH (UID 2 FLAGS () BODY[] {{{len(body)}}}", body + b")",
        "TAG OK done",
    )  # fmt: skip
    with lying(mailbox(1, 2), {"UID SEARCH": search, BODIES: bodies}) as server, fetcher(server) as source:
        assert fetched(source, {})[0] == ["INBOX:7:1", "INBOX:7:2"]


def test_message_without_body_is_told_once_and_asked_for_until_it_comes() -> None:
    box = mailbox(1, 2, 3)
    withheld = say("* 1 FETCH (UID 1 BODY[] {3}", b"a\r\n)", "* 2 FETCH (UID 2 BODY[] NIL)", "TAG OK done")
    with lying(box, {BODIES: withheld}) as server, fetcher(server) as source:
        ids, cursor, alarms = fetched(source, {})
        assert ids == ["INBOX:7:1"]
        assert len(alarms) == 1
        assert "(2)" in alarms[0]
        assert fetched(source, cursor)[2] == []
    with lying(box) as server, fetcher(server) as source:
        ids, cursor, alarms = fetched(source, cursor)
        assert ids == ["INBOX:7:2", "INBOX:7:3"]
        assert alarms == []
        assert fetched(source, cursor)[0] == []


def test_withheld_message_that_disappears_is_told() -> None:
    with lying(mailbox(1, 2), {BODIES: say("TAG OK done")}) as server, fetcher(server) as source:
        _, cursor, _ = fetched(source, {})
    with lying(mailbox(2)) as server, fetcher(server) as source:
        ids, cursor, alarms = fetched(source, cursor)
        assert ids == ["INBOX:7:2"]
        assert any("never handed over" in alarm for alarm in alarms)
        assert "missing" not in cursor["INBOX"]


def test_message_larger_than_we_can_hold_stays_and_is_told() -> None:
    huge = say("* 1 FETCH (UID 1 RFC822.SIZE 5000000000)", "* 2 FETCH (UID 2 RFC822.SIZE 30)", "TAG OK done")
    with lying(mailbox(1, 2), {SIZES: huge}) as server, fetcher(server) as source:
        ids, _, alarms = fetched(source, {})
    assert ids == ["INBOX:7:2"]
    assert "stays on the server" in alarms[0]


def test_server_without_sizes_hands_over_one_by_one() -> None:
    with lying(mailbox(1, 2, 3), {SIZES: say("TAG OK done")}) as server, fetcher(server) as source:
        assert [len(batch.messages) for batch in source.fetch({})] == [1, 1, 1]


def test_server_without_uidnext_and_uidvalidity_is_read_all_the_same() -> None:
    with lying(mailbox(1, 2), {"EXAMINE": say("* 2 EXISTS", "TAG OK done")}) as server, fetcher(server) as source:
        ids, cursor, _ = fetched(source, {})
        assert ids == ["INBOX:0:1", "INBOX:0:2"]
        assert fetched(source, cursor) == ([], cursor, [])


def test_connection_that_died_overnight_is_replaced() -> None:
    with lying(mailbox(1)) as server, fetcher(server) as source:
        _, cursor, _ = fetched(source, {})
        server.mailbox.messages[2] = b"Subject: 2\r\n\r\n"
        source._client.wire.sock.shutdown(2)  # type: ignore[union-attr]
        assert fetched(source, cursor)[0] == ["INBOX:7:2"]
        assert server.served.connections == 2


def test_server_that_dies_in_the_middle_is_a_temporary_fault_and_nothing_is_skipped() -> None:
    box = mailbox(1, 2)
    with lying(box, {BODIES: hang_up, "EXAMINE": seldom(1)}) as server, fetcher(server) as source:
        with pytest.raises(SendFault) as caught:
            fetched(source, {})
        assert not caught.value.permanent
    with lying(box) as server, fetcher(server) as source:
        assert len(fetched(source, {})[0]) == 2


def test_folder_that_is_away_for_the_moment_is_not_called_absent() -> None:
    with lying(mailbox(1), {"EXAMINE": say("TAG NO [UNAVAILABLE] later")}) as server, fetcher(server) as source:
        with pytest.raises(SendFault) as caught:
            fetched(source, {})
        assert not caught.value.permanent


def test_place_in_a_folder_no_longer_looked_at_is_kept() -> None:
    with lying(mailbox(1)) as server, fetcher(server) as source:
        _, cursor, _ = fetched(source, {"Formular": {"uidvalidity": 3, "uid": 9, "next": 10}})
    assert cursor["Formular"]["uid"] == 9


def test_only_reading_commands_are_sent() -> None:
    with lying(mailbox(1, 2)) as server, fetcher(server) as source:
        fetched(source, {})
        source.wait(0.05)
        words = {command.split("(")[0].split()[0].upper() for command in server.mailbox.heard}
    assert words <= {"CAPABILITY", "LOGIN", "EXAMINE", "UID", "IDLE"}
    assert not any("BODY[" in command for command in server.mailbox.heard)


def test_wait_without_idle_comes_back_in_time() -> None:
    with lying(mailbox(1, capabilities="IMAP4rev1")) as server, fetcher(server) as source:
        fetched(source, {})
        assert source.wait(0.05) is False
        assert not any(command.startswith("IDLE") for command in server.mailbox.heard)


def test_idle_is_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nahbar.channels.email.imap.fetcher.LONGEST_IDLE", 0.05)
    with lying(mailbox(1)) as server, fetcher(server) as source:
        fetched(source, {})
        assert source.wait(0.3) is False
        assert sum(command == "IDLE" for command in server.mailbox.heard) > 1


@pytest.mark.parametrize("lie", [hang_up, say("TAG NO never"), say("+ ok", "* BYE bye"), say("what?")])
def test_idle_that_breaks_is_a_temporary_fault(lie: Lie) -> None:
    with lying(mailbox(1), {"IDLE": lie}) as server, fetcher(server, HASTY) as source:
        fetched(source, {})
        with pytest.raises(SendFault) as caught:
            source.wait(0.2)
    assert not caught.value.permanent


def test_untagged_words_before_idling_are_heard() -> None:
    released = threading.Event()

    def chatty(talk: Talk, tag: str, _command: str) -> None:
        talk.say("* 1 EXISTS", "+ idling", "* OK still here", "* 2 EXISTS")
        released.set()
        talk.hear()
        talk.say(f"{tag} OK done")

    with lying(mailbox(1), {"IDLE": chatty}) as server, fetcher(server) as source:
        fetched(source, {})
        assert source.wait(20) is True
    assert released.is_set()


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [
        ("TAG NO [AUTHENTICATIONFAILED] no", True),
        ("TAG NO [UNAVAILABLE] directory is away", False),
        ("* BYE no", False),
    ],
)
def test_refused_sign_in_is_permanent_only_where_the_server_means_it(answer: str, *, permanent: bool) -> None:
    with (
        lying(mailbox(1), {"LOGIN": say(answer)}) as server,
        fetcher(server) as source,
        pytest.raises(SendFault) as caught,
    ):
        fetched(source, {})
    assert caught.value.permanent is permanent


def test_password_is_not_sent_where_the_server_forbids_it() -> None:
    with lying(mailbox(1, capabilities="IMAP4rev1 LOGINDISABLED")) as server, fetcher(server) as source:
        with pytest.raises(SendFault, match="STARTTLS or TLS"):
            fetched(source, {})
        assert not any("LOGIN" in command for command in server.mailbox.heard)


def test_portion_ends_before_a_big_message() -> None:
    assert imap_folder.BIG <= imap_folder.PORTION_BYTES
