"""The SQL that counts anew what the sums hold: for building them, and for comparing."""

from __future__ import annotations

from collections.abc import Callable

from anju.domains.register.api import facts as register
from anju.domains.statistics.sums.data.kept import GROUPINGS, VALUES_AT, Run
from anju.domains.statistics.sums.rules.changing import PERSON, edges_of, rows_of
from anju.foundation.facts import Fact

RESIDENT: Fact = next(fact for fact in register.FACTS if fact.code == "resident")
_AS_PERSON = f"CROSS JOIN LATERAL (SELECT {', '.join('s.' + c for c in PERSON)}) p"
_ALL = (
    f"(SELECT 1 AS sign, r.* FROM {RESIDENT.source.split()[0]} r WHERE r.superseded_at IS NULL) s"  # noqa: S608
)
_NAMES = sorted({name for grouping in GROUPINGS for name in grouping})


def name_of(grouping: tuple[str, ...]) -> str:
    """What a grouping is called in the table."""
    return ",".join(grouping)


def edges(run: Run) -> str:
    """Rows (level, place, day, began, ended) of all rows of the table of a run."""
    return edges_of(f"(SELECT 1 AS sign, r.* FROM ({rows_of(run, run.table)}) r)")  # noqa: S608


def edges_waiting(run: Run) -> str:
    """The same of what has changed and was not added up."""
    return f"SELECT level, place, day, began, ended FROM statistics_flow_change WHERE fact = '{run.fact}'"  # noqa: S608


def values(days: str, changes: str = "") -> str:
    """Rows (day, grouping, place, a, b, n) of the residents on the days that ``days`` selects; of all stays, or of a
    relation with the columns of a changed one."""
    source = f"{changes} s {_AS_PERSON}" if changes else _ALL
    join = "" if changes else "LEFT JOIN people_person p ON p.id = s.person_id"
    columns = ", ".join(
        f"coalesce(({RESIDENT.dimensions[n].sql}), '') AS {n}".format(day="k.day") for n in _NAMES
    )
    sets = ", ".join(f"(day, place, {', '.join(g)})" for g in GROUPINGS)
    grouping = _by_grouping(lambda g: f"'{name_of(g)}'")
    first, second = _by_grouping(lambda g: g[0]), _by_grouping(lambda g: (*g, "''")[1])
    return f"""SELECT day, {grouping} AS "grouping", place, {first} AS a, {second} AS b, sum(sign) AS n FROM (
      SELECT k.day, left(s.region, {VALUES_AT}) AS place, s.sign, {columns}
      FROM {source} {join} CROSS JOIN ({days}) k(day) WHERE {RESIDENT.where.format(day="k.day")}) f
    GROUP BY GROUPING SETS ({sets}) HAVING sum(sign) <> 0"""  # noqa: S608


def _by_grouping(word: Callable[[tuple[str, ...]], str]) -> str:
    """The word of the grouping that a row is of."""
    cases = " ".join(f"WHEN {_mask(g)} THEN {word(g)}" for g in GROUPINGS)
    return f"CASE GROUPING({', '.join(_NAMES)}) {cases} END"


def _mask(grouping: tuple[str, ...]) -> int:
    """What GROUPING gives for a grouping: a bit for each dimension that is not in it, the last name the lowest."""
    return sum(1 << n for n, name in enumerate(reversed(_NAMES)) if name not in grouping)
