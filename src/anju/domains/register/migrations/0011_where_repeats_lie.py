"""How many of the statements said again lie in which place, beside them: an office's first page adds them up. It looked
each of them up before, 0.6 s on a day of a million."""

import django.contrib.postgres.fields
from django.db import migrations, models

PLACES = """
SELECT id, array_agg(region::text) AS regions, array_agg(n) AS counts
  FROM (SELECT o.id, d.region, count(*)::int AS n FROM register_repeat o CROSS JOIN unnest(o.declarations) AS k(id)
          JOIN register_declaration d ON d.id = k.id GROUP BY 1, 2) g GROUP BY id"""
_COUNT = f"UPDATE register_repeat r SET regions = c.regions, counts = c.counts FROM ({PLACES}) c WHERE c.id = r.id"  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("register", "0010_what_came_in")]

    operations = [
        migrations.AddField(
            "repeat",
            "regions",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, db_default=[], size=None
            ),
        ),
        migrations.AddField(
            "repeat",
            "counts",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), default=list, db_default=[], size=None
            ),
        ),
        migrations.RunSQL(_COUNT, migrations.RunSQL.noop),
    ]
