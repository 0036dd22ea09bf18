"""Who plays which part in the town's residence permits: drawn from its people, none of them twice."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from anju.demo.chance import Chance
from anju.demo.divisions import TOWN
from anju.demo.town import Town
from anju.demo.workplaces import PLANT

WHOLE = 2_500
"""People from which on every part is played as often as `PARTS` says; fewer people play fewer."""
HALF_A_YEAR = 200
"""Days somebody has lived here before an application, at least."""
GROWN = 18 * 366


@dataclass(frozen=True, slots=True)
class Part:
    """What happens to `count` people: `ago`, the days before today of its first day, first to last."""

    name: str
    count: int
    ago: tuple[int, int]


PARTS = (
    # The three groups of cards in making are the first: each batch gathers the cards that wait until then.
    Part("exported", 8, (5, 8)),
    Part("batched", 6, (3, 4)),
    Part("waiting_card", 6, (1, 2)),
    Part("suspended", 8, (368, 420)),
    Part("endorsed", 8, (380, 440)),
    Part("due", 12, (340, 362)),
    Part("lost", 4, (60, 300)),
    Part("replacing", 3, (90, 300)),
    Part("cancelled", 6, (70, 300)),
    Part("withdrawn", 2, (120, 200)),
    Part("active", 42, (20, 320)),
    Part("ready", 8, (6, 12)),
    Part("community", 16, (1, 5)),
    Part("street", 12, (3, 8)),
    Part("station", 12, (5, 10)),
    Part("due_soon", 6, (14, 14)),
    Part("refused", 10, (3, 40)),
    Part("taken_back", 3, (4, 30)),
    Part("draft", 12, (1, 12)),
    Part("incomplete", 10, (1, 6)),
    Part("confirming", 6, (1, 2)),
)
"""Permits count from the day of issue, applications from the day they were begun."""


@dataclass(frozen=True, slots=True)
class Role:
    """One person in one part."""

    part: str
    number: int
    doc_number: str
    name: str
    phone: str
    ago: int


def cast(town: Town) -> list[Role]:
    """The parts in the order in which they are entered. A part for which nobody has lived here long
    enough stays open."""
    pool = _pool(town)
    at_plant = town.jobs.filter(
        (pl.col("employer") == PLANT)
        & (pl.col("start") <= town.today)
        & (pl.col("end").is_null() | (pl.col("end") > town.today))
    )["person"]
    share = min(1.0, town.people.filter(pl.col("group").is_in(["home", "dorm"])).height / WHOLE)
    found: dict[str, list[Role]] = {}
    for part in sorted(PARTS, key=lambda p: -p.ago[1]):
        count = max(1, round(part.count * share))
        fit = pool.filter(pl.col("since") >= part.ago[1] + HALF_A_YEAR)
        if part.name == "confirming":
            fit = fit.filter(pl.col("person").is_in(at_plant.implode()))
        chosen = fit.head(count)
        pool = pool.join(chosen, on="person", how="anti", maintain_order="left")
        found[part.name] = [
            Role(part.name, n, number, name, phone, _spread(part, n, count))
            for n, (number, name, phone) in enumerate(
                chosen.select("doc_number", "name", "phone").iter_rows()
            )
        ]
    return [role for part in PARTS for role in found[part.name]]


def _pool(town: Town) -> pl.DataFrame:
    """Grown people from elsewhere with a phone, about whom nothing waits, in a drawn order."""
    waiting = town.declarations.join(town.waiting, on="key", how="semi")["doc_number"]
    named = town.staff.filter(pl.col("role") == "resident")["party"].str.strip_prefix("person:")
    people = town.people.filter(
        pl.col("group").is_in(["home", "dorm"])
        & (pl.col("doc_type") == "111")
        & pl.col("phone").is_not_null()
        & (pl.col("age") >= GROWN)
        & ~pl.col("origin").str.starts_with(TOWN[:4])
        & ~pl.col("doc_number").is_in(waiting.drop_nulls().implode())
        & ~pl.col("doc_number").is_in(named.implode())
    )
    order = Chance(town.seed).within("permits").unit(people["person"], "parts")
    return people.with_columns(order=order).sort("order")


def _spread(part: Part, number: int, count: int) -> int:
    """Evenly between the part's two days."""
    first, last = part.ago
    return first + (last - first) * number // max(1, count - 1)
