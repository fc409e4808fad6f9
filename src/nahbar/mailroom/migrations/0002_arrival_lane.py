from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("nahbar_mailroom", "0001_initial")]

    operations = [
        migrations.AddField(model_name="arrival", name="lane", field=models.CharField(max_length=100, null=True)),
    ]
