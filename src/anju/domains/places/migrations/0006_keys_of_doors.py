"""Doors, regiments, sections of roads and strokes before rooms are parts of an address: the keys of rows on file are made anew."""

from django.db import migrations


def rekey(_apps: object, _editor: object) -> None:
    from anju.domains.places.operations.rekeying import rekey as made_anew

    made_anew()


class Migration(migrations.Migration):
    dependencies = [("places", "0005_keys_of_more_parts")]

    operations = [migrations.RunPython(rekey, migrations.RunPython.noop, elidable=True)]
