"""Sheets of a file may bear names longer than a spreadsheet program gives."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0012_repeats_written_out")]

    operations = [migrations.AlterField("batch", "sheet", models.TextField(default=""))]
