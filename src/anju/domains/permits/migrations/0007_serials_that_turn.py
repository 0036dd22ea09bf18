"""Serials end where the printed number does, and begin again: what a restore needs to know to step past those given out.

A serial that is past its end already goes on inside it.
"""

from django.db import migrations

LENGTHS = {"permits_application_serial": 999_999, "permits_permit_serial": 99_999_999}


def turning(name: str, length: int) -> str:
    return (
        f"SELECT setval('{name}', (last_value - 1) % {length} + 1, is_called) FROM {name};"  # noqa: S608 - names are ours
        f" ALTER SEQUENCE {name} MAXVALUE {length} CYCLE"
    )


class Migration(migrations.Migration):
    dependencies = [("permits", "0006_moves_of_applicants")]

    operations = [
        migrations.RunSQL(turning(name, length), f"ALTER SEQUENCE {name} NO MAXVALUE NO CYCLE")
        for name, length in LENGTHS.items()
    ]
