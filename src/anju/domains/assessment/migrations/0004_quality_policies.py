"""Row-level security of data quality: faults and decisions are seen and written where they lie; what changed is seen by
nobody. Runs are public: when, and how long each rule took."""

from django.db import migrations

from anju.foundation.db.policy import protect, scoped

HERE = scoped("region::text")


class Migration(migrations.Migration):
    dependencies = [("assessment", "0003_quality")]

    operations = [
        protect("assessment_quality_fault", see=HERE),
        protect("assessment_quality_decision", see=HERE),
        protect("assessment_quality_change", see="false"),
    ]
