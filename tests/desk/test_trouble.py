"""Pages that nobody wants to see, and that still have to be kind."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from cast import House
from nahbar.settings.urls import urlpatterns as real_urls


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(f"nobody thought of this: {request}")


urlpatterns = [*real_urls, path("broken/", broken)]


def test_unknown_address_leads_back(house: House) -> None:
    client = Client()
    client.force_login(house.anna)
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "Hier ist nichts" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_form_that_was_open_too_long_says_that_nothing_happened(house: House) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.anna)
    answer = client.post("/account/logout/")
    assert answer.status_code == 403
    assert "noch einmal" in answer.content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("house")
def test_page_that_breaks_says_so_in_words() -> None:
    answer = Client(raise_request_exception=False).get("/broken/")
    assert answer.status_code == 500
    assert "Da ist etwas schiefgegangen" in answer.content.decode()
    assert "nobody thought of this" not in answer.content.decode()
