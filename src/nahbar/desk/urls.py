"""Addresses of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from nahbar.desk import settings_urls
from nahbar.desk.views import (
    arranging,
    coaching,
    conversations,
    files,
    folds,
    health,
    messages,
    moving,
    new,
    originals,
    people,
    piles,
    readings,
    search,
    stream,
)

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", piles.home, name="home"),
    path("piles/<slug:name>/", piles.pile, name="pile"),
    path("conversations/new/", new.new, name="new"),
    path("conversations/<int:conversation_id>/", conversations.conversation, name="conversation"),
    path("conversations/<int:conversation_id>/assign/", conversations.assign, name="assign"),
    path("conversations/<int:conversation_id>/close/", conversations.close, name="close"),
    path("conversations/<int:conversation_id>/reopen/", conversations.reopen, name="reopen"),
    path("conversations/<int:conversation_id>/snooze/", moving.snooze, name="snooze"),
    path("conversations/<int:conversation_id>/wake/", moving.wake, name="wake"),
    path("conversations/<int:conversation_id>/join/", arranging.join, name="join_into"),
    path("conversations/<int:conversation_id>/join/with/", arranging.join_search, name="join_search"),
    path("conversations/<int:conversation_id>/accept/", arranging.accept, name="accept"),
    path("conversations/<int:conversation_id>/decline/", arranging.decline, name="decline"),
    path("conversations/<int:conversation_id>/spam/", arranging.spam, name="spam"),
    path("conversations/<int:conversation_id>/no-spam/", arranging.not_spam, name="not_spam"),
    path("rearrangements/<int:rearrangement_id>/undo/", arranging.undo, name="undo"),
    path("addresses/<int:address_id>/block/", arranging.block, name="block"),
    path("addresses/<int:address_id>/unblock/", arranging.unblock, name="unblock"),
    path("messages/<int:message_id>/split/", arranging.split, name="split"),
    path("conversations/<int:conversation_id>/reply/", messages.reply, name="reply"),
    path("conversations/<int:conversation_id>/coach/", coaching.coach, name="coach"),
    path("conversations/<int:conversation_id>/preview/", messages.preview, name="preview"),
    path("conversations/<int:conversation_id>/note/", messages.note, name="note"),
    path("messages/<int:message_id>/take-back/", messages.take_back, name="take_back"),
    path("messages/<int:message_id>/send-again/", messages.send_again, name="send_again"),
    path("messages/<int:message_id>/another-address/", messages.send_elsewhere, name="send_elsewhere"),
    path("messages/<int:message_id>/arrived/", messages.arrived, name="arrived"),
    path("messages/<int:message_id>/", originals.original, name="original"),
    path("messages/<int:message_id>/original/", originals.layout, name="layout"),
    path("messages/<int:message_id>/folds/", folds.folds, name="folds"),
    path("messages/<int:message_id>/folds/correct/", folds.correct, name="correct_folds"),
    path("messages/<int:message_id>/reading/", readings.correct, name="correct_reading"),
    path("messages/<int:message_id>/raw/", originals.raw, name="raw"),
    path("messages/<int:message_id>/pdf/", originals.pdf, name="pdf"),
    path("attachments/<int:attachment_id>/", files.attachment, name="attachment"),
    path("members/<int:member_id>/picture/<slug:digest>/", files.picture, name="picture"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("health/", health.health, name="health"),
    path("search/", search.search, name="search"),
    path("stream/", stream.stream, name="stream"),
    *settings_urls.urlpatterns,
]
