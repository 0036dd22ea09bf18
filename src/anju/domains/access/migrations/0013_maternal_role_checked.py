"""The constraints with the role of mother and child health, checked on the rows that are there."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0012_maternal_role")]

    operations = [
        ValidateConstraint(model_name="grant", name="access_grant_role_known"),
        ValidateConstraint(model_name="grantrequest", name="access_request_role_known"),
    ]
