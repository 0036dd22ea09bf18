"""Row-level security of what departments delivered.

A fact about a person is seen by those who see the person; one about an employer or a home by everybody on duty, as those
are; one about nobody on file, and refused rows, by those who see the region of the connector.
"""

from django.db import migrations

from anju.foundation.db.policy import SCOPE, protect, scoped

HERE = scoped("region::text")
OF_PERSON = (
    f"({SCOPE} @> ('person:' || exchange_fact.person_id) OR EXISTS (SELECT FROM people_scope s "
    f"WHERE s.person_id = exchange_fact.person_id AND {SCOPE} @> s.scope::text))"
)
SEEN = (
    f"CASE WHEN person_id IS NOT NULL THEN {OF_PERSON}"
    f" WHEN employer_id IS NOT NULL OR home_id IS NOT NULL THEN true ELSE {HERE} END"
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0013_deliveries"), ("people", "0002_policies")]

    operations = [
        protect("exchange_fact", see=SEEN, write=HERE),
        protect("exchange_delivery", see=HERE),
        protect("exchange_refused_part", see=HERE),
    ]
