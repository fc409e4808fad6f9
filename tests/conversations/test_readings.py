from __future__ import annotations

import pytest

from cast import House, mail, receive
from nahbar.conversations.actions import BadLabel, correct_fold, correct_reading, join, undo
from nahbar.conversations.actions.readings import read_block
from nahbar.conversations.learning import learn
from nahbar.conversations.models import Conversation, Message, Reading
from nahbar.conversations.own_words import OwnWords
from nahbar.conversations.rules import NotYours
from nahbar.history.models import Cursor, Entry, EventRow
from nahbar.history.tasks import react
from nahbar.language.reading import read
from nahbar.voice.actions import keep_correction
from nahbar.voice.models import Correction, LocalWeights
from nahbar.voice.queries import local_weights

pytestmark = pytest.mark.django_db(transaction=True)  # events are told after the commit
ANGRY = (
    "Hallo,\n\nich bin stinksauer! Das Rad ist schon wieder kaputt, und seit drei Wochen antwortet mir niemand."
    " Das ist eine Unverschämtheit.\n\nWann bekomme ich endlich mein Geld zurück?\n\nPetra Voss\n"
)
QUOTED = (
    "Hallo,\n\n> Wie gefällt Ihnen das Rad?\n\n🚲 Wann ist mein Rad fertig?\n\n"
    "> Haben Sie noch Fragen?\n\nKönnten Sie mich bitte anrufen?\n\nPetra\n"
)


def read_all() -> None:
    while react():
        pass
    while read_block():
        pass


def arrive(house: House, text: str, **parts: str) -> Message:
    message = receive(house.werkstatt, raw=mail(text, **parts))  # type: ignore[arg-type]  # parts of `mail`
    read_all()
    return Message.objects.select_related("conversation", "reading").get(pk=message.pk)


def test_a_message_is_read_and_its_list_says_so(house: House) -> None:
    message = arrive(house, ANGRY)
    assert message.reading.mood == message.conversation.mood == "angry"
    assert "complaint" in message.reading.intents
    assert message.conversation.gist == message.reading.data["gist"] != ""
    assert EventRow.objects.filter(name="conversations.reading_kept").count() == 1


def test_places_are_those_of_the_whole_text_beyond_folds_and_emoji(house: House) -> None:
    message = arrive(house, QUOTED)
    assert len(message.folds) >= 1
    asked = message.reading.data["questions"]
    assert [span["kind"] for span in asked] == ["question", "request"]
    for span in asked:
        assert message.text[span["start"] : span["end"]] == span["text"]
    assert "Haben Sie noch Fragen" not in str(asked)


def test_the_way_back_from_own_words_to_the_text() -> None:
    message = Message(text="> a\nbc\n> d\nef", folds=[[0, 4, "quote"], [7, 11, "quote"]])
    own = OwnWords.of(message)
    assert own.text == "bc\nef"
    assert [message.text[own.place(place)] for place in range(len(own.text))] == list(own.text)
    assert OwnWords.of(Message(text="", folds=[])).text == ""


def test_reading_twice_changes_nothing(house: House) -> None:
    message = arrive(house, ANGRY)
    before = Reading.objects.values().get()
    Cursor.objects.filter(listener="conversations.readings").delete()
    read_all()
    after = Reading.objects.values().get()
    assert after["id"] == before["id"]
    assert after["data"] == before["data"]
    assert Conversation.objects.get(pk=message.conversation_id).mood == "angry"


def test_machines_have_no_mood(house: House) -> None:
    message = receive(house.info, raw=mail(ANGRY, headers={"Auto-Submitted": "auto-replied"}))
    read_all()
    assert message.inbound_kind != "human"
    assert not Reading.objects.exists()


def test_a_corrected_fold_is_read_anew(house: House) -> None:
    message = arrive(house, ANGRY)
    start = message.text.index("ich bin"), message.text.index("Wann bekomme")
    correct_fold(message, spans=[(*start, "quote")], member=house.murat)
    read_all()
    message.reading.refresh_from_db()
    assert message.reading.mood != "angry"
    assert len(message.reading.data["questions"]) == 1


def test_a_text_that_cannot_be_read_holds_up_no_other(house: House) -> None:
    broken = receive(house.info, raw=mail("Wann kommt es?"))
    fine = receive(house.info, raw=mail(ANGRY))
    Message.objects.filter(pk=broken.pk).update(folds=[["x", "y", "quote"]])
    read_all()
    assert Reading.objects.get(message=broken).state == "dropped"
    assert Reading.objects.get(message=fine).mood == "angry"


