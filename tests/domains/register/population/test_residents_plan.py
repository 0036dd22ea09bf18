"""How the list of residents is read: by the index of its regions, whatever the planner may know of periods."""

from __future__ import annotations

from datetime import date

from anju.domains.register.population.queries.lists import _living


def test_the_residents_of_a_region_are_never_looked_for_among_the_periods_of_the_country(owner):
    sql, params = _living(["430181"], date(2026, 11, 29), "", "")
    by_period, bare = "Index Cond: (period @>", "s.period @> %s::date"
    assert f"({bare}) IS TRUE" in sql
    with owner.transaction(force_rollback=True):
        owner.execute("DROP INDEX register_stay_figures, register_stay_person, register_stay_home")
        owner.execute("SET LOCAL enable_seqscan = off")
        plans = [
            "\n".join(r[0] for r in owner.execute(f"EXPLAIN {one}", params))
            for one in (sql, sql.replace(f"({bare}) IS TRUE", bare))
        ]
    assert by_period not in plans[0]
    assert by_period in plans[1], "the question that would be read so was asked"
