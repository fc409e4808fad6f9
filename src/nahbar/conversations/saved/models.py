"""The table of saved searches."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nahbar.accounts.models import Team
from nahbar.conversations.saved.words import MOST_QUESTION, MOST_TITLE, Sharing


class SavedSearch(models.Model):
    """A question that stands among the piles. Whoever opens it asks with their own rights, also where it is shared.

    `team` is set where it is shared with one; a team that is gone leaves it to its owner.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    title = models.CharField(max_length=MOST_TITLE)
    question = models.CharField(max_length=MOST_QUESTION)
    sharing = models.CharField(max_length=4, choices=Sharing.choices, default=Sharing.ME)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="saved_searches")

    class Meta:
        verbose_name_plural = "saved searches"
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title
