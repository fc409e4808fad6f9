"""Two transactions at once: a member joins two conversations while the person writes on, in either order.

Each test holds one transaction open until the database itself says that the other one waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from cast import JAKOB, House, bring, conversation_in, mail, receive
from nahbar.conversations.actions import (
    CannotJoin,
    NothingToUndo,
    accept_suggestion,
    add_note,
    join,
    undo,
)
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.tasks import place_block
from nahbar.toolbox import clock

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
PATIENCE = 30  # seconds until a test that hangs fails


def wait_until_blocked() -> None:
    """Return as soon as another transaction waits for a lock of ours."""
    until = clock.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while clock.monotonic() < until:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("Nobody waits for us: the two do not see each other.")


def one_while_the_other(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Do `first`, and before its commit begin `second` in another connection, where it has to wait."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            future = pool.submit(apart, second)
            wait_until_blocked()
        future.result(PATIENCE)


def apart(work: Callable[[], object]) -> None:
    try:
        work()
    finally:
        connection.close()


@pytest.fixture
def old(house: House) -> Conversation:
    return conversation_in(house.info, key="a@post.example")


@pytest.fixture
def new(house: House, old: Conversation) -> Conversation:
    assert old.pk
    return conversation_in(house.info, key="b@post.example")


def test_mail_that_comes_while_two_are_joined_lies_where_they_are(
    house: House, old: Conversation, new: Conversation
) -> None:
    bring(house.info, raw=mail("Noch etwas", refs="<b@post.example>", key="late@post.example"))
    one_while_the_other(lambda: join(new, into=old, member=house.anna), lambda: place_block("test"))
    late = Message.objects.get(key="late@post.example")
    assert late.conversation == old
    old.refresh_from_db()
    assert (old.last_message_at, old.gist) == (late.at, "Noch etwas")
    assert not Conversation.objects.get(pk=new.pk).messages.exists()


def test_join_that_comes_while_a_mail_is_placed_takes_it_along(
    house: House, old: Conversation, new: Conversation
) -> None:
    bring(house.info, raw=mail("Noch etwas", refs="<b@post.example>", key="late@post.example"))
    one_while_the_other(lambda: place_block("test"), lambda: join(new, into=old, member=house.anna))
    late = Message.objects.get(key="late@post.example")
    assert late.conversation == old
    old.refresh_from_db()
    assert (old.last_message_at, old.gist) == (late.at, "Noch etwas")


def test_two_members_who_join_crosswise_make_no_circle(house: House, old: Conversation, new: Conversation) -> None:
    def other_way() -> None:
        with pytest.raises(CannotJoin):
            join(old, into=new, member=house.murat)

    one_while_the_other(lambda: join(new, into=old, member=house.anna), other_way)
    assert Conversation.objects.get(pk=old.pk).merged_into is None
    assert Conversation.objects.get(pk=new.pk).merged_into == old


def test_two_members_who_undo_the_same_do_it_once(house: House, old: Conversation, new: Conversation) -> None:
    done = join(new, into=old, member=house.anna)

    def again() -> None:
        with pytest.raises(NothingToUndo):
            undo(done, member=house.murat)

    one_while_the_other(lambda: undo(done, member=house.anna), again)
    assert new.messages.count() == old.messages.count() == 1


def test_note_written_while_two_are_joined_lies_where_they_are(
    house: House, old: Conversation, new: Conversation
) -> None:
    one_while_the_other(
        lambda: join(new, into=old, member=house.anna),
        lambda: add_note(new, member=house.murat, text="Ruft zurück."),
    )
    assert Message.objects.get(kind="note").conversation == old


def test_mail_of_a_stranger_while_the_suggestion_is_accepted_is_not_lost(house: House, old: Conversation) -> None:
    parked = receive(house.info, raw=mail(sender=JAKOB, refs="<a@post.example>")).conversation
    bring(house.info, raw=mail("Noch etwas", sender=JAKOB, refs="<a@post.example>", key="late@post.example"))
    one_while_the_other(lambda: accept_suggestion(parked, member=house.anna), lambda: place_block("test"))
    assert Message.objects.get(key="late@post.example").conversation == old
