"""The door of the folder: what the rest of the house asks of e-mail."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from channels.email.imap_script import Mailbox, lying
from channels.email.outgoing import CONTENT, PATIENT, PETRA, handover, reply
from channels.email.smtp_script import scripted
from nahbar.channels.contract import Channel, Outcome, SendFault, SettingsFault
from nahbar.channels.email.channel import EmailChannel
from nahbar.channels.registry import channel
from servers.loopback import HOST, free_port


def settings(smtp: int, imap: int | None = None) -> dict[str, str]:
    outgoing = {"smtp_host": HOST, "smtp_port": str(smtp), "smtp_security": "none"}
    if imap is None:
        return outgoing
    incoming = {"imap_host": HOST, "imap_port": str(imap), "imap_security": "none"}
    return {**outgoing, **incoming, "imap_user": "petra", "imap_password": "radweg"}


def stored(_secrets: Mapping[str, str]) -> None:
    """Nothing is exchanged here."""


def test_registry_knows_it_under_its_name() -> None:
    found: Channel = channel("email")
    assert (found.name, found.suffix) == ("email", "eml")
    assert found.capabilities.undo_seconds == 15


def test_composed_mail_is_read_back_by_our_own_reader() -> None:
    email = EmailChannel()
    raw = email.compose(reply(in_reply_to="q1@kundschaft.example", refs=("q0@kundschaft.example",)))
    inbound = email.parse(raw)
    assert inbound.subject == "Ihr Rad ist fertig"
    assert inbound.to == (PETRA,)
    assert inbound.text.startswith("Liebe Petra,\n\ndas Rad steht bereit.")
    assert inbound.refs[0] == "q1@kundschaft.example"
    assert email.fingerprint(raw) == email.fingerprint(b"Received: by x\r\n" + raw)


def test_open_sends_over_a_real_connection() -> None:
    with scripted() as server:
        with EmailChannel(PATIENT).open(settings(server.port)) as sender:
            assert sender.send(handover()).results[0].outcome == Outcome.ACCEPTED
        assert server.kept == [CONTENT]


def test_fetcher_reads_and_there_is_none_without_a_server() -> None:
    assert EmailChannel().fetcher(settings(25), stored) is None
    with lying(Mailbox(messages={1: b"Subject: 1\r\n\r\n"})) as server:
        opened = EmailChannel(PATIENT).fetcher(settings(25, server.port), stored)
        assert opened is not None
        with opened as source:
            assert [message.raw for batch in source.fetch({}) for message in batch.messages] == [
                b"Subject: 1\r\n\r\n"
            ]


def test_probe_says_one_sentence_for_each_server() -> None:
    with scripted() as smtp, lying(Mailbox(messages={1: b"", 2: b""})) as imap:
        said = EmailChannel(PATIENT).probe(settings(smtp.port, imap.port))
        assert not smtp.said("MAIL")
    assert said == [
        f"Outgoing mail: {HOST} lets us in.",
        f"Incoming mail: {HOST} lets us in; “INBOX” holds 2 messages.",
    ]


def test_probe_of_a_server_that_is_away_says_so() -> None:
    with pytest.raises(SendFault, match="cannot be reached"):
        EmailChannel(PATIENT).probe(settings(free_port()))


def test_check_and_open_agree_about_wrong_settings() -> None:
    assert [fault.field for fault in EmailChannel().check({})] == ["smtp_host"]
    assert EmailChannel().check(settings(25)) == []
    with pytest.raises(SettingsFault):
        EmailChannel().open({})
