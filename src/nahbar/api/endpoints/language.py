"""Understanding a text and coaching a draft, in the shapes of the command line. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from nahbar.api.auth import READ
from nahbar.api.shapes.coaching import CoachIn, CoachOut
from nahbar.api.shapes.language import ReadIn, ReadOut
from nahbar.language.coach import Draft, look
from nahbar.language.reading import read
from nahbar.language.reading.shape import as_data
from nahbar.toolbox.clock import now

router = Router(tags=["language"])
KNOWN = ("de", "en")


@router.post("/read", auth=READ, response=ReadOut, exclude_none=True, operation_id="readText")
def read_text(request: HttpRequest, payload: ReadIn) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    """What an incoming text says: language, form of address, intents, mood, questions, each with its evidence."""
    return as_data(read(payload.text, payload.language if payload.language in KNOWN else ""))


@router.post("/coach", auth=READ, response=CoachOut, by_alias=True, operation_id="coachDraft")
def coach_draft(request: HttpRequest, payload: CoachIn) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    """What a kind colleague would say of a draft: findings with a better wording, promises, and what is good."""
    return look(_draft(payload)).as_json()


def _draft(payload: CoachIn) -> Draft:
    return Draft(
        text=payload.draft,
        incoming=payload.incoming,
        subject=payload.subject,
        person=payload.person.name,
        person_form=payload.person.form,
        member=payload.member.name,
        channel=payload.channel,
        public=payload.public,
        blocks=tuple(payload.blocks),
        recent=tuple(payload.recent),
        thread=tuple(payload.thread),
        house_form=payload.house.form,
        now=payload.now or now().astimezone(),
        rules=dict(payload.rules.items()),
        interface=payload.interface,
        language=payload.language,
    )
