"""Search at the size of a province: who has this phone, and how common names and regions are.

Under the default of 100 the planner knows too little of names in one county among ten million people and reads far too
much; 1,000 costs about a millisecond of planning. Built without holding up writers.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

COLUMNS = ("name", "rest", "pinyin", "initials", "region")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0002_policies")]

    operations = [
        AddIndexConcurrently(
            "contact",
            models.Index(
                condition=models.Q(("live", True)),
                fields=["value_index"],
                name="people_contact_value",
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE people_finding "
            + ", ".join(f"ALTER COLUMN {c} SET STATISTICS 1000" for c in COLUMNS)
            + "; ANALYZE people_finding",
            "ALTER TABLE people_finding "
            + ", ".join(f"ALTER COLUMN {c} SET STATISTICS -1" for c in COLUMNS),
        ),
    ]
