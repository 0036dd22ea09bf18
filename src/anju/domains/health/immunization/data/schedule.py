"""A published vaccination schedule as values: antigens, their series, the doses of a series and what each requires.

The model follows the CDC's logic specification for clinical decision support (CDSi): a *series* is one way of being
protected against one antigen; its *target doses* are met in order by doses given. Days are ordinals of the calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Offset(NamedTuple):
    """A length of time: months of the calendar, then days."""

    months: int
    days: int


class SeriesKind(StrEnum):
    """For whom a series is meant."""

    STANDARD = "standard"
    RISK = "risk"
    EVALUATION_ONLY = "evaluation_only"


class SkipContext(StrEnum):
    """When a target dose may be skipped."""

    EVALUATION = "evaluation"
    FORECAST = "forecast"
    BOTH = "both"


class ConditionKind(StrEnum):
    """What a condition of skipping looks at."""

    AGE = "age"
    COUNT = "count"
    INTERVAL = "interval"
    COMPLETED = "completed"
    BORN = "born"


class Comparison(StrEnum):
    """How a number of doses is compared."""

    MORE = "more"
    EQUAL = "equal"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class InForce:
    """From which day to which day (both included) a requirement applies; None is open."""

    first: int | None = None
    last: int | None = None

    def on(self, day: int) -> bool:
        """True when the requirement applies on the day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


ALWAYS = InForce()


def in_force(first: int | None = None, last: int | None = None) -> InForce:
    """The days named; without any always the same value, which need not be asked."""
    return ALWAYS if first is None and last is None else InForce(first, last)


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """The ages of a target dose; before `absolute` it does not count, from `maximum` on it is not given."""

    absolute: Offset | None = None
    minimum: Offset | None = None
    earliest: Offset | None = None
    latest: Offset | None = None
    maximum: Offset | None = None
    in_force: InForce = ALWAYS
    clause: str = ""
    graced: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "graced", self.absolute != self.minimum)


@dataclass(frozen=True, slots=True)
class Interval:
    """Time since an earlier event: the previous dose, a target dose by number, vaccines by code, or an observation."""

    from_previous: bool = True
    from_target: int | None = None
    from_recent: frozenset[str] = frozenset()
    from_observation: str = ""
    absolute: Offset | None = None
    minimum: Offset | None = None
    earliest: Offset | None = None
    latest: Offset | None = None
    priority: bool = False
    in_force: InForce = ALWAYS
    clause: str = ""
    graced: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "graced", self.absolute != self.minimum)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of skipping a target dose."""

    kind: ConditionKind
    begin: Offset | None = None
    end: Offset | None = None
    first: int | None = None
    before: int | None = None
    interval: Offset | None = None
    count: int = 0
    comparison: Comparison = Comparison.MORE
    valid_only: bool = False
    codes: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    everything: bool = field(init=False, default=False)
    """True when doses are counted by their vaccine alone, whatever the age and the day."""

    def __post_init__(self) -> None:
        limits = (self.begin, self.end, self.first, self.before)
        plain = bool(self.codes) and all(one is None for one in limits)
        object.__setattr__(self, "everything", plain)


@dataclass(frozen=True, slots=True)
class ConditionSet:
    """Conditions of which all or one must hold."""

    conditions: tuple[Condition, ...]
    every: bool = True
    in_force: InForce = ALWAYS
    text: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """A vaccine that meets a target dose within ages; `maker` only where one maker's product is meant.

    `recommended` products are named in the forecast, those with `when` only while one of its sets holds."""

    code: str
    begin: Offset | None = None
    end: Offset | None = None
    maker: str = ""
    recommended: bool = False
    in_force: InForce = ALWAYS
    when: tuple[ConditionSet, ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """When a target dose is not needed: all or one of its sets hold."""

    context: SkipContext
    sets: tuple[ConditionSet, ...]
    every: bool = False


@dataclass(frozen=True, slots=True)
class TargetDose:
    """One dose of a series and what a given dose must fulfil to meet it."""

    number: int
    ages: tuple[AgeLimits, ...] = ()
    intervals: tuple[Interval, ...] = ()
    allowable_intervals: tuple[Interval, ...] = ()
    preferable: tuple[Product, ...] = ()
    allowable: tuple[Product, ...] = ()
    inadvertent: frozenset[str] = frozenset()
    skips: tuple[Skip, ...] = ()
    recurring: bool = False
    season_first: int | None = None
    season_last: int | None = None
    clause: str = ""
    label: str = ""
    evaluation_skips: tuple[Skip, ...] = field(init=False, default=())
    forecast_skips: tuple[Skip, ...] = field(init=False, default=())
    preferable_codes: frozenset[str] = field(init=False, default=frozenset())
    all_priority: bool = field(init=False, default=False)
    products: Mapping[str, tuple[Product, ...]] = field(init=False, default_factory=dict)
    """By code, the preferable before the allowable ones; a maker is asked of preferable ones only."""
    recommended_alone: tuple[str, ...] | None = field(init=False, default=None)
    """The vaccines to be named where that depends on nothing."""

    def __post_init__(self) -> None:
        keep = object.__setattr__
        keep(self, "evaluation_skips", _of(self.skips, SkipContext.FORECAST))
        keep(self, "forecast_skips", _of(self.skips, SkipContext.EVALUATION))
        keep(self, "preferable_codes", frozenset(p.code for p in self.preferable))
        every = bool(self.intervals) and all(i.priority for i in self.intervals)
        keep(self, "all_priority", every)
        products: dict[str, tuple[Product, ...]] = {}
        for one in (*self.preferable, *self.allowable):
            products[one.code] = (*products.get(one.code, ()), one)
        keep(self, "products", products)
        named = [p for p in self.preferable if p.recommended]
        if not any(p.when or p.begin or p.end for p in named):
            keep(self, "recommended_alone", tuple(dict.fromkeys(p.code for p in named)))


def _of(skips: tuple[Skip, ...], other: SkipContext) -> tuple[Skip, ...]:
    return tuple(s for s in skips if s.context != other)


@dataclass(frozen=True, slots=True)
class Indication:
    """Why a risk series is meant for a person: an observation within ages."""

    observation: str
    begin: Offset | None = None
    end: Offset | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One way of being protected against one antigen."""

    name: str
    antigen: str
    doses: tuple[TargetDose, ...]
    kind: SeriesKind = SeriesKind.STANDARD
    group: str = "1"
    equivalent: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()
    default: bool = False
    product_path: bool = False
    priority: str = "A"
    preference: int = 99
    start_from: Offset | None = None
    start_before: Offset | None = None
    born: InForce = ALWAYS
    in_force: InForce = ALWAYS
    indications: tuple[Indication, ...] = ()
    codes: frozenset[str] = field(init=False, default=frozenset())
    """Every vaccine that can meet one of the doses."""
    any_vaccine: bool = field(init=False, default=False)
    """True when a dose names no vaccine: all of the antigen meet it."""
    for_everybody: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        codes = frozenset(c for d in self.doses for c in d.products)
        object.__setattr__(self, "codes", codes)
        object.__setattr__(self, "any_vaccine", not all(d.products for d in self.doses))
        always = self.born is ALWAYS and self.in_force is ALWAYS
        plain = always and not self.genders and self.kind is not SeriesKind.RISK
        object.__setattr__(self, "for_everybody", plain)


