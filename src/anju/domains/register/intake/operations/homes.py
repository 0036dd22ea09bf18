"""Which home a declaration speaks of, and whether its sender may speak of it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register.declarations.data.declarations import REFUSED, WAITING
from anju.domains.register.declarations.data.kinds import EMPLOYER, HOME, KINDS, REGION
from anju.domains.register.declarations.operations.context import Run
from anju.foundation.db.statements import rows
from anju.foundation.frames import each_row, first_of, put

_AT_HOME = tuple(code for code, k in KINDS.items() if k.needs == HOME)
COMMUNITY = 12
"""Digits of a region's code in which a home can stand."""


def locate(frame: pl.DataFrame, run: Run) -> pl.DataFrame:
    """Add home_id, home_region, home_party, and fill dwelling from the home."""
    wanted = _placed(frame, run)
    named = _names_home(wanted)
    located = (
        places.resolve(wanted)
        if named.any()
        else put(
            wanted, *(pl.Series(c, [None] * frame.height, dtype=t) for c, t in places.FOUND.items())
        )
    )
    if run.new_homes:
        located = _enter_new(located, named, run)
    return put(located, named, first_of(located, "dwelling", "home_dwelling"))


def _placed(frame: pl.DataFrame, run: Run) -> pl.DataFrame:
    """Add the sender's party; where the row is silent, the sender's region and the employer's address. A building
    that is a whole address (a list's only column for the dormitory) is read in its parts."""
    frame = _whole_addresses_in_parts(frame, run)
    read = each_row(frame, ("address", "building", "employer_address", "region"))
    senders = [v.sender for v in run.submitters(frame)]
    spots = [
        (e if a is None and b is not None else a, r or s.region or None)
        for (a, b, e, r), s in zip(read, senders, strict=True)
    ]
    return put(
        frame,
        pl.Series("party", [s.party or None for s in senders], dtype=pl.Utf8),
        pl.Series("address", [s[0] for s in spots], dtype=pl.Utf8),
        pl.Series("region", [s[1] for s in spots], dtype=pl.Utf8),
    )


_PARTS = ("address", "building", "unit", "room")


def _whole_addresses_in_parts(frame: pl.DataFrame, run: Run) -> pl.DataFrame:
    whole = [
        n
        for n, (address, building) in enumerate(each_row(frame, _PARTS[:2]))
        if address is None and building is not None and places.holds_street_address(building)
    ]
    if not whole:
        return frame
    columns = {c: frame[c].to_list() for c in _PARTS}
    regions_of = [
        r or s.sender.region
        for r, s in zip(frame["region"].to_list(), run.submitters(frame), strict=True)
    ]
    for n in whole:
        unit, room = columns["unit"][n] or "", columns["room"][n] or ""
        parts = places.address_parts(regions_of[n] or "", columns["building"][n], "", unit, room)
        if parts[0] and any(parts[1:]):
            for column, part in zip(_PARTS, parts, strict=True):
                columns[column][n] = part or None
    return put(frame, *(pl.Series(c, v, dtype=pl.Utf8) for c, v in columns.items()))


def _names_home(frame: pl.DataFrame) -> pl.Series:
    """Does the row speak of a home at all? (A roster row without a dormitory does not.)"""
    read = each_row(frame, ("home_code", "building", "room", "address", "kind"))
    return pl.Series(
        "named_home",
        [
            bool(code or building or room or (address and kind in _AT_HOME))
            for code, building, room, address, kind in read
        ],
        dtype=pl.Boolean,
    )


