"""Who said what to whom."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from nahbar.accounts.models import Team
from nahbar.channels.contract import without_folds
from nahbar.conversations.automation.models import Applied, Awaiting, Rule  # noqa: F401 - Django finds tables here
from nahbar.conversations.saved.models import SavedSearch  # noqa: F401 - as above
from nahbar.conversations.seen.models import CaughtUp, Look  # noqa: F401 - as above
from nahbar.conversations.words import (
    ALIVE,
    ANSWERED_SHIFT,
    HERE_FOR,
    MOST_TAG_NAME,
    TYPING_FOR,
    ConversationState,
    ErrandState,
    MessageKind,
    ParkReason,
    RearrangementKind,
    TagColour,
    lately,
)
from nahbar.mailroom.models import Arrival, Inbox
from nahbar.people.models import Address, Person


class Tag(models.Model):
    """A word that members put on conversations. `key` is its name without case: no two differ by that alone."""

    name = models.CharField(max_length=MOST_TAG_NAME)
    key = models.CharField(max_length=2 * MOST_TAG_NAME, unique=True)
    colour = models.CharField(max_length=10, choices=TagColour.choices, default=TagColour.GREY)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class Conversation(models.Model):
    """One matter between a person and us.

    `waiting_since` is the time of the oldest message of a person that no reply of ours has followed.
    `queue_at` orders the open piles: waiting ones by `waiting_since`, answered ones far behind them.
    `snoozed_until` is when a snoozed one wakes; of one that woke and that nobody waits in, it is its `queue_at`.
    `number` is what people say on the phone and write into a subject.
    `merged_into` is where its messages lie now; `queries.living` follows it to the end.
    `parked_for` says why it waits for a member's look: {"reason": a code of ParkReason, ...}, {} where it does not;
    `suggested` is the conversation that a parked one says it belongs to.
    `closed_at` is when it was closed last, `last_reply_at` the time of our newest answer (a listener keeps it).
    `gist` and `mood` are those of the person's newest message; mood is "" until it is read, and where it is unsure.
    """

    key = models.CharField(max_length=16, unique=True)
    subject = models.CharField(max_length=500, blank=True, default="")
    gist = models.CharField(max_length=300, blank=True, default="")
    mood = models.CharField(max_length=12, blank=True, default="")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conversations")
    inbox = models.ForeignKey(Inbox, on_delete=models.PROTECT, related_name="conversations")
    inboxes = models.ManyToManyField(Inbox, related_name="shared_conversations")
    tags = models.ManyToManyField(Tag, related_name="conversations")
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=ConversationState.choices, default=ConversationState.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="conversations"
    )
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="conversations")
    waiting_since = models.DateTimeField(null=True)
    queue_at = models.DateTimeField()
    last_message_at = models.DateTimeField()
    created_at = models.DateTimeField()
    snoozed_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    last_reply_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged", db_index=False
    )
    parked_for = models.JSONField(default=dict, blank=True)
    suggested = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="suggestions", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["queue_at", "id"], name="open_pile", condition=Q(state="open")),
            models.Index(fields=["assignee", "queue_at", "id"], name="member_pile", condition=Q(state="open")),
            models.Index(
                fields=["queue_at", "id"],
                name="unassigned_pile",
                condition=Q(state="open", assignee__isnull=True, team__isnull=True),
            ),
            models.Index(fields=["team", "queue_at", "id"], name="team_pile", condition=Q(state="open")),
            models.Index(fields=["inbox", "queue_at", "id"], name="inbox_pile", condition=Q(state="open")),
            models.Index(fields=["state", "-last_message_at", "-id"], name="by_state"),
            models.Index(fields=["snoozed_until", "id"], name="snoozed_pile", condition=Q(state="snoozed")),
            models.Index(fields=["-closed_at", "-id"], name="closed_pile", condition=Q(state="closed")),
            models.Index(
                fields=["-last_reply_at", "-id"], name="sent_pile", condition=Q(last_reply_at__isnull=False)
            ),
            models.Index(fields=["-last_message_at", "-id"], name="newest_first"),
            models.Index(fields=["person", "-last_message_at"], name="of_person"),
            models.Index(fields=["person", "-last_message_at"], name="alive_of_person", condition=Q(state__in=ALIVE)),
            # Few rows have one of these, so their indexes hold those only.
            models.Index(fields=["merged_into"], name="merged_into_it", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["suggested"], name="suggested_to_it", condition=Q(suggested__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.subject or self.gist

    @property
    def number(self) -> int:
        return int(self.pk)

    @property
    def parked_in_words(self) -> str:
        """Why it is parked or spam, as a sentence; "" where it is neither."""
        aside = self.state in (ConversationState.PARKED, ConversationState.SPAM)
        reason = self.parked_for.get("reason", "") if aside else ""
        return str(ParkReason(reason).label) if reason in ParkReason.values else ""

    @property
    def woke_at(self) -> datetime | None:
        """When it came back by itself, as long as nothing was said or decided since."""
        is_back = self.state == ConversationState.OPEN and self.waiting_since is None
        return self.snoozed_until if is_back and self.snoozed_until == self.queue_at else None

    def set_waiting(self, since: datetime | None) -> None:
        """Keep `waiting_since` and `queue_at` in step."""
        self.waiting_since = since
        self.queue_at = since or self.last_message_at + ANSWERED_SHIFT


class Participant(models.Model):
    """An address that takes part: only these get in by a token, a reference or a number.

    `vouched_at`: a member said then that its mails are genuine here, although the mail servers cannot confirm them.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="participants")
    address = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="participations")
    vouched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "address"], name="takes_part_once")]


