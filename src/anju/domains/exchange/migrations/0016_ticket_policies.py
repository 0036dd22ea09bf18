"""Row-level security of correction tickets: seen and written by those who see the person."""

from django.db import migrations

from anju.foundation.db.policy import SCOPE, protect

OF_PERSON = (
    f"({SCOPE} @> ('person:' || exchange_ticket.person_id) OR EXISTS (SELECT FROM people_scope s "
    f"WHERE s.person_id = exchange_ticket.person_id AND {SCOPE} @> s.scope::text))"
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0015_tickets"), ("people", "0002_policies")]

    operations = [protect("exchange_ticket", see=OF_PERSON)]
