"""What templates of the desk need beside their context: the navigation."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

register = template.Library()


@register.inclusion_tag("desk/parts/nav.html", takes_context=True)
def nav(context: Context) -> dict[str, Any]:
    """The piles and inboxes of the signed-in member."""
    return {"user": context["user"], "request": context["request"]}
