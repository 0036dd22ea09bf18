"""Row-level security of what people are named in: seen and written by those who see this place's area."""

from django.db import migrations

from anju.foundation.db.policy import protect, scoped

HERE = scoped("region::text")


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("people", "0002_policies")]

    operations = [protect("exchange_message", see=HERE), protect("exchange_move", see=HERE)]
