from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("nahbar_conversations", "0005_readings")]

    operations = [
        migrations.AddField("conversation", "snoozed_until", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "conversation",
            models.Index(condition=Q(state="snoozed"), fields=["snoozed_until", "id"], name="snoozed_pile"),
        ),
    ]
