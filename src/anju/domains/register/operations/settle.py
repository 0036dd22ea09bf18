"""Settling checked items: homes, jurisdiction, persons, then the ledger. Rounds keep rows of one person apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from anju.domains.employers import api as employers
from anju.domains.people import api as people
from anju.domains.register.data import REFUSED, WAITING
from anju.domains.register.operations import absences, homes, households, jobs, reach, stays
from anju.domains.register.operations.context import Run

Results = dict[int, tuple[str, str]]


@dataclass(slots=True)
class Settled:
    """Results by declaration, with the persons, homes and questions found on the way."""

    results: Results = field(default_factory=dict)
    persons: dict[int, int] = field(default_factory=dict)
    homes: dict[int, int] = field(default_factory=dict)
    places: dict[int, tuple[str, str]] = field(default_factory=dict)
    employers: dict[int, int] = field(default_factory=dict)
    candidates: dict[int, list[int]] = field(default_factory=dict)


def settle(frame: pl.DataFrame, run: Run, *, about: Mapping[int, int] | None = None) -> Settled:
    """Apply what can be applied; the rest waits or is refused, with a reason.

    `about`: declarations whose person is known already (declaration → person); the others are matched.
    """
    out = Settled()
    if frame.is_empty():
        return out
    frame = with_employer(frame, run)
    frame = homes.locate(frame, run)
    _remember(frame, out)
    verdicts = homes.may_say(frame, run)
    out.results.update(verdicts)
    frame = frame.filter(~pl.col("did").is_in(list(verdicts)))
    for part in _rounds(frame):
        _round(part, run, out, about or {})
    households.enter(frame, persons=out.persons, results=out.results, run=run)
    reach.recompute(sorted(set(out.persons.values())))
    return out


def with_employer(frame: pl.DataFrame, run: Run) -> pl.DataFrame:
    """Add the employer each row speaks of: by its code, else the sender's own."""
    codes = [c for c in frame["employer_code"].drop_nulls().unique().to_list() if c]
    found = {c: e for c in codes if (e := employers.by_code(c))}
    default = employers.employers([run.sender.employer_id]).get(run.sender.employer_id) \
        if run.sender.employer_id else None
    picked = [found.get(c, default) if c else default for c in frame["employer_code"].to_list()]
    return frame.with_columns(
        pl.Series("employer_id", [e.id if e else None for e in picked], dtype=pl.Int64),
        pl.Series("employer_region", [e.region if e else None for e in picked], dtype=pl.Utf8),
        pl.Series("employer_address", [e.address if e else None for e in picked], dtype=pl.Utf8))


def _remember(frame: pl.DataFrame, out: Settled) -> None:
    for did, home, region, party, employer in frame.select(
            "did", "home_id", "home_region", "home_party", "employer_id").iter_rows():
        if home is not None:
            out.homes[did] = home
        if employer is not None:
            out.employers[did] = employer
        out.places[did] = (region or "", party or "")


