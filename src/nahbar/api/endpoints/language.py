"""Understanding a text: the same shapes as `nahbar read --jsonl`. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from nahbar.api.auth import READ
from nahbar.api.shapes.language import ReadIn, ReadOut
from nahbar.language.reading import read
from nahbar.language.reading.shape import as_data

router = Router(tags=["language"])
KNOWN = ("de", "en")


@router.post("/read", auth=READ, response=ReadOut, exclude_none=True, operation_id="readText")
def read_text(request: HttpRequest, payload: ReadIn) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    """What an incoming text says: language, form of address, intents, mood, questions, each with its evidence."""
    return as_data(read(payload.text, payload.language if payload.language in KNOWN else ""))
