import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from anju.foundation.db.policy import protect

NOT_TO_SELF = "user_id::text IS DISTINCT FROM (SELECT current_setting('anju.user', true)) OR revoked_at IS NOT NULL"
"""Even a mistake above the database cannot give a user a grant in the user's own name."""

ONLY_REVOKED = """
REVOKE UPDATE, DELETE ON access_grant FROM anju_app, anju_door;
GRANT UPDATE (revoked_at, revoked_by, revoked_why) ON access_grant TO anju_app;
REVOKE DELETE ON access_user, access_token FROM anju_app, anju_door;
"""
"""A grant once given never changes, it is only revoked; accounts and tokens are closed, not deleted."""

CACHE = """
CREATE TABLE access_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX access_cache_expires ON access_cache (expires);
"""
"""The table of Django's database cache: which one-time codes were used."""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RealNameCheck",
            fields=[
                (
                    "triple_index",
                    models.BinaryField(max_length=16, primary_key=True, serialize=False),
                ),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("username", models.CharField(max_length=64, null=True, unique=True)),
                ("phone_index", models.BinaryField(max_length=16, null=True)),
                ("phone_cipher", models.BinaryField(null=True)),
                ("display_name", models.CharField(blank=True, default="", max_length=64)),
                ("language", models.CharField(default="zh-hans", max_length=8)),
                ("kind", models.CharField(max_length=8)),
                ("is_active", models.BooleanField(default=True)),
                ("person_id", models.BigIntegerField(null=True)),
                ("tied_how", models.CharField(blank=True, default="", max_length=16)),
                ("tied_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("person_id__isnull", False)),
                        fields=["person_id"],
                        name="access_user_person",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("username__isnull", True),
                            ("username", django.db.models.functions.text.Lower("username")),
                            _connector="OR",
                        ),
                        name="access_user_username_lower",
                    ),
                    models.UniqueConstraint(fields=("phone_index",), name="access_user_phone_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("staff", "public", "client"))),
                        name="access_user_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "public"), ("phone_index__isnull", False)),
                            models.Q(
                                models.Q(("kind", "public"), _negated=True),
                                ("username__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="access_user_can_be_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phone_cipher__isnull", True), ("phone_index__isnull", True)),
                            models.Q(
                                ("phone_cipher__isnull", False), ("phone_index__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="access_user_phone_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("person_id__isnull", True),
                                ("tied_at__isnull", True),
                                ("tied_how", ""),
                            ),
                            models.Q(
                                ("person_id__isnull", False),
                                ("tied_at__isnull", False),
                                ("tied_how__in", ("counter", "invitation", "real_name")),
                            ),
                            _connector="OR",
                        ),
                        name="access_user_tie_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone_index", models.BinaryField(max_length=16)),
                ("code_index", models.BinaryField(max_length=16)),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("tries", models.SmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["phone_index", "-issued_at"], name="access_code_phone")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("issued_at"))),
                        name="access_code_ends_later",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Throttle",
            fields=[
                ("key", models.BinaryField(max_length=16, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField()),
                ("hits", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["started_at"], name="access_throttle_age")],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=16)),
                ("region", models.CharField(db_collation="C", max_length=15, null=True)),
                ("party", models.CharField(db_collation="C", max_length=32, null=True)),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), default=list, size=None
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("granted_by", models.BigIntegerField(null=True)),
                ("granted_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by", models.BigIntegerField(null=True)),
                ("revoked_why", models.CharField(blank=True, default="", max_length=200)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=["user", "id"],
                        name="access_grant_user",
                    ),
                    models.Index(
                        condition=models.Q(("party__isnull", False)),
                        fields=["party"],
                        name="access_grant_party",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "auditor",
                                    "city",
                                    "client",
                                    "counter",
                                    "district",
                                    "employer",
                                    "grid",
                                    "landlord",
                                    "leader",
                                    "police",
                                    "resident",
                                    "secadmin",
                                    "street",
                                    "sysadmin",
                                ],
                            )
                        ),
                        name="access_grant_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("party__isnull", False), ("region__isnull", True)),
                            models.Q(("party__isnull", True), ("region__isnull", False)),
                            _connector="OR",
                        ),
                        name="access_grant_one_scope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("region__isnull", True),
                            ("region__regex", "^[0-9]{0,15}$"),
                            _connector="OR",
                        ),
                        name="access_grant_region_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("party__isnull", True),
                            ("party__regex", "^(holder|employer):[0-9]+$"),
                            _connector="OR",
                        ),
                        name="access_grant_party_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="access_grant_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granted_by__isnull", True),
                            models.Q(("granted_by", models.F("user_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="access_grant_not_to_self",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_why", "")),
                            models.Q(
                                ("revoked_at__isnull", False),
                                models.Q(("revoked_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="access_grant_revoked_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=64)),
                ("start", models.CharField(max_length=12)),
                ("digest", models.BinaryField(max_length=32)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, size=None
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("created_by", models.BigIntegerField(null=True)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("digest",), name="access_token_digest_once"),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="access_token_ends_later",
                    ),
                ],
            },
        ),
        protect("access_grant", see="true", write=NOT_TO_SELF),
        migrations.RunSQL(ONLY_REVOKED, migrations.RunSQL.noop),
        migrations.RunSQL(CACHE, "DROP TABLE access_cache"),
    ]
