"""Keys are made of the parts of an address: those of rows on file are made anew."""

from django.db import migrations


def rekey(_apps: object, _editor: object) -> None:
    from anju.domains.places.operations.rekeying import rekey as made_anew

    made_anew()


class Migration(migrations.Migration):
    dependencies = [("places", "0003_fewer_keys"), ("regions", "0001_initial")]

    operations = [migrations.RunPython(rekey, migrations.RunPython.noop, elidable=True)]
