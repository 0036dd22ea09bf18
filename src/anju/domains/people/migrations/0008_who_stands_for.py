"""The number of a record that was merged away leads to the one that stands for it, also where only the latter is in sight.

The function passes by row-level security and gives a number for a number; whether the record behind it may be seen is asked
as ever when it is read."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0007_documents_of_withdrawn_records")]

    operations = [
        migrations.RunSQL(
            """CREATE FUNCTION anju_stands_for(person bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
            SET search_path = public, pg_temp AS $$
              WITH RECURSIVE up(id, next) AS (
                SELECT id, merged_into_id FROM people_person WHERE id = person
                UNION ALL SELECT p.id, p.merged_into_id FROM people_person p JOIN up ON p.id = up.next)
              SELECT coalesce((SELECT id FROM up WHERE next IS NULL), person) $$""",
            "DROP FUNCTION anju_stands_for(bigint)",
        ),
        migrations.RunSQL(
            """CREATE FUNCTION anju_records_of(person bigint) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
            SET search_path = public, pg_temp AS $$
              WITH RECURSIVE below(id) AS (
                SELECT person UNION ALL SELECT p.id FROM people_person p JOIN below ON p.merged_into_id = below.id)
              SELECT array_agg(id) FROM below $$""",
            "DROP FUNCTION anju_records_of(bigint)",
        ),
    ]
