from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("nahbar_people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="address",
            name="blocked_at",
            field=models.DateTimeField(
                help_text="Since when its messages go to the spam pile, unread", null=True
            ),
        ),
    ]
