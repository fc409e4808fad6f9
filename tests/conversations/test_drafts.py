from __future__ import annotations

import pytest

from cast import House, conversation_in, mail, receive
from nahbar.accounts.models import Member
from nahbar.channels.contract import Attachment
from nahbar.conversations.actions import (
    DraftGone,
    DraftMoved,
    Page,
    Reply,
    join,
    save_draft,
    send_reply,
    take_back,
    take_over,
)
from nahbar.conversations.actions.drafts import once_of
from nahbar.conversations.models import Conversation, Draft, Message
from nahbar.conversations.queries import drafts_in
from nahbar.conversations.rules import NotYours, get_draft

FIRST, SECOND = Page("first", key="k1"), Page("second", key="k2")


@pytest.fixture
def saddle(house: House) -> Conversation:
    return conversation_in(house.werkstatt, to="werkstatt@radhof.example")


def wrote(conversation: Conversation, member: Member, text: str = "Liebe Frau Voss", page: Page = FIRST) -> Draft:
    draft = save_draft(conversation, member=member, page=page, text=text)
    assert draft is not None
    return draft


def test_a_page_saves_on_and_on(house: House, saddle: Conversation) -> None:
    assert wrote(saddle, house.murat, "Liebe").version == 1
    # The answer to its own save may still be under way, so that it names an older version.
    assert wrote(saddle, house.murat, "Liebe Frau").version == 2
    assert wrote(saddle, house.murat, "Liebe Frau Voss", Page("first", 2, "k1")).version == 3
    assert Draft.objects.get().text == "Liebe Frau Voss"


def test_a_page_that_showed_the_newest_version_may_write_on(house: House, saddle: Conversation) -> None:
    wrote(saddle, house.murat, "Liebe")
    assert wrote(saddle, house.murat, "Liebe Frau", Page("second", 1, "k1")).version == 2
    with pytest.raises(DraftMoved):
        wrote(saddle, house.murat, "Lieber Herr", Page("first", 1, "k1"))


def test_a_stale_save_is_refused_and_tells_what_stands_there(house: House, saddle: Conversation) -> None:
    wrote(saddle, house.murat, "Aus dem ersten Fenster")
    with pytest.raises(DraftMoved) as refused:
        wrote(saddle, house.murat, "Aus dem zweiten", SECOND)
    assert refused.value.draft.text == "Aus dem ersten Fenster"
    assert Draft.objects.get().text == "Aus dem ersten Fenster"


def test_the_same_words_from_two_windows_do_not_clash(house: House, saddle: Conversation) -> None:
    wrote(saddle, house.murat, "Gern.")
    assert wrote(saddle, house.murat, "Gern.", SECOND).version == 2


def test_each_member_has_one_of_their_own(house: House, saddle: Conversation) -> None:
    wrote(saddle, house.murat, "Murats")
    wrote(saddle, house.anna, "Annas")
    assert [(each.member, each.text) for each in drafts_in(saddle)] == [
        (house.murat, "Murats"),
        (house.anna, "Annas"),
    ]


def test_what_is_emptied_is_no_draft(house: House, saddle: Conversation) -> None:
    wrote(saddle, house.murat)
    assert save_draft(saddle, member=house.murat, page=FIRST, text="  \n") is None
    assert not Draft.objects.exists()
    with pytest.raises(DraftGone):
        wrote(saddle, house.murat, "Weiter im anderen Fenster", Page("second", 1, "k1"))


def test_strangers_neither_save_nor_see_nor_take(house: House, saddle: Conversation) -> None:
    draft = wrote(saddle, house.murat)
    with pytest.raises(NotYours):
        wrote(saddle, house.carla)
    with pytest.raises(NotYours):
        get_draft(house.carla, draft.pk)
    with pytest.raises(NotYours):
        take_over(draft, member=house.carla)
    assert get_draft(house.anna, draft.pk) == draft
    assert Draft.objects.get().member == house.murat


def test_whoever_was_switched_off_sees_no_draft(house: House, saddle: Conversation) -> None:
    draft = wrote(saddle, house.murat)
    house.anna.is_active = False
    with pytest.raises(NotYours):
        get_draft(house.anna, draft.pk)


def test_a_colleague_takes_over_and_the_first_writer_keeps_their_words(house: House, saddle: Conversation) -> None:
    draft = wrote(saddle, house.murat, "Liebe Frau Voss, der Bolzen")
    assert take_over(draft, member=house.anna).text == "Liebe Frau Voss, der Bolzen"
    assert Draft.objects.get().member == house.anna
    with pytest.raises(DraftGone) as gone:
        wrote(saddle, house.murat, "Liebe Frau Voss, der Bolzen ist", Page("first", 1, "k1"))
    assert gone.value.by == "Anna Lind"


