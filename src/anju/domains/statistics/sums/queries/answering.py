"""Answers read from the sums where they hold them, and counted where not: the same figure either way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from anju.domains.statistics.sums.data.kept import EVER, GROUPINGS, LEVELS, RUNS, VALUES_AT
from anju.domains.statistics.sums.queries.kept import kept_now
from anju.domains.statistics.sums.queries.recounting import RESIDENT, name_of
from anju.domains.statistics.sums.rules.changing import PERSON
from anju.foundation.db.replica import reading
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.facts import MARK, Counts, Dimension, Fact, Question, counted

_EDGES = """(SELECT fact, level, place, day, began, ended FROM statistics_flow
    UNION ALL SELECT fact, level, place, day, began, ended FROM statistics_flow_change) s"""
_HELD = "s.day <= {day}"
_IN_SPAN = "s.day >= {since} AND s.day < {after}"
_READ = {
    "resident": ("resident", _HELD, "s.began - s.ended"),
    "came": ("resident", _IN_SPAN, "s.began"),
    "left": ("resident", _IN_SPAN, "s.ended"),
    "begun": ("begun", _IN_SPAN, "s.began"),
    "let_home": ("let_home", _HELD, "s.began - s.ended"),
    "worker": ("worker", _HELD, "s.began - s.ended"),
    "absent": ("absent", _HELD, "s.began - s.ended"),
    "home": ("home", _HELD, "s.began - s.ended"),
    "building": ("building", _HELD, "s.began - s.ended"),
}
"""Fact → whose edges, which of them, how many each stands for."""
_IN_TIME = (("delay", ("in_time",)),)
_PARTS_SUM = ("resident", "begun", "home", "building", "absent")
"""Facts of which each row is in one division: those of several divisions together are their sum."""


Kept = set[tuple[str, date]]
Used = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Blocks:
    """A question across several dimensions of which only some are needed together: each of `blocks`."""

    question: Question
    blocks: tuple[tuple[str, ...], ...]


def answered(questions: Sequence[Question]) -> list[Counts]:
    """What `foundation.facts.counted` answers, by sums where there are any. Two statements, a third where divisions
    have changed their codes."""
    several: list[Question] = []
    places = []
    for question in questions:
        if question not in several:
            several.append(question)
        places.append(several.index(question))
    found = answered_blocks([Blocks(q, (q.across,)) for q in several])
    return [found[place][0] for place in places]


def answered_blocks(asked: Sequence[Blocks]) -> list[list[Counts]]:
    """The counts of every block. Where the sums do not hold all of them, one count across all dimensions has each
    block in it. The statements of `answered`."""
    with reading(), as_intake_role():
        kept = kept_now()
        used = _codes_used([one.question for one in asked])
        plans = []
        for one in asked:
            parts = [replace(one.question, across=block) for block in one.blocks]
            found = [_summed(part, kept, used) for part in parts]
            plans.append([f for f in found if f] if all(found) else [one.question])
        counts = iter(counted([question for plan in plans for question in plan]))
        answers = [[next(counts) for _ in plan] for plan in plans]
    return [
        its if len(its) == len(one.blocks) else [_block(its[0], one, block) for block in one.blocks]
        for one, its in zip(asked, answers, strict=True)
    ]


def _block(counts: Counts, asked: Blocks, block: tuple[str, ...]) -> Counts:
    places = [asked.question.across.index(name) for name in block]
    found: Counts = {}
    for (part, value), n in counts.items():
        values = (value or "").split(MARK)
        key = part, MARK.join(values[place] for place in places)
        found[key] = found.get(key, 0) + n
    return found


def _codes_used(questions: Sequence[Question]) -> Used:
    """(Fact, code): of the codes that have a successor, those under which edges of the fact are kept."""
    codes = sorted({code for q in questions for code in _former(q)})
    if not codes:
        return set()
    return set(
        rows(
            f"SELECT DISTINCT s.fact, s.place FROM {_EDGES} WHERE s.level = %s AND s.place = ANY(%s)"  # noqa: S608
            " AND s.fact = ANY(%s)",
            [VALUES_AT, codes, [one.fact for one in RUNS]],
        )
    )


def _former(question: Question) -> set[str]:
    return {*question.places[1:], *question.without, *(old for old, _new in question.recoded)}


def _summed(question: Question, kept: Kept, used: Used) -> Question | None:
    if question.span.known_at is not None or question.fact.code not in _READ:
        return None
    fact = _READ[question.fact.code][0]
    if (fact, EVER) not in kept:
        return None
    if not {(fact, code) for code in _former(question)} & used:
        # Nothing was recorded under the codes of the past: they change nothing.
        question = replace(question, places=question.places[:1], without=(), recoded=())
    if question.divided or (question.chosen and question.chosen != _IN_TIME):
        return _by_values(question, kept)
    return _by_edges(question, kept)


def _by_edges(question: Question, kept: Kept) -> Question | None:
    fact, where, weight = _READ[question.fact.code]
    if question.chosen:
        fact = f"{fact}_in_time"
    level = question.digits or len(question.places[0])
    former = bool(_former(question))
    if former:
        level = max(level, VALUES_AT)
    if (fact, EVER) not in kept or level not in LEVELS or len(question.places[0]) > level:
        return None
    if former and question.fact.code not in _PARTS_SUM:
        return None
    region = "s.place" if level else "'0'"
    summed = Fact(
        question.fact.code,
        question.fact.about,
        _EDGES,
        key="0",
        region=region,
        where=f"s.fact = '{fact}' AND s.level = {level} AND {where}",
        weight=weight,
    )
    return replace(question, fact=summed, chosen=())


def _by_values(question: Question, kept: Kept) -> Question | None:
    """Of residents on a kept day, by one or two dimensions, in counties and what lies above them."""
    names = tuple(sorted({*question.divided, *dict(question.chosen)}))
    if question.fact.code != RESIDENT.code or names not in GROUPINGS:
        return None
    if (RESIDENT.code, question.span.until) not in kept:
        return None
    if max(question.digits, *(len(place) for place in question.places)) > VALUES_AT:
        return None
    waiting = ", ".join(
        f"coalesce(({RESIDENT.dimensions[name].sql}), '')" for name in (*names, *names)[:2]
    )
    source = f"""(SELECT place, a, b, n FROM statistics_stock WHERE day = {{day}} AND "grouping" = '{name_of(names)}'
      UNION ALL SELECT left(s.region, {VALUES_AT}), {waiting}, s.sign FROM statistics_stay_change s
      CROSS JOIN LATERAL (SELECT {", ".join("s." + c for c in PERSON)}) p WHERE {RESIDENT.where}) s"""  # noqa: S608
    summed = replace(
        RESIDENT,
        source=source,
        key="0",
        region="s.place",
        where="true",
        now="true",
        known=(),
        weight="s.n",
        dimensions={
            name: Dimension(f"s.{column}") for name, column in zip(names, ("a", "b"), strict=False)
        },
    )
    return replace(question, fact=summed)
