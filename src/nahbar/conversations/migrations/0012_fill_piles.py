"""What the new piles stand on, for what lies here already; and nothing that lies here is new to anybody."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, OuterRef, Subquery

from nahbar.toolbox import clock


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    del schema_editor
    table = {name: apps.get_model("nahbar_conversations", name).objects for name in ("Conversation", "Message")}
    table["Conversation"].filter(state="closed").update(closed_at=F("last_message_at"))
    replies = table["Message"].filter(conversation=OuterRef("pk"), kind="reply").order_by("-at", "-id")
    table["Conversation"].update(last_reply_at=Subquery(replies.values("at")[:1]))
    caught_up, now = apps.get_model("nahbar_conversations", "CaughtUp"), clock.now()
    members = apps.get_model("nahbar_accounts", "Member").objects.values_list("pk", flat=True)
    caught_up.objects.bulk_create(caught_up(member_id=pk, at=now) for pk in members)


def start_at_the_end(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What happened before is in the rows now; the listener need not go through all of it."""
    del schema_editor
    cursors, events = apps.get_model("nahbar_history", "Cursor"), apps.get_model("nahbar_history", "EventRow")
    tx, event_id = events.objects.order_by("-tx", "-id").values_list("tx", "id").first() or (0, 0)
    cursors.objects.get_or_create(listener="conversations.last_replies", defaults={"tx": tx, "event_id": event_id})


class Migration(migrations.Migration):
    dependencies = [("nahbar_conversations", "0011_piles"), ("nahbar_history", "0001_initial")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(start_at_the_end, migrations.RunPython.noop),
    ]
