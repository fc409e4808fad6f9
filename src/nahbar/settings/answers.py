"""How pages and their files travel: compressed, and files only once for each version."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# The rest are pictures and archives, which are compressed already, short answers to programs, and the stream of news,
# which must not wait.
TEXTS = ("text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml")


class Compressed(GZipMiddleware):
    """Compresses texts. Django pads each with random bytes, so that lengths tell nothing about tokens (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where the browser takes that and it is worth it."""
        if not response.headers.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)


class VersionedFiles(StaticFilesStorage):
    """Names the content in each address, so that browsers may keep a file for good and never show an old one."""

    def url(self, name: str | None) -> str:
        """The address of a static file, with the beginning of its content's digest."""
        plain = super().url(name)
        version = _version(name) if name else ""
        return f"{plain}?v={version}" if version else plain


@lru_cache
def _version(name: str) -> str:
    found = finders.find(name)
    return sha256(Path(found).read_bytes()).hexdigest()[:12] if isinstance(found, str) else ""
