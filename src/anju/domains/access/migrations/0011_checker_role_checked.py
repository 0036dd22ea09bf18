"""The two roles more, checked against the rows there are without holding the tables."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0010_checker_role")]

    operations = [
        ValidateConstraint(model_name="grant", name="access_grant_role_known"),
        ValidateConstraint(model_name="grantrequest", name="access_request_role_known"),
    ]
