"""Saving, changing and deleting searches."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop as _

from nahbar.accounts.models import Member, Team
from nahbar.conversations.rules import NotYours
from nahbar.conversations.saved.models import SavedSearch
from nahbar.conversations.saved.rules import may_change_search, may_share_with
from nahbar.conversations.saved.words import MOST_OF_ONE, MOST_QUESTION, MOST_TITLE, Sharing
from nahbar.conversations.search.question import read_question
from nahbar.history.actions import record
from nahbar.history.words import Subject
from nahbar.toolbox.faults import Fault


class BadSearch(Fault):
    """It cannot be kept so."""


@transaction.atomic
def save_search(
    *, member: Member, title: str, question: str, sharing: str = Sharing.ME, team: Team | None = None
) -> SavedSearch:
    """Keep a question as a pile. Raises BadSearch, NotYours where the team is none of theirs."""
    if SavedSearch.objects.filter(member=member).count() >= MOST_OF_ONE:
        raise BadSearch(_("You have saved thirty searches already. Delete one that you no longer need."))
    search = SavedSearch(member=member, question=_question(question))
    _describe(search, by=member, title=title, sharing=sharing, team=team)
    search.save()
    _tell(search, member, "search.saved")
    return search


@transaction.atomic
def change_search(
    search: SavedSearch, *, by: Member, title: str, sharing: str, team: Team | None = None
) -> SavedSearch:
    """Rename it and say for whom it is. Raises BadSearch, NotYours."""
    _insist(by, search)
    _describe(search, by=by, title=title, sharing=sharing, team=team)
    search.save()
    _tell(search, by, "search.changed")
    return search


@transaction.atomic
def delete_search(search: SavedSearch, *, by: Member) -> None:
    """Take it out of the piles, of everybody it was shared with too. Raises NotYours."""
    _insist(by, search)
    _tell(search, by, "search.deleted")
    search.delete()


def _describe(search: SavedSearch, *, by: Member, title: str, sharing: str, team: Team | None) -> None:
    title = " ".join(title.split())
    if not title or len(title) > MOST_TITLE:
        raise BadSearch(_("Give the search a name of at most 40 letters."))
    if sharing not in Sharing.values or (sharing == Sharing.TEAM and team is None):
        raise BadSearch(_("Say for whom the search is."))
    if team is not None and sharing == Sharing.TEAM and team.pk != search.team_id and not may_share_with(by, team):
        raise NotYours(_("You are not in this team, so you cannot share with it."))
    search.title, search.sharing = title, sharing
    search.team = team if sharing == Sharing.TEAM else None


def _question(question: str) -> str:
    question = " ".join(question.split())
    if len(question) > MOST_QUESTION or read_question(question).is_empty:
        raise BadSearch(_("There is nothing to search for in it. Write at least one word."))
    return question


def _insist(member: Member, search: SavedSearch) -> None:
    if not may_change_search(member, search):
        raise NotYours(_("Only whoever saved this search changes it."))


def _tell(search: SavedSearch, by: Member, verb: str) -> None:
    record(
        actor=by.actor,
        verb=verb,
        subject=Subject("search", search.pk),
        data={"title": search.title, "sharing": search.sharing},
    )
