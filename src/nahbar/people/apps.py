from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "nahbar.people"
    label = "nahbar_people"

    def ready(self) -> None:
        from nahbar.people import listeners  # noqa: F401 - registers reactions
