"""The CDC's published supporting data (CDSi, XML) as a schedule of ours, and its published test cases (CSV).

Used by the benchmark and the tests only; nothing of it is part of the product.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from anju.domains.health.api import (
    AgeLimits,
    Antigen,
    Association,
    BirthImmunity,
    Comparison,
    Condition,
    ConditionKind,
    ConditionSet,
    Conflict,
    Contraindication,
    Given,
    Indication,
    InForce,
    Interval,
    Observed,
    Offset,
    Person,
    Product,
    Schedule,
    Series,
    SeriesKind,
    Skip,
    SkipContext,
    TargetDose,
    VaccineGroup,
    in_force,
    offset,
)

Node = ET.Element
ZERO = Offset(0, 0)
NOTHING = {"", "n/a", "none"}


def schedule(folder: Path) -> Schedule:
    """The supporting data of a folder: `schedule.xml` and one `antigen-*.xml` an antigen."""
    root = ET.parse(folder / "schedule.xml").getroot()  # noqa: S314 - a published file, read on purpose
    antigens = [
        _antigen(ET.parse(path).getroot())  # noqa: S314
        for path in sorted(folder.glob("antigen-*.xml"))
    ]
    full = {
        text(g, "name"): text(g, "administerFullVaccineGroup").lower().startswith("y")
        for g in root.iter("vaccineGroup")
    }
    return Schedule(
        code=f"cdsi {folder.name}",
        antigens={a.name: a for a in antigens},
        groups=tuple(
            VaccineGroup(
                text(g, "name"),
                tuple((a.text or "").strip() for a in g.findall("antigen")),
                full.get(text(g, "name"), False),
            )
            for g in root.iter("vaccineGroupMap")
        ),
        vaccines={text(m, "cvx"): _associations(m) for m in root.iter("cvxMap")},
        conflicts=_conflicts(root),
    )


def text(node: Node, path: str) -> str:
    value = (node.findtext(path) or "").strip()
    return "" if value.lower() in NOTHING else value


def _associations(node: Node) -> tuple[Association, ...]:
    return tuple(
        Association(
            text(a, "antigen"),
            offset(text(a, "associationBeginAge")),
            offset(text(a, "associationEndAge")),
        )
        for a in node.findall("association")
    )


def _conflicts(root: Node) -> dict[str, dict[str, Conflict]]:
    table: dict[str, dict[str, Conflict]] = {}
    for c in root.iter("liveVirusConflict"):
        end = offset(text(c, "conflictEndInterval")) or ZERO
        table.setdefault(text(c, "current/cvx"), {})[text(c, "previous/cvx")] = Conflict(
            offset(text(c, "conflictBeginInterval")) or ZERO,
            offset(text(c, "minConflictEndInterval")) or end,
            end,
        )
    return table


def _antigen(root: Node) -> Antigen:
    series = tuple(_series(s) for s in root.findall("series"))
    return Antigen(
        series[0].antigen,
        series,
        frozenset(text(h, "guidelineCode") for h in root.iter("clinicalHistory")) - {""},
        tuple(
            BirthImmunity(
                datetime.strptime(text(b, "immunityBirthDate"), "%m/%d/%Y").toordinal(),  # noqa: DTZ007
                text(b, "birthCountry"),
                frozenset(text(e, "exclusionCode") for e in b.findall("exclusion")) - {""},
            )
            for b in root.iter("dateOfBirth")
            if text(b, "immunityBirthDate")
        ),
        tuple(_contraindications(root)),
    )


def _contraindications(root: Node) -> Iterable[Contraindication]:
    for node in root.iter("contraindication"):
        if not text(node, "observationCode"):
            continue
        yield Contraindication(
            text(node, "observationCode"),
            offset(text(node, "beginAge")),
            offset(text(node, "endAge")),
            tuple(
                Product(text(v, "cvx"), offset(text(v, "beginAge")), offset(text(v, "endAge")))
                for v in node.findall("contraindicatedVaccine")
            ),
        )


def _series(node: Node) -> Series:
    select = node.find("selectSeries")
    assert select is not None
    preference = text(select, "seriesPreference")
    kinds = {"Standard": SeriesKind.STANDARD, "Risk": SeriesKind.RISK}
    return Series(
        name=text(node, "seriesName"),
        antigen=text(node, "targetDisease"),
        doses=tuple(_dose(d) for d in node.findall("seriesDose")),
        kind=kinds.get(text(node, "seriesType"), SeriesKind.EVALUATION_ONLY),
        group=text(select, "seriesGroup"),
        equivalent=codes(text(node, "equivalentSeriesGroups")),
        genders=frozenset((g.text or "").strip().lower() for g in node.findall("requiredGender"))
        - {""},
        default=text(select, "defaultSeries") == "Yes",
        product_path=text(select, "productPath") == "Yes",
        priority=text(select, "seriesPriority") or "A",
        preference=int(preference) if preference else 99,
        start_from=offset(text(select, "minAgeToStart")),
        start_before=offset(text(select, "maxAgeToStart")),
        indications=tuple(
            Indication(
                text(i, "observationCode/code"),
                offset(text(i, "beginAge")),
                offset(text(i, "endAge")),
            )
            for i in node.findall("indication")
            if text(i, "observationCode/code")
        ),
    )


def _dose(node: Node) -> TargetDose:
    season = node.find("seasonalRecommendation")
    return TargetDose(
        number=int(text(node, "doseNumber").split()[-1]),
        ages=tuple(_ages(a) for a in node.findall("age") if len(a)),
        intervals=tuple(_interval(i) for i in node.findall("interval") if len(i)),
        allowable_intervals=tuple(
            _interval(i) for i in node.findall("allowableInterval") if len(i)
        ),
        preferable=tuple(_product(p) for p in node.findall("preferableVaccine") if len(p)),
        allowable=tuple(_product(p) for p in node.findall("allowableVaccine") if len(p)),
        inadvertent=frozenset(text(v, "cvx") for v in node.findall("inadvertentVaccine")) - {""},
        skips=tuple(_skip(s) for s in node.findall("conditionalSkip") if len(s)),
        recurring=text(node, "recurringDose") == "Yes",
        season_first=day(text(season, "startDate")) if season is not None else None,
        season_last=day(text(season, "endDate")) if season is not None else None,
    )


def _ages(node: Node) -> AgeLimits:
    return AgeLimits(
        offset(text(node, "absMinAge")),
        offset(text(node, "minAge")),
        offset(text(node, "earliestRecAge")),
        offset(text(node, "latestRecAge")),
        offset(text(node, "maxAge")),
        _in_force(node),
    )


def _in_force(node: Node) -> InForce:
    return in_force(day(text(node, "effectiveDate")), day(text(node, "cessationDate")))


def _interval(node: Node) -> Interval:
    target = text(node, "fromTargetDose")
    return Interval(
        from_previous=text(node, "fromPrevious") == "Y",
        from_target=int(target) if target else None,
        from_recent=codes(text(node, "fromMostRecent")),
        from_observation=text(node, "fromRelevantObs/code"),
        absolute=offset(text(node, "absMinInt")),
        minimum=offset(text(node, "minInt")),
        earliest=offset(text(node, "earliestRecInt")),
        latest=offset(text(node, "latestRecInt")),
        priority=text(node, "intervalPriority").lower() == "override",
        in_force=_in_force(node),
    )


def _product(node: Node) -> Product:
    return Product(
        text(node, "cvx"),
        offset(text(node, "beginAge")),
        offset(text(node, "endAge")),
        text(node, "mvx"),
        text(node, "forecastVaccineType") == "Y",
    )


def _skip(node: Node) -> Skip:
    return Skip(
        SkipContext(text(node, "context").lower()),
        tuple(
            ConditionSet(
                tuple(_condition(c) for c in s.findall("condition")),
                text(s, "conditionLogic").upper() != "OR",
                _in_force(s),
                text(s, "setDescription"),
            )
            for s in node.findall("set")
        ),
        every=text(node, "setLogic").upper() == "AND",
    )


def _condition(node: Node) -> Condition:
    kind = text(node, "conditionType").lower()
    logic = text(node, "doseCountLogic").lower()
    return Condition(
        kind=ConditionKind.COUNT
        if kind.startswith("vaccine count")
        else {
            "age": ConditionKind.AGE,
            "interval": ConditionKind.INTERVAL,
            "completed series": ConditionKind.COMPLETED,
        }[kind],
        begin=offset(text(node, "beginAge")),
        end=offset(text(node, "endAge")),
        first=day(text(node, "startDate")),
        before=day(text(node, "endDate")),
        interval=offset(text(node, "interval")),
        count=int(text(node, "doseCount") or 0),
        comparison={"equal to": Comparison.EQUAL, "less than": Comparison.LESS}.get(
            logic, Comparison.MORE
        ),
        valid_only=text(node, "doseType").lower() == "valid",
        codes=codes(text(node, "vaccineTypes")),
        groups=codes(text(node, "seriesGroups")),
    )


def codes(value: str) -> frozenset[str]:
    return frozenset(p.strip() for p in value.replace(",", ";").split(";")) - {""}


def day(value: str) -> int | None:
    if not value:
        return None
    return date(int(value[:4]), int(value[4:6]), int(value[6:8])).toordinal()


@dataclass(frozen=True)
class Case:
    """One published case: a person, doses, and what is expected of each dose and of the next one."""

    id: str
    name: str
    group: str
    person: Person
    given: tuple[Given, ...]
    evaluations: tuple[tuple[str, str], ...]
    today: int
    status: str
    number: str
    earliest: str
    recommended: str
    past_due: str


GROUPS = {
    "DTAP": "DTaP/Tdap/Td",
    "POL": "Polio",
    "PCV": "Pneumococcal",
    "HIB": "Hib",
    "VAR": "Varicella",
    "ROTA": "Rotavirus",
    "ZOSTER": "Zoster",
    "MENB": "Meningococcal B",
    "FLU": "Influenza",
    "MCV": "Meningococcal",
}
GENDERS = {"F": "female", "M": "male", "FEMALE": "female", "MALE": "male"}


def observations(folder: Path) -> dict[str, frozenset[str]]:
    """Codes of other systems (SNOMED, CVX, …) → the observations of the supporting data that they stand for."""
    root = ET.parse(folder / "schedule.xml").getroot()  # noqa: S314
    found: dict[str, set[str]] = {}
    for node in root.iter("observation"):
        own = text(node, "observationCode")
        for code in {own, *(text(v, "code") for v in node.iter("codedValue"))} - {""}:
            found.setdefault(code, set()).add(own)
    return {code: frozenset(some) for code, some in found.items()}


def cases(path: Path, known: dict[str, frozenset[str]]) -> list[Case]:
    """The cases of a file, in its order; `known` observations by code."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_case(row, known) for row in csv.DictReader(file) if row.get("CDC_Test_ID")]


