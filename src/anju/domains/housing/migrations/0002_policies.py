"""Row-level security of dwellings: seen and stated where the home lies, and by whom it is of. The home itself is asked,
which may pass to another landlord."""

from django.db import migrations

from anju.foundation.db.policy import protect, scoped

PARTY = "nullif(h.party, '')::text"
AT_HOME = (
    "EXISTS (SELECT FROM places_home h WHERE h.id = housing_dwelling.home_id "
    f"AND {scoped('h.region::text', PARTY)})"
)
OF_DWELLING = "EXISTS (SELECT FROM housing_dwelling d WHERE d.id = housing_space.dwelling_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0001_initial"),
        ("places", "0002_policies"),
        ("register", "0005_fresh_statistics"),
    ]

    operations = [
        protect("housing_dwelling", see=AT_HOME),
        protect("housing_space", see=OF_DWELLING),
    ]
