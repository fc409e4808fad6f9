"""Mail servers that die, lie, stall or talk nonsense: what everybody reads on the desk, and what other inboxes do."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from api.client import body
from cast import House, conversation_in
from channels.email.imap_script import Lie, Mailbox, lying
from channels.email.outgoing import HASTY
from channels.email.smtp_script import Action, fall_silent, hang_up, scripted
from channels.email.talk import Talk
from desk.reading import answer, page_of
from desk.reading import words as words_of
from hostile.mails import mail, words
from hostile.seen import BACKEND, Looking
from nahbar.channels.registry import channel
from nahbar.conversations.models import Conversation
from nahbar.history.words import SYSTEM
from nahbar.mailroom.actions import configure_inbox
from nahbar.mailroom.actions.health import note_fetch_problem
from nahbar.mailroom.models import Delivery, Inbox
from nahbar.mailroom.tasks.fetch import fetch_once
from nahbar.mailroom.tasks.send import Postman
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault
from servers.loopback import HOST, free_port
from servers.nahbar import eventually, nahbar

NOBODY_THERE = "127.0.0.1 ist am Port {port} nicht zu erreichen. Stimmen Name und Port? Sonst versuch es später noch"
BROKE_OFF = "127.0.0.1 hat das Gespräch abgebrochen. Wir versuchen es später noch einmal."
TOO_LATE = "127.0.0.1 hat nicht rechtzeitig geantwortet. Wir versuchen es später noch einmal."
NO_IMAP = "127.0.0.1 antwortet nicht wie ein IMAP-Server. Wir versuchen es später noch einmal."
PASSWORD = "Der Mailserver hat die Anmeldung abgelehnt. Stimmen Benutzername und Passwort?"


def values_for(*, smtp_port: int = 9, imap_port: int = 0, user: str = "info@radhof.example") -> dict[str, str]:
    """Settings of an inbox whose servers are on loopback."""
    values = {"smtp_host": HOST, "smtp_port": str(smtp_port), "smtp_security": "none"}
    if imap_port:
        own = {"host": HOST, "port": str(imap_port), "security": "none", "user": user, "password": "radweg"}
        values |= {f"imap_{name}": value for name, value in own.items()}
    return values


def configure(inbox: Inbox, **servers: Any) -> Inbox:
    return configure_inbox(inbox, actor=SYSTEM, values=values_for(**servers))


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel("email"), "_timeouts", HASTY)


def die(_talk: Talk, _tag: str, _command: str) -> None:
    raise EOFError


def stall(talk: Talk, _tag: str, _command: str) -> None:
    talk.wait_for_the_end()
    raise EOFError


def reply_with(line: str) -> Lie:
    return lambda talk, tag, _command: talk.say(line.format(tag=tag))


@pytest.mark.django_db
class TestIncoming:
    """What InboxHealth keeps, as Murat reads it, who is no administrator."""

    def health_page(self, house: House) -> str:
        client = Client()
        client.force_login(house.murat, backend=BACKEND)
        return words_of(client.get("/health/"))

    def fail(self, inbox: Inbox) -> None:
        """As the fetching thread does."""
        with pytest.raises(Fault) as caught:
            fetch_once(inbox)
        note_fetch_problem(inbox.pk, caught.value.sentence)

    @pytest.mark.parametrize(
        ("command", "lie", "sentence"),
        [
            ("GREETING", die, BROKE_OFF),
            ("LOGIN", die, BROKE_OFF),
            ("EXAMINE", die, BROKE_OFF),
            ("LOGIN", stall, TOO_LATE),
            ("EXAMINE", stall, TOO_LATE),
            ("LOGIN", reply_with("{tag} NO [AUTHENTICATIONFAILED] no"), PASSWORD),
            ("EXAMINE", reply_with("{tag} NO no such mailbox"), "Das Postfach hat keinen Ordner „INBOX“"),
        ],
    )
    def test_everybody_reads_why_mail_does_not_come(
        self, house: House, command: str, lie: Lie, sentence: str
    ) -> None:
        with lying(Mailbox(), {command: lie}) as server:
            self.fail(configure(house.info, imap_port=server.port))
        page = self.health_page(house)
        assert "nicht herein" in page
        assert sentence in page

    def test_nobody_there(self, house: House, seen: Looking) -> None:
        port = free_port()
        self.fail(configure(house.info, imap_port=port))
        assert NOBODY_THERE.format(port=port) in self.health_page(house)
        inboxes = body(seen.system.get("inboxes"))["items"]
        [info] = [each for each in inboxes if each["address"] == "info@radhof.example"]
        assert f"cannot be reached on port {port}" in str(info)

    def test_all_is_well_again_by_itself(self, house: House) -> None:
        box = Mailbox({1: mail(words("Endlich da."))})
        with lying(box, {"LOGIN": die}) as server:
            self.fail(configure(house.info, imap_port=server.port))
        with lying(box) as server:
            assert fetch_once(configure(house.info, imap_port=server.port)) == 1
        page = self.health_page(house)
        assert "abgebrochen" not in page
        assert "Zuletzt nach Post gesehen" in page

    def test_server_that_forgot_its_numbers_raises_an_alarm(self, house: House) -> None:
        box = Mailbox({1: mail(words())})
        with lying(box) as server:
            fetch_once(configure(house.info, imap_port=server.port))
            box.uidvalidity += 1
            fetch_once(Inbox.objects.get(pk=house.info.pk))
        assert "Der Server hat den Ordner „INBOX“ neu nummeriert." in self.health_page(house)

    def test_another_secret_key_is_explained(self, house: House, settings: Any) -> None:
        configure(house.info, imap_port=9)
        settings.SECRET_KEY = "another-key-than-the-one-that-sealed-it"
        self.fail(Inbox.objects.get(pk=house.info.pk))
        assert "Die gespeicherten Passwörter wurden mit einem anderen Schlüssel verschlossen." in self.health_page(
            house
        )


@pytest.mark.django_db(transaction=True)
class TestOutgoing:
    """What stands at the message, on the page and in the API."""

    def sent_through(self, house: House, seen: Looking, answers: dict[str, Action]) -> Conversation:
        with scripted(answers) as server:
            configure(house.info, smtp_port=server.port)
            conversation = conversation_in(house.info)
            assert answer(seen.client, conversation, "Ich bringe einen neuen mit.").status_code == 302
            Delivery.objects.update(not_before=clock.now())
            postman = Postman("test")
            assert postman.carry() == 1
            postman.close()
        return conversation

    @pytest.mark.parametrize(
        ("answers", "state", "sentence"),
        [
            ({"GREETING": "Guten Tag!"}, "queued", "127.0.0.1 antwortet nicht wie ein Mailserver."),
            ({"GREETING": b"\xff\xfe\x00\x80"}, "queued", "127.0.0.1 antwortet nicht wie ein Mailserver."),
            ({"GREETING": hang_up}, "queued", BROKE_OFF),
            ({"GREETING": fall_silent}, "queued", TOO_LATE),
            ({"GREETING": "554 go away"}, "queued", "127.0.0.1 weist uns ab (554)."),
            ({"RCPT": "550 5.1.1 unknown user"}, "failed", "Diese Adresse gibt es nicht."),
            ({"RCPT": "999 was?"}, "queued", ""),
            ({"DATA": "250 gern"}, "queued", ""),
            ({"END": "0 \x00\x01"}, "unknown", "vielleicht gesendet, vielleicht nicht"),
            ({"END": hang_up}, "unknown", "vielleicht gesendet, vielleicht nicht"),
            ({"END": "554 5.7.1 this is spam"}, "failed", "Die andere Seite hält diese Mail für Spam."),
        ],
    )
    def test_what_stands_at_the_message(
        self, house: House, seen: Looking, answers: dict[str, Action], state: str, sentence: str
    ) -> None:
        conversation = self.sent_through(house, seen, answers)
        assert Delivery.objects.get().state == state
        page = words_of(page_of(seen.client, conversation))
        assert sentence in page
        given = body(seen.system.get(f"conversations/{conversation.pk}"))["messages"][-1]
        assert given["delivery"]["state"] == state
        assert "\0" not in str(given)
        assert ("Noch einmal senden" in page) is (state in ("failed", "unknown"))


SCENE = """
import sys; sys.path.insert(0, "tests")
from cast import found_house
from nahbar.history.words import SYSTEM
from nahbar.mailroom.actions import configure_inbox, open_inbox
house = found_house()
third = open_inbox(actor=SYSTEM, name="shop", channel_name="email", firm=house.firm, address="shop@radhof.example")
for inbox, values in zip((house.info, house.werkstatt, third), {values!r}):
    configure_inbox(inbox, actor=SYSTEM, values=values)
"""


@pytest.mark.servers
def test_other_inboxes_go_on_while_one_dies_and_one_stalls() -> None:
    honest = Mailbox({1: mail(words("Ich komme durch."))})
    with lying(Mailbox(), {"LOGIN": die}) as dying, lying(Mailbox(), {"LOGIN": stall}) as mute, lying(honest) as well:
        scene = SCENE.format(values=[values_for(imap_port=each.port) for each in (dying, mute, well)])
        with nahbar("work", scene=scene) as house:
            eventually(house, "SELECT count(*) FROM nahbar_conversations_message", [(1,)])
            problem = "SELECT fetch_problem FROM nahbar_mailroom_inboxhealth ORDER BY inbox_id LIMIT 1"
            eventually(house, problem, [("127.0.0.1 broke off the conversation. We try again later.",)])
