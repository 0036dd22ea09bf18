"""Versions of ledger lines: superseding and adding, a column at a time. Stays, jobs and absences share it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from anju.foundation.db.statements import Columns, joined, run

_COPY = {
    "register_stay": "line, person_id, home_id, region, party, habitual, reason, police_reason, dwelling, leave_due",
    "register_job": "line, person_id, employer_id, region, party, position, contract_end",
    "register_absence": "line, person_id, region, destination, destination_text, position, left_children, left_elderly",
}
COPIED = {table: tuple(c.strip() for c in columns.split(",")) for table, columns in _COPY.items()}
"""What a further version of a line takes over from the one before, by ledger."""


def add(
    table: str,
    columns: Columns,
    starts: Sequence[date],
    ends: Sequence[date | None],
    dids: Sequence[int],
    *,
    channel: str,
    at: datetime,
) -> None:
    """Add first versions of new lines (a line is named by its first version)."""
    if not dids:
        return
    all_columns = {
        **columns,
        "declaration_id": ("bigint", dids),
        "start": ("date", starts),
        "stop": ("date", ends),
    }
    source, values = joined(all_columns)
    names = [c for c in all_columns if c not in ("start", "stop")]
    run(
        f"""INSERT INTO {table} (id, line, {", ".join(names)}, period, channel, recorded_at)
        SELECT i.id, i.id, {", ".join("i." + n for n in names)}, daterange(i.start, i.stop), %s, %s
        FROM (SELECT nextval('{table}_id_seq') AS id, r.* FROM {source} AS r({", ".join(all_columns)})) i""",  # noqa: S608
        [channel, at, *values],
        often=True,
    )


def supersede(table: str, ids: Sequence[int], dids: Sequence[int], *, at: datetime) -> int:
    """Mark versions as no longer held, each by the declaration that changed it."""
    source, values = joined({"id": ("bigint", ids), "did": ("bigint", dids)})
    return run(
        f"UPDATE {table} t SET superseded_at = %s, superseded_by = i.did FROM {source} AS i(id, did)"  # noqa: S608
        " WHERE t.id = i.id AND t.superseded_at IS NULL",
        [at, *values],
    )


def next_version(
    table: str,
    ids: Sequence[int],
    dids: Sequence[int],
    starts: Sequence[date],
    ends: Sequence[date | None],
    *,
    channel: str,
    at: datetime,
    changes: Columns | None = None,
) -> None:
    """Supersede versions and add their successors with another period (and other `changes`)."""
    if not ids:
        return
    supersede(table, ids, dids, at=at)
    changes = changes or {}
    columns: Columns = {
        "old": ("bigint", ids),
        "did": ("bigint", dids),
        "start": ("date", starts),
        "stop": ("date", ends),
        **{f"new_{k}": v for k, v in changes.items()},
    }
    source, values = joined(columns)
    kept = COPIED[table]
    picked = [f"i.new_{c}" if c in changes else f"t.{c}" for c in kept]
    run(
        f"INSERT INTO {table} ({', '.join(kept)}, period, declaration_id, channel, recorded_at)"  # noqa: S608
        f" SELECT {', '.join(picked)}, daterange(i.start, i.stop), i.did, %s, %s"
        f" FROM {source} AS i({', '.join(columns)}) JOIN {table} t ON t.id = i.old",
        [channel, at, *values],
    )