class Message(models.Model):
    """One thing said. `text` is whole; `folds` are [start, end, kind] spans that the page hides at first.

    An inbound message points at its arrival (one arrival is one message). `key` is the channel's id of it.
    `answered_since` is the waiting that a reply ended, so that a failed delivery can bring it back.
    `details` is what else the message says about itself, as plain JSON (`actions/details.py` names the keys).
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10, choices=MessageKind.choices)
    inbound_kind = models.CharField(max_length=20, blank=True, default="")
    channel = models.CharField(max_length=20, blank=True, default="")
    at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    author = models.CharField(max_length=200)
    subject = models.CharField(max_length=500, blank=True, default="")
    text = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    folds = models.JSONField(default=list)
    envelope = models.JSONField(default=dict, help_text="from, to, cc, reply_to as {name, address}")
    warnings = models.JSONField(default=list)
    key = models.CharField(max_length=300, blank=True, default="")
    refs = models.JSONField(default=list)
    arrival = models.OneToOneField(Arrival, on_delete=models.SET_NULL, null=True, blank=True, related_name="message")
    answered_since = models.DateTimeField(null=True)
    details = models.JSONField(default=dict)
    once = models.CharField(max_length=200, null=True, unique=True, help_text="The caller's key: written only once")  # noqa: DJ001 - NULLs do not collide, empty texts would

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["conversation", "at", "id"], name="timeline"),
            models.Index(fields=["key"], name="message_by_key", condition=~Q(key="")),
            models.Index(fields=["person", "-at"], name="inbound_of_person", condition=Q(kind="inbound")),
        ]

    @property
    def own_words(self) -> str:
        """The text without its folded spans."""
        return without_folds(self.text, ((start, end) for start, end, _kind in self.folds))


class Reading(models.Model):
    """What was understood of a person's message; due until it is read, and due again when its folds are corrected.

    `data` is what `nahbar.language.reading.shape.as_data` gives; its places count code points of the message's
    `text`. `corrected` is what a member said instead: {"mood": "angry", "intent:price": "no"}; `mood` and `urgent`
    are what holds after that, "" for a mood that is unsure.
    """

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="reading")
    data = models.JSONField(default=dict)
    corrected = models.JSONField(default=dict)
    mood = models.CharField(max_length=12, blank=True, default="")
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ErrandState.choices, default=ErrandState.DUE)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["not_before", "id"], name="reading_due", condition=Q(state="due"))]

    @property
    def intents(self) -> list[str]:
        """What the message is written for, after what members set right."""
        said = {label.removeprefix("intent:"): value == "yes" for label, value in self.corrected.items()}
        found = [name for name in self.data.get("intents", []) if said.get(name, True)]
        return found + sorted(name for name, holds in said.items() if holds and name != "mood" and name not in found)

    def value_of(self, label: str) -> str:
        """What the machine said of a label: a mood, or "yes" and "no" for an intent."""
        if label == "mood":
            return str(self.data.get("mood", ""))
        return "yes" if label.removeprefix("intent:") in self.data.get("intents", []) else "no"

    def settle(self) -> None:
        """Bring the columns in step with what was read and what members set right."""
        mood = self.corrected.get("mood") or self.value_of("mood")
        self.mood = "" if mood == "unsure" else mood
        self.urgent = bool(self.data.get("urgent"))


class Draft(models.Model):
    """What a member is about to say: one per conversation and member, and those that leave later by themselves.

    `version` grows with every save. `page` names the open page that saved last: only that one may save on without
    having seen the newest version. `key` is what it is sent under, once, whichever page sends it.
    `fields` is the rest of the form as plain JSON, `files` are {blob, name, media_type, size}.
    `seen` is the newest message that the writer of a later one had read; `problem` says why it did not leave.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="drafts")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    text = models.TextField(blank=True, default="")
    fields = models.JSONField(default=dict, blank=True)
    files = models.JSONField(default=list, blank=True)
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    page = models.CharField(max_length=40, blank=True, default="")
    saved_at = models.DateTimeField()
    leaves_at = models.DateTimeField(null=True)
    seen = models.BigIntegerField(null=True)
    problem = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "member"], name="one_draft_per_member", condition=Q(leaves_at__isnull=True)
            )
        ]
        indexes = [
            models.Index(
                fields=["leaves_at", "id"], name="draft_due", condition=Q(leaves_at__isnull=False, problem="")
            )
        ]


