"""New listeners begin at the end of the log: what happened before them was decided by people long ago."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LISTENERS = ("conversations.giving",)


def start_at_the_end(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    del schema_editor
    cursors, events = apps.get_model("nahbar_history", "Cursor"), apps.get_model("nahbar_history", "EventRow")
    newest = events.objects.order_by("-tx", "-id").values_list("tx", "id").first() or (0, 0)
    for listener in LISTENERS:
        cursors.objects.get_or_create(listener=listener, defaults={"tx": newest[0], "event_id": newest[1]})


class Migration(migrations.Migration):
    dependencies = [("nahbar_conversations", "0007_tags"), ("nahbar_history", "0001_initial")]

    operations = [migrations.RunPython(start_at_the_end, migrations.RunPython.noop)]