def _rounds(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """Split so that no person stands twice in one part; earlier statements first."""
    if frame.is_empty():
        return []
    who = pl.coalesce(pl.col("doc_number"), pl.concat_str(
        [pl.col("name"), pl.col("birth_date").cast(pl.Utf8)], ignore_nulls=True))
    ordered = frame.with_columns(who.alias("_who")).sort(
        pl.coalesce("start", "end"), nulls_last=True, maintain_order=True)
    ordered = ordered.with_columns(pl.int_range(pl.len()).over("_who").alias("_turn"))
    return [p.drop("_who", "_turn") for p in ordered.partition_by("_turn", maintain_order=True)]


def _round(frame: pl.DataFrame, run: Run, out: Settled, about: Mapping[int, int]) -> None:
    known = _persons(frame, run, out, about)
    frame = frame.join(known, on="did", how="inner")
    if frame.is_empty():
        return
    out.persons.update(dict(frame.select("did", "person_id").iter_rows()))
    changed = _refresh(frame, run)
    for results in (_stays(frame, run), _leavers(frame, run), _jobs(frame, run), _absences(frame, run)):
        for did, result in results.items():
            out.results[did] = _stronger(out.results.get(did), result)
    for did in changed:
        if out.results.get(did, ("", ""))[0] == "unchanged":
            out.results[did] = ("applied", "")


_STRENGTH = {"unchanged": 0, "applied": 1, "refused": 2, "waiting": 3}


def _stronger(one: tuple[str, str] | None, other: tuple[str, str]) -> tuple[str, str]:
    """A row may speak of a job and a room: what waits outweighs what was applied."""
    return other if one is None or _STRENGTH[other[0]] > _STRENGTH[one[0]] else one


def _persons(frame: pl.DataFrame, run: Run, out: Settled, about: Mapping[int, int]) -> pl.DataFrame:
    """(did, person_id) of rows whose person is certain; new persons are entered, doubtful rows wait."""
    given = frame.filter(pl.col("did").is_in(list(about))).select("did")
    given = given.with_columns(pl.Series("person_id", [about[d] for d in given["did"].to_list()], dtype=pl.Int64))
    frame = frame.filter(~pl.col("did").is_in(list(about)))
    return pl.concat([given, _found(frame, run, out)]) if frame.height else given


def _found(frame: pl.DataFrame, run: Run, out: Settled) -> pl.DataFrame:
    matched = people.match(frame)
    closing = pl.col("kind").is_in(["leave", "dismiss"])
    doubt = (pl.col("verdict") == people.NAME_DIFFERS) | ((pl.col("verdict") == people.MAYBE) & ~closing)
    matched = _strangers_to_sender(matched, closing & doubt, run)
    if "same_person" not in run.answered:
        for did, verdict, known, likely in matched.filter(doubt).select(
                "did", "verdict", "person_id", "candidates").iter_rows():
            out.results[did] = (WAITING, "same_person" if verdict == people.MAYBE else "name_differs")
            out.candidates[did] = list(likely) if likely else [known]
        matched = matched.filter(~doubt)
    strangers = matched.filter(pl.col("person_id").is_null() & closing)
    out.results.update({d: (REFUSED, "stay_not_open" if k == "leave" else "job_not_open")
                        for d, k in strangers.select("did", "kind").iter_rows()})
    matched = matched.filter(~pl.col("did").is_in(strangers["did"].to_list()))
    fresh = matched.filter(pl.col("person_id").is_null())
    if fresh.height:
        ids = people.create(fresh, at=run.at)
        for did in fresh["did"].to_list():
            run.effects[did] = {"created": True}
        fresh = fresh.with_columns(pl.Series("person_id", ids, dtype=pl.Int64))
    return pl.concat([matched.filter(pl.col("person_id").is_not_null()).select("did", "person_id"),
                      fresh.select("did", "person_id")])


def _strangers_to_sender(matched: pl.DataFrame, doubtful: pl.Expr, run: Run) -> pl.DataFrame:
    """Who ends a stay or a job of somebody out of sight under another name is answered as for somebody unknown."""
    meant = matched.filter(doubtful & pl.col("person_id").is_not_null())["person_id"].to_list()
    if not meant:
        return matched
    hidden = sorted(set(meant) - people.reached_by(run.actor, meant))
    gone = doubtful & pl.col("person_id").is_in(hidden)
    return matched.with_columns(
        pl.when(gone).then(None).otherwise("person_id").alias("person_id"),
        pl.when(gone).then(pl.lit(people.NEW)).otherwise("verdict").alias("verdict"))


def _refresh(frame: pl.DataFrame, run: Run) -> set[int]:
    """Phones and gaps of known persons; the declarations that changed something."""
    known = frame.filter(~pl.col("did").is_in([d for d, e in run.effects.items() if e.get("created")])
                         & ~pl.col("kind").is_in(["leave", "dismiss"]))
    if known.is_empty():
        return set()
    changes = people.set_phones(known.select("person_id", "phone"), at=run.at)
    people.fill_gaps(known.select("person_id", "hukou_text", "origin"))
    dids = dict(known.select("person_id", "did").iter_rows())
    for person, (new, old) in changes.items():
        run.effects.setdefault(dids[person], {}).update({"phone": [new, old]})
    return {dids[p] for p in changes}


def _stays(frame: pl.DataFrame, run: Run) -> Results:
    rows = frame.filter(pl.col("home_id").is_not_null() & pl.col("kind").is_in(["arrive", "hire"]))
    rows = rows.with_columns(pl.col("start").fill_null(run.today))
    return stays.arrive(rows, run) if rows.height else {}


def _leavers(frame: pl.DataFrame, run: Run) -> Results:
    rows = frame.filter(pl.col("kind") == "leave").with_columns(pl.coalesce("end", "start").fill_null(run.today))
    return stays.leave(rows.select("did", "person_id", "home_id", "end"), run) if rows.height else {}


def _jobs(frame: pl.DataFrame, run: Run) -> Results:
    hired = frame.filter((pl.col("kind") == "hire") & pl.col("employer_id").is_not_null())
    gone = frame.filter((pl.col("kind") == "dismiss") & pl.col("employer_id").is_not_null())
    results: Results = jobs.hire(hired, run) if hired.height else {}
    if gone.height:
        results.update(jobs.dismiss(gone.with_columns(pl.coalesce("end", "start")), run))
    return results


def _absences(frame: pl.DataFrame, run: Run) -> Results:
    rows: pl.DataFrame = frame.filter(pl.col("kind") == "outflow")
    if rows.is_empty():
        return {}
    return absences.go_away(homes.destinations(rows, run), run)
