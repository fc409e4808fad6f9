"""Where a mail lies, as a table: what it names, who sent it, what it is, and how its conversation stood.

Petra wrote (a@post.example), Anna answered her with a copy to Cleo; then the conversation came to stand as `before`
says. Now a mail comes:

token    - none | own: the signed token of the conversation in To | forged: the same with a wrong signature
refs     - none | last: In-Reply-To Anna's answer | any: Petra's id among lost ones | lost: ids nobody knows
number   - none | #n | [#n] | Nr.n | AW:#n | order: "Bestellung #n" | #0: no conversation has it
sender   petra | second: another address of hers | cleo | jakob: a stranger | forged: petra, but DMARC failed | nobody
before   waiting: Petra wrote again | answered | closed | snoozed | parked | spam
kind     human | auto: an automatic answer | bounce: a report about Anna's answer
merged   - no | once, twice: joined into others since | circle, gone: and that way leads nowhere

lies     there: in the conversation (or where it was joined to) | new | parked: in a new one that suggests it
after    the state of the conversation in which it lies now, and `waits` whether somebody waits in it: no, since it
         came (now), or since Petra wrote before (then)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from cast import JAKOB, PETRA, House, conversation_in, mail, receive
from nahbar.channels.contract import Party
from nahbar.conversations.actions import Reply, join, send_reply
from nahbar.conversations.actions.threads import token_of
from nahbar.conversations.models import Conversation, Message
from nahbar.history.tasks import react
from nahbar.history.words import SYSTEM
from nahbar.people.actions import add_address
from nahbar.toolbox import clock

TABLE = """
token  refs number sender  before    kind   merged | lies   after   waits reason
-      -    -      petra   answered  human  -      | new    open    now   -
-      -    -      petra   waiting   human  -      | new    open    now   -
-      -    -      jakob   answered  human  -      | new    open    now   -
-      -    -      nobody  answered  human  -      | new    open    now   -
-      -    -      petra   answered  auto   -      | new    open    no    -
-      -    -      forged  answered  human  -      | new    open    now   -

own    -    -      petra   waiting   human  -      | there  open    then  -
own    -    -      petra   answered  human  -      | there  open    now   -
own    -    -      petra   closed    human  -      | there  open    now   -
own    -    -      petra   snoozed   human  -      | there  open    now   -
own    -    -      petra   parked    human  -      | there  parked  now   -
own    -    -      petra   spam      human  -      | there  spam    no    -
own    -    -      second  answered  human  -      | there  open    now   -
own    -    -      cleo    answered  human  -      | there  open    now   -
own    -    -      jakob   answered  human  -      | parked parked  now   stranger
own    -    -      jakob   closed    human  -      | parked parked  now   stranger
own    -    -      jakob   spam      human  -      | parked parked  now   stranger
own    -    -      jakob   answered  auto   -      | parked parked  no    stranger
own    -    -      nobody  answered  human  -      | parked parked  now   stranger
own    -    -      forged  answered  human  -      | parked parked  now   forged
own    -    -      petra   answered  auto   -      | there  open    no    -
own    -    -      petra   closed    auto   -      | there  closed  no    -
own    -    -      petra   snoozed   auto   -      | there  snoozed no    -
own    -    -      petra   answered  human  once   | there  open    now   -
own    -    -      jakob   answered  human  once   | parked parked  now   stranger
forged -    -      petra   answered  human  -      | new    open    now   -
forged -    -      jakob   answered  human  -      | new    open    now   -

-      last -      petra   waiting   human  -      | there  open    then  -
-      last -      petra   answered  human  -      | there  open    now   -
-      any  -      petra   answered  human  -      | there  open    now   -
-      lost -      petra   answered  human  -      | new    open    now   -
-      last -      petra   closed    human  -      | there  open    now   -
-      any  -      petra   snoozed   human  -      | there  open    now   -
-      last -      petra   parked    human  -      | there  parked  now   -
-      last -      petra   spam      human  -      | there  spam    no    -
-      any  -      second  closed    human  -      | there  open    now   -
-      last -      cleo    answered  human  -      | there  open    now   -
-      any  -      cleo    snoozed   human  -      | there  open    now   -
-      last -      jakob   waiting   human  -      | parked parked  now   stranger
-      any  -      jakob   closed    human  -      | parked parked  now   stranger
-      lost -      jakob   answered  human  -      | new    open    now   -
-      last -      jakob   answered  auto   -      | parked parked  no    stranger
-      last -      nobody  answered  human  -      | parked parked  now   stranger
-      last -      forged  waiting   human  -      | parked parked  now   forged
-      any  -      forged  closed    human  -      | parked parked  now   forged
-      last -      petra   waiting   auto   -      | there  open    then  -
-      last -      petra   closed    auto   -      | there  closed  no    -
-      last -      petra   parked    auto   -      | there  parked  no    -
-      last -      petra   spam      auto   -      | there  spam    no    -
-      last -      petra   answered  human  once   | there  open    now   -
-      any  -      petra   closed    human  once   | there  open    now   -
-      last -      petra   answered  human  twice  | there  open    now   -
-      any  -      cleo    answered  human  twice  | there  open    now   -
-      last -      petra   answered  auto   twice  | there  open    no    -
-      last -      jakob   answered  human  twice  | parked parked  now   stranger
-      last -      petra   answered  human  circle | there  open    now   -
-      any  -      petra   closed    human  circle | there  open    now   -
-      last -      petra   answered  human  gone   | there  open    now   -
-      last -      jakob   answered  human  gone   | parked parked  now   stranger

