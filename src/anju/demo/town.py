"""The demo town: 洞阳镇, a manufacturing town of 48,000 newcomers, drawn from a seed.

Places, division codes and proportions are real or taken from the fact sheet; every person, employer,
address and number is invented. Nothing here knows a database: the frames enter the register through
the same intake as all declarations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from anju.demo import (
    declarations,
    homes,
    lives,
    other_documents,
    puzzles,
    roster,
    staff,
    workplaces,
)
from anju.demo import people as crowd
from anju.demo.chance import Chance
from anju.demo.divisions import Divisions, installed


@dataclass(frozen=True, slots=True)
class Town:
    """The frames. Keys are the demo's own; the loader keeps a table from them to what the register gives out."""

    seed: int
    today: date
    communities: pl.DataFrame
    """code (12), name."""
    grids: pl.DataFrame
    """code (15), community, name, worker (username)."""
    holders: pl.DataFrame
    """key, name, kind (person, employer), doc_type, doc_number (of an employer: credit code), phone."""
    buildings: pl.DataFrame
    """key, name, community, grid, kind (rental, dormitory, house, apartment), address, floors, holder."""
    rooms: pl.DataFrame
    """key, building, unit, floor, number, capacity, area (m²), sex (dormitories only; GB 2261.1)."""
    employers: pl.DataFrame
    """key, name, uscc, industry (GB/T 4754), address, community, weight (share of the small employers' workers)."""
    people: pl.DataFrame
    """The truth: person, group (dorm, home: present; departed, past; coming; waiting), unit (household), kind, size,
    role, sex, name, doc_type, doc_number, birth_date, nationality, origin, hukou_text, phone, age, gone, ago, since
    (days before today)."""
    stays: pl.DataFrame
    """The truth: person, turn, last, room (key), start, end (half-open)."""
    jobs: pl.DataFrame
    """The truth: person, employer (key), position, start, end (half-open; the plant's reach fourteen days ahead)."""
    declarations: pl.DataFrame
    """The standard declaration frame, with at, channel, declarer; in chronological order. home_code and employer_code
    hold this town's room and employer keys; declarer a holder's or employer's key, a username, a resident's number."""
    waiting: pl.DataFrame
    """key (of a declaration), why (tenant_unconfirmed, home_not_found, same_person, contradiction)."""
    staff: pl.DataFrame
    """username, role, region, party, name, title."""

    def roster(self, day: date) -> roster.Roster:
        """The plant's roster as sent that day: from thirty days before `today` to fourteen after."""
        rooms = declarations.places(self._homes())
        at_work = roster.employed(self.jobs, self.people, self.stays, rooms, day)
        return roster.write(Chance(self.seed), at_work, day)

    def _homes(self) -> homes.Homes:
        return homes.Homes(self.communities, self.grids, self.holders, self.buildings, self.rooms)


def plan(
    people: int = crowd.FULL, seed: int = 1, *, today: date, divisions: Divisions | None = None
) -> Town:
    """A town with so many newcomers present on `today`, the same for the same seed. ValueError below 200 people."""
    chance, size, divisions = Chance(seed), crowd.sizes(people), divisions or installed()
    everybody = crowd.documents(
        chance, crowd.bodies(chance, crowd.everybody(chance, size), today), divisions, today
    )
    everybody = other_documents.assign(chance, everybody, people, today)
    places = homes.build(chance, divisions.communities, *_needs(everybody), today)
    everybody = lives.since(chance, everybody, size, today)
    stays = lives.stays(
        chance, everybody, lives.rooms_now(chance, everybody, places.rooms), places.rooms, today
    )
    employers = workplaces.found(chance, divisions.communities, people)
    jobs = lives.jobs(chance, lives.workers(chance, everybody, size), employers, size, today)
    declared, waiting = _declared(chance, everybody, stays, jobs, employers, places, people, today)
    workers = staff.hire(chance, places.grids, places.communities, places.buildings, everybody)
    return Town(
        seed,
        today,
        places.communities,
        places.grids,
        places.holders,
        places.buildings,
        places.rooms,
        employers,
        everybody,
        stays,
        jobs,
        declared,
        waiting,
        workers,
    )


def _needs(people: pl.DataFrame) -> tuple[dict[int, int], dict[str, int]]:
    """Households by size, and sleepers in dormitories by sex."""
    heads = people.filter(pl.col("role") == "head")
    families = heads.filter(pl.col("group") == "home")["size"].value_counts()
    beds = heads.filter(pl.col("group").is_in(["dorm", "coming"]))["sex"].value_counts()
    return dict(families.iter_rows()), dict(beds.iter_rows())


def _declared(
    chance: Chance,
    people: pl.DataFrame,
    stays: pl.DataFrame,
    jobs: pl.DataFrame,
    employers: pl.DataFrame,
    places: homes.Homes,
    present: int,
    today: date,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    persons, rooms = declarations.persons(people), declarations.places(places)
    ordinary = pl.concat(
        [
            declarations.arrivals(chance, persons, stays, rooms, jobs["person"], today),
            declarations.departures(chance, persons, stays, rooms, today),
            declarations.employment(chance, persons, jobs, employers, today),
        ]
    ).with_columns(why=pl.lit(None, dtype=pl.String))
    every = pl.concat([ordinary, puzzles.pose(chance, persons, stays, rooms, present, today)]).sort(
        "at", maintain_order=True
    )
    number = pl.int_range(1, pl.len() + 1)
    every = every.with_columns(
        row=number.cast(pl.Int64), key=f"demo{chance.seed}-" + number.cast(pl.String).str.zfill(7)
    )
    return every.drop("why", "person"), every.filter(pl.col("why").is_not_null()).select(
        "key", "why"
    )
