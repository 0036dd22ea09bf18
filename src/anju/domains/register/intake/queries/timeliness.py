"""By when an arrival had to be registered, and how late it is."""

from __future__ import annotations

from datetime import date, datetime, time

from anju.domains.register.declarations.queries.rules import due, rule
from anju.domains.register.intake.data.receipts import Timeliness
from anju.foundation.clock import CHINA, local_date


def timeliness(
    arrived: date, *, region: str, nationality: str, at: datetime, change: bool = False
) -> Timeliness:
    """The deadline of a resident's registration in that region. The hour of arrival is not known, so the day counts
    to its end. `change`: somebody registered already moves within the area."""
    foreign = nationality not in ("", "CHN", "HKG", "MAC", "TWN")
    key = "declare.foreigner" if foreign else "declare.change" if change else "declare.resident"
    start = datetime.combine(arrived, time(23, 59, 59), CHINA)
    _, source = rule(key, region, arrived, at=at)
    until = due(key, region, start)
    return Timeliness(
        until, source, max((local_date(at) - local_date(until)).days, 0) if at > until else 0
    )
