"""What this place does: propose, propose otherwise, sign, decline or withdraw, end. Each step goes out as a message in
the same transaction, and leaves its audit row."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from anju.domains.exchange.cooperation.data.cooperation import FOR_US, MOST_REVISIONS, OPEN, Stage
from anju.domains.exchange.cooperation.models import Cooperation, CooperationStep
from anju.domains.exchange.cooperation.rules.negotiating import (
    digest_of_terms,
    last_day,
    side,
    signed_text,
)
from anju.domains.exchange.links.data.links import OUT
from anju.domains.exchange.links.models import Agreement, Peer
from anju.domains.exchange.links.operations.enquiries import MANAGE
from anju.domains.exchange.links.operations.queueing import Draft, queue
from anju.domains.exchange.links.queries.peers import own_code_and_signer
from anju.domains.exchange.messages.data.classes import DECLINE, END, PROPOSAL, SIGNATURE, VERSION
from anju.domains.exchange.messages.rules.canonical import canonical
from anju.domains.exchange.messages.rules.checking import unsound_terms
from anju.domains.exchange.messages.rules.schemas import pointers
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.credentials.signing import to_base64url
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.independence import require_independent

PURPOSE = "service"
_NOTES = ("note", "reason", "outcome", "text")
"""Members of bodies that a step is noted by, the first that is there."""


def propose(peer_code: str, terms: Mapping[str, Any], *, actor: Actor, at: datetime) -> int:
    """Propose terms to another place; the agreement's number here. The revision is set here. The same terms again,
    while they wait for the other place, change nothing.

    `NotFound` ``peer_unknown``, `Refused` ``cooperation_terms`` (at) for terms that are not as their schema says,
    ``identity_number_in_text``; `Conflict` ``agreement_known`` for a number that is used with that place.
    """
    actor.require(MANAGE)
    peer = Peer.objects.select_for_update().filter(code=peer_code, state="active").first()
    if peer is None:
        raise NotFound("peer_unknown")
    written = _sound({**terms, "revision": 1}, peer, at)
    again = _proposed(Cooperation.objects.filter(peer=peer), written, actor)
    if again is not None:
        return again
    if Agreement.objects.filter(peer=peer, number=written["number"]).exists():
        raise Conflict("agreement_known")
    try:
        with transaction.atomic():
            row = Cooperation.objects.create(
                peer=peer,
                number=written["number"],
                subject=secrets.token_urlsafe(16),
                stage=Stage.OURS.value,
                terms=canonical(written),
                revision=1,
                digest=digest_of_terms(written),
                drafted_by=actor.user_id,
                ends_on=date.fromisoformat(written["last"]),
                made_at=at,
                changed_at=at,
            )
    except IntegrityError as error:
        raise Conflict("agreement_known") from error
    send_step(row, PROPOSAL, {"terms": written}, actor, at)
    return int(row.pk)


def counter(number: int, terms: Mapping[str, Any], *, actor: Actor, at: datetime) -> None:
    """Propose other terms in the place of those that wait for this place. The same again, while they wait for the other
    place, changes nothing. `NotFound` ``cooperation_unknown``,
    `Conflict` ``cooperation_not_open``; otherwise as `propose`."""
    row = locked(number, actor, (*FOR_US, Stage.OURS))
    if row.stage == Stage.OURS.value:
        same = {**terms, "number": row.number, "revision": row.revision}
        if _proposed(Cooperation.objects.filter(pk=row.pk), same, actor) is None:
            raise Conflict("cooperation_not_open")
        return
    if row.revision >= MOST_REVISIONS:
        raise Conflict("cooperation_not_open")
    before = row.digest
    kept = {"number": row.number, "revision": row.revision + 1}
    written = _sound({**terms, **kept}, row.peer, at)
    hold_terms(row, written, stage=Stage.OURS, at=at)
    row.drafted_by = actor.user_id
    row.save()
    send_step(row, PROPOSAL, {"terms": written, "replaces": before}, actor, at)


def _proposed(among: QuerySet[Cooperation], terms: Mapping[str, Any], actor: Actor) -> int | None:
    """The agreement in which the actor has proposed just these terms, which wait for the other place."""
    found = among.filter(
        number=terms["number"],
        stage=Stage.OURS.value,
        digest=digest_of_terms(terms),
        drafted_by=actor.user_id,
    )
    return found.values_list("pk", flat=True).first()


def sign(number: int, digest: str, *, actor: Actor, at: datetime) -> None:
    """Accept the terms of this digest and sign them by the key of this place. In force once both sides have.

    `NotFound` ``cooperation_unknown``; `Conflict` ``cooperation_not_open``, ``cooperation_changed`` when other terms
    came meanwhile; `NotAllowed` ``approver_same_person``, ``approver_made`` for whoever wrote these terms here.
    """
    row = locked(number, actor, FOR_US)
    if digest != row.digest:
        raise Conflict("cooperation_changed")
    if row.drafted_by is not None and actor.kind != "system":
        require_independent(row.drafted_by, actor)
    terms = terms_of(row)
    place, signer = own_code_and_signer()
    office = side(terms, place)["office"]
    signature = to_base64url(signer.sign(signed_text(terms)))
    body = {
        "digest": row.digest,
        "algorithm": signer.key.alg,
        "kid": signer.key.kid,
        "signature": signature,
        "office": office,
    }
    row.own_signature = {
        **{k: v for k, v in body.items() if k != "digest"},
        "place": place,
        "at": at.isoformat(),
    }
    row.stage = Stage.SIGNED_HERE.value
    enter_in_force(row, label=actor.label, at=at)
    row.changed_at = at
    row.save()
    send_step(row, SIGNATURE, body, actor, at)


def decline(number: int, note: str, *, actor: Actor, at: datetime) -> None:
    """Decline the other place's terms, or take this place's back. `Refused` ``cooperation_note``; otherwise as
    `counter`."""
    require_no_identity_number(note)
    row = locked(number, actor, OPEN)
    if not note.strip():
        raise Refused("cooperation_note")
    outcome = "withdrawn" if row.stage in (Stage.OURS, Stage.SIGNED_HERE) else "declined"
    row.stage, row.changed_at = Stage(outcome).value, at
    row.save(update_fields=["stage", "changed_at"])
    body = {"digest": row.digest, "outcome": outcome, "note": note.strip()[:500]}
    send_step(row, DECLINE, body, actor, at)


def end(number: int, last: date | None, reason: str, *, actor: Actor, at: datetime) -> date:
    """Say that an agreement ends, with its notice; its last day. A second time with the same day changes nothing.
    `Refused` ``cooperation_last`` without a day, ``cooperation_note`` without a reason; otherwise as `counter`."""
    require_no_identity_number(reason)
    row = locked(number, actor, (Stage.IN_FORCE,))
    if last is None:
        raise Refused("cooperation_last")
    if not reason.strip():
        raise Refused("cooperation_note")
    day = last_day(terms_of(row), local_date(at), last)
    if day >= row.ends_on:
        return row.ends_on
    end_on(row, day, reason, at=at)
    body = {"digest": row.digest, "last": day.isoformat(), "reason": reason.strip()[:500]}
    send_step(row, END, body, actor, at)
    return day


def enter_in_force(row: Cooperation, *, label: str, at: datetime) -> None:
    """Once both have signed, messages go and come under the agreement. Inside the caller's transaction."""
    if not (row.own_signature and row.peer_signature):
        return
    terms = terms_of(row)
    place, _ = own_code_and_signer()
    ours, theirs = side(terms, place), side(terms, row.peer.code)
    row.stage = Stage.IN_FORCE.value
    row.agreement = Agreement.objects.create(
        peer=row.peer,
        number=row.number,
        classes=list(theirs["sends"]),
        own_classes=list(ours["sends"]),
        purposes=list(terms["purposes"]),
        first=date.fromisoformat(terms["first"]),
        last=date.fromisoformat(terms["last"]),
        per_day=theirs["per_day"],
        state="active",
        proposed_by=row.drafted_by,
        proposed_label=ours["office"][:100],
        proposed_at=row.made_at,
        accepted_label=label[:100],
        accepted_at=at,
    )


