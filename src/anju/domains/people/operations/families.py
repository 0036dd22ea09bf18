"""Households and guardians."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from anju.domains.people.models import Guardianship, Household, Membership
from anju.foundation.db.statements import joined, rows, run
from anju.foundation.kinship import CHILDREN


def form_household(
    head_id: int, members: Sequence[tuple[int, str]], *, since: date, at: datetime
) -> int:
    """Put people into the head's household. `members`: (person, relation to the head). Returns the household.

    Who was a member elsewhere leaves there on the same day.
    """
    mine = Membership.objects.filter(
        person_id=head_id, until=None, household__head_id=head_id
    ).first()
    household = (
        mine.household if mine else Household.objects.create(head_id=head_id, recorded_at=at)
    )
    wanted = [(head_id, "02"), *members]
    source, values = joined(
        {"p": ("bigint", [w[0] for w in wanted]), "r": ("text", [w[1] for w in wanted])}
    )
    run(
        "UPDATE people_membership SET until = %s WHERE until IS NULL AND household_id <> %s AND person_id = ANY(%s)",
        [since, household.id, [w[0] for w in wanted]],
    )
    run(
        f"""INSERT INTO people_membership (household_id, person_id, relation, since)
            SELECT %s, i.p, i.r, %s FROM {source} AS i(p, r)
            ON CONFLICT (person_id) WHERE until IS NULL DO UPDATE SET relation = excluded.relation""",  # noqa: S608
        [household.id, since, *values],
    )
    for person_id, relation in members:
        if relation in CHILDREN:
            entrust(person_id, head_id, relation="50", since=since)
    return int(household.id)


def entrust(ward_id: int, guardian_id: int, *, relation: str, since: date) -> None:
    """Record a guardian; repeating it changes nothing."""
    if not Guardianship.objects.filter(
        ward_id=ward_id, guardian_id=guardian_id, until=None
    ).exists():
        Guardianship.objects.create(
            ward_id=ward_id, guardian_id=guardian_id, relation=relation, since=since
        )


def wards_of(person_ids: Sequence[int]) -> dict[int, list[int]]:
    """Guardians by ward, for the people given as wards."""
    out: dict[int, list[int]] = {}
    for ward, guardian in rows(
        "SELECT ward_id, guardian_id FROM people_guardianship WHERE until IS NULL "
        "AND ward_id = ANY(%s)",
        [list(person_ids)],
    ):
        out.setdefault(ward, []).append(guardian)
    return out
