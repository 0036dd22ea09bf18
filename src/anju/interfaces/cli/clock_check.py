"""Does this machine's clock agree with the database's, and with the moments the register has recorded?"""

from __future__ import annotations

from datetime import datetime, timedelta

import psycopg

from anju.foundation.clock import local_date, now
from anju.interfaces.cli.findings import Finding, ok
from anju.interfaces.cli.installation import Installation

TOLERANCE = timedelta(minutes=2)
"""Clocks that differ by more than this order what happens wrongly."""
LATEST = 1_000
"""Lines of the trail that are looked at: a clock that was put back since is seen in the newest of them."""
REMEDY = (
    "Set the clock (a time service, such as chrony); writes are refused while it is more than ANJU_CLOCK_LIMIT seconds "
    "away (600) and go on by themselves. If the clock is right and what was recorded is not, start once with "
    "ANJU_CLOCK_LIMIT=0."
)


def of_clock(found: Installation) -> Finding:
    """The finding of this installation, asked as the owner of its tables."""
    with psycopg.connect(found.database.owner_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT clock_timestamp(), greatest((SELECT max(at) FROM (SELECT at FROM audit_entry ORDER BY id"
            " DESC LIMIT %s) newest), (SELECT max(seen) FROM progress_heartbeat WHERE part = 'clock'))",
            [LATEST],
        ).fetchone()
    server, recorded = row or (None, None)
    return finding(here=now(), server=server, recorded=recorded)


def finding(*, here: datetime, server: datetime | None, recorded: datetime | None) -> Finding:
    """`recorded`: the latest moment of the trail. A clock that runs behind it was put back, or had run ahead before."""
    if server is not None and abs(server - here) > TOLERANCE:
        return Finding(
            "clock",
            "wrong",
            "The clock of this machine and that of the database differ by "
            f"{_length(server - here)}.",
            REMEDY,
        )
    if recorded is not None and recorded - here > TOLERANCE:
        return Finding(
            "clock",
            "wrong",
            f"The register has recorded a moment that is {_length(recorded - here)} ahead of the "
            f"clock ({local_date(recorded)}): the clock ran ahead when it was written, or is behind now.",
            REMEDY,
        )
    return ok("clock", "the clock agrees with the database's and with what was recorded")


def _length(difference: timedelta) -> str:
    minutes = int(abs(difference).total_seconds() // 60)
    if minutes >= 2880:
        return f"{minutes // 1440} day(s)"
    return f"{minutes // 60} hour(s)" if minutes >= 120 else f"{minutes} minutes"