@dataclass(frozen=True, slots=True)
class Contraindication:
    """An observation under which an antigen, or only certain vaccines, must not be given at certain ages; `lasts` from
    the day of the observation, for ever where that is not known. With `unless` it is the lack of the observation (a
    test that must come first)."""

    observation: str
    begin: Offset | None = None
    end: Offset | None = None
    products: tuple[Product, ...] = ()
    lasts: Offset | None = None
    clause: str = ""
    unless: bool = False


@dataclass(frozen=True, slots=True)
class BirthImmunity:
    """People born before a day count as immune, except under certain observations."""

    before: int
    country: str = ""
    except_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Antigen:
    """What is protected against, with every series towards it."""

    name: str
    series: tuple[Series, ...]
    immune_if: frozenset[str] = frozenset()
    immune_births: tuple[BirthImmunity, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    tests_first: bool = field(init=False, default=False)
    looks_at_others: bool = field(init=False, default=False)
    """True when a dose may be skipped because another series is complete."""

    def __post_init__(self) -> None:
        first = any(c.unless for c in self.contraindications)
        object.__setattr__(self, "tests_first", first)
        skips = (k for s in self.series for d in s.doses for k in d.skips)
        kinds = {c.kind for k in skips for group in k.sets for c in group.conditions}
        object.__setattr__(self, "looks_at_others", ConditionKind.COMPLETED in kinds)


@dataclass(frozen=True, slots=True)
class VaccineGroup:
    """The antigens which people think of as one vaccination; `full` when they are always given together."""

    name: str
    antigens: tuple[str, ...]
    full: bool = False


@dataclass(frozen=True, slots=True)
class Association:
    """An antigen that a vaccine holds when given within ages."""

    antigen: str
    begin: Offset | None = None
    end: Offset | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """From `begin` to before `end` after one vaccine another does not count; `minimum_end` after one that counts."""

    begin: Offset
    minimum_end: Offset
    end: Offset
    clause: str = ""
    longest: int = field(init=False, default=0)
    """No conflict after so many days, whatever the months of the calendar."""

    def __post_init__(self) -> None:
        ends = [e.months * 31 + e.days for e in (self.minimum_end, self.end)]
        object.__setattr__(self, "longest", max(ends))


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule as its source states it."""

    zh: str
    en: str
    source: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a vaccine, a group or an observation is called; `paid` by the person rather than free of charge."""

    zh: str
    en: str
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """Everything that is needed to evaluate and forecast."""

    code: str
    antigens: Mapping[str, Antigen]
    groups: tuple[VaccineGroup, ...]
    vaccines: Mapping[str, tuple[Association, ...]]
    conflicts: Mapping[str, Mapping[str, Conflict]]
    """Current vaccine → previous vaccine → conflict."""
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    names: Mapping[str, Named] = field(default_factory=dict)
    """Of vaccines, groups and observations."""
    title: Named = Named("", "")
    in_force: InForce = ALWAYS
    conflicting: frozenset[str] = field(init=False, default=frozenset())
    """Vaccines after which another may not count."""

    def __post_init__(self) -> None:
        before = frozenset(code for table in self.conflicts.values() for code in table)
        object.__setattr__(self, "conflicting", before)
