"""Working together on a conversation: who could take it, who follows, who was asked what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nahbar.accounts.models import Member
from nahbar.accounts.queries import today
from nahbar.conversations.models import Conversation, Question
from nahbar.conversations.noticing import KIND
from nahbar.conversations.queries import colleagues_for, questions_in
from nahbar.desk.when import calendar_day
from nahbar.notices.queries import has_unseen


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may see the conversation. `follows` and `unseen` are of this conversation.

    `away` stands beside the name of who is not here today; "" for who is.
    """

    member: Member
    follows: bool
    unseen: bool
    away: str

    @property
    def words(self) -> str:
        """The name, and whether they are here."""
        return f"{self.member.name} ({self.away})" if self.away else self.member.name


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands at a note that asks somebody."""

    question: Question

    @property
    def words(self) -> str:
        values = {"who": self.question.asked.name}
        if self.question.settled_at is None:
            return _("asks %(who)s") % values
        return (_("%(who)s has answered") if self.question.answer_id else _("%(who)s says it is done")) % values

    @property
    def is_open(self) -> bool:
        return self.question.settled_at is None


@dataclass(frozen=True, slots=True)
class Teamwork:
    """Everything that the page says about colleagues. `mine` are open questions to the member who looks."""

    colleagues: list[Colleague]
    questions: list[Question]
    me: Member
    taker_id: int | None

    @property
    def mine(self) -> list[Question]:
        return [each for each in self.questions if each.asked_id == self.me.pk and each.settled_at is None]

    @property
    def others(self) -> list[Colleague]:
        """Whom the member could ask or name."""
        return [each for each in self.colleagues if each.member.pk != self.me.pk]

    # Lists of colleagues stand on every page: written here, 100 of them cost 2 ms, by the template 20.
    @property
    def options_to_ask(self) -> SafeString:
        """An <option> for each whom the member could ask."""
        return format_html_join(
            "", '<option value="{}">{}</option>', ((each.member.pk, each.words) for each in self.others)
        )

    @property
    def options_to_name(self) -> SafeString:
        """The same as items of the list that an @ opens."""
        line = '<li role="option" id="colleague-{}" aria-selected="false" data-name="{}">{}{}</li>'
        return format_html_join("", line, (self._item(each) for each in self.others))

    @property
    def options_to_take(self) -> SafeString:
        """An <option> for each who could have the conversation, with whom it lies now."""
        line = '<option value="member-{}"{}>{}</option>'
        return format_html_join("", line, (self._taker(each) for each in self.colleagues))

    def _item(self, each: Colleague) -> tuple[object, ...]:
        away = format_html(' <span class="quiet">{}</span>', each.away) if each.away else ""
        return each.member.pk, each.member.name, each.member.name, away

    def _taker(self, each: Colleague) -> tuple[object, ...]:
        selected = mark_safe(" selected") if each.member.pk == self.taker_id else ""
        words = f"{each.member.name} ({_('you')})" if each.member.pk == self.me.pk else each.words
        return each.member.pk, selected, words

    @property
    def follows(self) -> bool:
        return any(each.follows for each in self.colleagues if each.member.pk == self.me.pk)

    @property
    def followers(self) -> str:
        """The names of those who follow, "" where nobody does."""
        return ", ".join(each.member.name for each in self.colleagues if each.follows)

    @property
    def has_news(self) -> bool:
        """Has the member something to see here that they were told of?"""
        return any(each.unseen for each in self.colleagues if each.member.pk == self.me.pk)

    def by_note(self) -> Mapping[int, Sequence[Asked]]:
        """What was asked, by the id of its note."""
        found: dict[int, list[Asked]] = {}
        for each in self.questions:
            found.setdefault(each.note_id, []).append(Asked(each))
        return found


def teamwork_of(conversation: Conversation, member: Member) -> Teamwork:
    """Two queries, however many work together."""
    rows = colleagues_for(conversation).annotate(unseen=has_unseen(KIND, conversation.pk))
    day = today()
    colleagues = [Colleague(row, vars(row)["follows"], vars(row)["unseen"], _away(row, day)) for row in rows]
    return Teamwork(colleagues, questions_in(conversation), member, conversation.assignee_id)


def _away(member: Member, day: date) -> str:
    if member.is_away(day) and member.away_until:
        return _("away until %s") % calendar_day(member.away_until)
    return "" if member.works_on(day) else _("not here today")
