"""What a batch repeated becomes declarations of its own when the repeated batch is undone: its repeats then shrink."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0011_where_repeats_lie")]

    operations = [
        migrations.RunSQL(
            "GRANT UPDATE (keys, declarations, regions, counts) ON register_repeat TO anju_door",
            "REVOKE UPDATE (keys, declarations, regions, counts) ON register_repeat FROM anju_door",
        ),
    ]
