"""An index keeps no retired word in its name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("permits", "0007_serials_that_turn")]

    operations = [
        migrations.RenameIndex(
            model_name="entitlement",
            old_name="permits_entitlement_told",
            new_name="permits_entitlement_invitable",
        ),
    ]
