from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "nahbar.api"
    label = "nahbar_api"

    def ready(self) -> None:
        from nahbar.api import listeners  # noqa: F401 - registers reactions
