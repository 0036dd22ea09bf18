"""Which room the reception proposes to somebody who comes without one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from anju.interfaces.web.reception.place import ReceptionRoom

MALE, FEMALE = "1", "2"


def suggested(
    rooms: Sequence[ReceptionRoom], sexes: Mapping[int, frozenset[str]], sex: str
) -> ReceptionRoom | None:
    """The first room, in the order given, with a free bed: of a dormitory one in which nobody of the other sex lives,
    those already begun before empty ones; of a rental building an empty one. Where the sex of the one who comes, or of
    those who live there, is not known, a room that somebody lives in is not proposed. None: no such room."""
    fits = [
        r
        for r in rooms
        if r.free
        and (
            not r.people
            or (r.shared and sex in (MALE, FEMALE) and sexes.get(r.home.id) == frozenset((sex,)))
        )
    ]
    return min(fits, key=lambda r: not r.people, default=None)
