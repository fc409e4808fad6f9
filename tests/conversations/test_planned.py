from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cast import House, conversation_in, mail, receive
from nahbar.accounts.models import Member
from nahbar.channels.contract import Attachment, Party
from nahbar.conversations.actions import (
    CannotPlan,
    CannotSnooze,
    DraftGone,
    Page,
    Reply,
    close,
    plan,
    save_draft,
    send_due,
    send_planned,
    send_reply,
    unplan,
)
from nahbar.conversations.actions.drafts import once_of
from nahbar.conversations.actions.outbound import NoWay
from nahbar.conversations.actions.send import ThreadMoved
from nahbar.conversations.actions.states import Empty
from nahbar.conversations.models import Conversation, Draft, Message
from nahbar.conversations.rules import NotYours
from nahbar.history.models import EventRow
from nahbar.history.words import SYSTEM
from nahbar.mailroom.models import Delivery
from nahbar.mailroom.queries import blobs
from nahbar.toolbox import clock

HOUR = timedelta(hours=1)
PAGE = Page("page", key="k")


@pytest.fixture
def saddle(house: House) -> Conversation:
    return conversation_in(house.werkstatt, to="werkstatt@radhof.example", key="a@post.example")


@pytest.fixture
def later() -> datetime:
    return clock.now() + HOUR


def replies() -> list[str]:
    return list(Message.objects.filter(kind="reply").values_list("text", flat=True))


def planned(saddle: Conversation, member: Member, at: datetime, **parts: object) -> Draft:
    return plan(saddle, Reply("Guten Morgen!", **parts), member=member, at=at)  # type: ignore[arg-type]


def test_it_leaves_at_its_time_and_not_before(house: House, saddle: Conversation, later: datetime) -> None:
    planned(saddle, house.murat, later, cc=(Party("Chefin", "chef@post.example"),))
    assert send_due() == 0
    assert replies() == []
    with clock.hold(later):
        assert send_due() == 1
    message = Message.objects.get(kind="reply")
    assert (message.member, message.text) == (house.murat, "Guten Morgen!")
    assert message.envelope["cc"] == [{"name": "Chefin", "address": "chef@post.example"}]
    assert not Draft.objects.exists()


def test_until_then_the_person_waits(house: House, saddle: Conversation, later: datetime) -> None:
    planned(saddle, house.murat, later)
    saddle.refresh_from_db()
    assert saddle.waiting_since is not None


def test_planning_ends_the_draft_that_it_was(house: House, saddle: Conversation, later: datetime) -> None:
    save_draft(saddle, member=house.murat, page=PAGE, text="Guten Morgen!")
    planned(saddle, house.murat, later, draft=PAGE)
    assert Draft.objects.get().leaves_at == later
    with pytest.raises(DraftGone):
        save_draft(saddle, member=house.murat, page=PAGE, text="Guten Morgen!")


def test_a_double_click_plans_once(house: House, saddle: Conversation, later: datetime) -> None:
    assert planned(saddle, house.murat, later, draft=PAGE) == planned(saddle, house.murat, later, draft=PAGE)
    assert Draft.objects.count() == 1


def test_its_files_go_along(house: House, saddle: Conversation, later: datetime) -> None:
    files = (Attachment("plan.pdf", "application/pdf", b"%PDF-1.4"),)
    kept = [{"blob": blobs().put(b"%PDF-1.4"), "name": "plan.pdf", "media_type": "application/pdf", "size": 8}]
    plan(saddle, Reply("Anbei.", attachments=files), member=house.murat, at=later, files=kept)
    with clock.hold(later):
        send_due()
    assert Message.objects.get(kind="reply").attachments.get().name == "plan.pdf"


@pytest.mark.parametrize("away", [-HOUR, timedelta(days=400)])
def test_moments_that_are_no_use(house: House, saddle: Conversation, away: timedelta) -> None:
    with pytest.raises(CannotPlan):
        planned(saddle, house.murat, clock.now() + away)


