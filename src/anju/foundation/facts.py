"""Facts that are counted: what one of them is, where and when it holds, how it was known.

A domain describes its facts once (`Fact`); every figure, list and file made of them asks `counted` and `keys`, so
that a figure and the list behind it cannot differ. Facts are read as the intake role: who counts may see no person,
and whoever calls has made sure of the right to these places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from anju.foundation.db.replica import reading
from anju.foundation.db.scope import as_intake_role, subtree
from anju.foundation.db.statements import rows


@dataclass(frozen=True, slots=True)
class Dimension:
    """By what facts of a kind are distinguished. `sql`: the value, a text; `join`: the table it stands in, where that
    is not the fact's own."""

    sql: str
    join: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One kind of fact. All texts are SQL over the tables of `source`.

    `about`: what `key` is a number of (``stay``, ``person``, ``home`` …). `where` may hold ``{day}``, the last day
    asked for, ``{since}``, the first, and ``{after}``, the day after the last. `day`: when it happened; "" for what
    holds on a day. `now`: the versions held for true today; `known`: those held at the moment ``{known}``, each entry
    a branch with an index of its own; none where the fact has one time only. `distinct`: one key may stand in several
    rows and counts once. `crossing`: the person, where two opposite facts of one person and day cancel within a place
    (`way` distinguishes them). `person`: whom it is about, where that is a person. `weight`: how many facts a row
    stands for, where rows are sums; they can be counted and not listed.
    """

    code: str
    about: str
    source: str
    key: str
    region: str
    where: str
    day: str = ""
    now: str = "true"
    known: tuple[str, ...] = ()
    distinct: bool = False
    crossing: str = ""
    way: str = ""
    person: str = ""
    weight: str = ""
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)

    @property
    def flow(self) -> bool:
        """Does it happen in a span, rather than hold on a day?"""
        return bool(self.day)


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` to `until`, both included; what holds on a day is asked for `until`. `known_at`: as it was recorded
    at that moment; None: as it is now."""

    since: date
    until: date
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """How many facts there are in these places (prefixes of regions), `chosen` by values of dimensions; for each part
    of `digits` digits (0: the places together), for each value of `by` ("": all together). `across`: for each
    combination of the values of these dimensions, instead of `by`; the values stand in their order with `MARK` between
    them. `without`: prefixes of the places that do not count; `recoded`: codes of six digits, and the one under which
    a part is counted instead."""

    fact: Fact
    places: tuple[str, ...]
    span: Span
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    digits: int = 0
    by: str = ""
    across: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    recoded: tuple[tuple[str, str], ...] = ()

    @property
    def divided(self) -> tuple[str, ...]:
        """The dimensions whose values are told apart."""
        return self.across or ((self.by,) if self.by else ())


MARK = "\x1f"
"""Stands between the values of several dimensions."""
Counts = dict[tuple[str, str], int]
"""(Part, value) → how many; absent: none. "" stands for a part or value that was not asked for."""


class _Values(dict[str, Any]):
    """Parameters by name; `put` gives the mark of one."""

    def put(self, value: object) -> str:
        """Keep a value; returns what stands for it in the statement."""
        name = f"v{len(self)}"
        self[name] = value
        return f"%({name})s"


def counted(questions: Sequence[Question]) -> list[Counts]:
    """The answers, in one statement."""
    values = _Values()
    parts = [
        f"SELECT {n} AS question, part, value, {_how_many(q.fact)} "  # noqa: S608
        f"FROM ({_facts(q, values)}) f GROUP BY 2, 3"
        for n, q in enumerate(questions)
    ]
    answers: list[Counts] = [{} for _ in questions]
    if parts:
        with reading(), as_intake_role():
            for n, part, value, count in rows(" UNION ALL ".join(parts), values):
                if count:
                    answers[n][part, value] = int(count)
    return answers


def _how_many(fact: Fact) -> str:
    if fact.weight:
        return "sum(weight)"
    return "count(DISTINCT key)" if fact.distinct else "count(*)"


@dataclass(frozen=True, slots=True)
class Found:
    """One fact of a list: the number of what it is about, where, and when it happened (None: it holds on the day)."""

    key: int
    region: str
    day: date | None


def keys(question: Question, *, limit: int | None, offset: int = 0) -> list[Found]:
    """The facts that were counted, the latest first; all of them without a `limit`."""
    values = _Values()
    inner = _facts(question, values)
    if question.fact.distinct:
        inner = f"SELECT key, min(region) AS region, max(day) AS day FROM ({inner}) d GROUP BY key"  # noqa: S608
    sql = (
        f"SELECT key, region, day FROM ({inner}) f ORDER BY day DESC NULLS LAST, key DESC "  # noqa: S608
        f"LIMIT {values.put(limit)} OFFSET {values.put(offset)}"
    )
    with reading(), as_intake_role():
        return [Found(*found) for found in rows(sql, values)]


