"""Which changes a new version of a stay means, compared with the version it replaced. No tables, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anju.domains.exchange.changes.data.changes import ChangeKind, Noted


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a stay: who, where, from when, and until when (None: still)."""

    person_id: int
    region: str
    home_id: int | None
    start: date
    end: date | None

    def noted(self, kind: ChangeKind, day: date | None) -> Noted:
        """A change of this kind at this home."""
        return Noted(kind, self.person_id, self.region, day, self.home_id)


def changes_of(new: Version, old: Version | None) -> list[Noted]:
    """What a partner is notified of when `new` has taken the place of `old` (None: a stay of its own)."""
    if old is None:
        return _whole(new)
    if (old.region, old.home_id, old.start) != (new.region, new.home_id, new.start):
        return [old.noted(ChangeKind.MOVE_IN_UNDONE, old.start), *_whole(new)]
    if old.end == new.end:
        return []
    if new.end is None:
        return [new.noted(ChangeKind.MOVE_OUT_UNDONE, old.end)]
    return [new.noted(ChangeKind.MOVED_OUT, new.end)]


def changes_of_undone(undone: Version, again: Version | None) -> list[Noted]:
    """What a partner is notified of when a version was taken back and `again` counts in its place (None: the stay
    never was)."""
    if again is None:
        return [undone.noted(ChangeKind.MOVE_IN_UNDONE, undone.start)]
    return changes_of(again, undone)


def _whole(new: Version) -> list[Noted]:
    out = [new.noted(ChangeKind.MOVED_IN, new.start)]
    return out if new.end is None else [*out, new.noted(ChangeKind.MOVED_OUT, new.end)]
