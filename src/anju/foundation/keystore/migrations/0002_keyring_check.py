from django.db import migrations, models

from anju.foundation.db.policy import protect


class Migration(migrations.Migration):
    dependencies = [("keystore", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="KeyringCheck",
            fields=[
                (
                    "name",
                    models.CharField(
                        db_collation="C", max_length=40, primary_key=True, serialize=False
                    ),
                ),
                ("value", models.BinaryField()),
            ],
            options={"db_table": "keystore_keyring_check"},
        ),
        protect("keystore_keyring_check", see="false", write="false"),
    ]
