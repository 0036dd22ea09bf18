"""Boundaries of grids are edited, undone and taken from files: each time all of it, audited, and free of gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anju.domains.regions.data.boundaries import Boundary, Draw, Drawn, Fault, Point, Shape, Step
from anju.domains.regions.models import Boundary as BoundaryRow
from anju.domains.regions.models import GridEdit as GridEditRow
from anju.domains.regions.operations.grids import (
    PERMISSION,
    end_grids,
    ended_names,
    is_open,
    open_grid,
)
from anju.domains.regions.queries import boundaries as stored
from anju.domains.regions.rules import coverage
from anju.domains.regions.rules.shapes import as_json, box_of, square_metres
from anju.domains.regions.rules.steps import Drawing, written
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number

EVENT = "regions.boundaries_changed"
MARGIN = 1_000
"""Units (ten metres) around what changes within which neighbours are looked at."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What is to be written: new shapes by code, grids to make (code → name), grids that end, boundaries that go."""

    shapes: Mapping[str, Shape]
    made: Mapping[str, str]
    ended: frozenset[str]
    bare: frozenset[str] = frozenset()
    """Grids that stay without a boundary."""

    @property
    def codes(self) -> list[str]:
        """All grids whose boundary it changes."""
        return sorted({*self.shapes, *self.ended, *self.bare})


def edit_boundaries(
    actor: Actor,
    region: str,
    steps: Sequence[Step],
    base: Mapping[str, int],
    at: datetime,
    *,
    note: str = "",
    save: bool = True,
) -> Drawn:
    """Do the steps on the boundaries in force. `base`: the version of each boundary that the editor saw."""
    require_no_identity_number(note)
    actor.require(PERMISSION, region=region)
    with transaction.atomic():
        one_at_a_time(region)
        before = _before(region, steps)
        _must_be_grids([s.code for s in steps if isinstance(s, Draw) and not s.name])
        drawing = Drawing({b.code: b.shape for b in before.values()})
        for step in steps:
            drawing.take(step)
        _unchanged_since(before, base, drawing.changed | drawing.ended)
        kept = Saved(
            {c: drawing.shapes[c] for c in drawing.changed}, drawing.made, frozenset(drawing.ended)
        )
        wrong = _faults(region, kept, drawing.shapes)
        edit = None
        if save and not wrong:
            edit = write(actor, region, "edit", kept, at, steps=steps, note=note)
    after: dict[str, Shape | None] = {**kept.shapes, **dict.fromkeys(kept.ended)}
    return Drawn(edit, after, kept.made, wrong)


def _must_be_grids(codes: Sequence[str]) -> None:
    for code in codes:
        if not is_open(code):
            raise NotFound("grid_unknown", region=code)


def undo_edit(actor: Actor, edit_id: int, at: datetime) -> int:
    """Bring the boundaries back that an edit changed, and the grids it ended; those it made end."""
    found = stored.edit(edit_id)
    if found is None:
        raise NotFound("grid_edit_unknown", id=edit_id)
    actor.require(PERMISSION, region=found.region)
    with transaction.atomic():
        one_at_a_time(found.region)
        ended, begun = stored.by_edit(edit_id)
        now = {b.code: b.shape for b in stored.in_force_of(found.codes)}
        if found.undone or now != {b.code: b.shape for b in begun}:
            raise Conflict("grid_changed_since")
        before, back = {b.code for b in begun}, {b.code: b.shape for b in ended}
        made = frozenset(GridEditRow.objects.get(id=edit_id).made)
        gone = before - set(back)
        names = ended_names(set(back) - before)
        kept = Saved(back, names, frozenset(gone & made), frozenset(gone - made))
        if _faults(found.region, kept, _around(found.region, kept)):
            raise Refused("grid_undo_faults")
        return write(actor, found.region, "undo", kept, at, undoes=edit_id)


