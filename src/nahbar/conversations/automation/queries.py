"""Reads of rules."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from nahbar.conversations.automation.models import Applied, Rule


def rules_in_order() -> QuerySet[Rule]:
    """All of them, each with `last_at`: when it did something last."""
    last = Applied.objects.filter(rule=OuterRef("pk")).order_by("-message")
    return Rule.objects.annotate(last_at=Subquery(last.values("at")[:1]))
