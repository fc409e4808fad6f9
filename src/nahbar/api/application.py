"""The API put together: routers, errors, OpenAPI."""

from __future__ import annotations

from ninja import NinjaAPI

from nahbar.api.endpoints import conversations, house, messages, people, webhooks
from nahbar.api.problems import add_handlers

api = NinjaAPI(
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
