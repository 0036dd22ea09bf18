"""Row-level security of permits and the serial numbers.

Permits, cards and entitlements are seen in their region, by the holder and the holder's guardian; applications also by
a proxy, and by the employer who entered them. Papers follow their application, but an employer sees only those it
brought; files follow the papers and cards that point to them. Status lists are public: no person is in them.
All writing goes through the door role.
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


def held(table: str, *more: str) -> str:
    """In its region (and by further keys), by the person and the guardian."""
    return f"({scoped('region::text', *more)} OR {own(table + '.person_id')})"


def by(table: str, column: str, target: str) -> str:
    """Whoever sees the row it belongs to."""
    return f"EXISTS (SELECT FROM {target} t WHERE t.id = {table}.{column})"


PROXY = "'person:' || proxy_person_id"
PARTY = "nullif(party, '')::text"
OFFICE = scoped("a.region::text", "a.station::text", "'person:' || a.proxy_person_id")
AS_OFFICE_OR_OWN = (
    "EXISTS (SELECT FROM permits_application a WHERE a.id = permits_paper.application_id "
    f"AND ({OFFICE} OR {own('a.person_id')}))"
)
FILE = (
    "(EXISTS (SELECT FROM permits_paper p WHERE p.blob_id = permits_blob.id) "
    "OR EXISTS (SELECT FROM permits_card c WHERE c.photo_id = permits_blob.id))"
)
SERIALS = ("permits_application_serial", "permits_permit_serial")


class Migration(migrations.Migration):
    dependencies = [
        ("permits", "0001_initial"),
        ("register", "0005_fresh_statistics"),
        ("people", "0002_policies"),
    ]

    operations = [
        protect("permits_entitlement", see=held("permits_entitlement"), write=NOBODY),
        protect(
            "permits_application",
            see=held("permits_application", "station::text", PARTY, PROXY),
            write=NOBODY,
        ),
        protect(
            "permits_decision",
            see=by("permits_decision", "application_id", "permits_application"),
            write=NOBODY,
            append_only=True,
        ),
        protect(
            "permits_missing_notice",
            write=NOBODY,
            see=by("permits_missing_notice", "application_id", "permits_application"),
        ),
        protect("permits_paper", see=f"({scoped(PARTY)} OR {AS_OFFICE_OR_OWN})", write=NOBODY),
        protect("permits_permit", see=held("permits_permit", "issuer::text"), write=NOBODY),
        protect(
            "permits_permit_event",
            see=by("permits_permit_event", "permit_id", "permits_permit"),
            write=NOBODY,
            append_only=True,
        ),
        protect("permits_card", see=held("permits_card"), write=NOBODY),
        protect("permits_production_batch", see=scoped("region::text"), write=NOBODY),
        protect(
            "permits_production_item",
            write=NOBODY,
            see=by("permits_production_item", "batch_id", "permits_production_batch"),
        ),
        protect("permits_delivery", see=held("permits_delivery"), write=NOBODY),
        protect("permits_blob", see=FILE, write=NOBODY),
        protect("permits_status_list", see="true", write=NOBODY),
        protect(
            "permits_credential",
            see=by("permits_credential", "permit_id", "permits_permit"),
            write=NOBODY,
        ),
        *(
            migrations.RunSQL(f"CREATE SEQUENCE {name}", f"DROP SEQUENCE {name}")
            for name in SERIALS
        ),
    ]
