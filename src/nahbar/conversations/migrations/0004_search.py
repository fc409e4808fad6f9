from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "nahbar_conversations_searchable"
ADD = f"INSERT INTO {TABLE}_index(rowid, terms) VALUES (new.id, new.terms);"  # noqa: S608 - our own table
REMOVE = f"INSERT INTO {TABLE}_index({TABLE}_index, rowid, terms) VALUES ('delete', old.id, old.terms);"  # noqa: S608 - our own table
# `detail=none` keeps no places of words, which nobody asks for, and makes the index a third as large.
OPTIONS = (
    f"content='{TABLE}', content_rowid='id', detail='none', columnsize=0, tokenize=\"ascii tokenchars ':.@/_-'\""
)
SQLITE = [
    f"CREATE VIRTUAL TABLE {TABLE}_index USING fts5(terms, {OPTIONS})",
    f"CREATE TRIGGER {TABLE}_added AFTER INSERT ON {TABLE} BEGIN {ADD} END",
    f"CREATE TRIGGER {TABLE}_gone AFTER DELETE ON {TABLE} BEGIN {REMOVE} END",
    f"CREATE TRIGGER {TABLE}_changed AFTER UPDATE ON {TABLE} BEGIN {REMOVE} {ADD} END",
]
VECTOR = "vector tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(terms, ' '))) STORED"
POSTGRESQL = [
    f"ALTER TABLE {TABLE} ADD COLUMN {VECTOR}",
    f"CREATE INDEX {TABLE}_index ON {TABLE} USING gin (vector)",
]
SQLITE_BACK = [f"DROP TABLE {TABLE}_index"]


def make_index(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE_BACK:
            schema_editor.execute(statement)


def note_backlog(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Messages that are there already become searchable in the background, newest first."""
    newest = apps.get_model("nahbar_conversations", "Message").objects.order_by("-pk").first()
    if newest is not None:
        apps.get_model("nahbar_conversations", "SearchBacklog").objects.create(below=newest.pk + 1)


class Migration(migrations.Migration):
    dependencies = [("nahbar_conversations", "0003_copies_and_teachings")]

    operations = [
        migrations.CreateModel(
            name="Searchable",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("terms", models.TextField()),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="searchable",
                        to="nahbar_conversations.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchBacklog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("below", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(note_backlog, migrations.RunPython.noop),
    ]
