"""What the kept record of a merge lacks and the other one says, and how it is taken out again.

Of a registered address and a place of origin the declarations decide (`records.part_fields` of the register)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anju.domains.people.data import Merging
from anju.domains.people.models import Person

EMPTY: Mapping[str, Any] = {"birth_date": None, "sex": "0", "education": "", "marital": ""}
"""Fields that a merge fills → how each reads where nothing is said."""
FILLED = "people_person.filled"
"""Their names in the journal. The values stand in the merged record, not there."""


def fill_merged_gaps(merging: Merging) -> dict[str, Any]:
    """Fill what the kept record lacks from the other one; nothing is overwritten."""
    kept, other = _both(merging)
    filled = [
        name
        for name, empty in EMPTY.items()
        if getattr(kept, name) == empty and getattr(other, name) != empty
    ]
    for name in filled:
        setattr(kept, name, getattr(other, name))
    if filled:
        kept.save(update_fields=filled)
    return {FILLED: filled}


def empty_gaps_again(merging: Merging, moved: Mapping[str, Any]) -> None:
    """Empty what the merge filled; a value that was corrected meanwhile stays."""
    kept, other = _both(merging)
    own = [n for n in moved.get(FILLED) or [] if getattr(kept, n) == getattr(other, n)]
    for name in own:
        setattr(kept, name, EMPTY[name])
    if own:
        kept.save(update_fields=own)


def _both(merging: Merging) -> tuple[Person, Person]:
    found = Person.objects.in_bulk([merging.kept_id, merging.other_id])
    return found[merging.kept_id], found[merging.other_id]
