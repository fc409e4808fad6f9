"""Inboxes, what came in, and what goes out. The unique constraints carry every "only once"."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nahbar.accounts.models import Team
from nahbar.mailroom.words import ArrivalState, DeliveryState, SenderStyle, Via


class Firm(models.Model):
    """A company that writes, with the details that every business letter must carry (law: 35a GmbHG and kin)."""

    name = models.CharField(max_length=200)
    legal_form = models.CharField(max_length=60, blank=True, default="")
    street = models.CharField(max_length=200, blank=True, default="")
    postcode = models.CharField(max_length=10, blank=True, default="")
    city = models.CharField(max_length=100, blank=True, default="")
    seat = models.CharField(max_length=100, blank=True, default="")
    register_court = models.CharField(max_length=100, blank=True, default="")
    register_number = models.CharField(max_length=40, blank=True, default="")
    directors = models.TextField(blank=True, default="", help_text="One name per line")
    supervisory_chair = models.CharField(max_length=120, blank=True, default="")
    vat_id = models.CharField(max_length=30, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    website = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class Inbox(models.Model):
    """One configured account of a channel: info@, a printer, a number.

    `team`: where set, only its members and administrators see what is in it. `sealed` holds the secrets.
    """

    name = models.CharField(max_length=80)
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=254, blank=True, default="")
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="inboxes")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="inboxes")
    sender_style = models.CharField(max_length=10, choices=SenderStyle.choices, default=SenderStyle.INBOX)
    quote_thread = models.BooleanField(default=True)
    settings = models.JSONField(default=dict, blank=True)
    sealed = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address"], name="one_inbox_per_address", condition=~Q(address="")
            )
        ]

    def __str__(self) -> str:
        return self.name


class InboxAddress(models.Model):
    """An address that arrives in an inbox: its own, an alias, or a member's personal one."""

    inbox = models.ForeignKey(Inbox, on_delete=models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=254, unique=True)


class InboxHealth(models.Model):
    """How an inbox fares, in words for everyone, and where fetching stands."""

    inbox = models.OneToOneField(Inbox, on_delete=models.CASCADE, related_name="health", primary_key=True)
    cursor = models.JSONField(default=dict)
    fetched_at = models.DateTimeField(null=True)
    fetch_problem = models.TextField(default="")
    fetch_problem_since = models.DateTimeField(null=True)
    alarm = models.TextField(default="")
    sent_at = models.DateTimeField(null=True)
    send_problem = models.TextField(default="")
    send_problem_since = models.DateTimeField(null=True)


class Arrival(models.Model):
    """What came in, raw, once, however often it was seen. `lane` is who handed it in, as far as the envelope says:
    lanes take turns at being placed.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=20)
    blob = models.CharField(max_length=64)
    size = models.BigIntegerField()
    accepted_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ArrivalState.choices, default=ArrivalState.ACCEPTED)
    claimed_by = models.CharField(max_length=80, default="")
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(default="")
    lane = models.CharField(max_length=100, null=True)  # noqa: DJ001 - a column with a default would copy the table

    class Meta:
        indexes = [models.Index(fields=["id"], name="arrival_to_place", condition=Q(state="accepted"))]


class Sighting(models.Model):
    """One time that an arrival was seen."""

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="sightings")
    inbox = models.ForeignKey(Inbox, on_delete=models.PROTECT, related_name="sightings")
    provider_id = models.CharField(max_length=200)
    via = models.CharField(max_length=10, choices=Via.choices)
    seen_at = models.DateTimeField()
    envelope = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inbox", "provider_id"], name="one_sighting_per_provider_id")]


class Delivery(models.Model):
    """One outbound message on its way. `origin` says who asked for it: ("message", id), ("system", 0)."""

    key = models.CharField(max_length=200, unique=True)
    inbox = models.ForeignKey(Inbox, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=20)
    origin_kind = models.CharField(max_length=20)
    origin_id = models.BigIntegerField()
    sender = models.CharField(max_length=254)
    blob = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=80, default="")
    lease_until = models.DateTimeField(null=True)
    problem = models.TextField(default="")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["not_before", "id"], name="delivery_due", condition=Q(state__in=["scheduled", "queued"])
            ),
            models.Index(fields=["lease_until"], name="delivery_claimed", condition=Q(lease_until__isnull=False)),
            models.Index(fields=["origin_kind", "origin_id"], name="delivery_of_origin"),
        ]


class DeliveryRecipient(models.Model):
    """One recipient's copy: its state, and the other side's answer as evidence."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="recipients")
    address = models.CharField(max_length=500)
    name = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    answer = models.TextField(default="")
    problem = models.TextField(default="")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "address"], name="one_copy_per_recipient")]
        indexes = [models.Index(fields=["address"], name="copies_to_address")]
