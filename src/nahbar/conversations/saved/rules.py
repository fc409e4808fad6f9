"""Who sees a saved search among their piles, who changes it, and with whom it can be shared."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from nahbar.accounts.models import Member, Team
from nahbar.conversations.rules import NotYours
from nahbar.conversations.saved.models import SavedSearch
from nahbar.conversations.saved.words import Sharing


def searches_of(member: Member) -> QuerySet[SavedSearch]:
    """Their own, those for everybody, and those of their teams."""
    shared = Q(sharing=Sharing.ALL) | Q(sharing=Sharing.TEAM, team__in=member.team_ids)
    return SavedSearch.objects.filter(Q(member=member) | shared)


def get_search(member: Member, search_id: int) -> SavedSearch:
    """One of `searches_of`. Raises NotYours for one that is missing or hidden alike."""
    found = searches_of(member).filter(pk=search_id).first() if member.is_active else None
    if found is None:
        raise NotYours(_("This search does not exist, or it is not shared with you."))
    return found


def may_change_search(member: Member, search: SavedSearch) -> bool:
    """Whoever saved it; and administrators, as far as it is shared: somebody has to tidy up."""
    mine = search.member_id == member.pk
    return member.is_active and (mine or (member.is_admin and search.sharing != Sharing.ME))


def may_share_with(member: Member, team: Team) -> bool:
    """Members share with the teams that they are in; administrators with any."""
    return member.is_active and (member.is_admin or team.pk in member.team_ids)
