"""Processing checked items: homes, jurisdiction, persons, then the ledger. Rounds keep rows of one person apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

import polars as pl

from anju.domains.employers import api as employers
from anju.domains.people import api as people
from anju.domains.register.declarations.data.declarations import (
    APPLIED,
    REFUSED,
    UNCHANGED,
    WAITING,
)
from anju.domains.register.declarations.data.kinds import (
    ABSENCE,
    CLOSING,
    JOB,
    KINDS,
    STAY,
    kinds_on,
)
from anju.domains.register.declarations.operations.context import Run
from anju.domains.register.intake.operations import homes, households, phones
from anju.domains.register.intake.operations.doubts import days_before_birth, doubtful_rows
from anju.domains.register.intake.rules.plausibility import OF_PERSON
from anju.domains.register.ledger.operations import absences, jobs, stays, visibility_scope
from anju.foundation.frames import each_row, put, take

Results = dict[int, tuple[str, str]]
UPHELD = "upheld"
"""The effect that names what an applied declaration only confirmed: ``stay``, ``job``."""


@dataclass(slots=True)
class Processed:
    """Results by declaration, with the persons, homes and questions found on the way."""

    results: Results = field(default_factory=dict)
    persons: dict[int, int] = field(default_factory=dict)
    homes: dict[int, int] = field(default_factory=dict)
    places: dict[int, tuple[str, str]] = field(default_factory=dict)
    employers: dict[int, int] = field(default_factory=dict)
    candidates: dict[int, list[int]] = field(default_factory=dict)
    doubted: dict[int, list[str]] = field(default_factory=dict)


def process(frame: pl.DataFrame, run: Run, *, about: Mapping[int, int] | None = None) -> Processed:
    """Apply what can be applied; the rest waits or is refused, with a reason.

    `about`: declarations whose person is known already (declaration → person); the others are matched.
    """
    out = Processed()
    if frame.is_empty():
        return out
    frame = with_employer(frame, run)
    frame = homes.locate(frame, run)
    _remember(frame, out)
    verdicts = homes.authorise(frame, run)
    out.doubted = doubtful_rows(frame, run, about or {})
    for did, codes in out.doubted.items():
        if asked := [
            c for c in codes if c not in OF_PERSON
        ]:  # the others hold until the person turns out to be on file
            verdicts.setdefault(did, (WAITING, asked[0]))
    out.results.update(verdicts)
    if verdicts:
        frame = frame.filter(~pl.col("did").is_in(list(verdicts)))
    for part in _rounds(frame):
        rest = _round(part, run, out, about or {})
        while rest is not None:
            rest = _round(rest, run, out, about or {})
    households.enter(frame, persons=out.persons, results=out.results, run=run)
    visibility_scope.recompute(
        sorted(
            {
                out.persons[d]
                for d, (status, _) in out.results.items()
                if d in out.persons and (status == APPLIED or d in run.effects)
            }
        ),
        newcomers={p for d, p in out.persons.items() if run.effects.get(d, {}).get("created")},
    )
    return out


def with_employer(frame: pl.DataFrame, run: Run) -> pl.DataFrame:
    """Add the employer each row speaks of: by its code, else the sender's own."""
    codes = sorted({c for c in frame["employer_code"].to_list() if c})
    found = {c: e for c in codes if (e := employers.by_code(c))}
    own = [v.sender.employer_id for v in run.submitters(frame)]
    senders = {e for e in own if e}
    default = employers.employers(sorted(senders)) if senders else {}
    picked = [
        (found.get(c) if c else None) or default.get(e or 0)
        for c, e in zip(frame["employer_code"].to_list(), own, strict=True)
    ]
    return put(
        frame,
        pl.Series("employer_id", [e.id if e else None for e in picked], dtype=pl.Int64),
        pl.Series("employer_region", [e.region if e else None for e in picked], dtype=pl.Utf8),
        pl.Series("employer_address", [e.address if e else None for e in picked], dtype=pl.Utf8),
    )


def _remember(frame: pl.DataFrame, out: Processed) -> None:
    read = ("did", "home_id", "home_region", "home_party", "employer_id")
    for did, home, region, party, employer in each_row(frame, read):
        if home is not None:
            out.homes[did] = home
        if employer is not None:
            out.employers[did] = employer
        out.places[did] = (region or "", party or "")


