"""Writing first: a message to somebody by any way that carries one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nahbar.accounts.models import Member
from nahbar.channels.contract import Party
from nahbar.channels.registry import channel
from nahbar.conversations import actions
from nahbar.conversations.models import Message
from nahbar.conversations.queries import person_of
from nahbar.conversations.rules import NotYours
from nahbar.desk.composing import Way, missing_for
from nahbar.desk.doors import member_of, members_only
from nahbar.desk.forms import NewForm, Unfit
from nahbar.desk.sentences import sentence_of
from nahbar.desk.views.conversations import REFUSED
from nahbar.desk.views.messages import reply_of
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.rules import inboxes_of
from nahbar.people.actions import add_address
from nahbar.people.models import Person
from nahbar.people.queries import address_on
from nahbar.toolbox.faults import Fault
from nahbar.toolbox.ids import new_key


@members_only
def new(request: HttpRequest) -> HttpResponse:
    """The form, and its sending. `person` of the address fills in whom it is for."""
    member = member_of(request)
    asked = request.GET.get("person", "")
    person = person_of(member, int(asked)) if asked.isdecimal() and len(asked) < 19 else None
    inboxes = list(inboxes_of(member).filter(is_active=True).select_related("firm"))
    if request.method != "POST":
        return _form(request, inboxes, person)
    form = NewForm(request.POST, request.FILES)
    try:
        message = _start(form, inboxes, person, member)
    except Fault as fault:
        return _form(request, inboxes, person, form=form, problem=sentence_of(fault))
    return redirect("desk:conversation", message.conversation_id)


def _start(form: NewForm, inboxes: list[Inbox], person: Person | None, member: Member) -> Message:
    fields = form.insist()
    inbox = next((inbox for inbox in inboxes if inbox.pk == fields["inbox"]), None)
    if inbox is None:
        raise NotYours(_("This inbox does not exist, or it belongs to a team that you are not in."))
    name, address = fields["name"].strip(), fields["address"].strip()
    if not address:
        raise Unfit(_("Whom is it for? The address is missing."))
    if person is not None:
        add_address(person, actor=member.actor, channel_name=inbox.channel, value=address)
    plain = channel(inbox.channel).normalise(address)
    reply = reply_of({**fields, "way": inbox.channel, "seen": None}, member)
    return actions.start(member=member, inbox=inbox, to=Party(name, plain), subject=fields["subject"], reply=reply)


def _form(
    request: HttpRequest,
    inboxes: list[Inbox],
    person: Person | None,
    *,
    form: NewForm | None = None,
    problem: str = "",
) -> HttpResponse:
    ways = [Way(inbox, _known(person, inbox)) for inbox in inboxes]
    values: dict[str, Any] = dict(form.data.items()) if form else {"name": person.name if person else ""}
    if form is None and ways:
        first = next((way for way in ways if way.to), ways[0])
        values |= {"inbox": str(first.inbox.pk), "address": first.to.address if first.to else ""}
    context = {
        "ways": ways,
        "values": values,
        "person": person,
        "problem": problem,
        "missing": missing_for(ways),
        "once": values.get("once") or new_key(16),
        "member": member_of(request),
    }
    return render(request, "desk/new.html", context, status=REFUSED if problem else 200)


def _known(person: Person | None, inbox: Inbox) -> Party | None:
    address = address_on(person, inbox.channel) if person else None
    return Party(address.person.name, address.value) if address else None
