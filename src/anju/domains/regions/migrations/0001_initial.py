import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db import policy

EXISTING = """
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO anju_app, anju_door;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO anju_app, anju_door;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM anju_app, anju_door;
"""
"""Tables that Django made before this first migration; its own record of migrations is read only."""

EXTENSIONS = "CREATE EXTENSION IF NOT EXISTS btree_gist; CREATE EXTENSION IF NOT EXISTS pg_trgm;"

SCOPE_TYPE = """
CREATE TYPE anju_scope_range AS RANGE (subtype = text, collation = "C", multirange_type_name = anju_scope);
"""

STATISTICS = """
ALTER TABLE regions_region ALTER COLUMN name SET STATISTICS 1000, ALTER COLUMN pinyin SET STATISTICS 1000,
    ALTER COLUMN initials SET STATISTICS 1000, ALTER COLUMN code SET STATISTICS 1000;
"""
"""So that the planner knows how common a beginning is."""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(policy.ROLES, migrations.RunSQL.noop),
        migrations.RunSQL(EXISTING, migrations.RunSQL.noop),
        migrations.RunSQL(EXTENSIONS, migrations.RunSQL.noop),
        migrations.RunSQL(SCOPE_TYPE, "DROP TYPE anju_scope_range"),
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(db_collation="C", max_length=6)),
                ("since", models.SmallIntegerField()),
                ("until", models.SmallIntegerField(null=True)),
                ("name", models.CharField(max_length=60)),
                ("full_name", models.CharField(max_length=150)),
                (
                    "successor",
                    models.CharField(blank=True, db_collation="C", default="", max_length=6),
                ),
                ("certain", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("code", "since"), name="area_code_since"),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9]{6}$")), name="area_code_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("since__lte", models.F("until")), _connector="OR"
                        ),
                        name="area_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Country",
            fields=[
                (
                    "alpha3",
                    models.CharField(
                        db_collation="C", max_length=3, primary_key=True, serialize=False
                    ),
                ),
                ("alpha2", models.CharField(db_collation="C", max_length=2, unique=True)),
                ("numeric", models.CharField(db_collation="C", max_length=3, unique=True)),
                ("name_zh", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=80)),
                ("pinyin", models.CharField(db_collation="C", max_length=120)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("numeric__regex", "^[0-9]{3}$")),
                        name="country_numeric_digits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "code",
                    models.CharField(
                        db_collation="C", max_length=15, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("name", models.CharField(db_collation="C", max_length=100)),
                ("full_name", models.CharField(max_length=300)),
                ("pinyin", models.CharField(db_collation="C", max_length=300)),
                ("initials", models.CharField(db_collation="C", max_length=100)),
                (
                    "town_class",
                    models.CharField(blank=True, db_collation="C", default="", max_length=3),
                ),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                (
                    "pieces",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(db_collation="C"), default=list, size=None
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="regions.region",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["level", "code"], name="region_level_code"),
                    models.Index(fields=["level", "name", "code"], name="region_level_name"),
                    models.Index(fields=["level", "pinyin", "code"], name="region_level_pinyin"),
                    models.Index(
                        fields=["level", "initials", "code"], name="region_level_initials"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("level__lte", 4)),
                        fastupdate=False,
                        fields=["pieces"],
                        name="region_pieces_towns",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("level__gte", 5)),
                        fastupdate=False,
                        fields=["pieces"],
                        name="region_pieces_communities",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9]{12}([0-9]{3})?$")),
                        name="region_code_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__range", (1, 6))), name="region_level_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", 1), ("parent", None)),
                            models.Q(("level__gt", 1), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="region_parent_above_province",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_from__lte", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="region_valid_period",
                    ),
                ],
            },
        ),
        migrations.RunSQL(STATISTICS, migrations.RunSQL.noop),
    ]
