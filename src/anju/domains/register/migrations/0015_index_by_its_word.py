"""An index keeps no retired word in its name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0014_rules_in_files")]

    operations = [
        migrations.RenameIndex(
            model_name="invitation",
            old_name="register_invitation_said",
            new_name="register_invitation_declared",
        ),
    ]
