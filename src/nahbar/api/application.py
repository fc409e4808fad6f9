"""The API put together: routers, errors, OpenAPI."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from nahbar.api.endpoints import conversations, house, language, messages, people, webhooks
from nahbar.api.problems import PROBLEM_RESPONSE, PROBLEM_SCHEMA, add_handlers


class Api(NinjaAPI):
    """Says in its OpenAPI document that every error is a problem."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        document["components"]["schemas"]["Problem"] = PROBLEM_SCHEMA
        for path in document["paths"].values():
            for operation in path.values():
                operation["responses"]["default"] = PROBLEM_RESPONSE
        return document


api = Api(
    title="Nahbar",
    version="1",
    description="Conversations, people and deliveries for other systems. Errors are application/problem+json.",
    urls_namespace="nahbar-api",
    openapi_url="/openapi.json",
    docs_url=None,  # its pages load scripts from elsewhere, which our content policy forbids
)
add_handlers(api)
api.add_router("/conversations", conversations.router)
api.add_router("", messages.router)
api.add_router("/people", people.people_router)
api.add_router("/deliveries", people.deliveries_router)
api.add_router("/webhooks", webhooks.router)
api.add_router("", house.router)
api.add_router("", language.router)