def hold_terms(row: Cooperation, terms: Mapping[str, Any], *, stage: Stage, at: datetime) -> None:
    """These terms count from now on, and nobody has signed them. Not saved yet."""
    row.terms, row.digest = canonical(terms), digest_of_terms(terms)
    row.revision, row.stage = int(terms["revision"]), stage.value
    row.ends_on = date.fromisoformat(terms["last"])
    row.own_signature = row.peer_signature = None
    row.changed_at = at


def end_on(row: Cooperation, day: date, reason: str, *, at: datetime) -> None:
    """The agreement holds up to this day."""
    row.ends_on, row.end_reason, row.changed_at = day, reason.strip()[:500], at
    row.save(update_fields=["ends_on", "end_reason", "changed_at"])
    held = row.agreement
    if held is not None:
        if day < held.first:
            held.state, held.ended_at = "ended", at
        else:
            held.last = day
        held.save(update_fields=["last", "state", "ended_at"])


def terms_of(row: Cooperation) -> dict[str, Any]:
    """The terms that count."""
    found: dict[str, Any] = json.loads(row.terms)
    return found


def note_step(
    row: Cooperation,
    direction: str,
    kind: str,
    body: Mapping[str, Any],
    *,
    label: str,
    at: datetime,
) -> None:
    """Keep what happened."""
    terms = body.get("terms")
    CooperationStep.objects.create(
        cooperation=row,
        direction=direction,
        kind=kind,
        revision=terms["revision"] if terms else row.revision,
        digest=digest_of_terms(terms) if terms else body["digest"],
        terms=canonical(terms) if terms else "",
        label=label[:100],
        note=str(next((body[k] for k in _NOTES if body.get(k)), ""))[:500],
        at=at,
    )


