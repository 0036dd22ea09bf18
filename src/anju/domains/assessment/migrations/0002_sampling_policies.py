"""Row-level security of samples: units and findings are seen and written where the unit lies. Audits are public facts
of an area; their units are not."""

from django.db import migrations

from anju.foundation.db.policy import protect, scoped

HERE = scoped("region::text")


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_sampling")]

    operations = [
        protect("assessment_sample_unit", see=HERE),
        protect("assessment_sample_finding", see=HERE),
    ]
