from __future__ import annotations

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "nahbar.history"
    label = "nahbar_history"
