"""Data quality in the demo: the rules as they would have run week by week, one fault found to be none by a clerk."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.demo.divisions import TOWN
from anju.demo.load.base_data import FOUNDER, BaseData, actor_of
from anju.domains.assessment import api as quality
from anju.domains.assessment.api import FaultsAsked
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting

WEEKS = 6
DOUBTED = ("job_no_home", "phone_shared", "stay_old", "building_unplaced")
"""Rules of which a clerk looks at the first fault, the first that has any."""


def enter(base: BaseData, *, at: datetime) -> int:
    """Run the rules; how many faults were found in all. Again, nothing changes."""
    with acting(FOUNDER):
        before = quality.last_run()
    if before is not None:
        return 0
    found = 0
    for back in range(WEEKS, -1, -1):
        found += quality.run_rules(actor=FOUNDER, at=at - timedelta(weeks=back)).found
    clerk = actor_of(base.staff["counter01"], at=at, channel="web")
    with acting(clerk):
        for rule in DOUBTED:
            asked = FaultsAsked(rule, TOWN)
            some = quality.faults(asked, actor=clerk, today=local_date(at), limit=1)
            if some:
                quality.find_no_faults(
                    [some[0].id], reason="已电话核实，记录无误", key="demo", actor=clerk, at=at
                )
                break
    return found
