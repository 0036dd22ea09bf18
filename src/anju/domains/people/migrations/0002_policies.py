"""Row-level security: a person is seen where they belong, by parties they live or work with, and by themselves."""

from django.db import migrations

from anju.foundation.db.policy import SCOPE, protect, scoped


def belongs(person: str) -> str:
    return (
        f"({SCOPE} @> ('person:' || {person}) OR EXISTS (SELECT FROM people_scope s "
        f"WHERE s.person_id = {person} AND {SCOPE} @> s.scope::text))"
    )


NOBODY = "false"


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("regions", "0001_initial")]

    operations = [
        protect("people_scope", see=scoped("scope::text", "'person:' || person_id"), write=NOBODY),
        protect("people_person", see=belongs("people_person.id"), write=NOBODY),
        protect("people_document", see=belongs("people_document.person_id"), write=NOBODY),
        protect("people_contact", see=belongs("people_contact.person_id"), write=NOBODY),
        protect("people_membership", see=belongs("people_membership.person_id"), write=NOBODY),
        protect("people_household", see=belongs("people_household.head_id"), write=NOBODY),
        protect("people_guardianship", see=belongs("people_guardianship.ward_id"), write=NOBODY),
        protect("people_merge", see=belongs("people_merge.kept_id"), write=NOBODY),
        protect("people_finding", see=scoped("region::text"), write=NOBODY),
    ]