def test_what_is_taken_over_stands_below_ones_own(house: House, saddle: Conversation) -> None:
    wrote(saddle, house.anna, "Mein Anfang.", SECOND)
    taken = take_over(wrote(saddle, house.murat, "Murats Schluss."), member=house.anna)
    assert taken.text == "Mein Anfang.\n\nMurats Schluss."
    assert Draft.objects.get() == taken


def test_taking_what_is_gone_says_so(house: House, saddle: Conversation) -> None:
    draft = wrote(saddle, house.murat)
    send_reply(saddle, Reply("Liebe Frau Voss", draft=FIRST), member=house.murat)
    with pytest.raises(DraftGone):
        take_over(draft, member=house.anna)


def test_sending_ends_the_draft_and_its_late_save_brings_nothing_back(house: House, saddle: Conversation) -> None:
    wrote(saddle, house.murat, "Gern.")
    reply = Reply("Gern.", draft=FIRST, once=once_of(house.murat, "k1"))
    send_reply(saddle, reply, member=house.murat)
    assert not Draft.objects.exists()
    with pytest.raises(DraftGone):
        wrote(saddle, house.murat, "Gern.")
    assert not Draft.objects.exists()


def test_a_draft_that_was_never_saved_is_not_saved_after_sending(house: House, saddle: Conversation) -> None:
    send_reply(saddle, Reply("Gern.", draft=FIRST, once=once_of(house.murat, "k1")), member=house.murat)
    with pytest.raises(DraftGone):
        wrote(saddle, house.murat, "Gern.")


def test_two_windows_that_send_the_same_draft_send_one_message(house: House, saddle: Conversation) -> None:
    draft = wrote(saddle, house.murat, "Gern.")
    once = once_of(house.murat, draft.key)
    first = send_reply(saddle, Reply("Gern.", draft=Page("first", 1, draft.key), once=once), member=house.murat)
    second = send_reply(saddle, Reply("Gern.", draft=Page("second", 1, draft.key), once=once), member=house.murat)
    assert first == second
    assert Message.objects.filter(kind="reply").count() == 1


def test_an_older_window_does_not_send_over_newer_words(house: House, saddle: Conversation) -> None:
    wrote(saddle, house.murat, "Alt.")
    wrote(saddle, house.murat, "Neu.", Page("second", 1, "k1"))
    with pytest.raises(DraftMoved):
        send_reply(saddle, Reply("Alt.", draft=Page("first", 1, "k1")), member=house.murat)
    assert Draft.objects.get().text == "Neu."
    assert not Message.objects.filter(kind="reply").exists()


def test_a_refused_sending_leaves_the_draft(house: House, saddle: Conversation) -> None:
    wrote(saddle, house.murat)
    receive(house.werkstatt, raw=mail("Noch etwas!", to="werkstatt@radhof.example", subject=f"Re: #{saddle.pk}"))
    Draft.objects.update(text="Gern.")
    with pytest.raises(DraftMoved):
        send_reply(saddle, Reply("Ganz anders.", draft=SECOND), member=house.murat)
    assert Draft.objects.get().text == "Gern."


def test_a_reply_by_another_way_leaves_the_draft_alone(house: House, saddle: Conversation) -> None:
    wrote(saddle, house.murat)
    send_reply(saddle, Reply("Per Schnittstelle."), member=house.murat)
    assert Draft.objects.get().text == "Liebe Frau Voss"


def test_what_was_taken_back_is_a_draft_with_its_files(house: House, saddle: Conversation) -> None:
    files = (Attachment("plan.pdf", "application/pdf", b"%PDF-1.4"),)
    message = send_reply(saddle, Reply("Anbei.", attachments=files, undo_seconds=900), member=house.murat)
    take_back(message, actor=house.anna.actor, member=house.anna)
    draft = Draft.objects.get()
    assert (draft.member, draft.text, draft.fields["way"]) == (house.anna, "Anbei.", "email")
    assert [file["name"] for file in draft.files] == ["plan.pdf"]


def test_drafts_go_along_when_conversations_are_joined(house: House, saddle: Conversation) -> None:
    other = conversation_in(house.werkstatt, to="werkstatt@radhof.example", subject="Klingel")
    wrote(saddle, house.murat, "Zum Sattel.")
    wrote(other, house.murat, "Zur Klingel.")
    wrote(saddle, house.anna, "Annas.")
    join(saddle, into=other, member=house.murat)
    assert {each.member: each.text for each in drafts_in(other)} == {
        house.murat: "Zur Klingel.\n\nZum Sattel.",
        house.anna: "Annas.",
    }
    assert not Draft.objects.filter(conversation=saddle).exists()