-      -    #n     petra   waiting   human  -      | there  open    then  -
-      -    #n     petra   answered  human  -      | there  open    now   -
-      -    [#n]   petra   closed    human  -      | there  open    now   -
-      -    Nr.n   petra   snoozed   human  -      | there  open    now   -
-      -    AW:#n  petra   answered  human  -      | there  open    now   -
-      -    order  petra   answered  human  -      | new    open    now   -
-      -    #0     petra   answered  human  -      | new    open    now   -
-      -    [#n]   second  answered  human  -      | there  open    now   -
-      -    #n     cleo    closed    human  -      | there  open    now   -
-      -    #n     petra   spam      human  -      | there  spam    no    -
-      -    #n     petra   parked    human  -      | there  parked  now   -
-      -    #n     petra   closed    auto   -      | there  closed  no    -
-      -    [#n]   jakob   answered  human  -      | parked parked  now   stranger
-      -    AW:#n  jakob   closed    human  -      | parked parked  now   stranger
-      -    #n     jakob   answered  human  -      | new    open    now   -
-      -    Nr.n   jakob   answered  human  -      | new    open    now   -
-      -    order  jakob   answered  human  -      | new    open    now   -
-      -    #n     forged  answered  human  -      | parked parked  now   forged
-      -    [#n]   nobody  answered  human  -      | parked parked  now   stranger
-      -    #n     petra   answered  human  once   | there  open    now   -
-      -    [#n]   petra   answered  human  twice  | there  open    now   -
-      -    [#n]   jakob   answered  human  once   | parked parked  now   stranger
-      -    #n     petra   answered  human  circle | there  open    now   -

own    last #n     petra   closed    human  -      | there  open    now   -
own    lost -      petra   answered  human  -      | there  open    now   -
own    last [#n]   jakob   answered  human  -      | parked parked  now   stranger
forged last -      petra   answered  human  -      | there  open    now   -
forged lost #n     petra   answered  human  -      | there  open    now   -
forged last -      jakob   answered  human  -      | parked parked  now   stranger
-      lost #n     petra   answered  human  -      | there  open    now   -
-      lost [#n]   jakob   answered  human  -      | parked parked  now   stranger

-      -    -      jakob   answered  bounce -      | there  open    then  -
-      -    -      jakob   closed    bounce -      | there  open    then  -
-      -    -      jakob   answered  bounce once   | there  open    then  -
-      -    -      jakob   spam      bounce -      | there  spam    no    -
"""


@dataclass(frozen=True)
class Row:
    token: str
    refs: str
    number: str
    sender: str
    before: str
    kind: str
    merged: str
    lies: str
    after: str
    waits: str
    reason: str


def rows() -> list[Row]:
    lines = [line.replace("|", " ").split() for line in TABLE.splitlines() if line.strip()]
    return [Row(*cells) for cells in lines[1:]]


SENDERS = {
    "petra": PETRA,
    "forged": PETRA,
    "second": "P. Voss <p@anders.example>",
    "cleo": "Cleo <cleo@brief.example>",
    "jakob": JAKOB,
    "nobody": "Kontaktformular",
}
SUBJECTS = {
    "-": "Noch etwas",
    "#n": "Zu #{n}",
    "[#n]": "Noch etwas [#{n}]",
    "Nr.n": "Zu Ihrer Nr. {n}",
    "AW:#n": "AW: Zu #{n}",
    "order": "Bestellung #{n}",
    "#0": "Zu #{n}7654",
}


@dataclass
class Stage:
    """The conversation before the mail comes; `living` is where it was joined to."""

    conversation: Conversation
    living: Conversation
    reply: Message
    wrote_at: datetime


def set_up(house: House, row: Row, start: datetime) -> Stage:
    with clock.hold(start):
        conversation = conversation_in(house.info, key="a@post.example")
        add_address(conversation.person, actor=SYSTEM, channel_name="email", value="p@anders.example")
    with clock.hold(start + timedelta(hours=1)):
        reply = send_reply(conversation, Reply("Gern.", cc=(Party("Cleo", "cleo@brief.example"),)), member=house.anna)
    wrote_at = start
    if row.before == "waiting":
        wrote_at = start + timedelta(hours=2)
        with clock.hold(wrote_at):
            receive(house.info, raw=mail(refs="<a@post.example>"))
    living = join_on(house, conversation, row.merged, start)
    if row.before not in ("waiting", "answered"):
        Conversation.objects.filter(pk=living.pk).update(state=row.before)
    living.refresh_from_db()
    return Stage(conversation, living, reply, wrote_at)


def join_on(house: House, conversation: Conversation, how: str, start: datetime) -> Conversation:
    """Join the conversation into others that were answered; returns where it lies now."""
    here = conversation
    for _ in range({"-": 0, "twice": 2}.get(how, 1)):
        with clock.hold(start - timedelta(hours=2)):
            further = conversation_in(house.info)
        with clock.hold(start - timedelta(hours=1)):
            send_reply(further, Reply("Gern."), member=house.anna)
        join(here, into=further, member=house.anna)
        here = further
    if how == "circle":
        Conversation.objects.filter(pk=here.pk).update(merged_into=conversation)
    if how == "gone":
        Message.objects.filter(conversation=here).update(conversation=conversation)
        for address in here.participants.all():
            conversation.participants.get_or_create(address=address.address)
        here.delete()
        return conversation
    return here


def mail_of(row: Row, stage: Stage) -> bytes:
    """The mail that this row tells of."""
    token = token_of(stage.conversation.key)
    to = {"-": "info", "own": f"info+{token}", "forged": f"info+{stage.conversation.key}.0000000000"}[row.token]
    headers = {
        "any": {"References": "<lost@x.example> <a@post.example> <also-lost@x.example>"},
        "lost": {"References": "<lost@x.example>", "In-Reply-To": "<also-lost@x.example>"},
    }.get(row.refs, {})
    if row.sender == "forged":
        headers["Authentication-Results"] = "mx.radhof.example; dmarc=fail header.from=post.example"
    if row.kind == "auto":
        headers["Auto-Submitted"] = "auto-replied"
    raw = mail(
        "Und noch eine Frage dazu.",
        sender=PETRA if row.sender == "nobody" else SENDERS[row.sender],
        to=f"{to}@radhof.example",
        subject=SUBJECTS[row.number].format(n=stage.conversation.number),
        refs=f"<{stage.reply.key}>" if row.refs == "last" else "",
        headers=headers,
    )
    return raw.replace(f"From: {PETRA}".encode(), b"From: Kontaktformular") if row.sender == "nobody" else raw


def report_about(key: str) -> bytes:
    """A delivery report (RFC 3464) about our message `key`."""
    return (
        "Return-Path: <>\nFrom: Mail Delivery System <mailer-daemon@post.example>\nTo: info@radhof.example\n"
        f"Subject: Undelivered Mail Returned to Sender\nMessage-ID: <report-{key}>\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.post.example\n\n"
        "Final-Recipient: rfc822; petra@post.example\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{key}>\nTo: petra@post.example\n\n--b--\n"
    ).encode()


def test_the_table_is_long_enough_to_be_one() -> None:
    assert len(rows()) >= 60
    assert len(set(rows())) == len(rows())


def check(house: House, row: Row) -> None:
    start = clock.now() - timedelta(days=1)
    stage = set_up(house, row, start)
    raw = report_about(stage.reply.key) if row.kind == "bounce" else mail_of(row, stage)
    message = receive(house.info, raw=raw)
    if row.kind == "bounce":
        react()  # what became of our answer is told to the conversation by an event
    lies = Conversation.objects.get(pk=message.conversation_id)
    there = {stage.conversation.pk, stage.living.pk}
    found = "there" if lies.pk in there else "parked" if lies.suggested_id else "new"
    assert found == row.lies
    assert lies.merged_into_id is None
    if row.lies == "there" and row.merged in ("once", "twice"):
        assert lies == stage.living
    if row.lies == "parked":
        assert lies.suggested_id in there
    assert lies.state == row.after
    assert lies.parked_for.get("reason", "-") == row.reason
    assert lies.waiting_since == {"no": None, "now": message.at, "then": stage.wrote_at}[row.waits]


def name_of(row: Row) -> str:
    return " ".join(vars(row).values())


@pytest.mark.parametrize("row", [row for row in rows() if row.kind != "bounce"], ids=name_of)
def test_where_a_mail_lies(house: House, row: Row) -> None:
    check(house, row)


# On PostgreSQL a listener sees what is committed, so these commit.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("row", [row for row in rows() if row.kind == "bounce"], ids=name_of)
def test_where_a_report_lies(house: House, row: Row) -> None:
    check(house, row)
