from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "nahbar.notices"
    label = "nahbar_notices"
