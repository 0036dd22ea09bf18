"""A dwelling as it is judged, the rules there are, and what is found: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from anju.foundation.law.reading import Text

PURPOSES = (
    "bedroom",
    "living",
    "kitchen",
    "bathroom",
    "balcony",
    "corridor",
    "storage",
    "basement",
    "garage",
    "other",
)
"""What a space of a dwelling was built as."""
PARTITIONS = ("none", "living", "other")
"""Whether a space was made by a partition: of the living room, of another room."""
BARS = ("none", "opens", "fixed")
"""Bars before the windows: none, to be opened from inside, fixed."""
GAS = ("none", "piped", "bottle")
MOST_SPACES = 60
"""Spaces of one dwelling."""


@dataclass(frozen=True, slots=True)
class Space:
    """One space of a dwelling (a room, the kitchen …). `number` counts from 1; `area` in square metres, of use.

    `let`: somebody lives in it for rent; `people`: how many; `kin`: all of them are bound to support each other by law
    (a family). `window`: it has a window to the open air. None everywhere: not stated.
    """

    number: int
    purpose: str = "bedroom"
    name: str = ""
    let: bool = True
    area: Decimal | None = None
    people: int | None = None
    kin: bool = False
    window: bool | None = None
    partition: str = "none"
    hoods: int | None = None
    whistles: int | None = None
    torches: int | None = None


@dataclass(frozen=True, slots=True)
class Dwelling:
    """What is stated of a home. `living_area`: of the living room before any partition, in square metres;
    `extinguisher_kilograms`: of the smallest one; `ebike`: electric bicycles are charged or kept indoors;
    `gas_in_kitchen`: where a bottle stands. None and "": not stated."""

    spaces: tuple[Space, ...] = ()
    households: int | None = None
    living_area: Decimal | None = None
    extinguishers: int | None = None
    extinguisher_kilograms: Decimal | None = None
    detectors: int | None = None
    emergency_lights: int | None = None
    bars: str = ""
    ebike: bool | None = None
    gas: str = ""
    gas_in_kitchen: bool | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the register knows besides: `floors` of the building; rooms, beds and persons that the same landlord lets in
    it (`rooms`, `beds`, `people`), this home among them; `registered`: who is registered in this home."""

    floors: int = 1
    rooms: int = 0
    beds: int = 0
    people: int = 0
    registered: int = 0


@dataclass(frozen=True, slots=True)
class DwellingRecord:
    """A dwelling as stated, by whom and when."""

    home_id: int
    dwelling: Dwelling
    recorded_at: datetime
    channel: str
    by_label: str


@dataclass(frozen=True, slots=True)
class RuleKind:
    """A kind of rule: the parameters an entry gives (name → ``number``, ``whole``, ``purposes`` or ``yesno``), and
    whether it is asked of every let space (else once of the home)."""

    parameters: Mapping[str, str]
    per_space: bool


KINDS: dict[str, RuleKind] = {
    "never_let": RuleKind({"purposes": "purposes"}, per_space=True),
    "outside_window": RuleKind({}, per_space=True),
    "area_per_person": RuleKind({"square_metres": "number"}, per_space=True),
    "people_per_room": RuleKind({"most": "whole", "kin_exempt": "yesno"}, per_space=True),
    "undivided": RuleKind({}, per_space=True),
    "partition": RuleKind({"living_from": "number", "rooms": "whole"}, per_space=True),
    "hood": RuleKind({"count": "whole"}, per_space=True),
    "whistle": RuleKind({"count": "whole"}, per_space=True),
    "torch": RuleKind({"count": "whole"}, per_space=True),
    "extinguishers": RuleKind({"households_from": "whole", "count": "whole"}, per_space=False),
    "extinguisher_size": RuleKind(
        {"households_from": "whole", "kilograms": "number"}, per_space=False
    ),
    "detectors": RuleKind({"from": "whole", "count": "whole"}, per_space=False),
    "emergency_lights": RuleKind({"from": "whole", "count": "whole"}, per_space=False),
    "window_bars": RuleKind({}, per_space=False),
    "ebike_indoors": RuleKind({}, per_space=False),
    "gas_bottle_place": RuleKind({}, per_space=False),
    "gas_bottle_high_rise": RuleKind({"floors_from": "whole"}, per_space=False),
}
"""Every kind of rule, in the order in which findings are shown. What each asks stands in docs/domains/housing.md."""
DETAILS: dict[str, tuple[str, ...]] = {"partition": ("of_room", "living_small", "living_many")}
"""Kinds that are broken in several ways, each with its own words."""


@dataclass(frozen=True, slots=True)
class DwellingRule:
    """One rule in one region (prefix) from a day on. `parameters` as its kind has them: numbers exact, `purposes` a
    tuple. `article`: where it is laid down; `source`: where the value was read; `confidence` as in docs/law.md."""

    region: str
    key: str
    parameters: Mapping[str, object]
    article: Text
    source: Text
    confidence: str
    valid_from: date
    valid_to: date | None = None

    def number(self, name: str) -> Decimal:
        """A parameter that is a number."""
        return Decimal(str(self.parameters[name]))

    def whole(self, name: str) -> int:
        """A parameter that is a whole number."""
        return int(self.number(name))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is against a rule, or (`known` false) cannot be told because a fact is not stated. `space`: number
    of the space, None: the home. `measured` and `limit` in the unit of the rule; `detail`: which of `DETAILS`."""

    rule: DwellingRule
    space: int | None
    known: bool
    measured: Decimal | None = None
    limit: Decimal | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A home judged on a day. `record` None: nobody has stated anything, and nothing is judged. `allowed`: how many
    persons its let spaces may hold, None where that cannot be told; `registered`: how many are registered there."""

    record: DwellingRecord | None
    rules: tuple[DwellingRule, ...]
    breaches: tuple[Finding, ...] = ()
    unknown: tuple[Finding, ...] = ()
    allowed: int | None = None
    registered: int = 0
    stated: int = field(default=0)

    @property
    def people_differ(self) -> bool:
        """More persons are registered here than the spaces are said to hold."""
        return self.record is not None and self.registered > self.stated
