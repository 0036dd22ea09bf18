"""The rules of permits in force, from the files of law.

Who is eligible (section `eligibility`) and the ways to a permit, in words. Residents of
Hong Kong, Macao and Taiwan have a permit of their own.
"""

from __future__ import annotations

from datetime import date

from anju.domains.people import api as people
from anju.domains.permits.eligibility.data import (
    ARRIVAL,
    REGISTRATION,
    Condition,
    Confidence,
    Gap,
    RuleSet,
    Span,
    Way,
)
from anju.domains.permits.eligibility.rules import PEOPLE, permit_kind, resolving
from anju.domains.permits.eligibility.rules.resolving import Rules
from anju.domains.permits.transitions.queries import articles
from anju.foundation.law import LawFile, Part, Section, Text

FACTS = ("registered_stay", "stable_job", "stable_home", "schooling", "insurance", "marriage")
_CONFIDENCE = {"H": Confidence.HIGH, "M": Confidence.MEDIUM, "L": Confidence.LOW}


def _read_words(part: Part, _: LawFile) -> tuple[str, Text]:
    found = part.text("code"), part.words()
    part.done()
    return found


PATHS = Section("paths", _read_words)


def paths() -> dict[str, Text]:
    """Way to a permit → its words."""
    return dict(PATHS.entries())


def _read_ruleset(part: Part, file: LawFile) -> RuleSet:
    since, gap = part.since(), part("gap", None)
    if gap is not None and gap not in set(Gap):
        raise part.wrong(f"one of {', '.join(Gap)}", "gap")
    counted_from = part("counted_from", None)
    if counted_from not in (None, ARRIVAL, REGISTRATION):
        raise part.wrong(f"{ARRIVAL} or {REGISTRATION}", "counted_from")
    anywhere, homes = part("anywhere", None), part("stable_homes", None)
    found = RuleSet(
        code=part.text("code"),
        region=file.region,
        since=since,
        until=part.until(since),
        name=part.text("name"),
        source=part.text("source"),
        confidence=_CONFIDENCE[part.confidence()],
        permit=str(part("permit", "resident")),
        ways=tuple(_way(one) for one in part.parts("ways")) if "ways" in part.raw else None,
        counted_from=counted_from,
        anywhere=None if anywhere is None else bool(anywhere),
        longest_gap=part.whole("longest_gap", None),
        stable_homes=None if homes is None else frozenset(part.texts("stable_homes")),
        window=_span(part.part("window")) if "window" in part.raw else None,
        reminders=None if part("reminders", None) is None else tuple(map(int, part("reminders"))),
        gap=None if gap is None else Gap(gap),
        notes=part.texts("notes", ()),
    )
    part.done()
    return found


def _span(part: Part) -> Span:
    try:
        span = Span(part.whole("amount") or 0, part.text("unit"))
    except ValueError as error:
        raise part.wrong("an amount of months or days", "unit") from error
    part.done()
    return span


def _way(part: Part) -> Way:
    way = Way(part.text("code"), tuple(_condition(one) for one in part.parts("conditions")))
    if way.code not in paths():
        raise part.wrong(f"{way.code} is in no section `paths`", "code")
    part.done()
    return way


def _condition(part: Part) -> Condition:
    condition = Condition(
        part.text("fact"),
        part.text("article"),
        part.whole("months", 0) or 0,
        part.whole("within", 0) or 0,
    )
    if condition.code not in FACTS:
        raise part.wrong(f"one of {', '.join(FACTS)}", "fact")
    if condition.article not in articles():
        raise part.wrong(f"{condition.article} is in no section `articles`", "article")
    part.done()
    return condition


RULESETS = Section("eligibility", _read_ruleset)


def rulesets() -> tuple[RuleSet, ...]:
    """Every set of rules; of two of one place, permit and first day the one read last."""
    return tuple({(r.region, r.permit, r.since): r for r in RULESETS.entries()}.values())


def rules_in(region: str, day: date, *, permit: str = "resident") -> Rules | None:
    """The rules of a place on a day, None before the first rule of that permit. `region`: any code in the place."""
    return resolving.rules_in(region, day, permit=permit, rulesets=rulesets())


RESIDENT = "resident"


def kind_of(person_id: int) -> str:
    """``hmt`` or ``resident``, as the eligibility rules say. One query."""
    found = people.origin_columns([person_id]).match_to_schema(PEOPLE).select(permit_kind())
    return str(found.item()) if found.height else RESIDENT
