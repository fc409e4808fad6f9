"""Per request: the member's language, and a page that runs nothing but our own scripts."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from nahbar.desk.sentences import in_words
from nahbar.toolbox.room import SENTENCE, is_full

log = logging.getLogger(__name__)
Handle = Callable[[HttpRequest], HttpResponse]

# Mails are shown in sandboxed frames of the same origin; pictures may come from blobs and data only.
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "font-src 'self'; frame-src 'self'; frame-ancestors 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'"
)


class MemberLanguage:
    """A member's own language wins over the browser's."""

    def __init__(self, handle: Handle) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", "")
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.handle(request)


class ContentSecurity:
    """Sends the policy with every answer that brings none of its own."""

    def __init__(self, handle: Handle) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.handle(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class NoRoom:
    """A full disk in words, wherever a page ran into it; what was to be written was not, so nothing is half done."""

    def __init__(self, handle: Handle) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.handle(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not is_full(error):
            return None
        log.error("a page could not be written down: the disk is full")
        return render(request, "500.html", {"sentence": in_words(SENTENCE)}, status=503)