def write(
    actor: Actor,
    region: str,
    kind: str,
    kept: Saved,
    at: datetime,
    *,
    steps: Sequence[Step] = (),
    note: str = "",
    undoes: int | None = None,
) -> int:
    """Write an edit down; its id. Needs `grid.edit` in every grid it changes."""
    require_no_identity_number(note)
    codes = kept.codes
    for code in codes:
        actor.require(PERMISSION, region=code)
    day = local_date(at)
    row = GridEditRow.objects.create(
        region=region,
        kind=kind,
        codes=codes,
        made=sorted(kept.made),
        at=at,
        note=note[:200],
        steps=[written(s) for s in steps],
        undoes_id=undoes,
        by_user=actor.user_id,
        by_label=actor.label[:100],
    )
    BoundaryRow.objects.filter(code__in=codes, valid_to=None).update(valid_to=at, ended=row)
    for code, name in sorted(kept.made.items()):
        open_grid(code, name, day)
    BoundaryRow.objects.bulk_create(
        _row(code, shape, row, at) for code, shape in kept.shapes.items()
    )
    end_grids(kept.ended, day)
    audit.record_write(
        actor,
        action="grids.undo" if undoes else "grids.edit",
        subject_kind="grid_edit",
        subject_id=row.pk,
        at=at,
        detail={"codes": codes[:100], "kind": kind, "steps": len(steps)},
    )
    events.emit(EVENT, {"edit": row.pk, "codes": codes}, at=at)
    return int(row.pk)


def _row(code: str, shape: Shape, edit: GridEditRow, at: datetime) -> BoundaryRow:
    west, south, east, north = box_of([shape])
    return BoundaryRow(
        code=code,
        shape=as_json(shape),
        area=square_metres(shape),
        west=west,
        south=south,
        east=east,
        north=north,
        valid_from=at,
        begun=edit,
    )


def one_at_a_time(region: str) -> None:
    """Two who save in one city at once are taken one after the other: each must fit what the other left."""
    rows("SELECT pg_advisory_xact_lock(hashtext('grids'), hashtext(%s))", [region[: stored.CITY]])


def _before(region: str, steps: Iterable[Step]) -> dict[str, Boundary]:
    """What lies around the division and around what the steps name."""
    points = [p for s in steps for p in _points(s)]
    own = stored.in_force(region)
    boxes = [box_of([b.shape for b in own])] if own else []
    if points:
        boxes.append(box_of([((tuple(points),),)]))
    if not boxes:
        return {}
    west, south, east, north = (
        f(v) for f, v in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    box = (west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN)
    return {b.code: b for b in stored.around(region, box)}


def _points(step: Step) -> tuple[Point, ...]:
    named = [getattr(step, f) for f in step.__slots__ if f in ("at", "to", "a", "b")]
    return (*named, *getattr(step, "line", ()), *getattr(step, "ring", ()))


def _unchanged_since(
    before: Mapping[str, Boundary], base: Mapping[str, int], codes: set[str]
) -> None:
    other = sorted(b.name for c, b in before.items() if c in codes and base.get(c) != b.version)
    if other:
        raise Conflict("grid_changed_meanwhile", grids=other)


def _around(region: str, kept: Saved) -> dict[str, Shape]:
    """The boundaries in force near what is to be written, without those it ends, with those it brings."""
    if not kept.shapes:
        return {}
    west, south, east, north = box_of(kept.shapes.values())
    box = (west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN)
    near = {b.code: b.shape for b in stored.around(region, box)}
    return {c: s for c, s in {**near, **kept.shapes}.items() if c not in kept.ended | kept.bare}


def _faults(region: str, kept: Saved, shapes: Mapping[str, Shape]) -> tuple[Fault, ...]:
    """What would be wrong; only what lies near the changes is compared."""
    if not kept.shapes:
        return ()
    broken = [c for c, s in kept.shapes.items() if not s or not s[0][0]]
    if broken:
        return tuple(Fault(c, "empty") for c in sorted(broken))
    return coverage.faults(coverage.near_to(kept.shapes, shapes, MARGIN), frozenset(kept.shapes))
