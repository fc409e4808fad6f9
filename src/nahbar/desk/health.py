"""How an inbox fares: last fetched, last sent, and what is wrong, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nahbar.accounts.models import Member
from nahbar.desk.sentences import in_words
from nahbar.desk.when import moment, since
from nahbar.mailroom.models import Inbox, InboxHealth
from nahbar.mailroom.queries import missing_details
from nahbar.mailroom.rules import inboxes_of


@dataclass(frozen=True, slots=True)
class Fare:
    """One inbox: what is wrong (nothing, where all is well), and what went well last."""

    inbox: Inbox
    troubles: list[str]
    news: list[str]
    missing: list[str]

    @property
    def well(self) -> bool:
        return not self.troubles and not self.missing


def fares_of(member: Member) -> list[Fare]:
    """Every inbox that this member sees."""
    inboxes = inboxes_of(member).select_related("health", "firm").order_by("pk")
    return [_fare(inbox) for inbox in inboxes]


def _fare(inbox: Inbox) -> Fare:
    health: InboxHealth | None = getattr(inbox, "health", None)
    if health is None:
        return Fare(inbox, [], [], missing_details(inbox.firm))
    news = []
    if health.fetched_at:
        news.append(_("Last looked for mail: %s") % moment(health.fetched_at))
    if health.sent_at:
        news.append(_("Last sent: %s") % moment(health.sent_at))
    return Fare(inbox, list(_troubles(health)), news, missing_details(inbox.firm))


def _troubles(health: InboxHealth) -> Iterator[str]:
    if health.fetch_problem:
        words = since(health.fetch_problem_since) if health.fetch_problem_since else ""
        yield _("Mail does not come in %(since)s: %(problem)s") % {
            "since": words,
            "problem": in_words(health.fetch_problem),
        }
    if health.send_problem:
        words = since(health.send_problem_since) if health.send_problem_since else ""
        yield _("Mail does not go out %(since)s: %(problem)s") % {
            "since": words,
            "problem": in_words(health.send_problem),
        }
    if health.alarm:
        yield in_words(health.alarm)