def _case(row: dict[str, str], known: dict[str, frozenset[str]]) -> Case:
    told = codes(row.get("Med_History_Code") or "")
    given, expected = [], []
    for n in range(1, 100):
        if f"Date_Administered_{n}" not in row:
            break
        at = iso(row[f"Date_Administered_{n}"])
        if not at:
            continue
        given.append(
            Given(
                date.fromisoformat(at).toordinal(),
                row[f"CVX_{n}"].strip().zfill(2),
                row[f"MVX_{n}"].strip(),
                key=str(n),
            )
        )
        expected.append(
            (row[f"Evaluation_Status_{n}"].strip(), row[f"Evaluation_Reason_{n}"].strip())
        )
    return Case(
        row["CDC_Test_ID"],
        row["Test_Case_Name"],
        row["Vaccine_Group"].strip(),
        Person(
            date.fromisoformat(iso(row["DOB"])).toordinal(),
            GENDERS.get(row["gender"].strip().upper(), "unknown"),
            tuple(Observed(o) for code in sorted(told) for o in sorted(known.get(code, ()))),
        ),
        tuple(given),
        tuple(expected),
        date.fromisoformat(iso(row["Assessment_Date"])).toordinal(),
        row["Series_Status"].strip(),
        row["Forecast_#"].strip(),
        iso(row["Earliest_Date"]),
        iso(row["Recommended_Date"]),
        iso(row["Past_Due_Date"]),
    )


def iso(value: str) -> str:
    """A date of the file as 2025-09-06; some editions write 09/06/2025 or 20250906."""
    value = value.strip()
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%Y%m%d"):
        try:
            return datetime.strptime(value, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return value
