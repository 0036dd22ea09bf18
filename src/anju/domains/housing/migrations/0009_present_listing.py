"""The vacancy that stands where a changed one stood, for whoever kept its address: a number in, a number out."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0008_rentals"),
    ]

    operations = [
        migrations.RunSQL(
            """CREATE FUNCTION housing_present_listing(listing bigint) RETURNS bigint LANGUAGE sql STABLE
            SECURITY DEFINER SET search_path = public, pg_temp AS $$
              SELECT now_there.id FROM housing_listing before
              JOIN housing_listing now_there ON now_there.source = before.source AND now_there.ident = before.ident
              WHERE before.id = listing AND now_there.current AND now_there.state = 'open' $$""",
            "DROP FUNCTION housing_present_listing(bigint)",
        ),
    ]
