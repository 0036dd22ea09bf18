"""What must not be disclosed to a sender: that somebody outside their visibility scope exists.

A question that arises from the record of such a person is raised where both places are in sight, and the sender reads
only that the statement is being checked (docs/decisions/0008-visibility.md).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from anju.domains.people import api as people
from anju.domains.register.declarations.data.declarations import BEING_CHECKED, REFUSED, WAITING
from anju.domains.register.declarations.operations.context import Run
from anju.domains.register.intake.operations.processing import Processed, Results
from anju.domains.register.intake.rules.days import BEFORE_BIRTH
from anju.foundation.db.scope import scope_literal
from anju.foundation.db.statements import rows

_ABOUT_A_PERSON = frozenset({"same_person", "name_differs", "contradiction", *BEFORE_BIRTH})
_LEVELS = (12, 9, 6, 4, 2)
WHOLE_COUNTRY = "0"
"""The region of a question no province holds alone: it lies in the scope of "everywhere" and in no other."""


def raised_elsewhere(
    processed: Processed, results: Results, regions: Mapping[int, str], run: Run
) -> dict[int, str]:
    """Waiting declarations that speak of somebody out of the actor's sight: declaration → region of its question."""
    asked = {
        d: _meant(d, processed)
        for d, (status, reason) in results.items()
        if status == WAITING and reason in _ABOUT_A_PERSON
    }
    if not asked:
        return {}
    places = _places({p for people in asked.values() for p in people}, run)
    return {
        d: _above([regions.get(d, ""), *(r for p in people for r in places[p][1])])
        for d, people in asked.items()
        if any(p in places and not places[p][0] for p in people)
    }


def disclosed(results: Results, elsewhere: Collection[int]) -> Results:
    """The results as disclosed to the sender."""
    return {
        d: (WAITING, BEING_CHECKED) if d in elsewhere else result for d, result in results.items()
    }


def unnamed(processed: Processed, results: Results, run: Run) -> set[int]:
    """Refused declarations that meant somebody out of the actor's sight: the answer must not carry who it was."""
    meant = {
        d: processed.persons[d]
        for d, (status, _) in results.items()
        if status == REFUSED and d in processed.persons
    }
    seen = people.visible_to(run.actor, sorted(set(meant.values()))) if meant else set()
    return {d for d, person in meant.items() if person not in seen}


def _meant(did: int, processed: Processed) -> list[int]:
    known = processed.persons.get(did)
    return processed.candidates.get(did) or ([known] if known is not None else [])


def _places(person_ids: Collection[int], run: Run) -> dict[int, tuple[bool, list[str]]]:
    """Person → (in the actor's sight, regions they belong to)."""
    found = rows(
        """SELECT i.p, coalesce(bool_or(%s::anju_scope @> s.scope::text), false)
               OR %s::anju_scope @> ('person:' || i.p),
               coalesce(array_agg(s.scope::text) FILTER (WHERE s.scope < ':'), '{}')
        FROM unnest(%s::bigint[]) AS i(p) LEFT JOIN people_scope s ON s.person_id = i.p GROUP BY i.p""",
        [scope_literal(run.actor), scope_literal(run.actor), sorted(person_ids)],
    )
    return {p: (seen, list(regions)) for p, seen, regions in found}


def _above(regions: Collection[str]) -> str:
    """The smallest division that holds them all."""
    known = [r for r in regions if r]
    return next(
        (
            known[0][:n]
            for n in _LEVELS
            if known and len({r[:n] for r in known}) == 1 and all(len(r) >= n for r in known)
        ),
        WHOLE_COUNTRY,
    )
