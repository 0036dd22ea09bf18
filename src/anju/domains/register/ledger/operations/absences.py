"""People of this place who live and work elsewhere (流出)."""

from __future__ import annotations

from typing import Any

import polars as pl

from anju.domains.register.declarations.operations.context import Run
from anju.domains.register.ledger.operations import ledger
from anju.foundation.db.statements import joined, rows

TABLE = "register_absence"


def go_away(frame: pl.DataFrame, run: Run) -> dict[int, tuple[str, str]]:
    """Enter absences; {declaration: (status, "")}. Columns: did, person_id, region, start, end, destination_code,
    destination, position, left_children, left_elderly. A newer destination closes the earlier absence."""
    source, values = joined(
        {
            "p": ("bigint", frame["person_id"].to_list()),
            "s": ("date", frame["start"].to_list()),
            "e": ("date", frame["end"].to_list()),
        }
    )
    known = {
        r[0]: r[1:]
        for r in rows(
            f"""SELECT t.person_id, t.id, lower(t.period), upper(t.period),
            t.destination_text, t.left_children, t.left_elderly
        FROM {source} AS i(p, s, e) JOIN register_absence t ON t.person_id = i.p AND t.superseded_at IS NULL
          AND t.period && daterange(i.s, i.e) ORDER BY lower(t.period)""",  # noqa: S608
            values,
        )
    }
    results: dict[int, tuple[str, str]] = {}
    opened, close, changed = [], [], []
    for item in frame.iter_rows(named=True):
        last = known.get(item["person_id"])
        declared = (item["destination"] or "", item["left_children"], item["left_elderly"])
        results[item["did"]] = ("applied", "")
        if last is None:
            opened.append(item)
        elif last[3:] == declared:
            results[item["did"]] = ("unchanged", "")
        elif last[1] < item["start"]:
            close.append((last[0], item["did"], last[1], item["start"]))
            opened.append(item)
        else:
            changed.append((last, item))
    _carry_out(opened, close, changed, run)
    return results


def _carry_out(opened, close, changed, run: Run) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    how: dict[str, Any] = {"channel": run.channel, "at": run.at}
    if close:
        ids, dids, starts, ends = (list(c) for c in zip(*close, strict=True))
        ledger.next_version(TABLE, ids, dids, starts, ends, **how)
    if changed:
        items = [c[1] for c in changed]
        ledger.next_version(
            TABLE,
            [c[0][0] for c in changed],
            [i["did"] for i in items],
            [c[0][1] for c in changed],
            [c[0][2] for c in changed],
            **how,
            changes=_declared(items),
        )
    if opened:
        ledger.add(
            TABLE,
            {
                "person_id": ("bigint", [i["person_id"] for i in opened]),
                "region": ("text", [i["region"] for i in opened]),
                **_declared(opened),
            },
            [i["start"] for i in opened],
            [i["end"] for i in opened],
            [i["did"] for i in opened],
            **how,
        )


def _declared(items):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    return {
        "destination": ("text", [i["destination_code"] or "" for i in items]),
        "destination_text": ("text", [i["destination"] or "" for i in items]),
        "position": ("text", [i["position"] or "" for i in items]),
        "left_children": ("boolean", [i["left_children"] for i in items]),
        "left_elderly": ("boolean", [i["left_elderly"] for i in items]),
    }
