"""The demo company brought to life: every turn goes through the actions of a real company, at its own time."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from nahbar.accounts import actions as accounts
from nahbar.accounts.models import Member, Team
from nahbar.channels.contract import Attachment, Party
from nahbar.channels.registry import channel
from nahbar.conversations import actions as conversations
from nahbar.conversations.actions import Reply
from nahbar.conversations.models import Conversation, Message
from nahbar.conversations.tasks import place_block
from nahbar.demo import company as content
from nahbar.demo.files import make_file
from nahbar.demo.mails import as_earlier, raw_mail
from nahbar.demo.moments import anchor_before, moment
from nahbar.demo.quoting import Earlier
from nahbar.history.tasks import react
from nahbar.history.words import SYSTEM
from nahbar.mailroom import actions as mailroom
from nahbar.mailroom.models import Inbox
from nahbar.mailroom.queries import blobs
from nahbar.mailroom.tasks.send import Postman
from nahbar.mailroom.words import SenderStyle, Via
from nahbar.people import actions as people
from nahbar.toolbox import clock

log = logging.getLogger(__name__)
PASSWORD = "lindenhof-demo"  # noqa: S105 - everybody may know it; the demo listens on loopback only
WORKER = "demo"


@dataclass(slots=True)
class _Thread:
    """One conversation of the story while it is told: what was said so far, and its row once it has one."""

    story: content.Conversation
    earlier: list[Earlier] = field(default_factory=list)
    row_id: int | None = None

    @property
    def row(self) -> Conversation:
        return Conversation.objects.select_related("person", "inbox", "inbox__firm").get(pk=self.row_id or 0)


class Loader:
    """Builds the company, then tells its story in the order of time."""

    def __init__(self, company: content.Company) -> None:
        self.company = company
        self.members: dict[str, Member] = {}
        self.teams: dict[str, Team] = {}
        self.inboxes: dict[str, Inbox] = {}
        self.postman = Postman(WORKER)

    def load(self) -> None:
        anchor = anchor_before(clock.now())
        steps = sorted(self._steps(anchor), key=lambda step: step[0])
        with clock.hold(steps[0][0]):
            self._found_company()
        for at, thread, turn in steps:
            with clock.hold(at):
                self._tell(thread, turn, at)
        self.postman.close()

    def _steps(self, anchor: datetime) -> Iterator[tuple[datetime, _Thread, content.Turn]]:
        for story in self.company.conversations:
            thread = _Thread(story)
            for turn in story.turns:
                yield moment(anchor, turn.at), thread, turn

    def _found_company(self) -> None:
        firm = self.company.firm
        row = mailroom.save_firm(
            actor=SYSTEM,
            name=firm.name,
            legal_form=firm.legal_form,
            street=firm.street,
            postcode=firm.postcode,
            city=firm.city,
            seat=firm.city,
            register_court=firm.register_court,
            register_number=firm.register_number,
            directors="\n".join(firm.directors),
            vat_id=firm.vat_id,
            phone=firm.phone,
            email=firm.mail,
            website=firm.web,
        )
        for member in self.company.members:
            self.members[member.key] = _add_member(member)
        for team in self.company.teams:
            rows = [self.members[m.key] for m in self.company.members if team.key in m.teams]
            self.teams[team.key] = accounts.make_team(actor=SYSTEM, name=team.name, members=rows)
        for inbox in self.company.inboxes:
            own = [m.email for m in self.company.members if inbox.key == self.company.inboxes[0].key]
            self.inboxes[inbox.key] = mailroom.open_inbox(
                actor=SYSTEM,
                name=inbox.name,
                channel_name=inbox.channel,
                firm=row,
                address=inbox.address,
                sender_style=SenderStyle.OWN if inbox.sender == "member" else SenderStyle.INBOX,
                aliases=own,
            )

    def _tell(self, thread: _Thread, turn: content.Turn, at: datetime) -> None:
        tell = {
            "mail": self._mail,
            "reply": self._reply,
            "letter": self._letter,
            "note": self._note,
            "assign": self._assign,
            "close": self._close,
            "reopen": self._reopen,
        }[turn.kind]
        tell(thread, turn, at)
        self.postman.carry()
        react()

    def _mail(self, thread: _Thread, turn: content.Turn, at: datetime) -> None:
        story = thread.story
        raw = raw_mail(self.company, story, turn, sent=at, earlier=thread.earlier)
        keys = [key for key in story.head.inboxes if self.company.inbox(key).receives]
        ids = tuple(self.inboxes[key].pk for key in keys)
        handed = mailroom.Handed("email", ids or (self.inboxes["info"].pk,), raw, f"{story.slug}:{turn.at}", Via.DEMO)
        arrival_id = mailroom.accept([handed])[0]
        place_block(WORKER)
        message = Message.objects.select_related("conversation__person").get(arrival_id=arrival_id)
        thread.row_id = thread.row_id or message.conversation_id
        if not turn.machine:
            thread.earlier.append(as_earlier(self.company, story, turn, raw, at))
        if len(thread.earlier) == 1:
            self._know(message.conversation, story.person)

    def _know(self, conversation: Conversation, person: content.Person) -> None:
        if person.organisation:
            people.set_organisation(conversation.person, actor=SYSTEM, name=person.organisation)
        if person.postal:
            people.add_address(
                conversation.person, actor=SYSTEM, channel_name="letter", value=_postal_lines(person.postal)
            )

    def _reply(self, thread: _Thread, turn: content.Turn, at: datetime) -> None:
        member = self.members[turn.who]
        message = conversations.send_reply(thread.row, _as_reply(turn, "email"), member=member)
        self._remember(thread, turn, message, at)

    def _letter(self, thread: _Thread, turn: content.Turn, at: datetime) -> None:
        member, story = self.members[turn.who], thread.story
        if thread.row_id is not None:
            message = conversations.send_reply(thread.row, _as_reply(turn, "letter"), member=member)
        else:
            postal = story.person.postal
            message = conversations.start(
                member=member,
                inbox=self.inboxes[story.head.inboxes[0]],
                to=Party(story.person.name, _postal_lines(postal) if postal else ""),
                subject=turn.subject or story.head.subject,
                reply=_as_reply(turn, "letter"),
            )
            thread.row_id = message.conversation_id
        self._remember(thread, turn, message, at)

    def _remember(self, thread: _Thread, turn: content.Turn, message: Message, at: datetime) -> None:
        if channel(message.channel).capabilities.receives:
            name, address = message.author, message.envelope["from"][0]["address"]
            to = message.envelope["to"][0]["address"]
            thread.earlier.append(Earlier(f"<{message.key}>", name, address, to, message.subject, at, turn.text))

    def _note(self, thread: _Thread, turn: content.Turn, at: datetime) -> None:
        del at
        conversations.add_note(thread.row, member=self.members[turn.who], text=turn.text)

    def _assign(self, thread: _Thread, turn: content.Turn, at: datetime) -> None:
        del at
        conversations.assign(
            thread.row,
            actor=self.members[turn.who].actor,
            member=self.members.get(turn.to),
            team=self.teams.get(turn.to),
        )

    def _close(self, thread: _Thread, turn: content.Turn, at: datetime) -> None:
        del at
        conversations.close(thread.row, actor=self.members[turn.who].actor)

    def _reopen(self, thread: _Thread, turn: content.Turn, at: datetime) -> None:
        del at
        conversations.reopen(thread.row, actor=self.members[turn.who].actor)


def _add_member(member: content.Member) -> Member:
    row = accounts.add_member(
        email=member.email,
        name=member.name,
        password=PASSWORD,
        role=member.role,
        signature=member.signature.strip(),
        language=member.language,
    )
    picture = blobs().put(member.face_svg.encode())
    return accounts.update_profile(row, actor=SYSTEM, picture=picture, picture_type="image/svg+xml")


def _as_reply(turn: content.Turn, channel_name: str) -> Reply:
    files = []
    for name in turn.attachments:
        media_type, data = make_file(name, tuple(turn.text.splitlines()[:1]))
        files.append(Attachment(name, media_type, data))
    return Reply(text=turn.text.strip(), channel=channel_name, subject=turn.subject, attachments=tuple(files))


def _postal_lines(postal: content.Postal) -> str:
    country = {"DE": "", "AT": "Österreich", "CH": "Schweiz"}.get(postal.country, postal.country)
    lines = (postal.extra, postal.street, f"{postal.postcode} {postal.city}", country)
    return "\n".join(line for line in lines if line)
