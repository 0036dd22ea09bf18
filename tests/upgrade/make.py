"""Makes the archive that stands for a release: ``python -m tests.upgrade.make FOLDER``, on the release's own checkout.

Needs an empty database in ANJU_OWNER_URL and ANJU_DATABASE_URL and an empty ANJU_DATA. It brings the tables to the
checkout's migrations, enters the demo town of 300 invented people through its one door, adds a
token, an outflow and a seal of the trail, and writes, by the code behind ``./anju backup``:

* ``release.zip``: the archive, its tables compressed anew with LZMA,
* ``keyring.json``: its keys, which open nothing but invented people,
* ``expected.json``: counts and sums that must survive every upgrade.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import zipfile
from pathlib import Path

COUNTY, PEOPLE, SEED = "430181", 300, 1
SUMS = {
    "register_stay": "sum(hashtextextended(concat_ws('|', id, person_id, home_id, region, party, period, habitual, "
    "recorded_at AT TIME ZONE 'UTC', superseded_at AT TIME ZONE 'UTC'), 0)::numeric)",
    "register_job": "sum(hashtextextended(concat_ws('|', id, person_id, employer_id, region, party, period, position, "
    "recorded_at AT TIME ZONE 'UTC', superseded_at AT TIME ZONE 'UTC'), 0)::numeric)",
    "register_declaration": "sum(hashtextextended(concat_ws('|', id, batch_id, person_id, kind, status), 0)::numeric)",
    "people_person": "sum(hashtextextended(concat_ws('|', id, name, sex, birth_date), 0)::numeric)",
    "places_home": "sum(hashtextextended(concat_ws('|', id, code), 0)::numeric)",
    "employers_employer": "sum(hashtextextended(concat_ws('|', id, code, name), 0)::numeric)",
}
"""What a row says, whatever columns a later version adds to it."""


def main(folder: Path) -> None:
    """Make all three files in `folder`."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "anju.config.settings"
    import django
    import psycopg

    django.setup()
    _tables()
    from anju.demo.load import load, sign_ins, town_of
    from anju.domains.regions import api as regions
    from anju.foundation.clock import now

    _as_owner(lambda: regions.load_tables(only={COUNTY}))
    town = town_of(PEOPLE, SEED, at=now())
    ground, _ = load(town)
    list(sign_ins(town, ground, at=now()))
    _besides(ground)
    from anju.foundation import archive

    raw = folder / "raw.zip"
    archive.write(os.environ["ANJU_OWNER_URL"], raw, lambda *_: None)
    with (
        zipfile.ZipFile(raw) as thick,
        zipfile.ZipFile(folder / "release.zip", "w", zipfile.ZIP_LZMA) as thin,
    ):
        for member in thick.infolist():
            thin.writestr(member.filename, thick.read(member))
    raw.unlink()
    shutil.copyfile(
        Path(os.environ["ANJU_DATA"]) / "keys" / "keyring.json", folder / "keyring.json"
    )
    with psycopg.connect(os.environ["ANJU_OWNER_URL"]) as line:
        known = {
            table: str(line.execute(f"SELECT {what} FROM {table}").fetchone()[0])
            for table, what in SUMS.items()
        }
        rows = {t.name: t.rows for t in archive.manifest_of(folder / "release.zip").tables}
    (folder / "expected.json").write_text(
        json.dumps({"rows": rows, "sums": known}, indent=1) + "\n", "utf-8"
    )


def _besides(ground: object) -> None:
    """What the town lacks: a token, an outflow, a sealed trail, finished long work."""
    import polars as pl

    from anju.domains.access import api as access
    from anju.domains.register import api as register
    from anju.foundation.actor import system
    from anju.foundation.audit import api as audit
    from anju.foundation.clock import local_date, now
    from anju.foundation.db.scope import acting
    from anju.foundation.progress import api as progress

    actor, at = system("release"), now()
    account = next(iter(ground.staff.values())).user_id  # type: ignore[attr-defined]
    with acting(actor):
        access.issue_token(actor, user_id=account, name="release", at=at)
        gone = pl.DataFrame(
            [
                {
                    "key": "out-1",
                    "kind": "outflow",
                    "name": "林小满",
                    "doc_number": "430181199001019972",
                    "region": "430181124205",
                    "start": local_date(at),
                    "destination": "广东省深圳市",
                }
            ]
        )
        register.declare(
            gone,
            sender=register.Sender("user:release", "counter", "release", region="430181124205"),
            actor=actor,
            at=at,
            batch_key="release-out",
        )
    audit.seal(now())
    with progress.start("import", "release.csv", owner=actor, total=1) as work:
        work.advance()


def _tables() -> None:
    from django.core.management import call_command

    from anju.foundation.crypto.keyring import new_keyring, save

    ring = Path(os.environ["ANJU_DATA"]) / "keys" / "keyring.json"
    ring.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    save(new_keyring(), ring)
    _as_owner(lambda: call_command("migrate", interactive=False, verbosity=0))


def _as_owner(work: object) -> None:
    from django.db import connections
    from psycopg.conninfo import conninfo_to_dict

    connection = connections["default"]
    connection.close()
    before, owner = connection.settings_dict, conninfo_to_dict(os.environ["ANJU_OWNER_URL"])
    connection.settings_dict = before | {
        "NAME": owner["dbname"],
        "USER": owner.get("user", ""),
        "HOST": owner.get("host", ""),
        "PORT": str(owner.get("port", "")),
        "PASSWORD": owner.get("password", ""),
    }
    try:
        work()  # type: ignore[operator]
    finally:
        connection.close()
        connection.settings_dict = before


if __name__ == "__main__":
    main(Path(sys.argv[1]))
