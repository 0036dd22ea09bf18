from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("progress", "0001_initial")]

    operations = [
        migrations.AddField("heartbeat", "turn", models.BigIntegerField(default=0, db_default=0)),
    ]
