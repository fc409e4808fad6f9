"""The demo company's content: that it is whole, that nobody real is in it, and that a slip is named."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from nahbar.demo.company import FACES, Company, Conversation
from nahbar.demo.content import CONTENT, load
from nahbar.toolbox.faults import Misconfigured

SHOWN = ("01-lockerer-sattel", "02-zwei-lastenraeder", "03-danke-fuer-das-kinderrad", "04-schreiben-nicht-verstanden")


@pytest.fixture(scope="module")
def busy() -> Company:
    return load("busy")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The content in a folder of its own, to be spoilt."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def spoil(copy: Path, old: str, new: str, name: str = "conversations/01-lockerer-sattel.toml") -> str:
    """The sentence of the fault after `old` became `new` in the file."""
    path = copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Misconfigured) as fault:
        load("busy", copy)
    return fault.value.sentence


def test_busy_is_lively(busy: Company) -> None:
    conversations = busy.conversations
    waiting = [c for c in conversations if c.waiting_since is not None]
    assert len(conversations) >= 58
    assert sum(c.person.language == "en" for c in conversations) >= 4
    assert 22 <= len(waiting) <= 32
    assert sum(c.state == "closed" for c in conversations) >= 20
    assert max(c.turns[0].at.days for c in conversations) >= 20
    assert any(c.waiting_since is not None and c.waiting_since.days >= 2 for c in conversations)


def test_quiet_is_a_part_of_busy_and_shows_what_the_drawing_shows(busy: Company) -> None:
    quiet = load("quiet")
    assert 10 <= len(quiet.conversations) <= 14
    assert set(quiet.conversations) <= set(busy.conversations)
    assert {c.slug for c in quiet.conversations} >= set(SHOWN)


def test_every_kind_of_turn_and_mail_occurs(busy: Company) -> None:
    turns = [turn for c in busy.conversations for turn in c.turns]
    assert {turn.kind for turn in turns} == {"mail", "reply", "letter", "note", "assign", "close", "reopen"}
    assert {turn.machine for turn in turns} == {"", "auto_reply", "bounce", "bulk"}
    assert {turn.quote for turn in turns} == {"", "gmail", "outlook", "apple", "inline"}
    assert {turn.who for turn in turns} == {"person", *(member.key for member in busy.members)}
    assert any(turn.html for turn in turns)
    assert any(turn.inline for turn in turns)
    assert any(turn.attachments for turn in turns)
    assert any(len(turn.text) > 1500 for turn in turns)


def test_one_mail_goes_to_two_inboxes_and_every_inbox_is_used(busy: Company) -> None:
    used = {key for c in busy.conversations for key in c.head.inboxes}
    assert used == {inbox.key for inbox in busy.inboxes} == {"info", "werkstatt", "briefe"}
    assert any(len(c.head.inboxes) == 2 for c in busy.conversations)


def test_letters_go_to_people_without_mail_and_to_one_who_asked_for_paper(busy: Company) -> None:
    letters = [c for c in busy.conversations if any(turn.kind == "letter" for turn in c.turns)]
    assert sum(not c.person.address for c in letters) >= 2
    assert any(c.person.address and c.turns[0].kind == "mail" for c in letters)


def test_turns_go_forward_in_time(busy: Company) -> None:
    for conversation in busy.conversations:
        ages = [turn.at for turn in conversation.turns]
        assert all(later < earlier for earlier, later in pairwise(ages)), conversation.slug


def test_members_work_in_business_hours(busy: Company) -> None:
    """At eleven o'clock as anchor: from half past seven to a little past six."""
    for conversation in busy.conversations:
        for turn in conversation.turns:
            hours = turn.at.seconds / 3600
            assert turn.who == "person" or hours <= 3.5 or hours >= 16.9, (conversation.slug, turn.text)


def test_everybody_writes_from_an_address_and_a_domain_of_their_own(busy: Company) -> None:
    addresses = [c.person.address for c in busy.conversations if c.person.address]
    domains = [address.partition("@")[2] for address in addresses]
    assert len(set(domains)) == len(domains)
    assert all(domain.endswith(".example") for domain in domains)


def test_what_stands_in_texts_is_invented_too(busy: Company) -> None:
    for conversation in busy.conversations:
        for turn in conversation.turns:
            for word in turn.text.split():
                if "@" in word or "://" in word:
                    assert ".example" in word, (conversation.slug, word)


