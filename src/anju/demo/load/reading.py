"""A few reads of records, so that "who accessed my data" has something to show: a clerk, a grid worker, the police."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

import polars as pl

from anju.demo.load.base_data import FOUNDER, BaseData, actor_of
from anju.demo.town import Town
from anju.domains.people import api as people
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting

READS = (
    ("counter01", 20, ("name", "documents", "stays", "household"), False),
    ("counter02", 9, ("name", "stays"), False),
    ("police", 3, ("doc_number",), True),
    ("street02", 2, ("name", "stays", "jobs"), False),
)
"""Who read, how many hours before the newest declaration, at which fields, and whether a number was revealed."""
AT_MOST = 40


def read_records(town: Town, base: BaseData) -> None:
    """Record them, unless they were recorded before."""
    resident = town.staff.filter(pl.col("role") == "resident")["party"][0].removeprefix("person:")
    heads = town.people.filter((pl.col("group") == "home") & (pl.col("role") == "head"))[
        "doc_number"
    ].head(AT_MOST)
    newest = cast("datetime", town.declarations["at"].max())
    with acting(FOUNDER):
        known = people.by_citizen_numbers([resident, *heads])
    ids = list(dict.fromkeys([known[resident], *known.values()]))
    for n, (username, hours, fields, reveal) in enumerate(READS):
        at = newest - timedelta(hours=hours)
        actor = actor_of(base.staff[username], at=at, channel="web")
        seen = [ids[0], *ids[1 + n :: len(READS)]] if not reveal else ids[:1]
        with acting(actor):
            audit.record_read(
                actor, person_ids=seen, fields=fields, action="person.view", at=at, reveal=reveal
            )
