"""Addresses of the API. Whatever is below it answers with a problem, not with a page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from nahbar.api.application import api
from nahbar.api.doors import not_found, with_problems

_patterns, _app_name, _namespace = api.urls
for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = with_problems(_pattern.callback)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", (_patterns, _app_name, _namespace)),
    re_path("", not_found),
]
