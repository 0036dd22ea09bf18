"""The columns that go in and come out."""

from __future__ import annotations

from datetime import date

import polars as pl

PEOPLE = pl.Schema(
    {"person": pl.Int64, "origin": pl.Utf8, "nationality": pl.Utf8, "hmt": pl.Boolean}
)
"""Who is asked about. `origin`: six digits of the registered home ("" unknown); `hmt`: holds a document of a Hong Kong,
Macao or Taiwan resident."""

FACTS = pl.Schema(
    {
        "person": pl.Int64,
        "code": pl.Utf8,
        "region": pl.Utf8,
        "since": pl.Date,
        "until": pl.Date,
        "counted": pl.Date,
        "detail": pl.Utf8,
        "source": pl.Utf8,
    }
)
"""What is known of them. `code`: ``registered_stay``, ``stable_job``, ``stable_home`` (a proof; homes of the register
follow from the stays), ``schooling``, ``insurance``, ``marriage``. `since` … before `until` (null:
going on). `counted`: of a stay, the day it was registered. `detail`: of a stay, the type of dwelling
("" without a known home). `source` names the row it comes from (``stay:12``, ``proof:3``)."""

ASSESSED = pl.Schema(
    {
        "person": pl.Int64,
        "region": pl.Utf8,
        "ruleset": pl.Utf8,
        "ruleset_from": pl.Date,
        "entitled": pl.Boolean,
        "entitled_from": pl.Date,
        "path": pl.Utf8,
        "satisfied": pl.Utf8,
        "missing": pl.Utf8,
        "changes_on": pl.Date,
    }
)
"""The answer, one row a person. `entitled_from` may lie ahead: the day it will be, if nothing changes; null: never by
time alone. `satisfied` and `missing` are JSON lists of the objects in `eligibility.data.assessment`. `changes_on`: the
next day on which the answer may be another one without any news."""

STAY, JOB, HOME, SCHOOL, INSURANCE, MARRIAGE = (
    "registered_stay",
    "stable_job",
    "stable_home",
    "schooling",
    "insurance",
    "marriage",
)
FAR = date(9999, 12, 31)
"""Stands for an end that nobody knows."""

BARS = ("foreign", "local_hukou")
"""Whom the rules are not for."""

_MUNICIPALITIES = ("11", "12", "31", "50")
_HMT_AREAS = ("71", "81", "82", "83")
_HMT_NATIONS = ("HKG", "MAC", "TWN")


def city(column: str = "region") -> pl.Expr:
    """The city a code lies in: the prefecture, a municipality (two digits), or a county directly under its province."""
    code = pl.col(column)
    return (
        pl.when(code.str.slice(0, 2).is_in(_MUNICIPALITIES))
        .then(code.str.slice(0, 2))
        .when(code.str.slice(2, 2) == "90")
        .then(code.str.slice(0, 6))
        .otherwise(code.str.slice(0, 4))
    )


def city_of(code: str) -> str:
    """The same for one code."""
    if code[:2] in _MUNICIPALITIES:
        return code[:2]
    return code[:6] if code[2:4] == "90" else code[:4]


def permit_kind() -> pl.Expr:
    """Which permit a person would hold: ``hmt`` for residents of Hong Kong, Macao and Taiwan."""
    hmt = (
        pl.col("hmt")
        | pl.col("origin").str.slice(0, 2).is_in(_HMT_AREAS)
        | pl.col("nationality").is_in(_HMT_NATIONS)
    )
    return pl.when(hmt).then(pl.lit("hmt")).otherwise(pl.lit("resident"))


def barred() -> pl.Expr:
    """Why the rules are not for somebody, null where they are: a foreigner, or somebody at home in this very city.
    Needs `permit` and `city`."""
    resident = pl.col("permit") == "resident"
    return (
        pl.when(resident & (pl.col("nationality") != "CHN"))
        .then(pl.lit("foreign"))
        .when(resident & (pl.col("origin") != "") & (city("origin") == pl.col("city")))
        .then(pl.lit("local_hukou"))
    )


def next_edges(facts: pl.DataFrame, day: date) -> pl.DataFrame:
    """(person, edge): the first day after this one on which a fact of theirs begins or ends."""
    edges = pl.concat(
        [facts.select("person", pl.col(c).alias("edge")) for c in ("since", "until", "counted")]
    )
    return edges.filter(pl.col("edge") > day).group_by("person").agg(pl.col("edge").min())


def lives_in(facts: pl.DataFrame, day: date) -> pl.DataFrame:
    """(person, region) of the stay on that day, else of the next, else of the last."""
    end = pl.col("until").fill_null(FAR)
    rank = pl.when(end <= day).then(2).when(pl.col("since") > day).then(1).otherwise(0)
    near = pl.when(end <= day).then(-end.cast(pl.Int32)).otherwise(pl.col("since").cast(pl.Int32))
    return (
        facts.lazy()
        .filter(pl.col("code") == STAY)
        .with_columns(rank.alias("rank"), near.alias("near"))
        .sort("person", "rank", "near", "source")
        .unique("person", keep="first", maintain_order=True)
        .select("person", "region")
        .collect()
    )
