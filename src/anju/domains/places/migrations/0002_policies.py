"""Landlords and managers are people too: seen where their buildings stand, by themselves, and by nobody else.

Addresses, buildings and rooms are matters and stay open to everybody who is signed in.
"""

from django.db import migrations

from anju.foundation.db.policy import SCOPE, protect, scoped

SEE = f"""({scoped("'holder:' || places_holder.id", "'person:' || places_holder.person_id")}
    OR EXISTS (SELECT FROM places_building b WHERE b.party = 'holder:' || places_holder.id
               AND {SCOPE} @> b.region::text))"""


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("regions", "0001_initial")]

    operations = [
        protect("places_holder", see=SEE),
        # Whoever enters a landlord has no building of theirs to see them by yet.
        migrations.RunSQL(
            [
                "DROP POLICY places_holder_add ON places_holder",
                "CREATE POLICY places_holder_add ON places_holder FOR INSERT TO anju_app WITH CHECK (true)",
            ],
            migrations.RunSQL.noop,
        ),
    ]