def test_only_the_newest_message_speaks_for_the_conversation(house: House) -> None:
    first = arrive(house, ANGRY)
    conversation = first.conversation
    key = first.key
    second = arrive(house, "Vielen Dank, jetzt ist alles wunderbar, ich freue mich sehr!", refs=f"<{key}>")
    assert second.conversation_id == conversation.pk
    conversation.refresh_from_db()
    assert conversation.mood == "pleased"
    Reading.objects.filter(message=first).update(state="due")
    read_all()
    conversation.refresh_from_db()
    assert conversation.mood == "pleased"


def test_joining_and_its_undoing_carry_the_mood(house: House) -> None:
    first = arrive(house, "Vielen Dank, ich freue mich sehr, alles wunderbar!").conversation
    second = arrive(house, ANGRY, subject="Ganz anderes").conversation
    assert first.pk != second.pk
    done = join(second, into=first, member=house.anna)
    first.refresh_from_db()
    assert first.mood == "angry"
    undo(done, member=house.anna)
    first.refresh_from_db()
    assert first.mood == "pleased"


def test_a_member_sets_a_label_right(house: House) -> None:
    message = arrive(house, ANGRY)
    correct_reading(message, label="mood", value="disappointed", member=house.murat)
    correct_reading(message, label="intent:complaint", value="no", member=house.murat)
    reading = correct_reading(message, label="intent:legal", value="yes", member=house.murat)
    assert reading.mood == "disappointed"
    assert "complaint" not in reading.intents
    assert "legal" in reading.intents
    assert Conversation.objects.get(pk=message.conversation_id).mood == "disappointed"
    rows = Correction.objects.order_by("id").values_list("label", "old", "new", "member")
    assert list(rows) == [
        ("mood", "angry", "disappointed", house.murat.pk),
        ("intent:complaint", "yes", "no", house.murat.pk),
        ("intent:legal", "no", "yes", house.murat.pk),
    ]
    assert Entry.objects.filter(verb="conversation.reading_corrected").count() == 3
    Reading.objects.update(state="due")
    read_all()
    reading.refresh_from_db()
    assert reading.mood == "disappointed", "what a member said holds when the text is read again"


def test_setting_right_again_replaces_the_first_correction(house: House) -> None:
    message = arrive(house, ANGRY)
    for mood in ("worried", "disappointed"):
        correct_reading(message, label="mood", value=mood, member=house.murat)
    assert list(Correction.objects.values_list("old", "new")) == [("angry", "disappointed")]


@pytest.mark.parametrize(
    ("label", "value"), [("mood", "unsure"), ("mood", "sad"), ("intent:question", "yes"), ("form", "du"), ("", "")]
)
def test_what_is_no_label(house: House, label: str, value: str) -> None:
    message = arrive(house, ANGRY)
    with pytest.raises(BadLabel):
        correct_reading(message, label=label, value=value, member=house.murat)


def test_strangers_correct_nothing_and_an_unread_message_says_so(house: House) -> None:
    message = receive(house.werkstatt, raw=mail(ANGRY))
    with pytest.raises(BadLabel):
        correct_reading(message, label="mood", value="angry", member=house.murat)
    read_all()
    with pytest.raises(NotYours):
        correct_reading(message, label="mood", value="neutral", member=house.carla)
    assert not Correction.objects.exists()


def test_learning_waits_for_enough_and_shows_its_effect(house: House) -> None:
    texts = [f"Der Bringdienst Nummer {number} kam heute mit dem Flitzer vorbei." for number in range(20)]
    for number, text in enumerate(texts):
        correct_reading(
            arrive(house, text, subject=f"Rad {number}"), label="mood", value="worried", member=house.murat
        )
        assert learn() == (1 if number == 19 else 0)
    kept = LocalWeights.objects.get()
    assert kept.count == 20
    (effect,) = kept.effect
    assert (effect["label"], effect["count"], effect["used"]) == ("mood", 20, True)
    assert effect["after"] > effect["before"]
    unseen = "Der Bringdienst kam mit dem Flitzer."
    assert read(unseen).mood != "worried"
    assert read(unseen, local=local_weights()).mood == "worried"
    assert arrive(house, unseen, subject="Neu").reading.mood == "worried"
    assert learn() == 0, "nothing new was corrected"


def test_who_is_forgotten_teaches_nothing(house: House) -> None:
    message = arrive(house, ANGRY)
    for number in range(20):
        keep_correction(
            member=house.murat, message_id=message.pk + 1 + number, text="x", label="mood", old="neutral", new="angry"
        )
    assert learn() == 0
    assert not LocalWeights.objects.exists()
