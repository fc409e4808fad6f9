"""Persons, the organisations they write for, and the ways to reach them."""

from __future__ import annotations

from django.db import models

from nahbar.people.words import AddressState


class Organisation(models.Model):
    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody the company serves: one history over all media."""

    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    language = models.CharField(max_length=5, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = [word for word in self.name.replace("@", " ").split() if word[0].isalnum()]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


class Address(models.Model):
    """One way to reach a person on one channel; `value` is the channel's one spelling of it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    channel = models.CharField(max_length=20)
    value = models.CharField(max_length=500)
    holder = models.CharField(
        max_length=200, blank=True, default="", help_text="Case-folded name where many share it"
    )
    state = models.CharField(max_length=10, choices=AddressState.choices, default=AddressState.OK)
    evidence = models.TextField(blank=True, default="")
    blocked_at = models.DateTimeField(null=True, help_text="Since when its messages go to the spam pile, unread")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [models.UniqueConstraint(fields=["channel", "value", "holder"], name="one_person_per_address")]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.value
