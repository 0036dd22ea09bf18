"""Corrections and departures entered by staff on the page of one person. Each is a declaration like any other."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import polars as pl

from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.register.data import APPLIED, ITEM_SCHEMA, Outcome, Sender
from anju.domains.register.operations import batches, keep, reach, settle
from anju.domains.register.operations.context import Run
from anju.domains.register.queries.about import regions_of
from anju.domains.register.queries.ledger import stays_of
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt
from anju.foundation.db.scope import at_the_door
from anju.foundation.db.statements import insert
from anju.foundation.errors import NotFound, Refused
from anju.foundation.events import api as events

CITIZEN = ("111", "112", "113", "HMT", "553")
"""Documents whose number tells birth date and sex (17th digit odd: male)."""
_SEXES = ("0", "1", "2", "9")


def correct_person(person_id: int, *, changes: dict[str, Any], reason: str, actor: Actor, at: datetime,
                   dry_run: bool = False) -> dict[str, tuple[Any, Any]]:
    """Mend a record; {field: (before, after)} of what really changes. `dry_run` only tells.

    Before and after are kept, encrypted, as a declaration of kind ``correct``; the trail names the fields. Needs
    `person.edit` where the person lives or works. `NotFound` for people out of sight; `Refused` reason_missing,
    name_missing, sex_unknown, birth_date_future, birth_date_contradicts_document, sex_contradicts_document.
    """
    view, region = _reached(person_id, "person.edit", actor)
    wanted = {f: v for f, v in changes.items() if getattr(view, f) != v}
    _check(view, wanted, local_date(at))
    before = {f: (getattr(view, f), v) for f, v in wanted.items()}
    if dry_run or not wanted:
        return before
    if not reason.strip():
        raise Refused("reason_missing")
    with at_the_door():
        done = people.correct(person_id, wanted)
        reach.recompute([person_id])
        declaration = _keep_correction(person_id, region, done, reason.strip(), actor, at)
        audit.record_write(actor, action="register.correct", subject_kind="declaration", subject_id=declaration,
                           person_id=person_id, at=at, detail={"fields": sorted(done)})
        events.emit("register.corrected", {"person": person_id, "fields": sorted(done)}, at=at)
    return done


def move_out(person_id: int, *, day: date, actor: Actor, at: datetime) -> Outcome:
    """Enter that a person left their home on that day. Needs `declare` where the home is.

    `NotFound` for people out of sight; `Refused` stay_not_open, leave_before_arrival, date_invalid.
    """
    people_seen = people.persons([person_id])
    open_stays = [s for s in stays_of([person_id]) if s.habitual and s.until is None]
    if person_id not in people_seen:
        raise NotFound("person_unknown")
    if not open_stays:
        raise Refused("stay_not_open")
    stay = open_stays[-1]
    actor.require("declare", region=stay.region)
    if day > local_date(at):
        raise Refused("date_invalid")
    sender = Sender(f"user:{actor.user_id}", "counter", actor.label, region=stay.region)
    item = {"key": f"leave.{stay.line}.{stay.id}.{day}", "kind": "leave", "name": people_seen[person_id].name,
            "end": day, "region": stay.region}
    with at_the_door():
        batch = batches.open_batch(sender, key=f"leave.{stay.id}.{day}.{at.timestamp():.0f}", actor=actor, at=at)
        run = Run(actor=actor, sender=sender, at=at, batch_id=batch, confirmed=True)
        frame = pl.DataFrame([item]).select(
            (pl.col(c).cast(t) if c in item else pl.lit(None, dtype=t).alias(c)) for c, t in ITEM_SCHEMA.items())
        frame = frame.with_columns(pl.Series("did", keep.fresh_ids(1), dtype=pl.Int64))
        settled = settle.settle(frame, run, forced_person=person_id)
        outcome = keep.store(frame, settled, settled.results, run)[str(item["key"])]
    if outcome.status == "refused":
        raise Refused(outcome.reason)
    return outcome


def _reached(person_id: int, permission: str, actor: Actor) -> tuple[PersonView, str]:
    """The person and the first of their regions in which the actor holds the permission."""
    view = people.persons([person_id]).get(person_id)
    if view is None:
        raise NotFound("person_unknown")
    regions = regions_of(person_id)
    region = next((r for r in regions if actor.may(permission, region=r)), None)
    if region is None:
        actor.require(permission, region=regions[0] if regions else "0")
        raise NotFound("person_unknown")
    return view, region


def _check(view: PersonView, wanted: dict[str, Any], today: date) -> None:
    if "name" in wanted and not str(wanted["name"]).strip():
        raise Refused("name_missing")
    if "sex" in wanted and wanted["sex"] not in _SEXES:
        raise Refused("sex_unknown")
    born = wanted.get("birth_date")
    if born is not None and born > today:
        raise Refused("birth_date_future")
    if not {"birth_date", "sex"} & set(wanted):
        return
    ids = [d.id for d in view.documents if d.live and d.kind in CITIZEN]
    for number in people.numbers(ids).values():
        if len(number) != 18:
            continue
        if "birth_date" in wanted and (born is None or f"{born:%Y%m%d}" != number[6:14]):
            raise Refused("birth_date_contradicts_document")
        if "sex" in wanted and wanted["sex"] != ("1" if int(number[16]) % 2 else "2"):
            raise Refused("sex_contradicts_document")


def _keep_correction(person_id: int, region: str, done: dict[str, tuple[Any, Any]], reason: str, actor: Actor,
                     at: datetime) -> int:
    declaration = keep.fresh_ids(1)[0]
    sender = Sender(f"user:{actor.user_id}", "counter", actor.label, region=region)
    batch = batches.open_batch(sender, key=f"correct.{declaration}", actor=actor, at=at)
    said = {"changes": {f: [b, a] for f, (b, a) in done.items()}, "note": reason}
    insert("register_declaration", {
        "id": ("bigint", [declaration]), "batch_id": ("bigint", [batch]), "source": ("text", [sender.source]),
        "key": ("text", [f"correct.{declaration}"]), "row": ("int", [0]), "kind": ("text", ["correct"]),
        "status": ("text", [APPLIED]), "reason": ("text", [""]), "person_id": ("bigint", [person_id]),
        "region": ("text", [region]), "party": ("text", [""]), "effective": ("date", [local_date(at)]),
        "said_at": ("timestamptz", [at]),
        "payload_cipher": ("bytea", [encrypt(json.dumps(said, ensure_ascii=False, default=str), keep.PAYLOAD)]),
    })
    return declaration
