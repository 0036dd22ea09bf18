"""A constraint keeps no retired word in its name; the database renames it without looking at the rows."""

from django.db import migrations, models
from django.db.models import Q

OLD, NEW = "access_user_tie_whole", "access_user_link_whole"


class Migration(migrations.Migration):
    dependencies = [("access", "0002_two_persons")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE access_user RENAME CONSTRAINT {OLD} TO {NEW}",
                    f"ALTER TABLE access_user RENAME CONSTRAINT {NEW} TO {OLD}",
                )
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name="user", name=OLD),
                migrations.AddConstraint(
                    model_name="user",
                    constraint=models.CheckConstraint(
                        condition=Q(person_id__isnull=True, tied_how="", tied_at__isnull=True)
                        | Q(
                            person_id__isnull=False,
                            tied_how__in=("counter", "invitation", "real_name"),
                            tied_at__isnull=False,
                        ),
                        name=NEW,
                    ),
                ),
            ],
        ),
    ]
