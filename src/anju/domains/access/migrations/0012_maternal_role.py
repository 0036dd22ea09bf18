"""Checkers of samples have a role of their own. The rows that are there are checked afterwards, without holding the
table."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

ROLES = [
    "auditor",
    "cdc",
    "checker",
    "city",
    "client",
    "clinic",
    "counter",
    "district",
    "education",
    "employer",
    "grid",
    "landlord",
    "leader",
    "maternal",
    "police",
    "rescue",
    "rescue_head",
    "resident",
    "school",
    "secadmin",
    "street",
    "sysadmin",
]
NAMES = (("grant", "access_grant_role_known"), ("grantrequest", "access_request_role_known"))


def known(name: str) -> models.CheckConstraint:
    """One of these roles."""
    return models.CheckConstraint(condition=models.Q(("role__in", ROLES)), name=name)


class Migration(migrations.Migration):
    dependencies = [("access", "0011_checker_role_checked")]

    operations = [
        operation
        for model, name in NAMES
        for operation in (
            migrations.RemoveConstraint(model_name=model, name=name),
            AddConstraintNotValid(model_name=model, constraint=known(name)),
        )
    ]
