"""How the register's work goes, in numbers without places or persons, for those who keep the machine running."""

from __future__ import annotations

from dataclasses import dataclass

from anju.foundation.db.statements import rows

RECENT = 10_000
"""So many of the latest declarations are looked at: counting all of them would read the whole table every time."""


@dataclass(frozen=True, slots=True)
class Workload:
    """`numbered`: declarations ever numbered. `recent`: (channel, status, how many) of the latest `RECENT`.
    `questions`: (kind, how many) that wait for a person."""

    numbered: int
    recent: tuple[tuple[str, str, int], ...]
    questions: tuple[tuple[str, int], ...]


def workload() -> Workload:
    """As far as the scope in force admits. Three queries, none of which reads more than open or recent rows."""
    return Workload(
        numbered=int(
            rows(
                "SELECT coalesce((SELECT id FROM register_declaration ORDER BY id DESC LIMIT 1), 0)"
            )[0][0]
        ),
        recent=tuple(
            rows(
                "SELECT b.channel, d.status, count(*) FROM (SELECT batch_id, status FROM register_declaration "
                "ORDER BY id DESC LIMIT %s) d JOIN register_batch b ON b.id = d.batch_id GROUP BY 1, 2 ORDER BY 1, 2",
                [RECENT],
            )
        ),
        questions=tuple(
            rows(
                "SELECT kind, count(*) FROM register_review WHERE decided_at IS NULL GROUP BY 1 ORDER BY 1"
            )
        ),
    )
