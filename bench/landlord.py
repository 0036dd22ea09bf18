"""One company that lets 2,000 homes of a filled register: its pages show all of them. Made once, by SQL beside the
register's own operations, for its tenants live there already."""

from __future__ import annotations

import argparse
from typing import Any

from bench import province

HOMES = 2_000
_LET = """WITH its AS (SELECT h.id, h.building_id FROM places_home h JOIN places_building b ON b.id = h.building_id
    WHERE h.region >= %s AND h.region < %s AND b.party = '' ORDER BY h.building_id, h.id LIMIT %s),
  homes AS (UPDATE places_home h SET party = %s FROM its WHERE h.id = its.id RETURNING h.id),
  houses AS (UPDATE places_building b SET party = %s FROM (SELECT DISTINCT building_id FROM its) i
    WHERE b.id = i.building_id RETURNING b.id),
  stays AS (UPDATE register_stay s SET party = %s FROM its WHERE s.home_id = its.id AND s.superseded_at IS NULL
    RETURNING s.person_id)
INSERT INTO people_scope (person_id, scope, current) SELECT DISTINCT person_id, %s, true FROM stays
ON CONFLICT DO NOTHING"""


def landlord(args: argparse.Namespace, county: str) -> str:
    """The scope key of the company."""
    from anju.domains.places import api as places
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting, as_intake_role, subtree
    from anju.foundation.db.statements import run

    known: dict[str, Any] = province.state(args.data)
    if known.get("landlord"):
        return str(known["landlord"])
    with acting(system("bench")), as_intake_role():
        party = f"holder:{places.add_holder(name='安居公寓', kind='company', at=now())}"
        run(_LET, [*subtree(county), HOMES, party, party, party, party])
    province.remember(args.data, {**known, "landlord": party})
    return party
