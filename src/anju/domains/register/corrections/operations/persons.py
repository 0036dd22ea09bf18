"""Corrections of a person's record by staff: each is kept as a declaration like any other."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.register.declarations.data.declarations import APPLIED, Sender
from anju.domains.register.declarations.operations import batches
from anju.domains.register.declarations.operations.write_conflicts import retried
from anju.domains.register.declarations.queries.person_records import regions_of
from anju.domains.register.declarations.queries.submitted import PAYLOAD
from anju.domains.register.intake.operations import storing
from anju.domains.register.intake.rules.check import name_has_symbols
from anju.domains.register.ledger.operations import visibility_scope
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import insert, rows
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number

CITIZEN = ("111", "112", "113", "HMT", "553")
"""Documents whose number tells birth date and sex (17th digit odd: male)."""
_SEXES = ("0", "1", "2", "9")


@retried
def correct_person(
    person_id: int,
    *,
    changes: dict[str, Any],
    reason: str,
    actor: Actor,
    at: datetime,
    dry_run: bool = False,
) -> dict[str, tuple[Any, Any]]:
    """Correct a record; {field: (before, after)} of what really changes. `dry_run` only tells.

    Before and after are kept, encrypted, as a declaration of kind ``correct``; the trail names the fields. Needs
    `person.edit` where the person lives or works. `NotFound` for people out of sight; `Conflict`
    ``record_changed_since`` for a record merged or withdrawn meanwhile; `Refused` reason_missing,
    name_missing, name_symbols, sex_unknown, birth_date_future, birth_date_after_first_day (first: the
    earliest day of a stay or job), birth_date_contradicts_document, sex_contradicts_document.
    """
    require_no_identity_number(reason)
    view, region = _reached(person_id, "person.edit", actor)
    wanted = {f: v for f, v in changes.items() if getattr(view, f) != v}
    _check(view, wanted, local_date(at))
    before = {f: (getattr(view, f), v) for f, v in wanted.items()}
    if dry_run or not wanted:
        return before
    if not reason.strip():
        raise Refused("reason_missing")
    with as_intake_role():
        if people.lock([person_id]).get(person_id) != person_id:
            raise Conflict("record_changed_since")
        done = people.correct(person_id, wanted)
        visibility_scope.recompute([person_id])
        declaration = _keep_correction(person_id, region, done, reason.strip(), actor, at)
        audit.record_write(
            actor,
            action="register.correct",
            subject_kind="declaration",
            subject_id=declaration,
            person_id=person_id,
            at=at,
            detail={"fields": sorted(done)},
        )
        events.emit("register.corrected", {"person": person_id, "fields": sorted(done)}, at=at)
    return done


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
    if "name" in wanted and name_has_symbols(str(wanted["name"])):
        raise Refused("name_symbols")
    if "sex" in wanted and wanted["sex"] not in _SEXES:
        raise Refused("sex_unknown")
    born = wanted.get("birth_date")
    if born is not None:
        _check_birth_date(view.id, born, today)
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


def _check_birth_date(person_id: int, born: date, today: date) -> None:
    if born > today:
        raise Refused("birth_date_future")
    first = _first_day(person_id)
    if first is not None and first < born:
        raise Refused("birth_date_after_first_day", first=first.isoformat())


def _first_day(person_id: int) -> date | None:
    """The first day on which the person lived or worked here, as the register holds it now."""
    (found,) = rows(
        """SELECT min(lower(period)) FROM (
            SELECT person_id, period FROM register_stay WHERE superseded_at IS NULL
            UNION ALL SELECT person_id, period FROM register_job WHERE superseded_at IS NULL
        ) AS held WHERE person_id = %s""",
        [person_id],
    )
    return found[0] if isinstance(found[0], date) else None


def _keep_correction(
    person_id: int,
    region: str,
    done: dict[str, tuple[Any, Any]],
    reason: str,
    actor: Actor,
    at: datetime,
) -> int:
    declaration = storing.fresh_ids(1)[0]
    sender = Sender(f"user:{actor.user_id}", "counter", actor.label, region=region)
    batch, _ = batches.open_batch(sender, key=f"correct.{declaration}", actor=actor, at=at)
    detail = {"changes": {f: [b, a] for f, (b, a) in done.items()}, "note": reason}
    insert(
        "register_declaration",
        {
            "id": ("bigint", [declaration]),
            "batch_id": ("bigint", [batch]),
            "source": ("text", [sender.source]),
            "key": ("text", [f"correct.{declaration}"]),
            "row": ("int", [0]),
            "kind": ("text", ["correct"]),
            "status": ("text", [APPLIED]),
            "reason": ("text", [""]),
            "person_id": ("bigint", [person_id]),
            "region": ("text", [region]),
            "party": ("text", [""]),
            "effective": ("date", [local_date(at)]),
            "said_at": ("timestamptz", [at]),
            "payload_cipher": (
                "bytea",
                [
                    encrypt(
                        json.dumps(detail, ensure_ascii=False, default=str),
                        PAYLOAD,
                        row=row_of(declaration),
                    )
                ],
            ),
        },
    )
    return declaration