def _enter_new(frame: pl.DataFrame, named: pl.Series, run: Run) -> pl.DataFrame:
    """Rooms nobody has entered: add them unverified, for a grid worker to look at."""
    if frame["home_id"].null_count() == 0:
        return frame
    missing = places.spots(
        frame.filter(
            named
            & pl.col("home_id").is_null()
            & pl.col("home_code").is_null()
            & (pl.col("address").fill_null("") != "")
        )
    )
    missing = missing.filter(
        (pl.col("region").str.len_chars() >= COMMUNITY)
        & pl.col("spot_key").is_not_null()
        & (pl.col("address") != "")
    )
    if missing.is_empty():
        return frame
    kind = "dormitory" if run.sender.employer_id else "rental"
    spots = missing.unique("spot_key", maintain_order=True)
    ids = places.add_buildings(
        spots.select(
            "region",
            "address",
            pl.col("building").alias("name"),
            pl.lit(run.sender.party).alias("party"),
            pl.lit(kind).alias("kind"),
            pl.lit("01").alias("use"),
            pl.lit(1).alias("floors"),
        ),
        at=run.at,
        verified=False,
    )
    rooms = spots.with_columns(pl.Series("building_id", ids, dtype=pl.Int64)).select(
        "building_id",
        "unit",
        "room",
        pl.lit(None, dtype=pl.Int64).alias("floor"),
        pl.lit(8 if run.sender.employer_id else 4).alias("capacity"),
        pl.coalesce("dwelling", pl.lit("05" if run.sender.employer_id else "02")).alias("dwelling"),
        pl.lit(None, dtype=pl.Float64).alias("area"),
    )
    run.made_homes += places.add_homes(rooms, at=run.at, verified=False)
    return places.resolve(frame)


def authorise(frame: pl.DataFrame, run: Run) -> dict[int, tuple[str, str]]:
    """Rows that cannot be applied by this sender: {declaration: (refused or waiting, reason)}.

    Staff speak for their region, landlords for their homes, employers for their people; a resident's own statement
    waits for the landlord's word (or staff, where there is no landlord on file).
    """
    results: dict[int, tuple[str, str]] = {}
    own_word = run.channel in ("resident", "invitation")
    wanted = (
        "did",
        "kind",
        "home_id",
        "named_home",
        "home_region",
        "home_party",
        "employer_id",
        "employer_region",
        "region",
    )
    for submitter, values in zip(run.submitters(frame), each_row(frame, wanted), strict=True):
        row, sender = dict(zip(wanted, values, strict=True)), submitter.sender
        landlord, employer = (
            sender.party.startswith("holder:"),
            sender.party.startswith("employer:"),
        )
        verdict = _needs(row)
        if verdict is None and landlord and row["home_party"] != sender.party:
            verdict = (REFUSED, "home_not_yours")
        elif verdict is None and employer and row["employer_id"] not in (None, sender.employer_id):
            verdict = (REFUSED, "employer_not_yours")
        elif verdict is None and own_word and "confirm" not in run.answered:
            verdict = (WAITING, "confirm")
        elif verdict is None and not (landlord or employer or own_word):
            where = row["home_region"] or row["employer_region"] or row["region"] or sender.region
            if not submitter.actor.may("declare", region=where or "0"):
                verdict = (REFUSED, "outside_jurisdiction")
        if verdict:
            results[row["did"]] = verdict
    return results


def _needs(row: dict[str, object]) -> tuple[str, str] | None:
    needs = KINDS[str(row["kind"])].needs
    if needs == HOME and row["home_id"] is None:
        return (WAITING, "home_not_found") if row["named_home"] else (REFUSED, "home_missing")
    if needs == EMPLOYER and row["employer_id"] is None:
        return (REFUSED, "employer_missing")
    if needs == REGION and not row["region"]:
        return (REFUSED, "region_missing")
    return None


def destinations(frame: pl.DataFrame, run: Run) -> pl.DataFrame:
    """Outflow rows with start and the destination's area code where its text names one place."""
    codes = regions.resolve_text(frame["destination"].to_list(), near=run.sender.region)
    return frame.with_columns(
        pl.Series("destination_code", codes, dtype=pl.Utf8), pl.col("start").fill_null(run.today)
    )


def used(home_ids: Sequence[int]) -> list[int]:
    """Those of these homes in which somebody lives or lived, or which a waiting declaration names."""
    ids = list(home_ids)
    return [
        r[0]
        for r in rows(
            """SELECT home_id FROM register_stay WHERE superseded_at IS NULL AND home_id = ANY(%s)
        UNION SELECT d.home_id FROM register_review r JOIN register_declaration d ON d.id = r.declaration_id
         WHERE r.decided_at IS NULL AND d.status = 'waiting' AND d.home_id = ANY(%s)""",
            [ids, ids],
        )
    ]
