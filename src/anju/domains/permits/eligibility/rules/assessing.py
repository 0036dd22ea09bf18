"""The verdict: windows of conditions joined into ways, the first of which to open entitles.

One code for one person and a million: people are grouped by the rules that hold where they live, and
each group is worked out a column at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from anju.domains.permits.eligibility.data import Condition, RuleSet
from anju.domains.permits.eligibility.rules import frames, windows
from anju.domains.permits.eligibility.rules.explaining import explained
from anju.domains.permits.eligibility.rules.frames import ASSESSED, FAR
from anju.domains.permits.eligibility.rules.resolving import Rules, rules_in


def assess(
    people: pl.DataFrame, facts: pl.DataFrame, day: date, *, rulesets: Sequence[RuleSet]
) -> pl.DataFrame:
    """Assess everybody in `people` (`PEOPLE`) by `facts` (`FACTS`) on a day; one row a person (`ASSESSED`), in their
    order. `day` is the day asked about; facts that begin later are known already and count from then on."""
    asked = (
        people.join(frames.lives_in(facts, day), on="person", how="left", maintain_order="left")
        .join(frames.next_edges(facts, day), on="person", how="left", maintain_order="left")
        .with_columns(pl.col("region").fill_null(""))
        .with_columns(frames.permit_kind().alias("permit"), frames.city().alias("city"))
        .with_columns(frames.barred().alias("barred"))
    )
    found = [
        _by_rules(asked, rules, places, facts, day)
        for rules, places in _groups(asked, day, rulesets)
    ]
    answers = pl.concat(found) if found else pl.DataFrame(schema=ASSESSED)
    return people.select("person").join(answers, on="person", how="left", maintain_order="left")


def _groups(
    asked: pl.DataFrame, day: date, rulesets: Iterable[RuleSet]
) -> list[tuple[Rules, pl.DataFrame]]:
    """The rules that hold somewhere among these people, each with its (permit, place) rows."""
    digits = max(len(r.region) for r in rulesets)
    places = (
        asked.select("permit", pl.col("region").str.slice(0, digits).alias("place"))
        .unique()
        .sort("permit", "place")
    )
    by_rules: dict[Rules, list[tuple[str, str]]] = {}
    for permit, place in places.rows():
        law = rules_in(place, day, permit=permit, rulesets=rulesets)
        by_rules.setdefault(law or _before(day, permit), []).append((permit, place))
    return [
        (law, pl.DataFrame(rows, schema={"permit": pl.Utf8, "place": pl.Utf8}, orient="row"))
        for law, rows in by_rules.items()
    ]


def _before(day: date, permit: str) -> Rules:
    """Before the first rule of a permit nobody is eligible for it."""
    return Rules(
        code="",
        since=day,
        region="",
        permit=permit,
        layers=(),
        origin=(),
        changes_on=None,
        ways=(),
        counted_from="",
        anywhere=False,
        longest_gap=0,
        stable_homes=frozenset(),
        window=None,
        reminders=(),
        gap=None,
    )


def _by_rules(
    asked: pl.DataFrame, rules: Rules, places: pl.DataFrame, facts: pl.DataFrame, day: date
) -> pl.DataFrame:
    digits = max((len(p) for p in places["place"].to_list()), default=0)
    mine = asked.with_columns(pl.col("region").str.slice(0, digits).alias("place")).join(
        places, on=["permit", "place"], how="semi"
    )
    near = facts.join(mine.select("person", "city"), on="person", how="inner")
    if not rules.anywhere:
        near = near.filter(frames.city() == pl.col("city"))
    conditions = list(dict.fromkeys(c for way in rules.ways for c in way.conditions))
    wide = _with_windows(mine, conditions, near.select(frames.FACTS.names()), rules, day)
    wide = explained(_decided(wide, conditions, rules, day), conditions, rules, day)
    return wide.select(
        "person",
        "region",
        pl.lit(rules.code).alias("ruleset"),
        pl.lit(rules.since).alias("ruleset_from"),
        "entitled",
        "entitled_from",
        "path",
        "satisfied",
        "missing",
        _next_change(len(conditions), rules, day).alias("changes_on"),
    )


def _with_windows(
    mine: pl.DataFrame,
    conditions: Sequence[Condition],
    facts: pl.DataFrame,
    rules: Rules,
    day: date,
) -> pl.DataFrame:
    """Add the window of condition n as from_n, end_n, since_n, source_n."""
    by_code = windows.kinds(facts, rules)
    runs = {code: windows.run_of(code, frame, day, rules) for code, frame in by_code.items()}
    for n, condition in enumerate(conditions):
        found = windows.window(condition, by_code[condition.code], runs[condition.code], day)
        mine = mine.join(
            found.rename({c: f"{c}_{n}" for c in windows.WINDOW[1:]}), on="person", how="left"
        )
    return mine


def _decided(
    wide: pl.DataFrame, conditions: Sequence[Condition], rules: Rules, day: date
) -> pl.DataFrame:
    """Add open_w (the day way w opens, null: never by time alone), the path, and the verdict."""
    opens = []
    for w, way in enumerate(rules.ways):
        numbers = [conditions.index(c) for c in way.conditions]
        start = pl.max_horizontal(f"from_{n}" for n in numbers)
        end = pl.min_horizontal(f"end_{n}" for n in numbers)
        whole = pl.all_horizontal(pl.col(f"from_{n}").is_not_null() for n in numbers)
        opens.append(
            pl.when(whole & (start < end) & pl.col("barred").is_null())
            .then(start)
            .alias(f"open_{w}")
        )
    wide = wide.with_columns(opens)
    names = [f"open_{w}" for w in range(len(rules.ways))]
    first = pl.min_horizontal(names) if names else pl.lit(None, dtype=pl.Date)
    wide = wide.with_columns(first.alias("entitled_from"))
    path = (
        pl.coalesce(
            pl.when(pl.col(f"open_{w}") == pl.col("entitled_from")).then(pl.lit(way.code))
            for w, way in enumerate(rules.ways)
        )
        if names
        else pl.lit(None, dtype=pl.Utf8)
    )
    return wide.with_columns(
        path.alias("path"), (pl.col("entitled_from") <= day).fill_null(False).alias("entitled")
    )


def _next_change(count: int, rules: Rules, day: date) -> pl.Expr:
    """The first day after this one on which a fact or a window begins or ends, or other rules begin to hold."""
    turns = [pl.col(f"{edge}_{n}") for n in range(count) for edge in ("from", "end")]
    ahead = [
        pl.when((transition > day) & (transition < FAR)).then(transition) for transition in turns
    ]
    return pl.min_horizontal([*ahead, pl.col("edge"), pl.lit(rules.changes_on, dtype=pl.Date)])
