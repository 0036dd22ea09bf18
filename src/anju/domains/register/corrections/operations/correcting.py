"""Correcting a stay: a further version of the same line, said by a clerk; the earlier version stays readable."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register.declarations.data.declarations import APPLIED, Outcome, Sender
from anju.domains.register.declarations.models import Declaration
from anju.domains.register.declarations.operations import batches
from anju.domains.register.declarations.operations.write_conflicts import retried
from anju.domains.register.declarations.queries.submitted import PAYLOAD, submitted
from anju.domains.register.intake.operations import storing
from anju.domains.register.intake.rules.days import PAST, before_birth
from anju.domains.register.ledger.models import Stay
from anju.domains.register.ledger.operations import ledger, visibility_scope
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import Columns, rows
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.request_keys import require_key

FIELDS = ("since", "until", "home_code", "reason", "police_reason", "dwelling")


@retried
def correct_stay(
    version: int,
    *,
    changes: dict[str, Any],
    note: str,
    sender: Sender,
    key: str,
    actor: Actor,
    at: datetime,
) -> Outcome:
    """Correct a stay the actor sees. `version`: the id of the reading that was looked at; `changes`: any of `FIELDS`
    (`until` None reopens it); `note`: why. `key` makes it idempotent, as in `declare`.

    Needs `person.edit` where the stay is, and where it moves to. Raises `NotFound`, `NotAllowed`, `Conflict`
    `stay_changed_since`, `key_used_for_another` (the key came before with another content), `Refused`:
    `key_unusable`, `note_missing`, `nothing_to_correct`, `home_unknown`, `date_too_early`,
    `date_end_before_start`, `start_before_birth`, `end_before_birth`, `stay_overlaps`
    (since, until of the stay in the way).
    """
    require_no_identity_number(note)
    require_key(key)
    stay = Stay.objects.filter(id=version).first()
    if repeated := storing.earlier_outcomes(sender.source, [key]).get(key):
        if stay is None or not _same(repeated, _submitted(stay, changes, note)):
            raise Conflict("key_used_for_another", key=key, count=1)
        return repeated
    if stay is None:
        raise NotFound("stay_unknown", id=version)
    actor.require("person.edit", region=stay.region)
    if not note.strip():
        raise Refused("note_missing")
    wanted = _wanted(stay, changes, actor)
    _refuse_before_birth(stay.person_id, wanted)
    with as_intake_role():
        if people.lock([stay.person_id]).get(stay.person_id) != stay.person_id:
            raise Conflict("stay_changed_since")
        if Stay.objects.select_for_update().get(id=version).superseded_at is not None:
            raise Conflict("stay_changed_since")
        goes_on = wanted["until"] is None or wanted["until"] > local_date(at)
        if stay.habitual or goes_on:
            _refuse_overlap(stay, wanted)
        did = _keep(stay, changes, note, sender, key, actor, at)
        columns: Columns = {
            **{k: (t, [wanted[k]]) for k, t in _COLUMNS.items()},
            "habitual": ("boolean", [stay.habitual or goes_on]),
        }
        ledger.next_version(
            "register_stay",
            [stay.id],
            [did],
            [wanted["since"]],
            [wanted["until"]],
            channel=sender.channel,
            at=at,
            changes=columns,
        )
        visibility_scope.recompute([stay.person_id])
        audit.record_write(
            actor,
            action="register.correct",
            subject_kind="stay",
            subject_id=stay.line,
            person_id=stay.person_id,
            at=at,
            detail={"fields": sorted(changes)},
        )
        events.emit(
            "register.applied",
            {"declarations": [did], "persons": [stay.person_id], "kinds": ["correct"]},
            at=at,
        )
    return Outcome(key, 0, APPLIED, "", did, stay.person_id, wanted["home_id"])


_COLUMNS = {
    "home_id": "bigint",
    "region": "text",
    "party": "text",
    "reason": "text",
    "police_reason": "text",
    "dwelling": "text",
}


def _wanted(stay: Stay, changes: dict[str, Any], actor: Actor) -> dict[str, Any]:
    now = {
        "since": stay.period.lower,
        "until": stay.period.upper,
        **{k: getattr(stay, k) for k in _COLUMNS},
    }
    wanted = {**now, **{k: changes[k] for k in FIELDS if k in changes and k != "home_code"}}
    if changes.get("home_code"):
        home = places.home_by_code(changes["home_code"])
        if home is None:
            raise Refused("home_unknown", code=changes["home_code"])
        actor.require("person.edit", region=home.region)
        wanted |= {"home_id": home.id, "region": home.region, "party": home.party}
    if wanted == now:
        raise Refused("nothing_to_correct")
    if wanted["until"] is not None and wanted["until"] == wanted["since"]:
        wanted["until"] += timedelta(days=1)
    if wanted["since"] < PAST:
        raise Refused("date_too_early")
    if wanted["until"] and wanted["until"] < wanted["since"]:
        raise Refused("date_end_before_start")
    return wanted


def _refuse_before_birth(person_id: int, wanted: dict[str, Any]) -> None:
    person = people.persons([person_id]).get(person_id)
    born = person.birth_date if person else None
    if fault := before_birth(wanted["since"], wanted["until"], born):
        raise Refused(fault)


def _refuse_overlap(stay: Stay, wanted: dict[str, Any]) -> None:
    found = rows(
        """SELECT lower(period)::text, coalesce(upper(period)::text, '…') FROM register_stay
        WHERE person_id = %s AND id <> %s AND habitual AND superseded_at IS NULL AND period && daterange(%s, %s)
        ORDER BY period LIMIT 1""",
        [stay.person_id, stay.id, wanted["since"], wanted["until"]],
    )
    if found:
        raise Refused("stay_overlaps", since=found[0][0], until=found[0][1])


def _submitted(stay: Stay, changes: dict[str, Any], note: str) -> str:
    declared = {**changes, "stay": stay.line, "raw": note.strip()}
    return json.dumps(declared, ensure_ascii=False, default=str)


def _same(earlier: Outcome, said: str) -> bool:
    """Did the earlier correction say just this?"""
    with as_intake_role():
        kept = rows(
            "SELECT id, payload_cipher FROM register_declaration WHERE id = %s",
            [earlier.declaration_id],
        )
    return submitted([(i, c) for i, c in kept]) == [json.loads(said)]


def _keep(
    stay: Stay,
    changes: dict[str, Any],
    note: str,
    sender: Sender,
    key: str,
    actor: Actor,
    at: datetime,
) -> int:
    batch, _ = batches.open_batch(sender, key=key, actor=actor, at=at)
    did = storing.fresh_ids(1)[0]
    declared = _submitted(stay, changes, note)
    Declaration.objects.create(
        id=did,
        batch_id=batch,
        source=sender.source,
        key=key,
        kind="correct",
        status=APPLIED,
        person_id=stay.person_id,
        home_id=stay.home_id,
        region=stay.region,
        party=stay.party,
        effective=stay.period.lower,
        said_at=at,
        payload_cipher=encrypt(declared, PAYLOAD, row=row_of(did)),
    )
    return did
