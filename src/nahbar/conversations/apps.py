from __future__ import annotations

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "nahbar.conversations"
    label = "nahbar_conversations"

    def ready(self) -> None:
        from nahbar.conversations import giving, listeners, noticing  # noqa: F401 - registers reactions
