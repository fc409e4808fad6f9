"""What stands before and behind every operation: kind and size of the body; problems instead of pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from nahbar.api.problems import Refused, problem

View = Callable[..., HttpResponseBase]
BODY_TYPE = "application/json"


def check_body(request: HttpRequest) -> None:
    """Raises Refused for a body that is no JSON by its own word, is too large, or broke off."""
    if request.method not in ("POST", "PATCH"):
        return
    if request.content_type != BODY_TYPE:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"The body has to be {BODY_TYPE}.")
    try:
        request.body  # noqa: B018 - reading it is what finds it too large
    except RequestDataTooBig as error:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large; the limit is 30 MiB.") from error
    except UnreadablePostError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "The body broke off.") from error


def with_problems(view: View) -> View:
    """`view`, saying 405 as a problem."""

    @wraps(view)
    def answer(request: HttpRequest, **path: object) -> HttpResponseBase:
        response = view(request, **path)
        if isinstance(response, HttpResponseNotAllowed):
            allowed = {"Allow": response.headers["Allow"]}
            sentence = f"{request.method} is not possible here."
            return problem(Refused(HTTPStatus.METHOD_NOT_ALLOWED, sentence, headers=allowed))
        return response

    return answer


@csrf_exempt
def not_found(_request: HttpRequest) -> HttpResponse:
    """Nothing stands at this address."""
    return problem(Refused(HTTPStatus.NOT_FOUND, "Nothing stands at this address; see /api/v1/openapi.json."))