def send_step(
    row: Cooperation, kind: str, body: Mapping[str, Any], actor: Actor, at: datetime
) -> None:
    """Put the message of a step in, and keep the step with its audit row. Inside the caller's transaction."""
    draft = Draft(kind, body, PURPOSE, None, negotiated=row.number, subject=row.subject)
    queue(row.peer, [draft], at=at)
    note_step(row, OUT, kind, body, label=actor.label, at=at)
    audit.record_write(
        actor,
        action=f"exchange.{kind}",
        subject_kind="exchange_cooperation",
        subject_id=row.pk,
        at=at,
        detail={"number": row.number, "digest": body.get("digest", row.digest)},
    )


def _sound(terms: Mapping[str, Any], peer: Peer, at: datetime) -> dict[str, Any]:
    """The terms as they go out."""
    place, _ = own_code_and_signer()
    written = dict(terms)
    for text in _free_texts(written):
        require_no_identity_number(text)
    wrong = next(pointers(VERSION, PROPOSAL, {"terms": written}), None)
    if wrong is None and {s["place"] for s in written["sides"]} != {place, peer.code}:
        wrong = "/terms/sides"
    if wrong is None and not (
        written["first"] <= written["last"] and written["last"] >= local_date(at).isoformat()
    ):
        wrong = "/terms/last"
    if wrong is None and not any(s["sends"] for s in written["sides"]):
        wrong = "/terms/sides"
    if wrong is None:
        wrong = next((f"/terms{at}" for at in unsound_terms(written)), None)
    if wrong is not None:
        raise Refused("cooperation_terms", at=wrong)
    return written


def _free_texts(value: object) -> Iterator[str]:
    """Every text of terms that are not checked yet."""
    if isinstance(value, Mapping):
        for part in value.values():
            yield from _free_texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _free_texts(part)
    elif isinstance(value, str):
        yield value


def locked(number: int, actor: Actor, stages: tuple[Stage, ...]) -> Cooperation:
    """The agreement, nobody else's meanwhile. `NotFound` ``cooperation_unknown``, `Conflict` ``cooperation_not_open``
    where it is in none of these stages."""
    actor.require(MANAGE)
    row = (
        Cooperation.objects.select_for_update(of=("self",))
        .select_related("peer", "agreement")
        .filter(pk=number)
        .first()
    )
    if row is None:
        raise NotFound("cooperation_unknown")
    if row.stage not in [s.value for s in stages]:
        raise Conflict("cooperation_not_open")
    return row
