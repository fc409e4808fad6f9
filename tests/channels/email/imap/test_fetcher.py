"""Fetching from a real Dovecot: everything once, oldest first, nothing marked, nothing missed."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from imapclient import IMAPClient

from channels.email.outgoing import PATIENT, PETRA, imap_settings
from nahbar.channels.contract import Fetched, SendFault
from nahbar.channels.email.imap import folder as imap_folder
from nahbar.channels.email.imap.fetcher import ImapFetcher
from servers import dovecot
from servers.loopback import HOST

pytestmark = [pytest.mark.servers, pytest.mark.skipif(bool(dovecot.missing()), reason=dovecot.missing())]


@pytest.fixture(scope="module")
def running() -> Iterator[dovecot.Dovecot]:
    with dovecot.dovecot({PETRA.address: "radweg"}) as server:
        yield server


@pytest.fixture
def server(running: dovecot.Dovecot) -> dovecot.Dovecot:
    """The server with an empty INBOX and no other folders."""
    with IMAPClient(HOST, running.imap_port, ssl=False, timeout=30) as client:
        client.login(PETRA.address, "radweg")
        for _, _, name in client.list_folders():
            if name != "INBOX":
                client.delete_folder(name)
        client.select_folder("INBOX")
        client.delete_messages(client.search("ALL"))
        client.expunge()
    return running


def put(server: dovecot.Dovecot, *subjects: str, folder: str = "INBOX", filling: int = 0) -> None:
    with IMAPClient(HOST, server.imap_port, ssl=False, timeout=30) as client:
        client.login(PETRA.address, "radweg")
        if not client.folder_exists(folder):
            client.create_folder(folder)
        for subject in subjects:
            client.append(folder, f"Subject: {subject}\r\n\r\n{'x' * filling}\r\n".encode())


def fetcher(server: dovecot.Dovecot, **changes: str) -> ImapFetcher:
    settings = imap_settings(server.imap_port, **changes)
    assert settings.imap
    return ImapFetcher(settings.imap, settings.folders, None, PATIENT)


def everything(source: ImapFetcher, cursor: Mapping[str, Any]) -> tuple[list[Fetched], Mapping[str, Any], list[str]]:
    messages: list[Fetched] = []
    alarms: list[str] = []
    for batch in source.fetch(cursor):
        messages += batch.messages
        alarms += batch.alarms
        cursor = batch.cursor
    return messages, cursor, alarms


def subjects(messages: list[Fetched]) -> list[str]:
    return [message.raw.split(b"\r\n")[0].decode().removeprefix("Subject: ") for message in messages]


def test_everything_comes_once_oldest_first(server: dovecot.Dovecot) -> None:
    put(server, "eins", "zwei")
    with fetcher(server) as source:
        messages, cursor, alarms = everything(source, {})
        assert subjects(messages) == ["eins", "zwei"]
        assert alarms == []
        assert everything(source, cursor) == ([], cursor, [])
        put(server, "drei")
        assert subjects(everything(source, cursor)[0]) == ["drei"]
    assert len({message.provider_id for message in messages}) == 2
    assert messages[0].provider_id.startswith("INBOX:")


def test_empty_folder_is_remembered_and_says_nothing(server: dovecot.Dovecot) -> None:
    with fetcher(server) as source:
        messages, cursor, alarms = everything(source, {})
        assert (messages, alarms) == ([], [])
        assert cursor["INBOX"]["uidvalidity"] > 0
        assert list(source.fetch(cursor)) == []


def test_nothing_is_marked_or_deleted(server: dovecot.Dovecot) -> None:
    put(server, "ungelesen")
    with fetcher(server) as source:
        everything(source, {})
    with server.mailbox(PETRA.address) as client:
        assert len(client.search("UNSEEN")) == 1


def test_portions_are_bounded_by_count_and_by_size(server: dovecot.Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_folder, "PORTION", 3)
    monkeypatch.setattr(imap_folder, "PORTION_BYTES", 2_000)
    monkeypatch.setattr(imap_folder, "BIG", 1_500)
    monkeypatch.setattr(imap_folder, "LISTED", 4)
    put(server, "a", "b", "c", "d")
    put(server, "groß", "größer", filling=5_000)
    put(server, "e", filling=900)
    put(server, "f", filling=1_200)
    with fetcher(server) as source:
        batches = list(source.fetch({}))
    assert [len(batch.messages) for batch in batches] == [3, 1, 1, 1, 1, 1]
    # each cursor stands right behind its batch: whoever stops there misses nothing and gets nothing twice
    with fetcher(server) as source:
        rest, _, _ = everything(source, batches[1].cursor)
    assert len(rest) == 4


def test_message_of_many_megabytes_arrives_whole(server: dovecot.Dovecot) -> None:
    put(server, "groß", filling=20_000_000)
    with fetcher(server) as source:
        messages, _, _ = everything(source, {})
    assert len(messages[0].raw) > 20_000_000


def test_several_folders_have_a_place_each(server: dovecot.Dovecot) -> None:
    put(server, "post")
    put(server, "formular", folder="Anfragen über Formular")
    with fetcher(server, imap_folders="INBOX, Anfragen über Formular") as source:
        messages, cursor, _ = everything(source, {})
        assert subjects(messages) == ["post", "formular"]
        put(server, "noch eins", folder="Anfragen über Formular")
        assert subjects(everything(source, cursor)[0]) == ["noch eins"]
        assert source.counts() == {"INBOX": 1, "Anfragen über Formular": 2}


def test_missing_folder_is_named_and_the_others_are_read(server: dovecot.Dovecot) -> None:
    put(server, "post")
    with fetcher(server, imap_folders="Gibtsnicht, INBOX") as source:
        found = source.fetch({})
        assert subjects(list(next(found).messages)) == ["post"]
        with pytest.raises(SendFault, match="Gibtsnicht") as caught:
            next(found)
    assert caught.value.permanent


def test_renumbered_folder_is_read_again_with_an_alarm(server: dovecot.Dovecot) -> None:
    put(server, "eins")
    with fetcher(server) as source:
        _, cursor, _ = everything(source, {})
        older = {"INBOX": {**cursor["INBOX"], "uidvalidity": cursor["INBOX"]["uidvalidity"] - 1}}
        messages, after, alarms = everything(source, older)
    assert subjects(messages) == ["eins"]
    assert len(alarms) == 1
    assert "renumbered" in alarms[0]
    assert after == cursor


def test_server_that_went_back_is_read_again_with_one_alarm(server: dovecot.Dovecot) -> None:
    put(server, "eins")
    with fetcher(server) as source:
        _, cursor, _ = everything(source, {})
        ahead = {"INBOX": {**cursor["INBOX"], "uid": cursor["INBOX"]["uid"] + 500}}
        messages, after, alarms = everything(source, ahead)
        assert subjects(messages) == ["eins"]
        assert len(alarms) == 1
        assert "backup" in alarms[0]
        assert everything(source, after) == ([], after, [])


def test_mail_that_was_gone_before_we_looked_is_told_once(server: dovecot.Dovecot) -> None:
    with fetcher(server) as source:
        _, cursor, _ = everything(source, {})
        put(server, "weg", "da")
        with server.mailbox(PETRA.address) as client:
            client.delete_messages(client.search("ALL")[:1])
            client.expunge()
        messages, cursor, alarms = everything(source, cursor)
        assert subjects(messages) == ["da"]
        assert len(alarms) == 1
        assert "(1)" in alarms[0]
        put(server, "neu")
        assert everything(source, cursor)[2] == []


def test_wait_hears_of_a_new_message(server: dovecot.Dovecot) -> None:
    with fetcher(server) as source:
        everything(source, {})
        later = threading.Timer(0.2, put, (server, "neu"))
        later.start()
        try:
            assert source.wait(20) is True
        finally:
            later.join()
        assert source.wait(0.05) is True  # not fetched yet, so it is still news


def test_wait_sees_what_came_between_fetch_and_wait(server: dovecot.Dovecot) -> None:
    with fetcher(server) as source:
        everything(source, {})
        put(server, "dazwischen")
        assert source.wait(20) is True


def test_wait_ends_in_time_without_news(server: dovecot.Dovecot) -> None:
    with fetcher(server) as source:
        _, cursor, _ = everything(source, {})
        assert source.wait(0.05) is False
        put(server, "danach")
        assert subjects(everything(source, cursor)[0]) == ["danach"]


def test_wrong_password_needs_a_person(server: dovecot.Dovecot) -> None:
    with (
        fetcher(server, imap_password="gehweg") as source,
        pytest.raises(SendFault, match="refused the sign-in") as caught,
    ):
        list(source.fetch({}))
    assert caught.value.permanent


def test_tls_checks_the_certificate(server: dovecot.Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    put(server, "sicher")
    settings = {"imap_port": str(server.imaps_port), "imap_security": "tls"}
    with fetcher(server, **settings) as source, pytest.raises(SendFault, match="certificate"):
        list(source.fetch({}))
    monkeypatch.setenv("SSL_CERT_FILE", str(server.tls.certificate))
    with fetcher(server, **settings) as source:
        assert subjects(everything(source, {})[0]) == ["sicher"]


def test_starttls_and_the_switch_for_unknown_certificates(server: dovecot.Dovecot) -> None:
    put(server, "sicher")
    with fetcher(server, imap_security="starttls", imap_verify="no") as source:
        assert subjects(everything(source, {})[0]) == ["sicher"]
        assert source.wait(0.05) is False