def test_what_cannot_be_sent_is_not_planned(house: House, saddle: Conversation, later: datetime) -> None:
    with pytest.raises(Empty):
        plan(saddle, Reply(" "), member=house.murat, at=later)
    with pytest.raises(NoWay):
        planned(saddle, house.murat, later, channel="letter")
    seen = saddle.messages.latest("pk").pk
    receive(house.werkstatt, raw=mail("Hat sich erledigt!", refs="<a@post.example>"))
    with pytest.raises(ThreadMoved):
        planned(saddle, house.murat, later, seen=seen)
    assert not Draft.objects.exists()


def test_it_does_not_go_out_blindly_when_somebody_wrote(house: House, saddle: Conversation, later: datetime) -> None:
    planned(saddle, house.murat, later)
    close(saddle, actor=SYSTEM)
    receive(house.werkstatt, raw=mail("Hat sich erledigt!", refs="<a@post.example>"))
    close(saddle, actor=SYSTEM)
    with clock.hold(later):
        send_due()
        assert send_due() == 0
    assert replies() == []
    draft = Draft.objects.get()
    assert "Something new was said" in draft.problem
    saddle.refresh_from_db()
    assert saddle.state == "open"
    held = EventRow.objects.get(name="conversations.reply_held")
    assert held.payload == {"conversation_id": saddle.pk, "member_id": house.murat.pk}
    seen = saddle.messages.latest("pk").pk
    send_planned(draft, actor=house.anna.actor, seen=seen)
    assert replies() == ["Guten Morgen!"]
    assert not Draft.objects.exists()


def test_a_colleagues_answer_holds_it_too(house: House, saddle: Conversation, later: datetime) -> None:
    planned(saddle, house.murat, later)
    send_reply(saddle, Reply("Ist erledigt."), member=house.anna)
    with clock.hold(later):
        send_due()
    assert replies() == ["Ist erledigt."]
    assert Draft.objects.get().problem


def test_it_is_taken_back_by_whoever_sees_it(house: House, saddle: Conversation, later: datetime) -> None:
    draft = planned(saddle, house.murat, later, bcc=(Party("", "akte@radhof.example"),))
    with pytest.raises(NotYours):
        unplan(draft, member=house.carla)
    save_draft(saddle, member=house.anna, page=PAGE, text="Mein Anfang.")
    own = unplan(draft, member=house.anna)
    assert own.text == "Mein Anfang.\n\nGuten Morgen!"
    assert own.fields["bcc"] == "akte@radhof.example"
    with pytest.raises(DraftGone):
        unplan(own, member=house.anna)
    with clock.hold(later):
        assert send_due() == 0


def test_sent_at_once_it_is_in_its_writers_name_and_not_sent_again(
    house: House, saddle: Conversation, later: datetime
) -> None:
    draft = planned(saddle, house.murat, later)
    send_planned(draft, actor=house.anna.actor)
    assert Message.objects.get(kind="reply").member == house.murat
    again = send_planned(draft, actor=house.anna.actor)
    with clock.hold(later):
        send_due()
    assert Message.objects.get(kind="reply") == again
    assert Delivery.objects.count() == 1
    assert again.once == once_of(house.murat, draft.key)


def test_whoever_may_no_longer_write_here_sends_nothing(house: House, saddle: Conversation, later: datetime) -> None:
    draft = planned(saddle, house.murat, later)
    house.workshop.members.clear()
    with clock.hold(later):
        send_due()
    assert replies() == []
    draft.refresh_from_db()
    assert "may no longer write" in draft.problem


def test_send_and_put_aside(house: House, saddle: Conversation, later: datetime) -> None:
    send_reply(saddle, Reply("Ich frage nach.", snooze_until=later), member=house.murat)
    saddle.refresh_from_db()
    assert (saddle.state, saddle.snoozed_until) == ("snoozed", later)
    assert saddle.waiting_since is None


def test_a_moment_that_has_passed_sends_nothing(house: House, saddle: Conversation) -> None:
    with pytest.raises(CannotSnooze):
        send_reply(saddle, Reply("Hallo", snooze_until=clock.now() - HOUR), member=house.murat)
    assert replies() == []
