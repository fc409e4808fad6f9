"""Errors as other systems get them: application/problem+json, RFC 9457."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from nahbar.accounts.actions import AlreadyMember, NotAllowed
from nahbar.api.actions.once import KeyReused
from nahbar.channels.contract import SettingsFault
from nahbar.conversations.actions.send import ThreadMoved
from nahbar.conversations.queries import BadCursor
from nahbar.conversations.rules import NotYours
from nahbar.mailroom.actions.posting import TooLate
from nahbar.people.actions import Taken
from nahbar.toolbox.blobs import BlobMissing
from nahbar.toolbox.faults import Fault, Full
from nahbar.toolbox.room import SENTENCE, is_full

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
# RFC 9457 4.2.1: with this type the title is the status's own phrase.
NO_TYPE = "about:blank"
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457; `errors` name the fields of the request that are wrong",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
PROBLEM_RESPONSE: dict[str, Any] = {
    "description": "What went wrong, in a sentence for a person",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
# Everything else that we can explain is 422: understood, but it cannot be done as asked.
_STATUSES: Mapping[type[Fault], HTTPStatus] = {
    BadCursor: HTTPStatus.BAD_REQUEST,
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotYours: HTTPStatus.NOT_FOUND,
    BlobMissing: HTTPStatus.NOT_FOUND,
    AlreadyMember: HTTPStatus.CONFLICT,
    KeyReused: HTTPStatus.CONFLICT,
    Taken: HTTPStatus.CONFLICT,
    ThreadMoved: HTTPStatus.CONFLICT,
    TooLate: HTTPStatus.CONFLICT,
    Full: HTTPStatus.SERVICE_UNAVAILABLE,
}


class Refused(Exception):  # noqa: N818 - a decision, not an accident
    """The request is answered with a problem. `errors` name the fields that are wrong."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        errors: list[dict[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.errors, self.headers = errors, headers


def wrong(field: str, message: str) -> Refused:
    """422 because of one field of the body."""
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, message, errors=[{"field": field, "message": message}])


def problem(refused: Refused) -> HttpResponse:
    """The answer for `refused`."""
    body: dict[str, Any] = {
        "type": NO_TYPE,
        "title": refused.status.phrase,
        "status": refused.status.value,
        "detail": refused.detail,
    }
    if refused.errors:
        body["errors"] = refused.errors
    return HttpResponse(
        json.dumps(body), status=refused.status, content_type=MEDIA_TYPE, headers=dict(refused.headers or {})
    )


def _of_fault(fault: Fault) -> Refused:
    status = next((_STATUSES[cls] for cls in type(fault).__mro__ if cls in _STATUSES), None)
    if isinstance(fault, SettingsFault) and fault.field:
        return wrong(fault.field, fault.sentence)
    return Refused(status or HTTPStatus.UNPROCESSABLE_ENTITY, fault.sentence)


def _of_validation(error: ValidationError) -> Refused:
    errors = [{"field": _field(each["loc"]), "message": str(each["msg"])} for each in error.errors]
    named = ", ".join(dict.fromkeys(each["field"] for each in errors))
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"Please look at: {named}.", errors=errors)


def _field(place: tuple[Any, ...]) -> str:
    """`("body", "payload", "to", 0, "address")` is the caller's `to.0.address`."""
    names = [str(name) for name in place if name not in ("body", "query", "path", "header", "payload", "filters")]
    return ".".join(names) or "body"


def _refused_by(error: Exception) -> Refused:
    """What `error` means to the caller. Only what nobody foresaw is logged."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, Fault):
        return _of_fault(error)
    if isinstance(error, ValidationError):
        return _of_validation(error)
    if isinstance(error, HttpError):
        return Refused(HTTPStatus(error.status_code), error.message)
    log.error("the API failed", exc_info=error)
    if is_full(error):
        return _of_fault(Full(SENTENCE))
    return Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side. It is logged.")


def answer(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Ninja's handler of every error; it hands over instances, whatever its types allow."""
    return problem(_refused_by(error if isinstance(error, Exception) else error()))


def add_handlers(api: NinjaAPI) -> None:
    """Let every error of `api` leave as a problem; ninja's own handlers give way."""
    for kind in (Exception, HttpError, ValidationError):
        api.add_exception_handler(kind, answer)
