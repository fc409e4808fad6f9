"""Members, their teams, invitations and API keys."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property

from nahbar.accounts.words import ALL_DAYS, Giving, Role, Theme
from nahbar.history.words import Actor, ActorKind


class Members(BaseUserManager["Member"]):
    """Finds members by their mail address, whatever the case."""

    def get_by_natural_key(self, username: str | None) -> Member:
        return self.get(email__iexact=username)


class Member(AbstractBaseUser):
    """A person of the company who answers."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, blank=True, default="")
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.AUTO)
    picture = models.CharField(max_length=64, blank=True, default="", help_text="Digest of the picture's blob")
    picture_type = models.CharField(max_length=40, blank=True, default="")
    signature = models.TextField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    copies_by_mail = models.BooleanField(
        default=False, help_text="New messages of their conversations come by mail, and can be answered from there"
    )
    working_days = models.CharField(max_length=7, default=ALL_DAYS, blank=True, help_text="ISO weekdays, 1 to 7")
    away_from = models.DateField(null=True, help_text="First day of an absence; it ends with away_until")
    away_until = models.DateField(null=True)
    first_steps = models.BooleanField(default=True, help_text="Shown until all are done or they wave them away")
    joined_at = models.DateTimeField(auto_now_add=True)
    signed_out_at = models.DateTimeField(null=True, help_text="Sessions that began before have ended")

    objects: ClassVar[Members] = Members()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def team_ids(self) -> list[int]:
        """The teams that this member is in, asked for once in the life of this object: of one request or task."""
        return list(self.teams.order_by("pk").values_list("pk", flat=True))

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.MEMBER, self.pk, self.name)

    def is_away(self, day: date) -> bool:
        """Are they absent on this day, which is otherwise one like others?"""
        return bool(self.away_from and self.away_until and self.away_from <= day <= self.away_until)

    def works_on(self, day: date) -> bool:
        """Are they here on this day? `queries.absent_on` asks the database the same."""
        return self.is_active and str(day.isoweekday()) in self.working_days and not self.is_away(day)

    def get_session_auth_hash(self) -> str:
        """What a session keeps of its member; one that keeps something else has ended."""
        began = self.signed_out_at.isoformat() if self.signed_out_at else ""
        return super().get_session_auth_hash() + began

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class Team(models.Model):
    """Members who share work."""

    name = models.CharField(max_length=80, unique=True)
    members = models.ManyToManyField(Member, related_name="teams", blank=True)
    giving = models.CharField(max_length=4, choices=Giving.choices, default=Giving.BY_HAND)
    given_last = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, related_name="+", help_text="Whose turn was the last one"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A way in for one future member; only the hash of its secret is kept."""

    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)


class ApiKey(models.Model):
    """Lets another system act for a member; only the hash of its secret is kept."""

    name = models.CharField(max_length=80)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="api_keys")
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.KEY, self.pk, f"{self.member.name} ({self.name})")
