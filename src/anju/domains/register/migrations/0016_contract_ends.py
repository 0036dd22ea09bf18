"""The last day of the contract, as the employer declared it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0015_index_by_its_word")]

    operations = [migrations.AddField("job", "contract_end", models.DateField(null=True))]
