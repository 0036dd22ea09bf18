"""How many workers an area needs, as values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Ratio:
    """One worker for so many residents and one for so many let homes, whichever asks for more; 0: not asked for.
    `part`: what a part-time worker counts for, in per cent. `source`: where it is laid down, "" for a supposed one."""

    residents: int
    homes: int
    part: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """Registered residents and let homes of an area."""

    residents: int = 0
    homes: int = 0

    def __add__(self, other: Load) -> Load:
        """Both together."""
        return Load(self.residents + other.residents, self.homes + other.homes)


@dataclass(frozen=True, slots=True)
class Need:
    """An area with what is there and what it needs. `present` in whole workers' time: somebody with grids in two areas
    counts a part in each."""

    area: str
    load: Load
    needed: int
    present: Fraction
    full: int
    part: int

    @property
    def lacking(self) -> Fraction:
        """Workers that are missing; 0 where there are enough."""
        return max(Fraction(0), self.needed - self.present)


@dataclass(frozen=True, slots=True)
class Plan:
    """The needs of an area part by part, and its sums. `without_grids`: the time of workers who have none and count
    for the whole area alone. `lacking` of the parts is not that of the whole: workers do not move by themselves."""

    ratio: Ratio
    needs: tuple[Need, ...]
    without_grids: Fraction
    without_grids_count: int

    @property
    def load(self) -> Load:
        """Of all parts."""
        return sum((n.load for n in self.needs), Load())

    @property
    def needed(self) -> int:
        """Of all parts."""
        return sum(n.needed for n in self.needs)

    @property
    def present(self) -> Fraction:
        """Of all parts and of those without grids."""
        return sum((n.present for n in self.needs), self.without_grids)

    @property
    def lacking(self) -> Fraction:
        """Of all parts together."""
        return max(Fraction(0), self.needed - self.present)


@dataclass(frozen=True, slots=True)
class Cut:
    """How a community would be divided if no grid had more than so many let homes. `outside`: those of its homes that
    lie in no grid yet; `over`: grids of today that have
    more; `wanted`: grids there would be; `each`: let homes a grid then."""

    area: str
    homes: int
    outside: int
    grids: int
    largest: int
    over: int
    wanted: int
    each: int
