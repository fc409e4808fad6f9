from __future__ import annotations

from django.apps import AppConfig


class SettingsConfig(AppConfig):
    name = "nahbar.settings"
    label = "nahbar_settings"

    def ready(self) -> None:
        from nahbar.settings import checks  # noqa: F401 - registers system checks
