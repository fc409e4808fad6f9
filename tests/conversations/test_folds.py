from __future__ import annotations

import pytest

from cast import House, mail, receive
from nahbar.conversations.actions import BadFold, correct_fold
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.rules import NotYours
from nahbar.history.models import Entry, EventRow

TEXT = "Mein Sattel ist lose.\n\n> Wie geht es Ihrem Rad?\n\nUnd die Klingel klemmt.\n"


@pytest.fixture
def message(house: House) -> Message:
    return receive(house.werkstatt, raw=mail(TEXT))


def test_corrected_fold_is_kept_with_what_was_read(house: House, message: Message) -> None:
    read = message.folds
    start = message.text.index("Und")
    spans = [(start, len(message.text), "signature")]
    corrected = correct_fold(message, spans=spans, member=house.murat)
    assert corrected.folds == [[start, len(message.text), "signature"]]
    again = correct_fold(corrected, spans=[], member=house.anna)
    again.refresh_from_db()
    assert again.folds == []
    assert again.text == message.text
    assert again.details["folds"]["read"] == read
    assert again.details["folds"]["name"] == "Anna Lind"
    lines = Entry.objects.filter(verb="conversation.fold_corrected")
    assert [line.data["message"] for line in lines] == [message.pk] * 2
    assert EventRow.objects.filter(name="conversations.fold_corrected").count() == 2


def test_list_shows_the_words_that_are_left(house: House, message: Message) -> None:
    end = message.text.index("Und")
    correct_fold(message, spans=[(0, end, "quote")], member=house.anna)
    assert Conversation.objects.get().gist == "Und die Klingel klemmt."


def test_earlier_message_leaves_the_list_alone(house: House, message: Message) -> None:
    receive(house.werkstatt, raw=mail("Danke!", refs=f"<{message.key}>"))
    correct_fold(message, spans=[(0, 5, "quote")], member=house.anna)
    assert Conversation.objects.get().gist == "Danke!"


def test_nothing_changed_is_no_correction(house: House, message: Message) -> None:
    correct_fold(message, spans=[tuple(span) for span in message.folds], member=house.anna)
    assert "folds" not in Message.objects.get().details


@pytest.mark.parametrize(
    "spans",
    [
        [(-1, 3, "quote")],
        [(3, 3, "quote")],
        [(5, 3, "quote")],
        [(0, 100_000, "quote")],
        [(0, 5, "quote"), (4, 9, "quote")],
        [(0, 5, "nonsense")],
    ],
)
def test_spans_that_do_not_fit_are_refused(house: House, message: Message, spans: list[tuple[int, int, str]]) -> None:
    with pytest.raises(BadFold):
        correct_fold(message, spans=spans, member=house.anna)
    assert Message.objects.get().folds == message.folds


def test_spans_are_put_in_order(house: House, message: Message) -> None:
    corrected = correct_fold(message, spans=[(6, 9, "quote"), (0, 3, "signature")], member=house.anna)
    assert corrected.folds == [[0, 3, "signature"], [6, 9, "quote"]]


def test_owner_and_colleague_may_correct_a_stranger_may_not(house: House, message: Message) -> None:
    with pytest.raises(NotYours):
        correct_fold(message, spans=[], member=house.carla)
    correct_fold(message, spans=[(0, 3, "quote")], member=house.murat)
    correct_fold(message, spans=[(0, 4, "quote")], member=house.anna)