def members(question: Question) -> list[tuple[int, str, tuple[str, ...]]]:
    """Of each fact that was counted: whom it is about, where, and its values `across` the dimensions. For making counts
    fit for publication; whoever calls shows nobody's. One statement."""
    fact = question.fact
    if not fact.person:
        raise ValueError(f"{fact.code} is about nobody")
    values = _Values()
    inner = _facts(replace(question, fact=replace(fact, key=fact.person)), values)
    sql = f"SELECT key, region, value FROM ({inner}) f ORDER BY key"  # noqa: S608
    with reading(), as_intake_role():
        return [
            (int(key), region, tuple((value or "").split(MARK)) if question.across else ())
            for key, region, value in rows(sql, values)
        ]


def _facts(question: Question, values: _Values) -> str:
    """SQL of (key, region, day, part, value)."""
    fact, span = question.fact, question.span
    if span.known_at is not None and not fact.known:
        raise ValueError(f"{fact.code} has one time only")
    marks = {
        "day": values.put(span.until),
        "since": values.put(span.since),
        "after": values.put(span.until + timedelta(days=1)),
        "known": values.put(span.known_at),
    }
    versions = (fact.now,) if span.known_at is None else fact.known
    branches = [_branch(question, version, marks, values) for version in versions]
    sql = " UNION ALL ".join(branches)
    return _netted(sql, question, values) if fact.crossing else sql


def _branch(question: Question, version: str, marks: Mapping[str, str], values: _Values) -> str:
    fact, divided = question.fact, question.divided
    used = [fact.dimensions[name] for name in (*divided, *dict(question.chosen))]
    joins = " ".join(sorted({d.join for d in used if d.join}))
    conditions = [fact.where, version, _inside(fact.region, question.places, values)]
    if question.without:
        conditions.append(f"NOT {_inside(fact.region, question.without, values)}")
    columns = {
        "key": fact.key,
        "region": fact.region,
        "day": fact.day or "NULL::date",
        "part": f"left({_coded(question, values)}, {question.digits:d})"
        if question.digits
        else "''",
        "value": _value([fact.dimensions[name].sql for name in divided]),
    }
    if fact.weight:
        columns["weight"] = fact.weight
    if fact.crossing:
        columns |= {"person": fact.crossing, "asked": fact.way}
        columns |= {f"of_{name}": fact.dimensions[name].sql for name, _allowed in question.chosen}
    else:
        conditions += [
            f"({fact.dimensions[name].sql}) = ANY({values.put(list(allowed))})"
            for name, allowed in question.chosen
        ]
    selected = ", ".join(f"({sql}) AS {name}" for name, sql in columns.items())
    sql = f"SELECT {selected} FROM {fact.source} {joins} WHERE {' AND '.join(conditions)}"  # noqa: S608
    return sql.format_map(marks)


def _coded(question: Question, values: _Values) -> str:
    region = question.fact.region
    if not question.recoded:
        return region
    cases = " ".join(f"WHEN {values.put(a)} THEN {values.put(b)}" for a, b in question.recoded)
    return f"CASE left({region}, 6) {cases} ELSE left({region}, 6) END || substr({region}, 7)"


def _value(dimensions: Sequence[str]) -> str:
    if len(dimensions) < 2:
        return dimensions[0] if dimensions else "''"
    return f" || '{MARK}' || ".join(f"coalesce(({sql}), '')" for sql in dimensions)


def _netted(sql: str, question: Question, values: _Values) -> str:
    """A person who leaves a part and comes to it on one day has neither left nor come; what is chosen is chosen of
    those who remain, so that the values of a dimension sum to the whole."""
    conditions = ["count(*) = 1", "bool_and(asked)"]
    conditions += [
        f"min(of_{name}) = ANY({values.put(list(allowed))})" for name, allowed in question.chosen
    ]
    return (
        "SELECT min(key) AS key, min(region) AS region, day, part, min(value) AS value "  # noqa: S608
        f"FROM ({sql}) e GROUP BY person, day, part HAVING {' AND '.join(conditions)}"
    )


def _inside(column: str, places: Sequence[str], values: _Values) -> str:
    bounds = [tuple(values.put(end) for end in subtree(place)) for place in places]
    return f"({' OR '.join(f'({column} >= {a} AND {column} < {b})' for a, b in bounds) or 'false'})"
