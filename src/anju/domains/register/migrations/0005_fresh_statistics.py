"""Let a large batch tell the planner what it has entered.

Within one transaction PostgreSQL plans by the statistics of before. A first roster of 31,000 in an empty register was
then joined by nested loops over everything it had entered itself (minutes instead of seconds). ANALYZE belongs to the
owner of a table, and the serving roles own nothing: a function of the owner does it, when a batch has outgrown what the
statistics know (so a small batch in a large register costs nothing).
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION anju_refresh_statistics(entered bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF entered * 2 < (SELECT reltuples FROM pg_class WHERE oid = 'public.people_person'::regclass) THEN
    RETURN false;
  END IF;
  ANALYZE people_person, people_document, people_contact, people_scope, people_finding,
          places_address, places_building, places_home,
          register_stay, register_job, register_absence, register_declaration;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION anju_refresh_statistics(bigint) FROM PUBLIC, anju_app;
GRANT EXECUTE ON FUNCTION anju_refresh_statistics(bigint) TO anju_door;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0004_previews"),
        ("people", "0003_statistics"),
        ("places", "0002_policies"),
    ]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION anju_refresh_statistics(bigint)")]
