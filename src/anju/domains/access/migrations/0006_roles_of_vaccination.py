"""Grants may name the roles of vaccination clinics and of disease control. Rows on file hold by the narrower rule
before and are not looked at."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

ROLES = [
    "auditor",
    "cdc",
    "city",
    "client",
    "clinic",
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


def known(model: str, name: str) -> list[migrations.operations.base.Operation]:
    """The constraint anew."""
    rule = models.CheckConstraint(condition=models.Q(("role__in", ROLES)), name=name)
    return [
        migrations.RemoveConstraint(model_name=model, name=name),
        AddConstraintNotValid(model_name=model, constraint=rule),
    ]


class Migration(migrations.Migration):
    dependencies = [("access", "0005_rescue_roles_checked")]

    operations = [
        *known("grant", "access_grant_role_known"),
        *known("grantrequest", "access_request_role_known"),
    ]
