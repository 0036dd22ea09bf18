"""Bundles: what a device carries of its holder's areas, with the fewest fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

MOST_HOMES = 20_000
"""Homes that a device may carry."""
KEPT = timedelta(hours=24)
"""How long a bundle can be fetched that was offered."""
MOST_PIECE = 512 * 1024
"""Bytes of a bundle in one answer."""
PERSON_FIELDS = ("name", "document", "stays")
"""What a bundle tells of a person, for the access log: the document masked."""
EPOCH_STEP = 1 << 20
"""Bundles of one device between two restores; their numbers never repeat after one."""


@dataclass(frozen=True, slots=True)
class AwaitedThere:
    """What waits at a home: cause, due day and beginning of each; it is left in peace before `rest_until`."""

    tasks: tuple[tuple[str, date, datetime], ...]
    rest_until: date | None = None


WaitingAt = Callable[[Sequence[str]], Mapping[int, AwaitedThere]]
"""What waits at the homes of these regions, by the number of the home."""


@dataclass(frozen=True, slots=True)
class BundleOffered:
    """A bundle ready to be fetched. `base`: the sequence it builds on; 0: it is whole. `valid_until`: the device must
    not show it any longer."""

    code: str
    sequence: int
    base: int
    areas: tuple[str, ...]
    size: int
    sha256: str
    homes: int
    valid_until: datetime
