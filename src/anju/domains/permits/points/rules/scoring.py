"""A scheme applied to a person's answers: lines, caps, choices, floor, vetoes, outcome."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from anju.domains.permits.points.data import (
    ZERO,
    Item,
    Line,
    Requirement,
    Rule,
    Scheme,
    ScoreResult,
    Section,
    SectionResult,
)
from anju.domains.permits.points.rules.conditions import Answers, holds
from anju.domains.permits.points.rules.measures import earned


def score(scheme: Scheme, answers: Answers, *, day: date) -> ScoreResult:
    """The calculation on that day. The counted lines, what caps took away and what the floor added make the total."""
    sections = tuple(_section(scheme, section, answers, day) for section in scheme.sections)
    plain = sum((s.points for s in sections), ZERO)
    total = plain if scheme.floor is None else max(plain, scheme.floor)
    preconditions = _required(scheme.preconditions, answers, day)
    vetoes = _required(scheme.vetoes, answers, day)
    outcome = _outcome(scheme, total, preconditions, vetoes)
    short = (
        scheme.pass_mark - total if outcome == "short" and scheme.pass_mark is not None else ZERO
    )
    return ScoreResult(
        scheme.code, day, sections, preconditions, vetoes, total - plain, total, outcome, short
    )


def _outcome(
    scheme: Scheme,
    total: Decimal,
    preconditions: Iterable[Requirement],
    vetoes: Iterable[Requirement],
) -> str:
    if any(v.holds for v in vetoes):
        return "vetoed"
    if any(p.holds is False for p in preconditions):
        return "not_open"
    if scheme.pass_mark is None:
        return "ranked"
    return "reached" if total >= scheme.pass_mark else "short"


def _required(rules: Iterable[Rule], answers: Answers, day: date) -> tuple[Requirement, ...]:
    return tuple(Requirement(r.code, r.words, holds(r.when, answers, day)) for r in rules)


def _section(scheme: Scheme, section: Section, answers: Answers, day: date) -> SectionResult:
    lines = [_line(scheme, item, answers, day) for item in section.items]
    if section.choose_one:
        lines = _only_highest(lines)
    plain = sum((line.counted for line in lines), ZERO)
    trimmed = ZERO if section.cap is None else min(ZERO, section.cap - plain)
    return SectionResult(
        section.code, section.kind, section.words, tuple(lines), trimmed, section.cap
    )


def _line(scheme: Scheme, item: Item, answers: Answers, day: date) -> Line:
    found = earned(scheme, item, answers, day)
    counted = found.points if item.cap is None else min(found.points, item.cap)
    return Line(
        item.code,
        item.words,
        found.points,
        counted,
        found.why,
        found.params,
        "cap" if counted < found.points else "",
        item.recalled or found.recalled,
    )


def _only_highest(lines: list[Line]) -> list[Line]:
    """Keep what the highest brings; the first of equals."""
    best = max(range(len(lines)), key=lambda n: (lines[n].counted, -n))
    return [
        line
        if n == best or line.counted == ZERO
        else Line(
            line.item,
            line.words,
            line.earned,
            ZERO,
            line.why,
            line.params,
            "choose_one",
            line.recalled,
        )
        for n, line in enumerate(lines)
    ]
