"""The job queue as an operator sees it."""

from __future__ import annotations

from dataclasses import dataclass

from anju.foundation.db.statements import rows


@dataclass(frozen=True, slots=True)
class Waiting:
    """Jobs of one queue in one state: todo or doing."""

    queue: str
    state: str
    jobs: int


def queued() -> list[Waiting]:
    """Jobs that wait or run. One query; done ones are not kept."""
    return [
        Waiting(*row)
        for row in rows(
            "SELECT queue_name, status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') "
            "GROUP BY 1, 2 ORDER BY 1, 2"
        )
    ]
