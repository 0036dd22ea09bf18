"""Moving in and out: what a declared stay means for the stays already known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from anju.domains.register.declarations.data.kinds import IMPLIED_STAYS
from anju.domains.register.declarations.operations.context import Run
from anju.domains.register.ledger.data import over_on
from anju.domains.register.ledger.operations import ledger
from anju.foundation.db.scope import scope_literal
from anju.foundation.db.statements import Columns, joined, rows
from anju.foundation.frames import each_row, filled, put

TABLE = "register_stay"
CONTRADICTION = "contradiction"
_READ = (
    "kind",
    "did",
    "person_id",
    "home_id",
    "home_region",
    "home_party",
    "start",
    "end",
    "leave_due",
    "reason",
    "police_reason",
    "dwelling",
)


@dataclass(slots=True)
class _Plan:
    """What to do, gathered row by row, carried out set by set."""

    results: dict[int, tuple[str, str]] = field(default_factory=dict)
    close: list[tuple[int, int, date, date | None]] = field(default_factory=list)
    rehome: list[tuple[int, dict[str, Any], date, date | None]] = field(default_factory=list)
    opened: list[tuple[dict[str, Any], date, date | None]] = field(default_factory=list)
    end: list[tuple[int, int]] = field(default_factory=list)
    replan: list[tuple[_Known, dict[str, Any]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    home_id: int | None
    party: str
    since: date
    until: date | None
    region: str
    channel: str
    leave_due: date | None


def arrive(frame: pl.DataFrame, run: Run) -> dict[int, tuple[str, str]]:
    """Enter declared stays; {declaration: (status, reason)}.

    Columns: did, person_id, home_id, home_region, home_party, start (today where it is not said), end, reason,
    police_reason, dwelling. At most one row a person. A later move-in closes the earlier stay on that day. What would
    need a stay to begin before one already known elsewhere is a contradiction for a person to decide.

    An end that is still to come is what was planned (a lease's last day): it becomes `leave_due`, and the stay stays
    open until somebody says that the person left. Only an end that has been reached closes it.
    """
    if frame.is_empty():
        return {}
    frame = _with_ends(put(frame, filled(frame, "start", run.today)), run.today)
    created = [run.effects.get(d, {}).get("created") for d in frame["did"].to_list()]
    known = {} if all(created) else _overlapping(frame)
    plan = _Plan()
    for values in each_row(frame, _READ):
        item = dict(zip(_READ, values, strict=True))
        _decide(item, known.get(item["person_id"], []), run, plan)
    _carry_out(plan, run)
    return plan.results


def _with_ends(frame: pl.DataFrame, today: date) -> pl.DataFrame:
    """`end` as far as it has been reached, `leave_due` where it is still to come. Who came and left on one day stayed
    that day."""
    starts, ends = frame["start"].to_list(), frame["end"].to_list()
    due = [e if e is not None and e > today else None for e in ends]
    over = [
        max(e, s + timedelta(days=1)) if e is not None and e <= today else None
        for s, e in zip(starts, ends, strict=True)
    ]
    return put(
        frame, pl.Series("leave_due", due, dtype=pl.Date), pl.Series("end", over, dtype=pl.Date)
    )


def _overlapping(frame: pl.DataFrame) -> dict[int, list[_Known]]:
    source, values = joined(
        {
            "p": ("bigint", frame["person_id"].to_list()),
            "s": ("date", frame["start"].to_list()),
            "e": ("date", frame["end"].to_list()),
        }
    )
    out: dict[int, list[_Known]] = {}
    for r in rows(
        f"""SELECT t.person_id, t.id, t.home_id, t.party, lower(t.period), upper(t.period), t.region,
                t.channel, t.leave_due
            FROM {source} AS i(p, s, e) JOIN register_stay t ON t.person_id = i.p AND t.habitual
              AND t.superseded_at IS NULL AND t.period && daterange(i.s, i.e)
            ORDER BY lower(t.period)""",  # noqa: S608
        values,
    ):
        out.setdefault(r[0], []).append(_Known(*r[1:]))
    return out


def _decide(item: dict[str, Any], known: list[_Known], run: Run, plan: _Plan) -> None:
    did, start, end = item["did"], item["start"], item["end"]
    if not known:
        plan.opened.append((item, start, end))
        plan.results[did] = ("applied", "")
        return
    last = known[-1]
    if item["kind"] in IMPLIED_STAYS and all(
        k.until is not None and k.until <= run.today for k in known
    ):
        # Who works there again lives there again: a roster repeats the date of the first time.
        plan.opened.append((item, max(start, last.until or start), end))
        plan.results[did] = ("applied", "")
    elif "contradiction" in run.answered:
        _prevail(item, known, plan)
    elif last.home_id == item["home_id"]:
        _same_home(item, known, plan)
    elif last.since < start and len(known) == 1:
        plan.close.append((last.id, did, last.since, start))
        plan.opened.append((item, start, end))
        plan.results[did] = ("applied", "")
    elif (
        last.party
        and last.party == item["home_party"]
        and last.until is None
        and (end is None or end > max(run.today, last.since))
    ):
        _moved_within(item, last, run, plan)
    else:
        plan.results[did] = ("waiting", CONTRADICTION)
        run.conflicts[did] = [
            {
                "stay": k.id,
                "since": k.since,
                "until": k.until,
                "area": k.region[:6],
                "channel": k.channel,
            }
            for k in known
        ]


def _prevail(item: dict[str, Any], known: list[_Known], plan: _Plan) -> None:
    """Somebody decided that the declared stay is right: from its start until its end the others give way.

    A stay begun earlier ends where the declared one begins; one that lies inside it falls; what reaches beyond its end
    begins there. A stay in the same home that was under way already is the same stay and goes on.
    """
    did, start, end = item["did"], item["start"], item["end"]
    for stay in known:
        if stay.since < start and stay.home_id == item["home_id"]:
            start = stay.since
            plan.end.append((stay.id, did))
        elif stay.since < start:
            plan.close.append((stay.id, did, stay.since, start))
        elif end is not None and (stay.until is None or stay.until > end):
            plan.close.append((stay.id, did, end, stay.until))
        else:
            plan.end.append((stay.id, did))
    plan.opened.append((item, start, end))
    plan.results[did] = ("applied", "")


def _same_home(item: dict[str, Any], known: list[_Known], plan: _Plan) -> None:
    """The same stay again: with an earlier first day it began then, unless the person lived elsewhere
    in between. The day of hiring (`hire`) is not the day of moving in."""
    did, end, last = item["did"], item["end"], known[-1]
    earlier = item["kind"] not in IMPLIED_STAYS and item["start"] < last.since and len(known) == 1
    if earlier:
        plan.close.append(
            (last.id, did, item["start"], end if end and end > last.since else last.until)
        )
        plan.results[did] = ("applied", "")
    elif end and end != last.until and end > last.since:
        plan.close.append((last.id, did, last.since, end))
        plan.results[did] = ("applied", "")
    elif item["leave_due"] and last.until is None and item["leave_due"] != last.leave_due:
        plan.replan.append((last, item))
        plan.results[did] = ("applied", "")
    else:
        plan.results[did] = ("unchanged", "")


def _moved_within(item: dict[str, Any], last: _Known, run: Run, plan: _Plan) -> None:
    """Another room of the same landlord or dormitory, said with the old date: the move was noticed on the day of the
    list. On the day of arrival itself it only corrects the room."""
    moved = max(run.today, last.since)
    if moved == last.since:
        plan.rehome.append((last.id, item, last.since, last.until))
    else:
        plan.close.append((last.id, item["did"], last.since, moved))
        plan.opened.append((item, moved, item["end"]))
    plan.results[item["did"]] = ("applied", "")


def _carry_out(plan: _Plan, run: Run) -> None:
    how: dict[str, Any] = {"channel": run.channel, "at": run.at}
    if plan.end:
        ledger.supersede(TABLE, [e[0] for e in plan.end], [e[1] for e in plan.end], at=run.at)
    if plan.close:
        ids, dids, starts, ends = (list(c) for c in zip(*plan.close, strict=True))
        ledger.next_version(TABLE, ids, dids, starts, ends, **how)
    if plan.rehome:
        items = [r[1] for r in plan.rehome]
        ledger.next_version(
            TABLE,
            [r[0] for r in plan.rehome],
            [i["did"] for i in items],
            [r[2] for r in plan.rehome],
            [r[3] for r in plan.rehome],
            **how,
            changes={
                "home_id": ("bigint", [i["home_id"] for i in items]),
                "region": ("text", [i["home_region"] for i in items]),
            },
        )
    if plan.replan:
        ledger.next_version(
            TABLE,
            [k.id for k, _ in plan.replan],
            [i["did"] for _, i in plan.replan],
            [k.since for k, _ in plan.replan],
            [None] * len(plan.replan),
            channel=run.channel,
            at=run.at,
            changes={"leave_due": ("date", [i["leave_due"] for _, i in plan.replan])},
        )
    items = [o[0] for o in plan.opened]
    ledger.add(
        TABLE,
        _columns(items),
        [o[1] for o in plan.opened],
        [o[2] for o in plan.opened],
        [i["did"] for i in items],
        channel=run.channel,
        at=run.at,
    )


def _columns(items: list[dict[str, Any]]) -> Columns:
    return {
        "person_id": ("bigint", [i["person_id"] for i in items]),
        "home_id": ("bigint", [i["home_id"] for i in items]),
        "region": ("text", [i["home_region"] for i in items]),
        "party": ("text", [i["home_party"] or "" for i in items]),
        "habitual": ("boolean", [True] * len(items)),
        "reason": ("text", [i["reason"] or "99" for i in items]),
        "police_reason": ("text", [i["police_reason"] or "" for i in items]),
        "dwelling": ("text", [i["dwelling"] or "02" for i in items]),
        "leave_due": ("date", [i["leave_due"] for i in items]),
    }


def leave(frame: pl.DataFrame, run: Run) -> dict[int, tuple[str, str]]:
    """Close stays. Columns: did, person_id, home_id (null: wherever the person lives), end. A stay that is not habitual
    is ended by naming its home.

    Refused: `stay_not_open` (also for a stay out of the actor's sight), `leave_before_arrival`. Leaving on the day of
    arrival keeps that one day. A day still to come is planned: until then the person lives there, and
    the planned day may be declared anew or taken back (`planned`).
    """
    source, values = joined(
        {
            "d": ("bigint", frame["did"].to_list()),
            "p": ("bigint", frame["person_id"].to_list()),
            "h": ("bigint", frame["home_id"].to_list()),
            "e": ("date", frame["end"].to_list()),
        }
    )
    found = {
        r[0]: r[1:]
        for r in rows(
            f"""SELECT i.d, t.id, lower(t.period), upper(t.period), i.e
        FROM {source} AS i(d, p, h, e) CROSS JOIN (SELECT %s::anju_scope AS scope) own
        JOIN register_stay t ON t.person_id = i.p AND t.superseded_at IS NULL AND (t.habitual OR i.h IS NOT NULL)
          AND (i.h IS NULL OR t.home_id = i.h)
          AND (own.scope @> t.region::text OR own.scope @> nullif(t.party, '')::text
               OR own.scope @> ('person:' || t.person_id))
        ORDER BY t.habitual, lower(t.period)""",  # noqa: S608
            [*values, scope_literal(run.actor)],
        )
    }
    results: dict[int, tuple[str, str]] = {}
    close: list[tuple[int, int, date, date | None]] = []
    for did in frame["did"].to_list():
        if did not in found:
            results[did] = ("refused", "stay_not_open")
            continue
        stay, since, until, end = found[did]
        last = max(end, since + timedelta(days=1))
        if over_on(until, run.today) or until == last:
            results[did] = ("unchanged", "") if until == last else ("refused", "stay_not_open")
        elif end < since:
            results[did] = ("refused", "leave_before_arrival")
        else:
            close.append((stay, did, since, last))
            results[did] = ("applied", "")
    _carry_out(_Plan(close=close), run)
    return results
