from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("nahbar_accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="signed_out_at",
            field=models.DateTimeField(help_text="Sessions that began before have ended", null=True),
        ),
    ]
