"""Every address of this server."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("nahbar.api.urls")),
    path("account/", include("nahbar.desk.account_urls")),
    path("", include("nahbar.desk.urls")),
]
