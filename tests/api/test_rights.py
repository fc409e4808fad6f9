"""Who may do what: an administrator, a colleague in the team, a stranger to it; every scope; every operation."""

from __future__ import annotations

import pytest
from django.test import Client

from api.client import ROOT, System, body, ids, problem
from cast import House, conversation_in
from nahbar.accounts.actions import revoke_api_key
from nahbar.accounts.words import Scope
from nahbar.api.application import api
from nahbar.conversations.models import Conversation
from nahbar.history.models import Entry

REPLY = {"kind": "reply", "text": "Komm vorbei!", "attachments": [{"name": "a.txt", "content_base64": "eA=="}]}
# operation id: (method, path with the ids of one conversation, body, scope)
OPERATIONS: dict[str, tuple[str, str, object, Scope]] = {
    "listConversations": ("get", "conversations", None, Scope.READ),
    "getConversation": ("get", "conversations/{conversation}", None, Scope.READ),
    "startConversation": ("post", "conversations", {"inbox": 1, "to": {"address": "a"}}, Scope.WRITE),
    "changeConversation": ("patch", "conversations/{conversation}", {"state": "closed"}, Scope.WRITE),
    "writeMessage": ("post", "conversations/{conversation}/messages", REPLY, Scope.WRITE),
    "getMessage": ("get", "messages/{message}", None, Scope.READ),
    "getAttachment": ("get", "attachments/{attachment}", None, Scope.READ),
    "listPeople": ("get", "people", None, Scope.READ),
    "getPerson": ("get", "people/{person}", None, Scope.READ),
    "listDeliveries": ("get", "deliveries?message={message}", None, Scope.READ),
    "getDelivery": ("get", "deliveries/{delivery}", None, Scope.READ),
    "listInboxes": ("get", "inboxes", None, Scope.READ),
    "listMembers": ("get", "members", None, Scope.READ),
    "listTeams": ("get", "teams", None, Scope.READ),
    "readText": ("post", "read", {"text": "Wann kommt das Rad?"}, Scope.READ),
    "coachDraft": ("post", "coach", {"draft": "Rufen Sie uns an."}, Scope.READ),
    "listWebhooks": ("get", "webhooks", None, Scope.ADMIN),
    "makeWebhook": ("post", "webhooks", {"url": "https://erp.example/", "events": ["reply.sent"]}, Scope.ADMIN),
    "getWebhook": ("get", "webhooks/1", None, Scope.ADMIN),
    "deleteWebhook": ("delete", "webhooks/1", None, Scope.ADMIN),
}


@pytest.fixture
def things(anna: System, saddle: Conversation) -> dict[str, int]:
    """The ids of a conversation in the workshop's inbox, answered with a file, and of what hangs on it."""
    made = body(anna.post(f"conversations/{saddle.pk}/messages", REPLY), 201)
    return {
        "conversation": saddle.pk,
        "person": saddle.person_id,
        "message": made["id"],
        "attachment": made["attachments"][0]["id"],
        "delivery": made["delivery"]["id"],
    }


def ask(system: System, operation: str, things: dict[str, int]) -> int:
    method, path, asked, _scope = OPERATIONS[operation]
    sent = (asked,) if asked is not None else ()
    status: int = getattr(system, method)(path.format(**things), *sent).status_code
    return status


def test_every_operation_is_looked_at() -> None:
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    assert {each["operationId"] for path in paths.values() for each in path.values()} == set(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.django_db
def test_without_a_key_nothing_is_told(operation: str) -> None:
    method, path, _asked, _scope = OPERATIONS[operation]
    path = ROOT + path.format(conversation=1, message=1, attachment=1, person=1, delivery=1)
    for headers in ({}, {"Authorization": "Bearer nahbar_wrong"}, {"Authorization": "Basic YTpi"}):
        response = getattr(Client(), method)(path, headers=headers)
        problem(response, 401)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_key_without_the_scope_is_refused(house: House, things: dict[str, int], operation: str) -> None:
    scope = OPERATIONS[operation][3]
    lacking = System(house.anna, [each for each in Scope if each != scope])
    assert ask(lacking, operation, things) == 403
    holding = System(house.anna, [scope])
    assert ask(holding, operation, things) not in (401, 403)


def test_a_colleague_of_the_team_sees_and_does_all(murat: System, things: dict[str, int]) -> None:
    for operation, (method, path, _asked, scope) in OPERATIONS.items():
        if "{" in path:
            assert ask(murat, operation, things) in (200, 201), (method, path)
        if scope == Scope.ADMIN:
            assert ask(murat, operation, things) == 403
    assert ids(body(murat.get("conversations"))) == [things["conversation"]]
    assert ids(body(murat.get("people"))) == [things["person"]]
    assert [each["name"] for each in body(murat.get("inboxes"))["items"]] == ["info@", "werkstatt@", "Briefe"]


def test_a_stranger_finds_nothing_of_it(carla: System, house: House, things: dict[str, int]) -> None:
    own = conversation_in(house.info, sender="Jakob Meindl <jakob@brief.example>")
    for operation, (_method, path, _asked, scope) in OPERATIONS.items():
        if "{" in path.partition("?")[0]:
            assert ask(carla, operation, things) == 404, operation
        if scope == Scope.ADMIN:
            assert ask(carla, operation, things) == 403
    assert ids(body(carla.get("conversations"))) == [own.pk]
    assert ids(body(carla.get("conversations", inbox=house.werkstatt.pk))) == []
    assert ids(body(carla.get("conversations", q="Petra"))) == []
    assert ids(body(carla.get("people"))) == [own.person_id]
    assert ids(body(carla.get("people", address="petra@post.example"))) == []
    assert ids(body(carla.get("deliveries", message=things["message"]))) == []
    assert [each["name"] for each in body(carla.get("inboxes"))["items"]] == ["info@", "Briefe"]
    asked = {"inbox": house.werkstatt.pk, "to": {"address": "a@b.example"}, "text": "Hallo"}
    assert problem(carla.post("conversations", asked), 422)["errors"][0]["field"] == "inbox"


def test_missing_and_hidden_look_alike(carla: System, things: dict[str, int]) -> None:
    hidden = carla.get(f"conversations/{things['conversation']}")
    missing = carla.get("conversations/999999")
    assert hidden.content == missing.content
    assert problem(missing, 404)


def test_a_revoked_key_and_a_member_who_left(house: House, anna: System, murat: System) -> None:
    revoke_api_key(anna.key, actor=house.anna.actor)
    problem(anna.get("inboxes"), 401)
    house.murat.is_active = False
    house.murat.save()
    problem(murat.get("inboxes"), 401)


def test_the_key_shows_when_it_was_used(anna: System) -> None:
    body(anna.get("inboxes"))
    anna.key.refresh_from_db()
    assert anna.key.used_at is not None


@pytest.mark.usefixtures("house")
def test_the_history_names_the_key(murat: System, saddle: Conversation) -> None:
    body(murat.patch(f"conversations/{saddle.pk}", {"state": "closed"}))
    entry = Entry.objects.get(verb="conversation.closed")
    assert (entry.actor_kind, entry.actor_id, entry.actor_label) == ("key", murat.key.pk, "Murat Kaya (ERP)")
