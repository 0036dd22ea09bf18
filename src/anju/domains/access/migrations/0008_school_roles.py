"""Two roles more: the education office and a school. The rows there are hold only earlier ones, so nothing is looked
at while the tables are held."""

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
    "education",
    "employer",
    "grid",
    "landlord",
    "leader",
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
    dependencies = [("access", "0007_roles_of_vaccination_checked")]

    operations = [
        operation
        for model, name in NAMES
        for operation in (
            migrations.RemoveConstraint(model_name=model, name=name),
            AddConstraintNotValid(model_name=model, constraint=known(name)),
        )
    ]
