"""Plans of women around a birth and of children: contacts, referrals, days that were booked, reminders, and what is
counted of somebody who cannot be found by it. A woman's plan is seen by her clinic (scope keys of their own: `care:`
and a region, which `care.see` alone admits) until she leaves it, and by herself; a child's by the clinics that care for
the child, under the same keys, and by its guardians and itself. All writing goes through the intake role."""

import django.db.models.deletion
from django.db import migrations, models

from anju.foundation.db.policy import SCOPE, protect, scoped

NOBODY = "false"
PLATFORM = f"{SCOPE} @> 'system:'::text"
HERE = scoped("'care:' || region")
OWN = scoped("'person:' || person_id", "'user:' || user_id")
CARE_KEY = scoped("'care:' || c.region")
OF_CHILD = "FROM health_child k WHERE k.id = health_plan.child_id"
CARED = (
    f"EXISTS (SELECT {OF_CHILD} AND EXISTS (SELECT FROM health_care c WHERE "  # noqa: S608
    f"c.child_id = coalesce(k.joined_to_id, k.id) AND {CARE_KEY}))"
)
GUARDED = (
    f"EXISTS (SELECT {OF_CHILD} AND ({SCOPE} @> ('person:' || k.person_id) OR EXISTS (SELECT FROM "  # noqa: S608
    "health_guardian g WHERE g.child_id = coalesce(k.joined_to_id, k.id) AND g.ended_at IS NULL "
    f"AND ({SCOPE} @> ('person:' || g.person_id) OR {SCOPE} @> ('user:' || g.user_id)))))"
)
PLAN = f"({PLATFORM} OR {OWN} OR {GUARDED} OR (state <> 'left' AND ({HERE} OR {CARED})))"


def by(table: str) -> str:
    """Whoever sees the plan."""
    return f"EXISTS (SELECT FROM health_plan p WHERE p.id = {table}.plan_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("health", "0001_children_and_doses"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(db_collation="C", max_length=6)),
                ("person_id", models.BigIntegerField(null=True)),
                ("user_id", models.BigIntegerField(null=True)),
                ("region", models.CharField(db_collation="C", default="", max_length=15)),
                ("state", models.CharField(db_collation="C", max_length=4)),
                ("facts_cipher", models.BinaryField()),
                ("code_cipher", models.BinaryField(null=True)),
                ("code_index", models.BinaryField(null=True, unique=True)),
                ("number_index", models.BinaryField(null=True)),
                ("phone_index", models.BinaryField(null=True)),
                ("sounds_index", models.BinaryField(null=True)),
                ("next_from", models.DateField(null=True)),
                ("next_until", models.DateField(null=True)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("recorded_at", models.DateTimeField()),
                (
                    "child",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
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
                "db_table": "health_plan",
            },
        ),
        migrations.CreateModel(
            name="PlanReminderRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due", models.DateField()),
                ("ending", models.BooleanField(default=False)),
                ("notified", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="health.planrow",
                    ),
                ),
            ],
            options={
                "db_table": "health_plan_reminder",
            },
        ),
        migrations.CreateModel(
            name="BookingRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("by_family", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("kept", models.BooleanField(default=False)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="health.clinicrow",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="health.planrow",
                    ),
                ),
            ],
            options={
                "db_table": "health_booking",
            },
        ),
        migrations.CreateModel(
            name="TallyRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(db_collation="C", max_length=12)),
                ("region", models.CharField(db_collation="C", max_length=6)),
                ("day", models.DateField()),
                ("who", models.BinaryField()),
            ],
            options={
                "db_table": "health_tally",
                "indexes": [models.Index(fields=["code", "day"], name="health_tally_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("who", "code", "day"), name="health_tally_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("facts_cipher", models.BinaryField()),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="health.clinicrow"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="health.planrow",
                    ),
                ),
                (
                    "withdraws",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="health.visitrow",
                    ),
                ),
            ],
            options={
                "db_table": "health_visit",
            },
        ),
        migrations.CreateModel(
            name="ReferralRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("facts_cipher", models.BinaryField()),
                ("answer_cipher", models.BinaryField(null=True)),
                ("follow_by", models.DateField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("by_label", models.CharField(default="", max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="health.planrow",
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referral",
                        to="health.visitrow",
                    ),
                ),
            ],
            options={
                "db_table": "health_referral",
            },
        ),
        migrations.AddIndex(
            model_name="planrow",
            index=models.Index(fields=["clinic", "next_from"], name="health_plan_of_clinic"),
        ),
        migrations.AddIndex(
            model_name="planrow",
            index=models.Index(fields=["person_id"], name="health_plan_person"),
        ),
        migrations.AddIndex(
            model_name="planrow",
            index=models.Index(fields=["user_id"], name="health_plan_user"),
        ),
        migrations.AddIndex(
            model_name="planrow",
            index=models.Index(fields=["phone_index"], name="health_plan_phone"),
        ),
        migrations.AddIndex(
            model_name="planrow",
            index=models.Index(fields=["sounds_index"], name="health_plan_sounds"),
        ),
        migrations.AddConstraint(
            model_name="planrow",
            constraint=models.UniqueConstraint(
                fields=("by_user", "key"), name="health_plan_key", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="planrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "child")), fields=("child",), name="health_plan_child"
            ),
        ),
        migrations.AddConstraint(
            model_name="planrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("number_index",),
                name="health_plan_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="planrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["mother", "child"]), ("state__in", ["open", "done", "left"])
                ),
                name="health_plan_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="planrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("child__isnull", False), ("clinic", None), ("kind", "child")),
                    models.Q(("child", None), ("clinic__isnull", False), ("kind", "mother")),
                    _connector="OR",
                ),
                name="health_plan_whose",
            ),
        ),
        migrations.AddConstraint(
            model_name="planreminderrow",
            constraint=models.UniqueConstraint(
                fields=("plan", "due", "ending"), name="health_plan_reminder_once"
            ),
        ),
        migrations.AddIndex(
            model_name="bookingrow",
            index=models.Index(fields=["clinic", "day"], name="health_booking_day"),
        ),
        migrations.AddConstraint(
            model_name="bookingrow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("plan",), name="health_booking_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitrow",
            constraint=models.UniqueConstraint(fields=("plan", "key"), name="health_visit_key"),
        ),
        protect("health_plan", see=PLAN, write=NOBODY),
        protect("health_visit", see=by("health_visit"), write=NOBODY, append_only=True),
        protect("health_referral", see=by("health_referral"), write=NOBODY),
        protect("health_booking", see=by("health_booking"), write=NOBODY),
        protect(
            "health_plan_reminder", see=by("health_plan_reminder"), write=NOBODY, append_only=True
        ),
        protect("health_tally", see=PLATFORM, write=NOBODY),
    ]