def test_replies_greet_a_person_by_name(busy: Company) -> None:
    for conversation in busy.conversations:
        names = conversation.person.name.replace("-", " ").split()
        for turn in conversation.turns:
            if turn.is_answer:
                assert any(name in turn.text.splitlines()[0] for name in names), (conversation.slug, turn.text[:40])


def test_the_firm_names_all_that_a_letter_must(busy: Company) -> None:
    firm = busy.firm
    assert all((firm.register_court, firm.register_number, firm.directors, firm.vat_id, firm.phone, firm.street))
    assert firm.phone.startswith("+49 30 23125 ")  # kept for fiction by the Bundesnetzagentur
    assert len(busy.members) == 4
    assert [member.key for member in busy.members if member.role == "admin"] == ["anna"]


def test_faces_are_small_drawings(busy: Company) -> None:
    assert {path.name for path in FACES.iterdir()} == {member.face for member in busy.members}
    for member in busy.members:
        drawing = ET.fromstring(member.face_svg)
        assert drawing.get("viewBox") == "0 0 96 96"
        assert drawing.get("aria-label") == member.name
        assert len(member.face_svg.encode()) < 3000
        assert "script" not in member.face_svg


def test_waiting_since_is_the_oldest_unanswered_mail(busy: Company) -> None:
    def of(slug: str) -> Conversation:
        return next(c for c in busy.conversations if c.slug == slug)

    assert of("05-wo-bleibt-mein-rad").waiting_since == of("05-wo-bleibt-mein-rad").turns[-1].at
    assert of("09-rueckruf-gabel").waiting_since == of("09-rueckruf-gabel").turns[0].at  # a note is no answer
    assert of("15-postfach-voll").waiting_since is None
    newsletter = of("13-newsletter-felgenwelt")
    still_open = replace(newsletter, turns=newsletter.turns[:1])
    assert (still_open.state, still_open.waiting_since) == ("open", None)  # a machine waits for nobody
    assert of("55-widerruf").state == "open"  # closed, then the person wrote again


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('at = "8d 2h"', 'at = "bald"', "“bald” is no age"),
        ('at = "8d 1h 40m"', 'at = "9d"', "not younger"),
        ('who = "murat"', 'who = "heinz"', "no member “heinz”"),
        ('kind = "note"', 'kind = "shout"', "it may be mail, reply"),
        ('kind = "assign"', 'kind = "reopen"', "nothing else, has a “to”"),
        ('to = "anna"', 'to = "keller"', "no member or team “keller”"),
        ('inboxes = ["info"]', 'inboxes = ["post"]', "no inbox “post”"),
        ('inboxes = ["info"]', "inboxes = []", "needs an inbox"),
        ('inboxes = ["info"]', 'inboxes = "info"', "must be a list of texts"),
        ('stages = ["quiet", "busy"]', 'stages = ["loud"]', "no stage “loud”"),
        ("post.example", "post.test", "might belong to somebody"),
        ('client = "gmail"', 'kunde = "gmail"', "nobody knows the key “kunde”"),
        ('subject = "Sattel locker, Modell Linde"', "", "the key “subject” is missing"),
        ('who = "person"', 'who = "anna"', "begins with the person's mail"),
        ("[person]", "[person", "cannot be read"),
        ('kind = "mail"', 'kind = "mail"\nattachments = ["laute.exe"]', "no kind of file “.exe”"),
        ('kind = "mail"', 'kind = "mail"\nquote = "gmail"', "nothing stands there yet"),
        ('kind = "mail"', 'kind = "mail"\nhtml = "yes"', "must be true or false"),
    ],
)
def test_a_slip_is_named(copy: Path, old: str, new: str, said: str) -> None:
    assert said in spoil(copy, old, new)


def test_closing_twice_is_named(copy: Path) -> None:
    close = '[[turn]]\nwho = "anna"\nkind = "close"\nat = "{}"\n\n'
    last = '[[turn]]\nwho = "person"\nkind = "mail"\nat = "1d 1h"'
    assert "a close changes nothing" in spoil(copy, last, close.format("7d") + close.format("6d") + last)


def test_a_face_that_is_not_drawn_is_named(copy: Path) -> None:
    assert "has not been drawn" in spoil(copy, "murat.svg", "otto.svg", "company.toml")


def test_a_letter_needs_a_postal_address(copy: Path) -> None:
    sentence = spoil(copy, 'kind = "reply"', 'kind = "letter"', "conversations/22-klingel.toml")
    assert "no postal address" in sentence
