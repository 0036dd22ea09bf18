"""Stock of what is given out free. No table of it names a person; whoever keeps a point is asked by the operations, and
nobody changes a line of the ledger that is kept."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0009_appointments"),
    ]

    operations = [
        migrations.CreateModel(
            name="ItemRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("unit", models.CharField(max_length=10)),
                ("low", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "casework_stock_item",
            },
        ),
        migrations.CreateModel(
            name="LotRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(db_collation="C", default="", max_length=40)),
                ("expires", models.DateField(null=True)),
                ("on_hand", models.IntegerField(default=0)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="casework.itemrow",
                    ),
                ),
            ],
            options={
                "db_table": "casework_stock_lot",
            },
        ),
        migrations.CreateModel(
            name="PointRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(db_collation="C", max_length=8)),
                ("name", models.CharField(max_length=60)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("address", models.CharField(default="", max_length=200)),
                ("hours", models.CharField(default="", max_length=100)),
                ("offer", models.CharField(db_collation="C", max_length=8)),
                ("opened_at", models.DateTimeField()),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "casework_stock_point",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)),
                        fields=("kind", "region", "name"),
                        name="casework_stock_point_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["rescue", "free"]),
                            ("offer__in", ["counter", "machine", "both"]),
                        ),
                        name="casework_stock_point_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MoveRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(db_collation="C", max_length=10)),
                ("quantity", models.IntegerField()),
                ("on_hand", models.IntegerField()),
                ("way", models.CharField(db_collation="C", default="", max_length=8)),
                ("note", models.CharField(default="", max_length=200)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("part", models.SmallIntegerField(default=0)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="casework.lotrow",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="casework.pointrow",
                    ),
                ),
            ],
            options={
                "db_table": "casework_stock_move",
            },
        ),
        migrations.AddField(
            model_name="itemrow",
            name="point",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="casework.pointrow",
            ),
        ),
        migrations.AddConstraint(
            model_name="lotrow",
            constraint=models.UniqueConstraint(
                fields=("item", "number", "expires"),
                name="casework_stock_lot_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="lotrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("on_hand__gte", 0)), name="casework_stock_lot_on_hand"
            ),
        ),
        migrations.AddConstraint(
            model_name="moverow",
            constraint=models.UniqueConstraint(
                fields=("point", "key", "part"), name="casework_stock_move_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="moverow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["received", "found", "issued", "discarded", "lost"]),
                    ("quantity__gt", 0),
                    ("on_hand__gte", 0),
                    ("way__in", ["", "counter", "machine"]),
                ),
                name="casework_stock_move_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemrow",
            constraint=models.UniqueConstraint(
                fields=("point", "name"), name="casework_stock_item_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("low__gte", 0)), name="casework_stock_item_low"
            ),
        ),
        protect("casework_stock_move", see="true", append_only=True),
    ]
