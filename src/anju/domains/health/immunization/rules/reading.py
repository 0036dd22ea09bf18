"""A published schedule of ours (YAML) as values; what it `extends` is read first, and only what changes is stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from anju.domains.health.immunization.data.schedule import (
    AgeLimits,
    Antigen,
    Association,
    Clause,
    Comparison,
    Condition,
    ConditionKind,
    ConditionSet,
    Conflict,
    Contraindication,
    Indication,
    Interval,
    Named,
    Offset,
    Product,
    Schedule,
    Series,
    SeriesKind,
    Skip,
    SkipContext,
    TargetDose,
    VaccineGroup,
    in_force,
)
from anju.domains.health.immunization.rules.dates import offset

Raw = Mapping[str, Any]
MERGED = ("clauses", "sets", "vaccines", "observations", "groups", "antigens")
COUNTS = {"more": Comparison.MORE, "equal": Comparison.EQUAL, "less": Comparison.LESS}


def merged(content: Raw, base: Raw | None) -> dict[str, Any]:
    """The content with what it takes over from the schedule it extends."""
    whole = deepcopy(dict(base or {}))
    for key, value in content.items():
        if key in MERGED:
            whole[key] = {**whole.get(key, {}), **value}
        elif key == "contraindications":
            whole[key] = [*whole.get(key, []), *value]
        else:
            whole[key] = value
    for antigen in whole["antigens"].values():
        for series in antigen["series"]:
            if "doses_of" in series:
                series["doses"] = _doses_of(series, base or {})
    if "valid_to" not in content:
        whole.pop("valid_to", None)
    return whole


def _doses_of(series: dict[str, Any], base: Raw) -> list[Any]:
    antigen, name = series.pop("doses_of").split("/")
    found = next(s for s in base["antigens"][antigen]["series"] if s["name"] == name)
    doses: list[Any] = deepcopy(found["doses"])
    late, until, clause = (
        series.pop("late", {}),
        series.pop("until", None),
        series.pop("clause", ""),
    )
    for dose in doses:
        if dose.get("label") in late:
            dose["late"] = late[dose["label"]]
        if until:
            dose["until"] = until
        if clause:
            dose["clause"] = clause
    return doses


def read(whole: Raw) -> Schedule:
    """A merged content as a schedule."""
    reader = _Reader(whole)
    antigens = {name: reader.antigen(name, raw) for name, raw in whole["antigens"].items()}
    named = {**whole["vaccines"], **whole["groups"], **whole["observations"]}
    return Schedule(
        code=whole["code"],
        antigens=antigens,
        groups=tuple(
            VaccineGroup(name, tuple(g["antigens"]), bool(g.get("full")))
            for name, g in whole["groups"].items()
        ),
        vaccines={
            code: tuple(Association(a) for a in v["holds"]) for code, v in whole["vaccines"].items()
        },
        conflicts=reader.conflicts(),
        clauses={k: Clause(c["zh"], c["en"], c["source"]) for k, c in whole["clauses"].items()},
        names={k: Named(n["zh"], n["en"], bool(n.get("paid"))) for k, n in named.items()},
        title=Named(whole["title"]["zh"], whole["title"]["en"]),
        in_force=in_force(_day(whole.get("valid_from")), _day(whole.get("valid_to"))),
    )


def _day(value: date | None) -> int | None:
    return value.toordinal() if value is not None else None


def _before(value: date | None) -> int | None:
    return value.toordinal() - 1 if value is not None else None


class _Reader:
    """Reads the parts of one content; knows its named sets of vaccines and its last age."""

    def __init__(self, whole: Raw) -> None:
        self.whole = whole
        self.sets: Mapping[str, Sequence[str]] = whole["sets"]
        self.until: Offset | None = offset(whole.get("until"))

    def codes(self, value: str | Iterable[str]) -> list[str]:
        """Vaccine codes, a set's name ($DTaP) replaced by its members."""
        names = [value] if isinstance(value, str) else value
        return [c for n in names for c in (self.sets[n[1:]] if n.startswith("$") else [n])]

    def conflicts(self) -> dict[str, dict[str, Conflict]]:
        """Every two live vaccines that are injected: on one day or so many days apart."""
        rule = self.whole["live_apart"]
        interval = Offset(0, rule["days"])
        conflict = Conflict(Offset(0, 1), interval, interval, rule["clause"])
        live = [code for code, v in self.whole["vaccines"].items() if v.get("live")]
        return {code: dict.fromkeys(live, conflict) for code in live}

    def antigen(self, name: str, raw: Raw) -> Antigen:
        series = tuple(self.series(name, s) for s in raw["series"])
        held = {p.code for s in series for d in s.doses for p in (*d.preferable, *d.allowable)}
        return Antigen(name, series, contraindications=tuple(self.contraindications(held)))

    def contraindications(self, held: set[str]) -> Iterable[Contraindication]:
        for raw in self.whole.get("contraindications", ()):
            barred = [Product(c) for c in self.codes(raw.get("vaccines", ())) if c in held]
            if barred or raw.get("antigens") == "all":
                yield Contraindication(
                    raw["observation"],
                    offset(raw.get("from")),
                    offset(raw.get("to")),
                    products=tuple(barred),
                    lasts=offset(raw.get("lasts")),
                    clause=raw["clause"],
                    unless=bool(raw.get("unless")),
                )

    def series(self, antigen: str, raw: Raw) -> Series:
        return Series(
            name=raw["name"],
            antigen=antigen,
            doses=tuple(self.dose(n, d) for n, d in enumerate(raw["doses"], 1)),
            kind=SeriesKind(raw.get("kind", "standard")),
            group=raw.get("group", "1"),
            equivalent=frozenset(raw.get("equivalent", ())),
            genders=frozenset(raw.get("gender", ())),
            default=bool(raw.get("default")),
            preference=raw.get("preference", 1),
            born=in_force(_day(raw.get("born_from")), _before(raw.get("born_before"))),
            in_force=in_force(_day(raw.get("in_force_from")), None),
            indications=tuple(_indication(i) for i in raw.get("indications", ())),
        )

    def dose(self, number: int, raw: Raw) -> TargetDose:
        clause = raw["clause"]
        age = offset(raw["age"])
        skips = tuple(self.condition_set(s) for s in raw.get("skip_if", ()))
        return TargetDose(
            number=number,
            ages=(
                AgeLimits(
                    absolute=offset(raw.get("counts_from")) or age,
                    minimum=age,
                    earliest=age,
                    latest=offset(raw.get("late")),
                    maximum=offset(raw.get("until")) or self.until,
                    clause=clause,
                ),
            ),
            intervals=tuple(_interval(i) for i in raw.get("after", ())),
            preferable=tuple(self.products(raw["give"], recommended=True)),
            allowable=tuple(self.products(raw.get("also", ()), recommended=False)),
            skips=(Skip(SkipContext.BOTH, skips),) if skips else (),
            clause=clause,
            label=raw.get("label", ""),
        )

    def products(self, raw: Iterable[Any], *, recommended: bool) -> Iterable[Product]:
        for one in raw:
            if isinstance(one, str):
                yield from (Product(c, recommended=recommended) for c in self.codes(one))
            else:
                yield Product(
                    one["code"],
                    offset(one.get("from")),
                    offset(one.get("to")),
                    recommended=recommended,
                    in_force=in_force(_day(one.get("since_day")), _day(one.get("until_day"))),
                    when=tuple(self.condition_set(s) for s in one.get("when", ())),
                )

    def condition_set(self, raw: Iterable[Raw]) -> ConditionSet:
        return ConditionSet(tuple(self.condition(c) for c in raw))

    def condition(self, raw: Raw) -> Condition:
        if "born_from" in raw or "born_before" in raw:
            return Condition(
                ConditionKind.BORN,
                first=_day(raw.get("born_from")),
                before=_day(raw.get("born_before")),
            )
        if "age_from" in raw:
            return Condition(ConditionKind.AGE, begin=offset(raw["age_from"]))
        word = next(w for w in COUNTS if w in raw)
        return Condition(
            ConditionKind.COUNT,
            begin=offset(raw.get("from")),
            end=offset(raw.get("before")),
            count=raw[word],
            comparison=COUNTS[word],
            valid_only="valid" in raw,
            codes=frozenset(self.codes(raw.get("valid", raw.get("total", ())))),
        )


def _indication(raw: str | Raw) -> Indication:
    if isinstance(raw, str):
        return Indication(raw)
    return Indication(raw["observation"], offset(raw.get("from")), offset(raw.get("to")))


def _interval(raw: Raw) -> Interval:
    minimum = offset(raw["min"])
    return Interval(
        from_previous=not {"since", "since_observation"} & set(raw),
        from_target=raw.get("since"),
        from_observation=raw.get("since_observation", ""),
        absolute=minimum,
        minimum=minimum,
        earliest=minimum,
        latest=offset(raw.get("late")),
        clause=raw["clause"],
    )
