"""What members have not seen on the page, by mail: one mail for all that is due, each notice in one mail only."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.accounts.models import Member
from nahbar.mailroom.actions import post, prepare
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import mail_inbox
from nahbar.mailroom.system_mail import outbound_of
from nahbar.notices.models import Notice
from nahbar.notices.queries import Told, in_words
from nahbar.notices.words import DEFERRED, MAILED_AT_ONCE, ORIGIN
from nahbar.toolbox import clock
from nahbar.toolbox.faults import Fault, Full

log = logging.getLogger(__name__)


class _TakenMeanwhile(Exception):  # noqa: N818 - no error: somebody else was faster
    """A notice was seen, or another worker mails it."""


def mail_digests() -> int:
    """Write to those who have something due, one block of members; returns to how many. Raises Full."""
    due = Notice.objects.filter(mail_at__lte=clock.now())
    ids = list(due.order_by("mail_at").values_list("member_id", flat=True)[: 10 * MAILED_AT_ONCE])
    members = Member.objects.filter(pk__in=list(dict.fromkeys(ids))[:MAILED_AT_ONCE])
    inbox = mail_inbox() if ids else None
    return sum(_mail(member, inbox) for member in members)


def _mail(member: Member, inbox: Inbox | None) -> bool:
    due = list(Notice.objects.filter(member=member, mail_at__lte=clock.now()).select_related("by").order_by("id"))
    told = in_words(member, due) if member.is_active else []
    if inbox is None or not told:
        # Without an inbox for mail, or where they may not see it any more, there is the page.
        Notice.objects.filter(pk__in=[notice.pk for notice in due], mailed_at__isnull=True).update(mail_at=None)
        return False
    try:
        _post(member, inbox, due, told)
    except _TakenMeanwhile:
        return False
    except Full:
        raise
    except Fault as fault:
        log.warning("what members were told cannot be mailed through inbox %s: %s", inbox.pk, fault.sentence)
        Notice.objects.filter(pk__in=[notice.pk for notice in due]).update(mail_at=clock.now() + DEFERRED)
        return False
    return True


def _post(member: Member, inbox: Inbox, due: Sequence[Notice], told: Sequence[Told]) -> None:
    """The mail's row and the mark that these were mailed come together, or not at all."""
    with translation.override(member.language or settings.LANGUAGE_CODE):
        prepared = prepare(inbox, outbound_of(inbox, to=(member.email,), subject=_subject(told), text=_text(told)))
    ids = [notice.pk for notice in due]
    with transaction.atomic():
        ours = Notice.objects.filter(pk__in=ids, mail_at__isnull=False, seen_at__isnull=True, mailed_at__isnull=True)
        if ours.update(mail_at=None, mailed_at=clock.now()) != len(ids):
            raise _TakenMeanwhile
        post(prepared, origin_kind=ORIGIN, origin_id=member.pk)


def _subject(told: Sequence[Told]) -> str:
    if len(told) == 1:
        return f"{told[0].words}: {told[0].about}"
    return ngettext("%(count)d thing waits for you", "%(count)d things wait for you", len(told)) % {
        "count": len(told)
    }


def _text(told: Sequence[Told]) -> str:
    lines = [_("You have not seen this on the desk yet:"), ""]
    for each in told:
        lines += [f"* {each.words}", f"  {each.about}", f"  {settings.NAHBAR.url}{each.subject.path}", ""]
    lines += [_("How you hear of it is your choice:"), settings.NAHBAR.url + CHOICES_PATH]
    return "\n".join(lines)


# Where the desk lets members choose; the worker that writes these mails does not load the desk's pages to ask.
CHOICES_PATH = "/settings/notices/"
