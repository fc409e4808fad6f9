"""Reads of notices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from nahbar.accounts.models import Member
from nahbar.notices.models import Choice, Notice, QuietHours
from nahbar.notices.rules import notices_of
from nahbar.notices.subjects import Subject, subjects_of
from nahbar.notices.words import CHOSEN_WITH, SHOWN, USUAL_MAIL, Kind


@dataclass(frozen=True, slots=True)
class Chosen:
    """How a member hears of one kind."""

    mail: str
    push: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words."""

    notice: Notice
    subject: Subject

    @property
    def words(self) -> str:
        """What happened, in the language of whoever reads it."""
        who = {"who": self.notice.by.name if self.notice.by else ""}
        sentences = {
            Kind.ASSIGNED: _("%(who)s handed this to you") % who if self.notice.by else _("It is your turn"),
            Kind.ASKED: _("%(who)s asks you") % who,
            Kind.NAMED: _("%(who)s names you in a note") % who,
            Kind.REPLIED: _("%(who)s answered your question") % who,
            Kind.ANSWERED: _("%(who)s has written") % {"who": self.subject.who},
            Kind.UNDELIVERED: _("A message did not arrive"),
            Kind.HELD: _("Your planned reply did not leave"),
            Kind.PARKED: _("Something parked may belong to a conversation of yours"),
        }
        return sentences[Kind(self.notice.kind)]

    @property
    def about(self) -> str:
        """Of which conversation it speaks: with whom, and about what."""
        if self.notice.kind == Kind.ANSWERED or not self.subject.who:
            return self.subject.title
        return f"{self.subject.who}: {self.subject.title}" if self.subject.title else self.subject.who


def unseen(member: Member) -> QuerySet[Notice]:
    return notices_of(member).filter(seen_at__isnull=True)


def has_unseen(subject_kind: str, subject_id: int) -> Exists:
    """Beside a query of members: does each still have something to see about this subject?"""
    return Exists(
        Notice.objects.filter(
            member=OuterRef("pk"), subject_kind=subject_kind, subject_id=subject_id, seen_at__isnull=True
        )
    )


def newest(member: Member) -> list[Told]:
    """What a member was told lately, newest first, as far as they may still see what it speaks of."""
    return in_words(member, list(notices_of(member).select_related("by").order_by("-id")[:SHOWN]))


def in_words(member: Member, notices: Sequence[Notice]) -> list[Told]:
    """These notices with what they speak of; those whose subject the member may not see are left out."""
    known = subjects_of(member, notices)
    keys = ((notice, (notice.subject_kind, notice.subject_id)) for notice in notices)
    return [Told(notice, known[key]) for notice, key in keys if key in known]


def choices_of(members: Iterable[Member]) -> dict[tuple[int, str], Chosen]:
    """How each of these members hears of each kind that can be chosen."""
    ids = [member.pk for member in members]
    found = {(pk, str(kind)): Chosen(str(mail), push=False) for pk in ids for kind, mail in USUAL_MAIL.items()}
    for row in Choice.objects.filter(member__in=ids):
        found[row.member_id, row.kind] = Chosen(row.mail, row.push)
    return found


def chosen_as(kind: str) -> str:
    """The kind under which a member decides about this one."""
    return str(CHOSEN_WITH.get(Kind(kind), kind))


def quiet_hours_of(members: Iterable[Member]) -> dict[int, QuietHours]:
    return {row.member_id: row for row in QuietHours.objects.filter(member__in=[member.pk for member in members])}