def _rounds(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """Split so that no person stands twice in one part; earlier statements first."""
    if _all_different(frame):
        return [frame] if frame.height else []
    who = pl.coalesce(
        pl.col("doc_number"),
        pl.concat_str([pl.col("name"), pl.col("birth_date").cast(pl.Utf8)], ignore_nulls=True),
    )
    ordered = frame.with_columns(who.alias("_who")).sort(
        pl.coalesce("start", "end"), nulls_last=True, maintain_order=True
    )
    ordered = ordered.with_columns(pl.int_range(pl.len()).over("_who").alias("_turn"))
    return [p.drop("_who", "_turn") for p in ordered.partition_by("_turn", maintain_order=True)]


def _all_different(frame: pl.DataFrame) -> bool:
    """Told without a plan of Polars: nearly every batch is so."""
    read = each_row(frame, ("doc_number", "name", "birth_date"))
    return len({number or (name, born) for number, name, born in read}) == frame.height


def _round(
    frame: pl.DataFrame, run: Run, out: Processed, about: Mapping[int, int]
) -> pl.DataFrame | None:
    """Process rows of which no two name one number. Rows that turn out to be about one person (two numbers of a merged
    record) are processed one after the other: what is left for a further round."""
    known = _persons(frame, run, out, about)
    dids = frame["did"].to_list()
    first = {p: n for n, d in reversed(list(enumerate(dids))) if (p := known.get(d)) is not None}
    turn = [n for n, d in enumerate(dids) if d in known and first[known[d]] == n]
    later = [n for n, d in enumerate(dids) if d in known and first[known[d]] != n]
    rest = take(frame, later) if later else None
    frame = take(frame, turn)
    if frame.is_empty():
        return rest
    persons = [known[dids[n]] for n in turn]
    frame = put(frame, pl.Series("person_id", persons, dtype=pl.Int64))
    out.persons.update(zip(frame["did"].to_list(), persons, strict=True))
    if impossible := days_before_birth(frame, out.persons, run):
        out.results.update(impossible)
        dids = frame["did"].to_list()
        frame = take(frame, [n for n, d in enumerate(dids) if d not in impossible])
        if frame.is_empty():
            return rest
    parts = {(STAY, True): stays.arrive(_with_part(STAY, frame, run, opens=True), run)}
    held = {d for d, (status, _) in parts[STAY, True].items() if status == WAITING}
    standing = (
        take(frame, [n for n, d in enumerate(frame["did"].to_list()) if d not in held])
        if held
        else frame
    )
    for (ledger, opens), handler in HANDLERS.items():
        if (ledger, opens) not in parts:
            wanted = _with_part(ledger, standing, run, opens=opens)
            parts[ledger, opens] = {} if wanted.is_empty() else handler(wanted, run)
    for results in parts.values():
        for did, result in results.items():
            out.results[did] = _stronger(out.results.get(did), result)
    changed = _refresh(_accepted(standing, out), run)
    for did in changed:
        if out.results.get(did, ("", ""))[0] == UNCHANGED:
            out.results[did] = (APPLIED, "")
    _note_upheld(parts, out, run)
    return rest


def _accepted(frame: pl.DataFrame, out: Processed) -> pl.DataFrame:
    """The rows that neither wait nor are refused: nothing of the others touches a record."""
    return take(
        frame,
        [
            n
            for n, d in enumerate(frame["did"].to_list())
            if out.results.get(d, (APPLIED, ""))[0] in (APPLIED, UNCHANGED)
        ],
    )


def _note_upheld(parts: Mapping[tuple[str, bool], Results], out: Processed, run: Run) -> None:
    """An applied declaration may confirm one thing and change another; what it confirmed outlives the undo of whoever
    had declared it first (`reapplying`). A declaration that is unchanged as a whole confirmed all it declares."""
    for (ledger, _), results in parts.items():
        for did, (status, _reason) in results.items():
            if status == UNCHANGED and out.results[did][0] == APPLIED:
                effects = run.effects.setdefault(did, {})
                effects[UPHELD] = [*cast("list[str]", effects.get(UPHELD, [])), ledger]


_STRENGTH = {"unchanged": 0, "applied": 1, "refused": 2, "waiting": 3}


def _stronger(one: tuple[str, str] | None, other: tuple[str, str]) -> tuple[str, str]:
    """A row may speak of a job and a room: what waits outweighs what was applied."""
    return other if one is None or _STRENGTH[other[0]] > _STRENGTH[one[0]] else one


def _persons(
    frame: pl.DataFrame, run: Run, out: Processed, about: Mapping[int, int]
) -> dict[int, int]:
    """{declaration: person} of rows whose person is certain; new persons are entered, doubtful rows wait.

    The locks of all of them are held from here on; a record that was merged away is the one that stands for it."""
    if not about:
        return _found(frame, run, out)
    dids = frame["did"].to_list()
    stands = people.lock({about[d] for d in dids if d in about})
    known = {d: stands[about[d]] for d in dids if d in about and about[d] in stands}
    out.results.update(
        {d: (REFUSED, "person_unknown") for d in dids if d in about and d not in known}
    )
    rest = [n for n, d in enumerate(dids) if d not in about]
    return {**known, **(_found(take(frame, rest), run, out) if rest else {})}


def _found(frame: pl.DataFrame, run: Run, out: Processed) -> dict[int, int]:
    matched = people.match(frame, lock=True)
    if any(k in CLOSING for k in matched["kind"].to_list()):
        ends_doubtfully = pl.col("kind").is_in(CLOSING) & (pl.col("verdict") == people.NAME_DIFFERS)
        matched = _strangers_to_sender(matched, ends_doubtfully, run)
    known: dict[int, int] = {}
    fresh: list[int] = []
    read = each_row(matched, ("did", "kind", "verdict", "person_id", "candidates"))
    for n, (did, kind, verdict, person, likely) in enumerate(read):
        ends = kind in CLOSING
        doubt = verdict == people.NAME_DIFFERS or (verdict == people.MAYBE and not ends)
        if doubt and "same_person" not in run.answered:
            out.results[did] = (
                WAITING,
                "same_person" if verdict == people.MAYBE else "name_differs",
            )
            out.candidates[did] = list(likely) if likely else [person]
        elif person is not None:
            known[did] = person
        elif ends:
            out.results[did] = (REFUSED, f"{KINDS[kind].ledgers[0]}_not_open")
        elif did in out.doubted:
            out.results[did] = (WAITING, out.doubted[did][0])
        else:
            fresh.append(n)
            run.effects.setdefault(did, {})["created"] = True
    if fresh:
        newcomers = matched if len(fresh) == matched.height else matched[fresh]
        known.update(
            zip(newcomers["did"].to_list(), people.create(newcomers, at=run.at), strict=True)
        )
    return known


def _strangers_to_sender(matched: pl.DataFrame, doubtful: pl.Expr, run: Run) -> pl.DataFrame:
    """Who ends a stay or a job of somebody out of sight under another name is answered as for somebody unknown."""
    meant = matched.filter(doubtful & pl.col("person_id").is_not_null())["person_id"].to_list()
    if not meant:
        return matched
    hidden = sorted(set(meant) - people.visible_to(run.actor, meant))
    gone = doubtful & pl.col("person_id").is_in(hidden)
    return matched.with_columns(
        pl.when(gone).then(None).otherwise("person_id").alias("person_id"),
        pl.when(gone).then(pl.lit(people.NEW)).otherwise("verdict").alias("verdict"),
    )


def _refresh(frame: pl.DataFrame, run: Run) -> set[int]:
    """Phones and gaps of known persons; the declarations that changed something."""
    kinds = frame["kind"].to_list()
    old = [
        n
        for n, d in enumerate(frame["did"].to_list())
        if kinds[n] not in CLOSING and not run.effects.get(d, {}).get("created")
    ]
    if not old:
        return set()
    known = frame if len(old) == frame.height else frame[old]
    changes = people.set_phones(known, at=run.at, replacing=phones.replacing(known, run))
    filled = people.fill_gaps(known)
    dids = dict(zip(known["person_id"].to_list(), known["did"].to_list(), strict=True))
    for person, (new, before) in changes.items():
        run.effects.setdefault(dids[person], {}).update({"phone": [new, before]})
    for person in filled:
        run.effects.setdefault(dids[person], {}).update({"filled": True})
    return {dids[p] for p in (*changes, *filled)}


def _with_part(ledger: str, frame: pl.DataFrame, run: Run, *, opens: bool) -> pl.DataFrame:
    """The rows that open (or close) something in one ledger."""
    needs = kinds_on(ledger, opens=opens)
    frame = run.rows_with_part(ledger, frame)
    given = {c: frame[c].to_list() for c in needs.values() if c}
    wanted = [
        n
        for n, k in enumerate(frame["kind"].to_list())
        if k in needs and (not needs[k] or given[needs[k]][n] is not None)
    ]
    return take(frame, wanted)


def _move_out(rows: pl.DataFrame, run: Run) -> Results:
    return stays.leave(_with_last_day(rows, run), run)


def _leave_job(rows: pl.DataFrame, run: Run) -> Results:
    return jobs.leave_job(_with_last_day(rows, run), run)


def _with_last_day(rows: pl.DataFrame, run: Run) -> pl.DataFrame:
    return rows.with_columns(pl.coalesce("end", "start").fill_null(run.today).alias("end"))


def _go_away(rows: pl.DataFrame, run: Run) -> Results:
    return absences.go_away(homes.destinations(rows, run), run)


HANDLERS: dict[tuple[str, bool], Callable[[pl.DataFrame, Run], Results]] = {
    (STAY, True): stays.arrive,
    (STAY, False): _move_out,
    (JOB, True): jobs.hire,
    (JOB, False): _leave_job,
    (ABSENCE, True): _go_away,
}
"""(ledger, opens) → what applies such rows, whole columns at a time, in this order: a move-in that waits
holds back whatever else its declaration would do."""
