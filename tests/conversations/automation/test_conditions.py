"""Each condition by itself, and that all of them must hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cast import House, mail, receive
from mails import with_files
from nahbar.conversations.actions.readings import read_block
from nahbar.conversations.automation.case import Case, case_of, looked_at
from nahbar.conversations.automation.conditions import Conditions, as_json, conditions_of
from nahbar.conversations.models import Message
from nahbar.history.tasks import react
from nahbar.toolbox import clock

TEXT = "Hallo,\n\ndie Stromrechnung vom Mai ist doppelt abgebucht worden. Bitte prüfen Sie das.\n\nPetra Voss\n"
ANGRY = "Hallo,\n\nich bin stinksauer! Das Rad ist schon wieder kaputt. Das ist eine Unverschämtheit.\n\nPetra Voss\n"


def case(message: Message) -> Case:
    return case_of(looked_at(Message.objects.all()).get(pk=message.pk))


def came(house: House, text: str = TEXT, **parts: Any) -> Case:
    return case(receive(house.info, raw=mail(text, **parts)))


@pytest.mark.parametrize(
    ("entry", "holds"),
    [
        ("petra@post.example", True),
        ("PETRA@Post.example", True),
        ("etra@post.example", False),
        ("@post.example", True),
        ("post.example", True),
        ("example", True),
        ("@st.example", False),
        ("Voss", True),
        ("petra v", True),
        ("Jakob", False),
    ],
)
def test_a_sender_is_an_address_a_domain_or_a_name(house: House, entry: str, holds: bool) -> None:
    assert Conditions(senders=("nobody@nowhere.example", entry)).hold(came(house)) is holds


def test_a_domain_means_all_below_it(house: House) -> None:
    message = came(house, sender="Shop <shop@mail.firma.example>")
    assert Conditions(senders=("@firma.example",)).hold(message)
    assert not Conditions(senders=("@irma.example",)).hold(message)


def test_a_recipient_stands_in_to_or_cc(house: House) -> None:
    message = came(house, headers={"Cc": "Buchhaltung <buch@radhof.example>"})
    assert Conditions(recipients=("info@radhof.example",)).hold(message)
    assert Conditions(recipients=("buch@radhof.example",)).hold(message)
    assert not Conditions(recipients=("werkstatt@radhof.example",)).hold(message)


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("rechnung", True),
        ("Rechnungen mai", True),
        ("rechnung juni", False),
        ("subject:sattel", True),
        ("betreff:rechnung", False),
        ("-rechnung", False),
        ("rechnung -lieferung", True),
        ('"doppelt abgebucht"', True),
        ('"abgebucht doppelt"', False),
        ("von:petra", True),
    ],
)
def test_words_are_those_of_the_search(house: House, words: str, holds: bool) -> None:
    assert Conditions(words=words).hold(came(house)) is holds


def test_a_file_an_inbox_and_a_language(house: House) -> None:
    filed = case(receive(house.info, raw=with_files()))
    plain = came(house, sender="Jakob <jakob@brief.example>")
    english = came(
        house,
        "Hello, the brakes of my bicycle are loose again and I would like to bring it back next week. Thank you.\n",
        sender="John <john@post.example>",
    )
    assert Conditions(has_attachment=True).hold(filed)
    assert not Conditions(has_attachment=True).hold(plain)
    assert Conditions(inboxes=(house.info.pk,)).hold(plain)
    assert not Conditions(inboxes=(house.werkstatt.pk,)).hold(plain)
    assert Conditions(languages=("de",)).hold(plain)
    assert [Conditions(languages=(each,)).hold(english) for each in ("de", "en")] == [False, True]


def test_only_the_first_message_of_a_conversation(house: House) -> None:
    first = receive(house.info, raw=mail(TEXT, key="a@post.example"))
    with clock.hold(clock.now() + timedelta(minutes=5)):
        second = receive(house.info, raw=mail("Noch etwas.\n", refs="<a@post.example>"))
    assert second.conversation_id == first.conversation_id
    assert [Conditions(first_only=True).hold(case(each)) for each in (first, second)] == [True, False]


@pytest.mark.parametrize(
    ("at", "holds"),
    [
        (datetime(2026, 11, 20, 6, 59, tzinfo=UTC), True),  # a Friday, 7:59 in Germany
        (datetime(2026, 11, 20, 7, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 15, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 21, 11, 0, tzinfo=UTC), True),  # a Saturday
    ],
)
def test_working_hours_are_those_of_the_company(house: House, at: datetime, holds: bool) -> None:
    message = came(house).message
    message.at = at
    hours = Conditions(opens="08:00", closes="17:00", days=(1, 2, 3, 4, 5))
    assert hours.hold(Case(message, is_first=True)) is holds


@pytest.mark.django_db(transaction=True)
def test_mood_and_intent_are_known_after_reading(house: House) -> None:
    message = receive(house.info, raw=mail(ANGRY))
    angry = Conditions(moods=("angry", "disappointed"))
    assert angry.needs_reading
    assert not angry.hold(case(message))
    while react():
        pass
    while read_block():
        pass
    assert angry.hold(case(message))
    assert not Conditions(moods=("pleased",)).hold(case(message))
    assert Conditions(intents=("complaint",)).hold(case(message))
    assert not Conditions(intents=("praise",)).hold(case(message))


def test_all_conditions_must_hold(house: House) -> None:
    message = came(house)
    assert Conditions().hold(message)
    assert Conditions(senders=("Voss",), words="rechnung", inboxes=(house.info.pk,)).hold(message)
    assert not Conditions(senders=("Voss",), words="lieferung").hold(message)


def test_what_is_kept_is_read_again_and_the_unknown_left_out() -> None:
    conditions = Conditions(inboxes=(1, 2), senders=("a@b.example",), words="x", days=(1,), urgent=True)
    assert conditions_of(as_json(conditions)) == conditions
    assert conditions_of({"gone": 1, "words": "x"}) == Conditions(words="x")
    assert as_json(Conditions()) == {}
    assert Conditions(first_only=True).is_empty
    assert not conditions.is_empty
