"""Row-level security of tasks and visits: seen and written where the home lies."""

from django.db import migrations

from anju.foundation.db.policy import protect, scoped

HERE = scoped("region::text")


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0004_tasks")]

    operations = [protect("fieldwork_visit", see=HERE), protect("fieldwork_task", see=HERE)]
