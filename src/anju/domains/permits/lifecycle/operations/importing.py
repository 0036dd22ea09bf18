"""Old permits from a spreadsheet: residence permits of an earlier system, and temporary ones from before 2016.

Each row counts or is refused by itself; refused rows come back as a spreadsheet like the original with a column saying
why. Where a permit came from stays with it (`Permit.legacy`). A file sent twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.permits.eligibility.queries.law import RESIDENT, kind_of
from anju.domains.permits.eligibility.rules import city_of
from anju.domains.permits.lifecycle.operations.issuing import next_number
from anju.domains.permits.lifecycle.rules import TEMPORARY, OldPermit, header, old_permit
from anju.domains.permits.transitions.data.transitions import LIVE, PermitState, TransitionKind
from anju.domains.permits.transitions.models import Permit
from anju.domains.permits.transitions.operations import ISSUE, begin
from anju.domains.permits.transitions.rules import in_use
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Refused
from anju.foundation.sheets.reader import read_cells
from anju.foundation.sheets.writer import write_xlsx

MOST = 5_000
"""Rows of one file."""
DAY = timedelta(days=1)
Line = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class LegacyImport:
    """What a file brought. `refused`: (row, reason code); `refused_file` the rows again with the
    reasons, b"" for none."""

    imported: int
    unchanged: int
    refused: tuple[tuple[int, str], ...]
    refused_file: bytes


def import_permits(
    data: bytes,
    filename: str,
    *,
    source: str,
    region: str,
    actor: Actor,
    at: datetime,
    sentence: Callable[[str], str],
) -> LegacyImport:
    """Take over old permits issued by this station or town. Staff with ``import.run`` and ``permit.issue`` there.

    Only people the register knows by number and name are taken; others are refused ``person_unknown``. Raises `Refused`
    as `read_cells`, ``old_header``, ``old_source_missing``, ``file_too_large``.
    """
    actor.require("import.run")
    actor.require(ISSUE, region=region)
    if not source.strip():
        raise Refused("old_source_missing")
    lines = [list(r) for r in read_cells(data, filename).sheets[0].cells.rows()]
    found = header(lines)
    if found is None:
        raise Refused("old_header")
    top, columns = found
    body = [(n, line) for n, line in enumerate(lines[top + 1 :], top + 2) if any(line)]
    if len(body) > MOST:
        raise Refused("file_too_large")
    permits = [old_permit(n, line, columns, today=local_date(at)) for n, line in body]
    origin = {"source": source.strip()[:100], "file": filename[:200]}
    with as_intake_role():
        outcomes = _take_all(permits, origin, region, actor, at)
    bad = [
        (t.row, o)
        for t, o in zip(permits, outcomes, strict=True)
        if o not in ("imported", "unchanged")
    ]
    return LegacyImport(
        outcomes.count("imported"),
        outcomes.count("unchanged"),
        tuple(bad),
        _refused_file(lines[top], [line for _, line in body], outcomes, sentence) if bad else b"",
    )


def _take_all(
    permits: Sequence[OldPermit], origin: dict[str, str], region: str, actor: Actor, at: datetime
) -> list[str]:
    known = people.by_citizen_numbers([t.doc_number for t in permits if not t.problem])
    views = people.persons(list(known.values()))
    seen = people.visible_to(actor, list(known.values()), ISSUE)
    out: list[str] = []
    for one in permits:
        person = known.get(one.doc_number)
        view = views.get(person) if person in seen and person is not None else None
        out.append(one.problem or _take(one, view, origin, region, actor, at))
    return out


def _take(
    one: OldPermit,
    view: PersonView | None,
    origin: dict[str, str],
    region: str,
    actor: Actor,
    at: datetime,
) -> str:
    """One row: what became of it."""
    if view is None:
        return "person_unknown"
    if view.name != one.name:
        return "old_name_differs"
    if one.issued is None or one.until is None:
        return "date_invalid"
    held = list(Permit.objects.filter(person_id=view.id))
    if any(
        (p.legacy or {}).get("number") == one.number
        and (p.legacy or {}).get("source") == origin["source"]
        for p in held
    ):
        return "unchanged"
    today = local_date(at)
    endorsed = (
        kind_of(view.id) == RESIDENT
    )  # other permits end with their own term instead of being suspended
    over = one.kind == TEMPORARY or (not endorsed and one.until < today)
    state = PermitState.EXPIRED if over else in_use(one.until + DAY if endorsed else None, today)
    if state in LIVE and any(p.state in LIVE for p in held):
        return "old_permit_live"
    stay = next(
        (s for s in reversed(register.stays_of([view.id])) if city_of(s.region) == city_of(region)),
        None,
    )
    permit = Permit(
        number=next_number(region, one.issued),
        person_id=view.id,
        region=stay.region[:12] if stay else region,
        issuer=region,
        home_id=stay.home_id if stay else None,
        state=state,
        path="",
        issued_on=one.issued,
        endorsed_until=one.until + DAY if endorsed else None,
        valid_until=None if endorsed else one.until + DAY,
        residence_from=one.issued,
        legacy={**origin, "number": one.number, "kind": one.kind, "row": one.row},
    )
    begin(
        permit,
        TransitionKind.IMPORTED,
        actor=actor,
        at=at,
        effective=today,
        detail={"kind": one.kind},
    )
    return "imported"


def _refused_file(
    head: Line, body: Sequence[Line], outcomes: Sequence[str], sentence: Callable[[str], str]
) -> bytes:
    bad = [
        (line, sentence(o))
        for line, o in zip(body, outcomes, strict=True)
        if o not in ("imported", "unchanged")
    ]
    columns = {
        f"c{n}": [line[n] if n < len(line) else None for line, _ in bad] for n in range(len(head))
    }
    frame = pl.DataFrame(
        {**columns, "why": [w for _, w in bad]}, schema=dict.fromkeys([*columns, "why"], pl.Utf8)
    )
    return write_xlsx(frame, titles=[*(h or "" for h in head), "原因"], marked=("why",))
