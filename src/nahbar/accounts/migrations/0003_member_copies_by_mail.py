from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("nahbar_accounts", "0002_member_signed_out_at")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="copies_by_mail",
            field=models.BooleanField(
                default=False,
                help_text="New messages of their conversations come by mail, and can be answered from there",
            ),
        ),
    ]
