from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState
from django.db.models import Q


class AddObject(migrations.AddField):
    """A column of JSON objects, {} where there is none yet.

    On SQLite Django would copy the whole table for it, minutes with millions of messages; a constant default lets
    SQLite leave the rows alone, as PostgreSQL does.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        quote = schema_editor.quote_name
        schema_editor.execute(f"ALTER TABLE {quote(table)} ADD COLUMN {quote(self.name)} text NOT NULL DEFAULT '{{}}'")


class Migration(migrations.Migration):
    dependencies = [
        ("nahbar_conversations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddObject("conversation", "parked_for", models.JSONField(blank=True, default=dict)),
        AddObject("message", "details", models.JSONField(default=dict)),
        migrations.AddField("participant", "vouched_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "conversation",
            "merged_into",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged",
                to="nahbar_conversations.conversation",
            ),
        ),
        migrations.AddField(
            "conversation",
            "suggested",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="suggestions",
                to="nahbar_conversations.conversation",
            ),
        ),
        migrations.AddIndex(
            "conversation",
            models.Index(
                condition=Q(state__in=("open", "snoozed")),
                fields=["person", "-last_message_at"],
                name="alive_of_person",
            ),
        ),
        migrations.AddIndex(
            "conversation",
            models.Index(condition=Q(merged_into__isnull=False), fields=["merged_into"], name="merged_into_it"),
        ),
        migrations.AddIndex(
            "conversation",
            models.Index(condition=Q(suggested__isnull=False), fields=["suggested"], name="suggested_to_it"),
        ),
        migrations.AddIndex(
            "message",
            models.Index(condition=Q(kind="inbound"), fields=["person", "-at"], name="inbound_of_person"),
        ),
        migrations.CreateModel(
            name="Rearrangement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("join", "joined"), ("split", "split off")], max_length=10)),
                ("moved", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rearrangements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="given_away",
                        to="nahbar_conversations.conversation",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken_over",
                        to="nahbar_conversations.conversation",
                    ),
                ),
            ],
        ),
    ]
