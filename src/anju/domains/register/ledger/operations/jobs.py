"""Hiring and leaving a job."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from anju.domains.register.declarations.operations.context import Run
from anju.domains.register.ledger.data import over_on
from anju.domains.register.ledger.operations import ledger
from anju.foundation.db.statements import joined, rows

TABLE = "register_job"
Last = tuple[int, date, date | None, str, date | None]
"""The latest version of a job: id, first day, day after the last, position, last day of the contract."""
Moved = tuple[Last, dict[str, Any]]
APPLIED = ("applied", "")


def hire(frame: pl.DataFrame, run: Run) -> dict[int, tuple[str, str]]:
    """Enter jobs; {declaration: (status, "")}. Columns: did, person_id, employer_id, employer_region, start, position,
    contract_end.

    Who works there already is unchanged, or gets a new version when position or contract changed. Who comes back before
    the day the last job there ended begins on that day. Refused: `contract_end_before_start`.
    """
    known = _last_jobs(frame)
    results: dict[int, tuple[str, str]] = {}
    opened: list[tuple[dict[str, Any], date]] = []
    moved: list[Moved] = []
    for item in frame.iter_rows(named=True):
        last = known.get((item["person_id"], item["employer_id"]))
        if last is None or over_on(last[2], run.today):
            start = item["start"] or run.today
            start = max(start, last[2]) if last and last[2] else start
            results[item["did"]] = _judged(item, start)
            if results[item["did"]] == APPLIED:
                opened.append((item, start))
        elif _changed(item, last):
            results[item["did"]] = _judged(item, last[1])
            if results[item["did"]] == APPLIED:
                moved.append((last, item))
        else:
            results[item["did"]] = ("unchanged", "")
    _carry_out(opened, moved, run)
    return results


def _last_jobs(frame: pl.DataFrame) -> dict[tuple[int, int], Last]:
    source, values = joined(
        {
            "p": ("bigint", frame["person_id"].to_list()),
            "e": ("bigint", frame["employer_id"].to_list()),
        }
    )
    return {
        (r[0], r[1]): (r[2], r[3], r[4], r[5], r[6])
        for r in rows(
            f"""
        SELECT t.person_id, t.employer_id, t.id, lower(t.period), upper(t.period), t.position, t.contract_end
        FROM {source} AS i(p, e) JOIN register_job t ON t.person_id = i.p AND t.employer_id = i.e
          AND t.superseded_at IS NULL ORDER BY lower(t.period)""",  # noqa: S608
            values,
        )
    }


def _changed(item: dict[str, Any], last: Last) -> bool:
    """True when a row names another position or contract than the job has; a row that names none changes nothing."""
    position, ends = item["position"], item.get("contract_end")
    return bool((position and position != last[3]) or (ends and ends != last[4]))


def _judged(item: dict[str, Any], first: date) -> tuple[str, str]:
    """No contract ends before the first day of its job."""
    ends = item.get("contract_end")
    return ("refused", "contract_end_before_start") if ends and ends < first else APPLIED


def _carry_out(
    opened: list[tuple[dict[str, Any], date]],
    moved: list[Moved],
    run: Run,
) -> None:
    if moved:
        ledger.next_version(
            TABLE,
            [last[0] for last, _ in moved],
            [item["did"] for _, item in moved],
            [last[1] for last, _ in moved],
            [last[2] for last, _ in moved],
            channel=run.channel,
            at=run.at,
            changes={
                "position": ("text", [item["position"] or last[3] for last, item in moved]),
                "contract_end": (
                    "date",
                    [item.get("contract_end") or last[4] for last, item in moved],
                ),
            },
        )
    if opened:
        items = [o[0] for o in opened]
        ledger.add(
            TABLE,
            {
                "person_id": ("bigint", [i["person_id"] for i in items]),
                "employer_id": ("bigint", [i["employer_id"] for i in items]),
                "region": ("text", [i["employer_region"] for i in items]),
                "party": ("text", [f"employer:{i['employer_id']}" for i in items]),
                "position": ("text", [i["position"] or "" for i in items]),
                "contract_end": ("date", [i.get("contract_end") for i in items]),
            },
            [o[1] for o in opened],
            [None] * len(opened),
            [i["did"] for i in items],
            channel=run.channel,
            at=run.at,
        )


def leave_job(frame: pl.DataFrame, run: Run) -> dict[int, tuple[str, str]]:
    """End jobs. Columns: did, person_id, employer_id, end. Refused: `job_not_open`, `leave_before_arrival`."""
    known = _last_jobs(frame)
    results: dict[int, tuple[str, str]] = {}
    close: list[tuple[int, int, date, date]] = []
    for item in frame.iter_rows(named=True):
        last = known.get((item["person_id"], item["employer_id"]))
        end = item["end"] or run.today
        until = max(end, last[1] + timedelta(days=1)) if last else end
        if last is None or over_on(last[2], run.today) or last[2] == until:
            same = last is not None and last[2] == until
            results[item["did"]] = ("unchanged", "") if same else ("refused", "job_not_open")
        elif end < last[1]:
            results[item["did"]] = ("refused", "leave_before_arrival")
        else:
            close.append((last[0], item["did"], last[1], until))
            results[item["did"]] = ("applied", "")
    if close:
        ids, dids, starts, ends = (list(c) for c in zip(*close, strict=True))
        ledger.next_version(TABLE, ids, dids, starts, ends, channel=run.channel, at=run.at)
    return results
