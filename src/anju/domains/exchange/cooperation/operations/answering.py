"""What the other place's messages about agreements do here."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from anju.domains.exchange.cooperation.data.cooperation import OPEN, Stage
from anju.domains.exchange.cooperation.models import Cooperation
from anju.domains.exchange.cooperation.operations.negotiating import (
    PURPOSE,
    end_on,
    enter_in_force,
    hold_terms,
    note_step,
    terms_of,
)
from anju.domains.exchange.cooperation.rules.negotiating import (
    digest_of_terms,
    last_day,
    replaces,
    signed_text,
)
from anju.domains.exchange.links.data.links import IN
from anju.domains.exchange.links.models import Agreement, Message, Peer, PeerKey
from anju.domains.exchange.links.operations.applying import add_effects
from anju.domains.exchange.links.operations.arriving import Content, Effect
from anju.domains.exchange.links.operations.queueing import Draft
from anju.domains.exchange.messages.data.classes import DECLINE, END, PROPOSAL, SIGNATURE
from anju.foundation.clock import local_date
from anju.foundation.credentials.signing import Malformed, PublicKey, from_base64url

NOTED, SUPERSEDED = "noted", "agreement_superseded"


def proposed(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """Terms of the other place: the first under a number, or in the place of those held."""
    body = content["body"]
    terms = body["terms"]
    row = _held(peer, terms["number"])
    if row is None:
        if Agreement.objects.filter(peer=peer, number=terms["number"]).exists():
            return _declined(
                message, digest_of_terms(terms), "number_taken", secrets.token_urlsafe(16)
            )
        row = Cooperation(
            peer=peer,
            number=terms["number"],
            subject=secrets.token_urlsafe(16),
            made_at=at,
        )
    elif row.stage not in [s.value for s in OPEN] or not replaces(terms, terms_of(row)):
        return Effect(SUPERSEDED)
    hold_terms(row, terms, stage=Stage.THEIRS, at=at)
    row.drafted_by = None
    row.save()
    note_step(row, IN, PROPOSAL, body, label=peer.name, at=at)
    return Effect(NOTED)


def signed(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """The other place's signature, proved by a key of its own over the terms held here."""
    body = content["body"]
    row = _held(peer, message.agreement)
    if row is None:
        return _declined(message, body["digest"], "unknown", secrets.token_urlsafe(16))
    if row.digest != body["digest"] or row.stage not in (Stage.OURS, Stage.SIGNED_HERE):
        return Effect(SUPERSEDED)
    if not _is_true(body, terms_of(row), peer, at):
        return _declined(message, body["digest"], "signature_wrong", row.subject)
    row.peer_signature = {
        **{k: body[k] for k in ("algorithm", "kid", "signature", "office")},
        "place": peer.code,
        "at": content["created"],
    }
    row.stage = Stage.SIGNED_THERE.value
    enter_in_force(row, label=body["office"], at=at)
    row.changed_at = at
    row.save()
    note_step(row, IN, SIGNATURE, {**body, "note": body["office"]}, label=peer.name, at=at)
    return Effect(NOTED)


def declined(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """The other place does not agree, or takes its terms back."""
    body = content["body"]
    row = _held(peer, message.agreement)
    if row is None or row.digest != body["digest"] or row.stage not in [s.value for s in OPEN]:
        return Effect(SUPERSEDED)
    withdrawn = body["outcome"] == "withdrawn"
    row.stage = (Stage.WITHDRAWN if withdrawn else Stage.DECLINED).value
    row.changed_at = at
    row.save(update_fields=["stage", "changed_at"])
    note_step(row, IN, DECLINE, body, label=peer.name, at=at)
    return Effect(NOTED)


def ended(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """The other place ends an agreement in force, with its notice."""
    body = content["body"]
    row = _held(peer, message.agreement)
    if row is None or row.digest != body["digest"] or row.stage != Stage.IN_FORCE:
        return Effect(SUPERSEDED)
    notified_on = local_date(datetime.fromisoformat(content["created"]))
    day = last_day(terms_of(row), notified_on, date.fromisoformat(body["last"]))
    if day < row.ends_on:
        end_on(row, day, body["reason"], at=at)
    note_step(row, IN, END, body, label=peer.name, at=at)
    return Effect(NOTED)


def _held(peer: Peer, number: str) -> Cooperation | None:
    return (
        Cooperation.objects.select_for_update(of=("self",))
        .select_related("peer", "agreement")
        .filter(peer=peer, number=number)
        .first()
    )


def _is_true(body: Mapping[str, Any], terms: Mapping[str, Any], peer: Peer, at: datetime) -> bool:
    key = PeerKey.objects.filter(peer=peer, kid=body["kid"], since__lte=at).first()
    if key is None or key.algorithm != body["algorithm"]:
        return False
    if key.until is not None and key.until <= at:
        return False
    try:
        signature = from_base64url(body["signature"])
    except Malformed:
        return False
    return PublicKey(key.algorithm, bytes(key.point)).verify(signed_text(terms), signature)


def _declined(message: Message, digest: str, outcome: str, subject: str) -> Effect:
    body = {"digest": digest, "outcome": outcome}
    draft = Draft(DECLINE, body, PURPOSE, None, negotiated=message.agreement, subject=subject)
    return Effect(f"agreement_{outcome}", drafts=(draft,))


add_effects({PROPOSAL: proposed, SIGNATURE: signed, DECLINE: declined, END: ended})
