"""Trained parameters: the set in use, earlier ones, and how frequent values are in a set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from anju.domains.linkage.data import Parameters
from anju.domains.linkage.models import ParameterSet
from anju.domains.linkage.rules.stored import UnfitParametersError, from_text
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import joined, rows
from anju.foundation.errors import Conflict


@dataclass(frozen=True, slots=True)
class ParameterSetView:
    """One training. `usable`: this version of the comparisons can use it."""

    number: int
    trained_label: str
    trained_at: datetime
    in_use: bool
    used_from: datetime | None
    figures: dict[str, Any]
    filled: dict[str, int]
    parameters: Parameters | None
    content: str

    @property
    def usable(self) -> bool:
        """Whether it can be put to use."""
        return self.parameters is not None

    @property
    def weights(self) -> Parameters:
        """The parameters of a usable set."""
        if self.parameters is None:
            raise Conflict("linkage_set_unfit")
        return self.parameters


def parameter_sets(*, limit: int = 50) -> list[ParameterSetView]:
    """Trainings, the newest first."""
    return [view_of(row) for row in ParameterSet.objects.order_by("-id")[:limit]]


def parameter_set(number: int) -> ParameterSetView | None:
    """One training."""
    row = ParameterSet.objects.filter(id=number).first()
    return view_of(row) if row else None


def set_in_use() -> ParameterSetView | None:
    """The training whose weights are used, when there is one that this version can use."""
    row = ParameterSet.objects.filter(in_use=True).first()
    view = view_of(row) if row else None
    return view if view and view.usable else None


def view_of(row: ParameterSet) -> ParameterSetView:
    """A stored training as a value."""
    return ParameterSetView(
        row.id,
        row.trained_label,
        row.trained_at,
        row.in_use,
        row.used_from,
        row.figures,
        row.filled,
        _read(row.content),
        row.content,
    )


@lru_cache(maxsize=8)
def _read(content: str) -> Parameters | None:
    try:
        return from_text(content)
    except UnfitParametersError:
        return None


def shares(
    used: ParameterSetView, values: Mapping[str, Sequence[str | None]]
) -> dict[str, dict[str, float]]:
    """Per fact with rare values, how often each of these values occurs; one that was not counted is as rare as can
    be. Call it inside a transaction. One query."""
    wanted = [
        (fact, value)
        for fact, found in values.items()
        if fact in used.filled
        for value in {v for v in found if v}
    ]
    table: dict[str, dict[str, float]] = {fact: {} for fact in values if fact in used.filled}
    if not wanted:
        return table
    source, parameters = joined(
        {"fact": ("text", [f for f, _ in wanted]), "value": ("text", [v for _, v in wanted])}
    )
    with as_intake_role():
        known = {
            (fact, value): share
            for fact, value, share in rows(
                f"""SELECT i.fact, i.value, s.share FROM {source} AS i(fact, value)
                JOIN linkage_value_share s ON s.parameter_set_id = %s AND s.fact = i.fact AND s.value = i.value""",  # noqa: S608
                [*parameters, used.number],
            )
        }
    for fact, value in wanted:
        rarest = 1 / max(used.filled[fact], 1)
        table[fact][value] = known.get((fact, value), rarest)
    return table
