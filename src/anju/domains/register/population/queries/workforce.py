"""An employer's own people: who works there, who came and went, how full the dormitory is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anju.domains.register.imports.data.imports import JobTurnover, Worker
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows

_AT_WORK = "j.employer_id = %s AND j.superseded_at IS NULL AND j.period @> %s::date"


def workforce(
    employer_id: int,
    *,
    as_of: date,
    q: str = "",
    since: date | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> tuple[list[Worker], int]:
    """Who works there on that day, newest first, and how many there are; `q`: part of a name; `since`: only those who
    began on that day or later.

    Two queries, with a name four. Persons are read only for the page: asking the policy of every one
    of a plant's thirty thousand workers takes half a second, asking that of their jobs, which names
    the employer, a tenth of it.
    """
    where, params = _AT_WORK, [employer_id, as_of]
    if since is not None:
        where, params = f"{where} AND lower(j.period) >= %s", [*params, since]
    if text := q.strip().replace("%", "").replace("_", ""):
        where, params = (
            f"{where} AND j.person_id = ANY(%s)",
            [*params, _named(where, params, text)],
        )
    total = int(rows(f"SELECT count(*) FROM register_job j WHERE {where}", params)[0][0])  # noqa: S608
    found = rows(
        f"""SELECT w.person_id, p.name, w.since, w.position, (SELECT s.home_id FROM register_stay s
            WHERE s.person_id = w.person_id AND s.superseded_at IS NULL AND s.habitual AND s.period @> %s::date LIMIT 1)
        FROM (SELECT j.person_id, lower(j.period) AS since, j.position FROM register_job j WHERE {where}
              ORDER BY lower(j.period) DESC, j.person_id DESC LIMIT %s OFFSET %s) w
        JOIN people_person p ON p.id = w.person_id
        ORDER BY w.since DESC, w.person_id DESC""",  # noqa: S608
        [as_of, *params, limit, offset],
    )
    return [Worker(*r) for r in found], total


_LEFT = "j.employer_id = %s AND j.superseded_at IS NULL AND upper(j.period) >= %s AND upper(j.period) < %s"


def leavers(
    employer_id: int,
    *,
    since: date,
    until: date,
    today: date,
    q: str = "",
    limit: int | None = 50,
    offset: int = 0,
) -> tuple[list[Worker], int]:
    """Whose job there ended in that half-open span, last first, and how many: as `job_turnover` counts them.

    The jobs are found under the caller's rights, and names as the intake role: who left is mostly out of the employer's
    sight. A name is there only where the employer has declared the job itself, and for as long as the law has it keep
    the papers of who left (`KEPT_YEARS` from that day; decision 0068); else it is "". Three queries, with a name five.
    """
    where, params = _LEFT, [employer_id, since, until]
    if text := q.strip().replace("%", "").replace("_", ""):
        where, params = (
            f"{where} AND j.person_id = ANY(%s)",
            [*params, _named_leavers(where, params, text, today)],
        )
    total = int(rows(f"SELECT count(*) FROM register_job j WHERE {where}", params)[0][0])  # noqa: S608
    found = rows(
        f"""SELECT j.person_id, j.line, lower(j.period), j.position, upper(j.period) FROM register_job j WHERE {where}
        ORDER BY upper(j.period) DESC, j.id DESC LIMIT %s OFFSET %s""",  # noqa: S608
        [*params, limit, offset],
    )
    with as_intake_role():
        names = dict(rows(_NAMES, _known(employer_id, [r[1] for r in found], today)))
    return [
        Worker(p, names.get(line, ""), since, position, None, until)
        for p, line, since, position, until in found
    ], total


KEPT_YEARS = 2
"""Years from the end of a job for which an employer keeps its papers (Labour Contract Law, article 50)."""
_NAMES = """SELECT j.line, p.name FROM register_job j JOIN people_person p ON p.id = j.person_id
WHERE j.line = ANY(%(lines)s) AND j.superseded_at IS NULL AND j.employer_id = %(employer)s
  AND upper(j.period) + make_interval(years => %(years)s) > %(day)s
  AND EXISTS (SELECT FROM register_job v JOIN register_declaration d ON d.id = v.declaration_id
    JOIN register_batch b ON b.id = d.batch_id WHERE v.line = j.line AND b.party = 'employer:' || j.employer_id)"""
"""Of ended jobs, the names that their employer knows."""


def _known(employer_id: object, lines: Sequence[int], today: date) -> dict[str, object]:
    return {"lines": list(lines), "employer": employer_id, "day": today, "years": KEPT_YEARS}


def _named_leavers(where: str, params: Sequence[object], text: str, today: date) -> list[int]:
    """Those of these ended jobs whose names the employer knows and that hold the text."""
    lines = [r[0] for r in rows(f"SELECT j.line FROM register_job j WHERE {where}", params)]  # noqa: S608
    with as_intake_role():
        return [
            r[0]
            for r in rows(
                f"SELECT j.person_id FROM ({_NAMES}) n JOIN register_job j ON j.line = n.line AND "  # noqa: S608
                "j.superseded_at IS NULL WHERE strpos(n.name, %(text)s) > 0",
                {**_known(params[0], lines, today), "text": text},
            )
        ]


def _named(where: str, params: Sequence[object], text: str) -> list[int]:
    """Those of these jobs whom the caller may see and whose name holds the text. Whom to look among is found under the
    caller's rights, their names as the intake role."""
    ids = [
        r[0]
        for r in rows(
            f"SELECT j.person_id FROM register_job j WHERE {where}",  # noqa: S608
            params,
        )
    ]
    with as_intake_role():
        return [
            r[0]
            for r in rows(
                "SELECT id FROM people_person WHERE id = ANY(%s) AND name LIKE %s",
                [ids, f"%{text}%"],
            )
        ]


def job_turnover(employer_id: int, *, since: date, until: date) -> JobTurnover:
    """How many jobs began and ended there in that half-open span."""
    found = rows(
        """SELECT count(*) FILTER (WHERE lower(period) >= %s AND lower(period) < %s),
            count(*) FILTER (WHERE upper(period) >= %s AND upper(period) < %s)
        FROM register_job WHERE employer_id = %s AND superseded_at IS NULL""",
        [since, until, since, until, employer_id],
    )
    return JobTurnover(*found[0])


def lodged(home_ids: Sequence[int], *, as_of: date) -> dict[int, int]:
    """How many people live in each of these homes on that day; empty ones are absent. One query."""
    return {
        r[0]: int(r[1])
        for r in rows(
            "SELECT home_id, count(*) FROM register_stay WHERE home_id = ANY(%s) AND superseded_at IS NULL "
            "AND habitual AND period @> %s::date GROUP BY home_id",
            [list(home_ids), as_of],
        )
    }
