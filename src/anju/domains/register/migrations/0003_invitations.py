from django.db import migrations, models

from anju.foundation.db.policy import protect, scoped


class Migration(migrations.Migration):
    dependencies = [("register", "0002_policies")]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("selector", models.CharField(db_collation="C", max_length=16, unique=True)),
                ("secret_hash", models.BinaryField()),
                ("kind", models.CharField(max_length=8)),
                ("home_id", models.BigIntegerField()),
                ("region", models.CharField(db_collation="C", max_length=15)),
                ("party", models.CharField(db_collation="C", max_length=40)),
                ("phone_cipher", models.BinaryField(null=True)),
                ("person_id", models.BigIntegerField(null=True)),
                ("declaration_id", models.BigIntegerField(null=True)),
                ("state", models.CharField(default="open", max_length=8)),
                ("made_by", models.BigIntegerField(null=True)),
                ("made_label", models.CharField(default="", max_length=100)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_by", models.BigIntegerField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["party", "-made_at"], name="register_invitation_party"),
                    models.Index(
                        condition=models.Q(("declaration_id__isnull", False)),
                        fields=["declaration_id"],
                        name="register_invitation_said",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "used", "tied", "closed", "revoked"])
                        ),
                        name="register_invitation_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "fill_in"),
                            models.Q(
                                ("kind", "check_in"),
                                ("person_id__isnull", False),
                                ("phone_cipher__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="register_invitation_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "revoked"]),
                            models.Q(("used_at__isnull", False), ("used_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="register_invitation_used",
                    ),
                ],
            },
        ),
        # Whoever made it sees it; the guest reads it through the register's own operations only.
        protect("register_invitation", see=scoped("party::text"), write="false"),
    ]
