"""What a site may be."""

from __future__ import annotations

from anju.domains.employers.sites.data import DORMITORY, KINDS, SiteDraft
from anju.foundation.errors import Refused

LONGEST_NAME, LONGEST_ADDRESS = 80, 150
LARGEST = 100_000


def require_site(draft: SiteDraft, *, party: str) -> None:
    """Raise `Refused` for what no site of this party can be: `site_kind`, `site_name`, `site_address`, `site_days` (the
    last before the first), `site_size`, `site_building` (a dormitory without its building) or `site_building_other`
    (a building for which somebody else answers)."""
    if draft.kind not in KINDS:
        raise Refused("site_kind")
    if not 0 < len(draft.name.strip()) <= LONGEST_NAME:
        raise Refused("site_name", most=LONGEST_NAME)
    if draft.kind != DORMITORY and not 0 < len(draft.address.strip()) <= LONGEST_ADDRESS:
        raise Refused("site_address", most=LONGEST_ADDRESS)
    if draft.until is not None and draft.until < draft.since:
        raise Refused("site_days")
    if draft.size is not None and not 0 < draft.size <= LARGEST:
        raise Refused("site_size", most=LARGEST)
    if draft.kind == DORMITORY and draft.building is None:
        raise Refused("site_building")
    if draft.building is not None and draft.building.party != party:
        raise Refused("site_building_other")
