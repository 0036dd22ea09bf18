"""Why: the facts that satisfy, and what is missing, as JSON lists built a column at a time.

Who is eligible reads the facts of their path, and whatever else is satisfied. Who will be reads what time still has to
bring. For everybody else the ways nearest to them are told: items without a group are needed in any case, of the groups
one is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from anju.domains.permits.eligibility.data import Condition, SupportingDocumentKind, Way
from anju.domains.permits.eligibility.rules.frames import (
    BARS,
    FAR,
    HOME,
    INSURANCE,
    JOB,
    MARRIAGE,
    SCHOOL,
)
from anju.domains.permits.eligibility.rules.resolving import Rules

SUPPORTING_DOCUMENTS = {
    JOB: SupportingDocumentKind.JOB,
    HOME: SupportingDocumentKind.HOME,
    SCHOOL: SupportingDocumentKind.SCHOOL,
    INSURANCE: SupportingDocumentKind.OTHER,
    MARRIAGE: SupportingDocumentKind.OTHER,
}
"""What may prove a condition that the register does not."""


def explained(
    wide: pl.DataFrame, conditions: Sequence[Condition], rules: Rules, day: date
) -> pl.DataFrame:
    """Add `satisfied` and `missing`."""
    wide = wide.with_columns(
        _lacking(w, way, conditions).alias(f"lacks_{w}") for w, way in enumerate(rules.ways)
    )
    lacks = [f"lacks_{w}" for w in range(len(rules.ways))]
    fewest = pl.min_horizontal(lacks) if lacks else pl.lit(None, dtype=pl.Int32)
    wide = wide.with_columns(fewest.alias("fewest"))
    reported = [_reported(w, way) for w, way in enumerate(rules.ways)]
    return wide.with_columns(
        _list(_facts(conditions, rules, day)).alias("satisfied"),
        _list([_barred(rules), *_missing(conditions, rules, reported, day)]).alias("missing"),
    )


def _list(parts: Sequence[pl.Expr]) -> pl.Expr:
    inside = pl.concat_str(parts, separator=",", ignore_nulls=True) if parts else pl.lit("")
    return pl.concat_str(pl.lit("["), inside, pl.lit("]"))


def _facts(conditions: Sequence[Condition], rules: Rules, day: date) -> list[pl.Expr]:
    """One fact a code: as the path asks for it, else as the first condition that it satisfies."""
    out = []
    for code in dict.fromkeys(c.code for c in conditions):
        own = [
            pl.when(pl.col("path") == way.code).then(_fact(conditions, c, day))
            for way in rules.ways
            for c in way.conditions
            if c.code == code
        ]
        out.append(
            pl.coalesce([*own, *(_fact(conditions, c, day) for c in conditions if c.code == code)])
        )
    return out


def _fact(conditions: Sequence[Condition], condition: Condition, day: date) -> pl.Expr:
    n = conditions.index(condition)
    end = (
        pl.when(pl.col(f"end_{n}") < FAR).then(_date(pl.col(f"end_{n}"))).otherwise(pl.lit("null"))
    )
    text = pl.concat_str(
        pl.lit(f'{{"code":"{condition.code}","article":"{condition.article}","since":'),
        _date(pl.col(f"since_{n}")),
        pl.lit(',"until":'),
        end,
        pl.lit(',"source":"'),
        pl.col(f"source_{n}"),
        pl.lit('"}'),
    )
    return pl.when(pl.col(f"from_{n}") <= day).then(text)


def _date(day: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit('"'), day.cast(pl.Utf8), pl.lit('"'))


def _reachable(way: Way, conditions: Sequence[Condition]) -> pl.Expr:
    """The day on which the last of the way's conditions begins to hold, as far as they ever do."""
    return pl.max_horizontal(f"from_{conditions.index(c)}" for c in way.conditions)


def _unreachable(n: int, reachable: pl.Expr) -> pl.Expr:
    """Time alone does not bring it: it never begins, or is over before the others begin."""
    return pl.col(f"from_{n}").is_null() | (pl.col(f"end_{n}") <= reachable).fill_null(False)


def _lacking(w: int, way: Way, conditions: Sequence[Condition]) -> pl.Expr:
    first_day = _reachable(way, conditions)
    return pl.sum_horizontal(
        _unreachable(conditions.index(c), first_day).cast(pl.Int32) for c in way.conditions
    )


def _reported(w: int, way: Way) -> pl.Expr:
    """Whether this way's missing conditions are told: it is the path, or there is none and it is among the nearest."""
    none = (
        pl.col("path").is_null()
        & pl.col("barred").is_null()
        & (pl.col(f"lacks_{w}") == pl.col("fewest"))
    )
    return (pl.col("path") == way.code).fill_null(False) | none


def _missing(
    conditions: Sequence[Condition], rules: Rules, reported: Sequence[pl.Expr], day: date
) -> list[pl.Expr]:
    out: list[pl.Expr] = []
    for n, condition in enumerate(conditions):
        ways = [w for w, way in enumerate(rules.ways) if condition in way.conditions]
        everywhere = len(ways) == len(rules.ways)
        items = [
            pl.when(reported[w]).then(
                _item(
                    n,
                    condition,
                    "" if everywhere else rules.ways[w].code,
                    _reachable(rules.ways[w], conditions),
                    day,
                )
            )
            for w in ways
        ]
        out += [pl.coalesce(items)] if everywhere else items
    return out


def _item(n: int, condition: Condition, group: str, reachable: pl.Expr, day: date) -> pl.Expr:
    """What is missing of a condition: the day time will bring it, or what may prove it."""
    document = str(SUPPORTING_DOCUMENTS.get(condition.code, ""))
    head = f'{{"code":"{condition.code}","article":"{condition.article}","due":'
    tail = (
        pl.when(pl.col("path").is_null())
        .then(pl.lit(f'"group":"{group}"}}'))
        .otherwise(pl.lit('"group":""}'))
    )
    never = pl.concat_str(pl.lit(f'{head}null,"paper":"{document}",'), tail)
    later = pl.concat_str(
        pl.lit(head), _date(pl.col(f"from_{n}")), pl.lit(f',"paper":"{document}",'), tail
    )
    return (
        pl.when(pl.col("entitled"))
        .then(None)
        .when(_unreachable(n, reachable))
        .then(never)
        .when(pl.col(f"from_{n}") > day)
        .then(later)
    )


def _barred(rules: Rules) -> pl.Expr:
    """Why these rules are not for somebody; ``no_rule`` before there were any."""
    if not rules.ways:
        return pl.lit(_plain("no_rule", ""))
    article = rules.ways[0].conditions[0].article
    return pl.coalesce(
        pl.when(pl.col("barred") == code).then(pl.lit(_plain(code, article))) for code in BARS
    )


def _plain(code: str, article: str) -> str:
    return f'{{"code":"{code}","article":"{article}","due":null,"paper":"","group":""}}'
