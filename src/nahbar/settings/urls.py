"""Every address of this server."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("nahbar.api.urls")),
    path("account/", include("allauth.urls")),
    path("", include("nahbar.desk.urls")),
]
