"""Temporary local."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from anju.domains.permits.data.entitled import Assessment, Fact, Missing
from anju.domains.register import api as register


def assess(person_ids: Sequence[int], *, on: date, at: datetime) -> dict[int, Assessment]:
    """Half a year and a job."""
    out = {}
    stays, jobs = register.stays_of(person_ids, as_of=on), register.jobs_of(person_ids, as_of=on)
    for p in person_ids:
        mine = [s for s in stays if s.person_id == p and s.habitual]
        job = [j for j in jobs if j.person_id == p]
        facts, missing, region, start = [], [], "", None
        if mine:
            region, since = mine[0].region, mine[0].since
            start = since + timedelta(days=183)
            if start <= on:
                facts.append(Fact("registered_stay", "663.2", since, None, f"stay:{mine[0].id}"))
            else:
                missing.append(Missing("registered_stay", "663.2", start))
        else:
            missing.append(Missing("registered_stay", "663.2"))
        if job:
            facts.append(Fact("stable_job", "663.2", job[0].since, None, f"job:{job[0].id}"))
        else:
            missing += [Missing("stable_job", "663.2", None, "job"), Missing("stable_home", "663.2", None, "home"),
                        Missing("schooling", "663.2", None, "school")]
        ok = not missing
        out[p] = Assessment(p, region, ok, start if ok else None, "job" if job else None, tuple(facts), tuple(missing))
    return out
