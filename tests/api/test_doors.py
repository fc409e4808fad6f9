from __future__ import annotations

import json

import pytest
from django.http import HttpRequest
from django.test import Client

from api.client import System, problem
from nahbar.accounts.actions import NotAllowed
from nahbar.api.problems import answer
from nahbar.channels.contract import SettingsFault
from nahbar.conversations.models import Conversation, Message
from nahbar.mailroom.actions.posting import TooLate
from nahbar.toolbox.blobs import BlobMissing
from nahbar.toolbox.faults import Fault, Full


def test_openapi_is_open_to_all(client: Client) -> None:
    document = json.loads(client.get("/api/v1/openapi.json").content)
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/conversations/{conversation_id}/messages" in document["paths"]


def test_an_address_where_nothing_stands(anna: System) -> None:
    problem(anna.get("nowhere"), 404)
    problem(anna.get("conversations/abc"), 404)
    problem(anna.post("nowhere", {}), 404)


def test_a_method_that_is_not_possible(anna: System) -> None:
    response = anna.delete("conversations")
    problem(response, 405)
    assert set(response.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_bodies_that_are_no_json(anna: System, saddle: Conversation) -> None:
    path = f"conversations/{saddle.pk}/messages"
    problem(anna.raw(path, b"kind=note&text=x", "application/x-www-form-urlencoded"), 415)
    problem(anna.raw(path, b"{", "application/json"), 400)
    problem(anna.raw(path, b"\xff", "application/json"), 400)
    problem(anna.raw(path, b"[]", "application/json"), 422)
    problem(anna.raw(path, b'{"kind": "note", "text": "\\ud800"}', "application/json"), 422)


def test_a_body_that_is_too_large(anna: System, saddle: Conversation) -> None:
    problem(anna.raw(f"conversations/{saddle.pk}/messages", b" " * (30 * 1024 * 1024 + 1), "application/json"), 413)


@pytest.mark.parametrize("path", ["conversations/0", f"conversations/{2**63}", "people/99999999999999999999"])
def test_ids_that_no_row_can_have(anna: System, path: str) -> None:
    assert anna.get(path).status_code in (404, 422)


def test_what_nobody_foresaw_is_a_problem_too(
    anna: System, saddle: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    Message.objects.update(folds=[["secret"]])
    found = problem(anna.get(f"conversations/{saddle.pk}"), 500)
    assert "secret" not in json.dumps(found)
    assert "the API failed" in caplog.text


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Full("The disk is full."), 503),
        (BlobMissing("The file is gone."), 404),
        (TooLate("It has left."), 409),
        (NotAllowed("Only administrators."), 403),
        (SettingsFault("The address is wrong.", field="address"), 422),
        (Fault("Something of ours."), 422),
    ],
)
def test_every_fault_says_its_sentence(fault: Fault, status: int) -> None:
    assert problem(answer(HttpRequest(), fault), status)["detail"] == fault.sentence
