"""Clinics with their stock, children's records, doses. A child is seen by the clinics that care for it (scope keys of
their own: `clinic:` and a region, which `vaccination.see` alone admits), by its guardians and by itself; what hangs on
it with it. Clinics and stock name nobody and are seen by everybody. All writing goes through the intake role; doses,
decisions, movements of stock, reminders and contacts are never changed."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect, scoped

NOBODY = "false"
TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
HERE = scoped("'clinic:' || region")
PLATFORM = f"{SCOPE} @> 'system:'::text"
"""The platform itself, which sees everything; a clinic sees no care that is over."""
CARE = f"({PLATFORM} OR {HERE} AND (until IS NULL OR until >= {TODAY}))"
FAMILY = scoped("'person:' || person_id", "'user:' || user_id")
STANDING = "coalesce(health_child.joined_to_id, health_child.id)"
OWN = f"{SCOPE} @> ('person:' || health_child.person_id)"
CARED = f"EXISTS (SELECT FROM health_care c WHERE c.child_id = {STANDING})"
GUARDED = (
    f"EXISTS (SELECT FROM health_guardian g WHERE g.child_id = {STANDING} AND g.ended_at IS NULL "
    f"AND ({SCOPE} @> ('person:' || g.person_id) OR {SCOPE} @> ('user:' || g.user_id)))"
)
CHILD = f"({OWN} OR {CARED} OR {GUARDED})"


def by(table: str) -> str:
    """Whoever sees the child."""
    return f"EXISTS (SELECT FROM health_child c WHERE c.id = {table}.child_id)"


def clinics_of(table: str) -> str:
    """The clinics that care for the child."""
    return f"EXISTS (SELECT FROM health_care c WHERE c.child_id = {table}.child_id)"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0002_policies")]

    operations = [
        migrations.CreateModel(
            name="ClinicRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(db_collation="C", max_length=20, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("address", models.CharField(default="", max_length=200)),
                ("phone", models.CharField(default="", max_length=20)),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                ("ended_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "db_table": "health_clinic",
                "indexes": [models.Index(fields=["region"], name="health_clinic_region")],
            },
        ),
        migrations.CreateModel(
            name="Child",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("booklet_cipher", models.BinaryField()),
                ("booklet_index", models.BinaryField(unique=True)),
                ("facts_cipher", models.BinaryField()),
                ("born", models.DateField()),
                ("sex", models.CharField(db_collation="C", default="0", max_length=1)),
                ("birth_order", models.PositiveSmallIntegerField(default=0)),
                ("number_index", models.BinaryField(null=True)),
                ("sounds_index", models.BinaryField(null=True)),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("person_id", models.BigIntegerField(null=True)),
                ("state", models.CharField(db_collation="C", max_length=6)),
                ("next_from", models.DateField(null=True)),
                ("late_from", models.DateField(null=True)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("recorded_at", models.DateTimeField()),
                (
                    "joined_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined",
                        to="health.child",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="health.clinicrow",
                    ),
                ),
            ],
            options={
                "db_table": "health_child",
            },
        ),
        migrations.CreateModel(
            name="Care",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("kind", models.CharField(db_collation="C", max_length=6)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="care",
                        to="health.child",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="health.clinicrow"
                    ),
                ),
            ],
            options={
                "db_table": "health_care",
            },
        ),
        migrations.CreateModel(
            name="AppointmentRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("day", models.DateField()),
                ("by_family", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("kept", models.BooleanField(default=False)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="health.child",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="health.clinicrow",
                    ),
                ),
            ],
            options={
                "db_table": "health_appointment",
            },
        ),
        migrations.CreateModel(
            name="ContactRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.CharField(db_collation="C", max_length=6)),
                ("outcome", models.CharField(db_collation="C", max_length=12)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="health.child",
                    ),
                ),
            ],
            options={
                "db_table": "health_contact",
            },
        ),
        migrations.CreateModel(
            name="DeclinedOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.BigIntegerField()),
                ("guardian_person_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "health_declined_offer",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "guardian_person_id"),
                        name="health_declined_offer_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DoseRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(db_collation="C", max_length=8)),
                ("facts_cipher", models.BinaryField()),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doses",
                        to="health.child",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="health.clinicrow",
                    ),
                ),
            ],
            options={
                "db_table": "health_dose",
            },
        ),
        migrations.CreateModel(
            name="DoseDecisionRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decision", models.CharField(db_collation="C", max_length=10)),
                ("reason_cipher", models.BinaryField(null=True)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "dose",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="health.doserow",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="health.doserow",
                    ),
                ),
            ],
            options={
                "db_table": "health_dose_decision",
            },
        ),
        migrations.CreateModel(
            name="GuardianRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("relation", models.CharField(db_collation="C", max_length=6)),
                ("facts_cipher", models.BinaryField()),
                ("number_index", models.BinaryField(null=True)),
                ("phone_index", models.BinaryField(null=True)),
                ("sounds_index", models.BinaryField(null=True)),
                ("person_id", models.BigIntegerField(null=True)),
                ("user_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guardians",
                        to="health.child",
                    ),
                ),
            ],
            options={
                "db_table": "health_guardian",
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
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("vaccine", models.CharField(db_collation="C", max_length=20)),
                ("number", models.CharField(db_collation="C", max_length=40)),
                ("maker", models.CharField(default="", max_length=60)),
                ("expires", models.DateField()),
                ("on_hand", models.IntegerField(default=0)),
                ("recorded_at", models.DateTimeField()),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="health.clinicrow",
                    ),
                ),
            ],
            options={
                "db_table": "health_lot",
            },
        ),
        migrations.AddField(
            model_name="doserow",
            name="lot",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, to="health.lotrow"
            ),
        ),
        migrations.CreateModel(
            name="ObservationRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("facts_cipher", models.BinaryField()),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="health.child",
                    ),
                ),
            ],
            options={
                "db_table": "health_observation",
            },
        ),
        migrations.CreateModel(
            name="ReminderRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due", models.DateField()),
                ("late", models.BooleanField(default=False)),
                ("notified", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="health.child",
                    ),
                ),
            ],
            options={
                "db_table": "health_reminder",
            },
        ),
        migrations.CreateModel(
            name="StockMoveRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("move", models.CharField(db_collation="C", max_length=8)),
                ("amount", models.PositiveIntegerField()),
                ("note", models.CharField(default="", max_length=200)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "lot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="health.lotrow",
                    ),
                ),
            ],
            options={
                "db_table": "health_stock_move",
            },
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["born"], name="health_child_born"),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["sounds_index"], name="health_child_sounds"),
        ),
        migrations.AddIndex(
            model_name="child",
            index=models.Index(fields=["clinic", "next_from"], name="health_child_of_clinic"),
        ),
        migrations.AddConstraint(
            model_name="child",
            constraint=models.UniqueConstraint(
                fields=("by_user", "key"), name="health_child_key", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="child",
            constraint=models.UniqueConstraint(
                condition=models.Q(("joined_to", None)),
                fields=("number_index",),
                name="health_child_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="child",
            constraint=models.UniqueConstraint(
                condition=models.Q(("joined_to", None)),
                fields=("person_id",),
                name="health_child_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="child",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["active", "away"]),
                    ("sex__in", ["0", "1", "2", "9"]),
                    ("birth_order__lte", 9),
                ),
                name="health_child_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="care",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "own"), ("until", None)),
                fields=("child",),
                name="health_care_one_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="care",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["own", "visit"])), name="health_care_words"
            ),
        ),
        migrations.AddIndex(
            model_name="appointmentrow",
            index=models.Index(fields=["clinic", "day"], name="health_appointment_day"),
        ),
        migrations.AddConstraint(
            model_name="appointmentrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("child",),
                name="health_appointment_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactrow",
            constraint=models.UniqueConstraint(fields=("child", "key"), name="health_contact_key"),
        ),
        migrations.AddConstraint(
            model_name="contactrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        ["agreed", "unreachable", "moved", "elsewhere", "later", "declined"],
                    )
                ),
                name="health_contact_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="dosedecisionrow",
            constraint=models.UniqueConstraint(
                fields=("dose", "key"), name="health_dose_decision_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="dosedecisionrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision__in", ["withdrawn", "corrected", "same", "separate"])
                ),
                name="health_dose_decision_words",
            ),
        ),
        migrations.AddIndex(
            model_name="guardianrow",
            index=models.Index(fields=["phone_index"], name="health_guardian_phone"),
        ),
        migrations.AddIndex(
            model_name="guardianrow",
            index=models.Index(fields=["number_index"], name="health_guardian_number"),
        ),
        migrations.AddIndex(
            model_name="guardianrow",
            index=models.Index(fields=["person_id"], name="health_guardian_person"),
        ),
        migrations.AddIndex(
            model_name="guardianrow",
            index=models.Index(fields=["user_id"], name="health_guardian_user"),
        ),
        migrations.AddConstraint(
            model_name="guardianrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("relation__in", ["mother", "father", "other"])),
                name="health_guardian_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="lotrow",
            constraint=models.UniqueConstraint(
                fields=("clinic", "vaccine", "number"), name="health_lot_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="lotrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("on_hand__gte", 0)), name="health_lot_not_below_none"
            ),
        ),
        migrations.AddConstraint(
            model_name="doserow",
            constraint=models.UniqueConstraint(fields=("child", "key"), name="health_dose_key"),
        ),
        migrations.AddConstraint(
            model_name="doserow",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["here", "registry", "booklet", "reported"])),
                name="health_dose_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderrow",
            constraint=models.UniqueConstraint(
                fields=("child", "due", "late"), name="health_reminder_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="stockmoverow",
            constraint=models.UniqueConstraint(fields=("lot", "key"), name="health_stock_move_key"),
        ),
        migrations.AddConstraint(
            model_name="stockmoverow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("move__in", ["in", "given", "back", "out", "wasted"]), ("amount__gte", 1)
                ),
                name="health_stock_move_words",
            ),
        ),
        protect("health_clinic", see="true", write=NOBODY),
        protect("health_lot", see="true", write=NOBODY),
        protect("health_stock_move", see="true", write=NOBODY, append_only=True),
        protect("health_care", see=CARE, write=NOBODY),
        protect(
            "health_guardian", see=f"({FAMILY} OR {clinics_of('health_guardian')})", write=NOBODY
        ),
        protect("health_child", see=CHILD, write=NOBODY),
        protect("health_observation", see=by("health_observation"), write=NOBODY),
        protect("health_dose", see=by("health_dose"), write=NOBODY, append_only=True),
        protect(
            "health_dose_decision",
            see="EXISTS (SELECT FROM health_dose d WHERE d.id = health_dose_decision.dose_id)",
            write=NOBODY,
            append_only=True,
        ),
        protect("health_appointment", see=by("health_appointment"), write=NOBODY),
        protect("health_reminder", see=by("health_reminder"), write=NOBODY, append_only=True),
        protect("health_contact", see=clinics_of("health_contact"), write=NOBODY, append_only=True),
        protect(
            "health_declined_offer", see=scoped("'person:' || guardian_person_id"), write=NOBODY
        ),
    ]
