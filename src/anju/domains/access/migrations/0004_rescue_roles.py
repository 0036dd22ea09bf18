"""Rescue stations have roles of their own. The rows that are there are checked afterwards, without holding the
table."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

ROLES = [
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
    "rescue",
    "rescue_head",
    "resident",
    "secadmin",
    "street",
    "sysadmin",
]
HELD = (("grant", "access_grant_role_known"), ("grantrequest", "access_request_role_known"))


class Migration(migrations.Migration):
    dependencies = [("access", "0003_constraint_by_its_word")]

    operations = [
        operation
        for model, name in HELD
        for operation in (
            migrations.RemoveConstraint(model_name=model, name=name),
            AddConstraintNotValid(
                model_name=model,
                constraint=models.CheckConstraint(
                    condition=models.Q(("role__in", ROLES)), name=name
                ),
            ),
        )
    ]
