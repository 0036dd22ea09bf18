"""A department's file about one person on file, with a row that comes back."""

from __future__ import annotations

from anju.domains.exchange.api import deliveries, sources, tickets
from anju.domains.exchange.deliveries.models import Fact
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.people import Somebody
from tests.factories.register import PLATFORM

SCHOOL = "school_enrolment"


def delivered(who: Somebody, *, region: str = "4301", turn: int = 0) -> int:
    """The number of the delivery: a fact about this person, and a row with a wrong number. Another `turn`, another
    file."""
    school = sources.Department(sources.source(SCHOOL))
    first = school.rows[0]
    about = {**first, "XM": who.name, "SFZH": who.doc_number, "BZ": str(turn)}
    school.rows = [about, {**first, "SFZH": first["SFZH"][:17] + "?"}]
    with acting(PLATFORM):
        deliveries.connect(SCHOOL, region=region, every_hours=24, actor=PLATFORM, at=now())
    files = school.night(local_date(now()))
    name = next(n for n in files if n.endswith(".csv"))
    manifest = deliveries.read_manifest(files[name + deliveries.MANIFEST])
    return deliveries.take_file(SCHOOL, name, files[name], manifest, at=now()).id


def doubted(*, answered: bool = True) -> int:
    """The number of a correction ticket about the newest fact of a person."""
    clerk = PLATFORM.for_purpose("service")
    with acting(clerk):
        fact = Fact.objects.filter(ended_at=None, person_id__isnull=False).latest("id")
        number = tickets.open_ticket(
            fact.pk, "school", proposed="另一所", why="本人说", actor=clerk, at=now()
        )
        if answered:
            tickets.answer_ticket(number, outcome="upheld", text="无误", actor=clerk, at=now())
    return number
