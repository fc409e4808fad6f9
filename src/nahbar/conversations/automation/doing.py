"""Doing what a rule says, in its own name."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import OperationalError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nahbar.accounts.models import Member, Team
from nahbar.conversations.actions.moving import move_to_inbox
from nahbar.conversations.actions.snoozing import snooze
from nahbar.conversations.actions.spam import spam_by_rule
from nahbar.conversations.actions.states import assign, close, lock, subject_of
from nahbar.conversations.actions.tags import tag_conversation
from nahbar.conversations.automation.deeds import Deeds, deeds_of
from nahbar.conversations.automation.models import Applied, Rule
from nahbar.conversations.automation.words import Ending
from nahbar.conversations.events import NoteAdded
from nahbar.conversations.models import Conversation, Message, Tag
from nahbar.conversations.words import ConversationState, MessageKind
from nahbar.history.actions import publish, record
from nahbar.history.words import Actor, ActorKind
from nahbar.language.moments import moment_of
from nahbar.mailroom.models import Inbox
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault

log = logging.getLogger(__name__)


class CannotDo(Fault):
    """The rule names something that is gone, or that cannot be here."""


def actor_of(rule: Rule) -> Actor:
    """In the history stands the rule, by the title that it had."""
    return Actor(ActorKind.RULE, rule.pk, rule.title)


def apply(rule: Rule, message: Message) -> bool:
    """Do the rule's deeds for a message, unless they are done; what is not possible is noted at the rule.

    Returns whether this was the first time. Runs inside the caller's transaction.
    """
    _row, is_new = Applied.objects.get_or_create(rule=rule, message=message, defaults={"at": clock.now()})
    if not is_new:
        return False
    problems = [problem for step in _STEPS if (problem := _try(step, rule, message))]
    if rule.problem != (problem := problems[0] if problems else ""):
        rule.problem = problem
        rule.save(update_fields=["problem"])
    return True


def _try(step: Step, rule: Rule, message: Message) -> str:
    """One deed by itself: what cannot be done holds up no other. Returns why it could not be done, or nothing."""
    try:
        with transaction.atomic():
            step(lock(message.conversation_id), deeds_of(rule.deeds), Doing(rule, message))
    except Fault as fault:
        return fault.sentence
    except OperationalError:
        raise  # the database is in trouble, not the rule: all of it is tried again
    except Exception as error:
        log.exception("rule %s failed for message %s", rule.pk, message.pk)
        return type(error).__name__
    return ""


@dataclass(frozen=True, slots=True)
class Doing:
    """Which rule acts, for which message."""

    rule: Rule
    message: Message

    @property
    def actor(self) -> Actor:
        return actor_of(self.rule)


Step = Callable[[Conversation, Deeds, Doing], None]


def _tag(conversation: Conversation, deeds: Deeds, doing: Doing) -> None:
    if deeds.tags:
        tag_conversation(conversation, actor=doing.actor, add=Tag.objects.filter(pk__in=deeds.tags))


def _move(conversation: Conversation, deeds: Deeds, doing: Doing) -> None:
    if deeds.inbox is None:
        return
    inbox = Inbox.objects.filter(pk=deeds.inbox).first()
    if inbox is None:
        raise CannotDo(_("The inbox that this rule moves to does not exist any more."))
    move_to_inbox(conversation, inbox=inbox, actor=doing.actor)


def _assign(conversation: Conversation, deeds: Deeds, doing: Doing) -> None:
    """Whoever has it already keeps it: no rule takes a conversation out of somebody's hands."""
    if conversation.assignee_id is not None:
        return
    if deeds.member is not None:
        member = Member.objects.filter(pk=deeds.member, is_active=True).first()
        if member is None:
            raise CannotDo(_("The member whom this rule gives conversations to is not here any more."))
        assign(conversation, actor=doing.actor, member=member)
    elif deeds.team is not None and conversation.team_id != deeds.team:
        team = Team.objects.filter(pk=deeds.team).first()
        if team is None or conversation.inbox.team_id not in (None, team.pk):
            raise CannotDo(
                _("The team that this rule gives conversations to does not exist, or cannot see this inbox.")
            )
        assign(conversation, actor=doing.actor, team=team)


def _note(conversation: Conversation, deeds: Deeds, doing: Doing) -> None:
    if not deeds.note:
        return
    note = Message.objects.create(
        conversation=conversation,
        kind=MessageKind.NOTE,
        at=max(clock.now(), doing.message.at),
        author=gettext("Rule “%s”") % doing.rule.title,
        text=deeds.note,
        once=f"rule:{doing.rule.pk}:{doing.message.pk}",
        details={"rule": doing.rule.pk},
    )
    record(actor=doing.actor, verb="conversation.note_added", subject=subject_of(conversation))
    publish(NoteAdded(conversation_id=conversation.pk, message_id=note.pk))


def _end(conversation: Conversation, deeds: Deeds, doing: Doing) -> None:
    if deeds.ending == Ending.SPAM:
        spam_by_rule(conversation, actor=doing.actor)
    elif conversation.state in (ConversationState.PARKED, ConversationState.SPAM):
        return  # a member decides about these
    elif deeds.ending == Ending.CLOSE:
        close(conversation, actor=doing.actor)
    elif deeds.ending == Ending.SNOOZE:
        until = moment_of(deeds.until, localtime(clock.now()))
        if until is None or until <= clock.now():
            raise CannotDo(_("Nobody can say until when this rule snoozes."))
        snooze(conversation, until=until, actor=doing.actor)


# Moved before it is given, because the inbox decides who can have it.
_STEPS: tuple[Step, ...] = (_tag, _move, _assign, _note, _end)
