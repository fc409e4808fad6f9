from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("nahbar_conversations", "0002_rearranging"),
        ("nahbar_mailroom", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MailCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=16, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "waiting"), ("done", "done"), ("dropped", "given up")],
                        default="due",
                        max_length=10,
                    ),
                ),
                ("not_before", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.TextField(blank=True, default="")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="nahbar_conversations.message",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "mail copies",
                "indexes": [
                    models.Index(condition=models.Q(("state", "due")), fields=["not_before", "id"], name="copy_due")
                ],
                "constraints": [models.UniqueConstraint(fields=("message", "member"), name="one_copy_per_member")],
            },
        ),
        migrations.CreateModel(
            name="Teaching",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_spam", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "waiting"), ("done", "done"), ("dropped", "given up")],
                        default="due",
                        max_length=10,
                    ),
                ),
                ("not_before", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.TextField(blank=True, default="")),
                (
                    "arrival",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="teaching",
                        to="nahbar_mailroom.arrival",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "due")), fields=["not_before", "id"], name="teaching_due"
                    )
                ],
            },
        ),
    ]
