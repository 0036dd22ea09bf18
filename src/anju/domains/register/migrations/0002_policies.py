"""Row-level security of the ledger and of declarations.

A stay or job is seen in its region, by the party it concerns, by the person and their guardian; a declaration also by
whoever declared it. All writing goes through the door role.
"""

from django.db import migrations

from anju.foundation.db.policy import SCOPE, protect, scoped

NOBODY = "false"


def own(person: str) -> str:
    return (
        f"({SCOPE} @> ('person:' || {person}) OR EXISTS (SELECT FROM people_scope s "
        f"WHERE s.person_id = {person} AND s.scope >= 'person:' AND s.scope < 'person;' "
        f"AND {SCOPE} @> s.scope::text))"
    )


def ledger(table: str) -> str:
    keys = ["region::text"] + (["nullif(party, '')::text"] if table != "register_absence" else [])
    return f"({scoped(*keys)} OR {own(table + '.person_id')})"


ASKED = scoped("region::text", "nullif(party, '')::text")
DECLARED = scoped("nullif(region, '')::text", "nullif(party, '')::text", "source::text")


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial"), ("people", "0002_policies")]

    operations = [
        protect("register_stay", see=ledger("register_stay"), write=NOBODY),
        protect("register_job", see=ledger("register_job"), write=NOBODY),
        protect("register_absence", see=ledger("register_absence"), write=NOBODY),
        protect("register_batch", see=DECLARED, write=DECLARED),
        protect(
            "register_declaration",
            see=f"({DECLARED} OR {own('register_declaration.person_id')})",
            write=NOBODY,
        ),
        protect(
            "register_review",
            see=f"({ASKED} OR (NOT (facts ? 'elsewhere') AND EXISTS (SELECT FROM "
            "register_declaration d WHERE d.id = register_review.declaration_id)))",
            write=NOBODY,
        ),
        protect("register_sendermapping", see=scoped("source::text"), write=scoped("source::text")),
    ]
