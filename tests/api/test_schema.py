"""The OpenAPI document is true: whatever it allows is answered as it says, and nothing ends with a 5xx."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.client import System, body
from nahbar.conversations.models import Conversation

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
BOUNDED = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def real(anna: System, saddle: Conversation) -> dict[str, int]:
    """Ids that exist, by their names in the paths."""
    asked = {"kind": "reply", "text": "Anbei.", "attachments": [{"name": "a.txt", "content_base64": "eA=="}]}
    made = body(anna.post(f"conversations/{saddle.pk}/messages", asked), 201)
    return {
        "conversation_id": saddle.pk,
        "message_id": made["id"],
        "attachment_id": made["attachments"][0]["id"],
        "delivery_id": made["delivery"]["id"],
        "person_id": saddle.person_id,
    }


# Committed rows: a WSGI application closes its connection after each request, and an open transaction with it.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("existing", [True, False])
def test_every_operation_keeps_its_word(
    anna: System, real: dict[str, int], mode: GenerationMode, *, existing: bool
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    tried = 0
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()

        @BOUNDED
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case[Any]) -> None:
            if existing:
                case.path_parameters.update({name: real[name] for name in case.path_parameters if name in real})
            case.call_and_validate(headers={"Authorization": f"Bearer {anna.token}"}, checks=CHECKS)

        ask()
        tried += 1
    assert tried == 20