class Onlooker(models.Model):
    """A member who has the conversation open; written a few times a minute at most."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="onlookers")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    here_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "member"], name="looks_on_once")]

    @property
    def is_here(self) -> bool:
        return lately(self.here_at, HERE_FOR)

    @property
    def is_typing(self) -> bool:
        return lately(self.typed_at, TYPING_FOR)


class Attachment(models.Model):
    """A file of a message; the content is a blob."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    blob = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True, default="")


class Rearrangement(models.Model):
    """Messages that a member moved from `source` to `target`: all of them (join) or some (split). Can be undone.

    `moved` is what undoing needs: {"messages": [ids], "participants": [ids of addresses that were new in `target`],
    "inboxes": [ids that were new there], ...}.
    """

    kind = models.CharField(max_length=10, choices=RearrangementKind.choices)
    source = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="given_away")
    target = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="taken_over")
    moved = models.JSONField(default=dict)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="rearrangements"
    )
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)


class MailCopy(models.Model):
    """A person's message on its way to a member's own mailbox; `key` stands in the address to answer to."""

    key = models.CharField(max_length=16, unique=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="copies")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="copies")
    state = models.CharField(max_length=10, choices=ErrandState.choices, default=ErrandState.DUE)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "mail copies"
        constraints = [models.UniqueConstraint(fields=["message", "member"], name="one_copy_per_member")]
        indexes = [models.Index(fields=["not_before", "id"], name="copy_due", condition=Q(state="due"))]


class Teaching(models.Model):
    """What the spam filter is to learn from a member's click; the newest click on an arrival counts."""

    arrival = models.OneToOneField(Arrival, on_delete=models.CASCADE, related_name="teaching")
    is_spam = models.BooleanField()
    state = models.CharField(max_length=10, choices=ErrandState.choices, default=ErrandState.DUE)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["not_before", "id"], name="teaching_due", condition=Q(state="due"))]


class Searchable(models.Model):
    """A message as search finds it: the terms of `nahbar.language.search`, and of what can be filtered by.

    `id` is the time in ms and the end of the message's id, so that the newest come first by the key alone. The
    index itself is the database's own (FTS5, or a tsvector made from `terms`), kept by triggers: migration 0004.
    """

    id = models.BigIntegerField(primary_key=True)
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="searchable")
    terms = models.TextField()


class SearchBacklog(models.Model):
    """One row: which old messages are still to be made searchable, all below this id, newest first."""

    below = models.BigIntegerField()


class Question(models.Model):
    """What one member asks another in a note; open until they answer with a note (`answer`), or say that it is done.

    It lies where its note lies, so joining and splitting conversations move it along.
    """

    note = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="questions")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="questions")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    answer = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="answers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "asked"], name="asked_once")]
        indexes = [
            models.Index(fields=["asked", "note"], name="open_questions", condition=Q(settled_at__isnull=True))
        ]


class Follower(models.Model):
    """A member who wants to hear of a conversation that is another's. Nobody becomes one but by their own click."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="followers")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="following")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "member"], name="follows_once")]
