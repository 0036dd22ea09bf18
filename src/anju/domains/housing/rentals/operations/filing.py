"""Filing a rental and every step after it. Each call locks the filing once, asks the table of steps, and writes step,
audit row and event together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from anju.domains.housing.rentals.data import LIVE, Lease, RentalRecord, RentalState, RentalStep
from anju.domains.housing.rentals.models import (
    LetterSignature,
    LetterVersion,
    Rental,
    RentalEventRow,
    RentalTenant,
)
from anju.domains.housing.rentals.queries.rentals import rental, rental_letter
from anju.domains.housing.rentals.rules.letters import digest_of
from anju.domains.housing.rentals.rules.stepping import after, of_answers, require_lease
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.statements import next_ids, rows
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.request_keys import require_key

RENTAL_EVENT = "housing.rental"
"""A filing took a step: ``rental``, ``home``, ``region``, ``party``, ``step``, ``from``, ``to``."""


def file_rental(
    home_code: str, lease: Lease, *, key: str, actor: Actor, at: datetime, note: str = ""
) -> RentalRecord:
    """File a rental. The same `key` again changes nothing. `note`: how the office knows who asked for it, where it
    files for a landlord who came in person.

    By whoever holds `home.edit` for the home's party or region. Raises `NotFound` ``home_unknown``; `Refused` what
    `require_lease` raises, ``rental_tenant_unregistered`` for a tenant who is not registered in the home,
    ``rental_exists`` (`number`) where one of them has a lease there in those days, ``key_unusable``,
    ``identity_number_in_text``.
    """
    require_key(key)
    require_no_identity_number(note)
    home = _editable(home_code, actor)
    require_lease(lease, today=local_date(at))
    with transaction.atomic():
        _lock_home(home.id)
        before = Rental.objects.filter(by_user=actor.user_id, key=key).first()
        if before is None:
            _require_tenants(home, lease, at, None)
            before = _filed(home, lease, key, actor, at)
            _write_step(before, RentalStep.FILED, "", key, actor, at, text=note)
    return rental(before.pk)


def amend_rental(
    rental_id: int, lease: Lease, *, key: str, actor: Actor, at: datetime
) -> RentalRecord:
    """File it anew with other days, rent or tenants, after an objection or for a longer term; everybody answers again.
    Raises as `file_rental`, `NotFound` ``rental_unknown`` and `Conflict` ``rental_step``."""
    require_key(key)
    require_lease(lease, today=local_date(at))
    with transaction.atomic():
        row = _locked(rental_id, actor)
        if row.events.filter(key=key).exists():
            return rental(rental_id)
        home = places.homes([row.home_id])[row.home_id]
        _lock_home(home.id)
        _require_tenants(home, lease, at, row.pk)
        before, to = row.state, after(RentalStep.AMENDED, RentalState(row.state))
        row.state, row.since, row.until, row.rent = to.value, lease.since, lease.until, lease.rent
        row.filer, row.filer_name = lease.filer, _filer_name(row.party, lease)
        row.prompted_at = None
        row.waiting, row.objecting = len(lease.tenants), 0
        row.save()
        row.tenants.filter(removed_at=None).update(removed_at=at)
        _add_tenants(row, lease.tenants)
        _write_step(row, RentalStep.AMENDED, before, key, actor, at)
    return rental(rental_id)


def answer_rental(
    rental_id: int, *, confirmed: bool, text: str = "", key: str, actor: Actor, at: datetime
) -> RentalRecord:
    """A tenant says that the lease is as it was agreed, or what is wrong with it. An answer may be changed while the
    lease is in force.

    Raises `NotFound` ``rental_unknown`` unless the actor is one of its tenants; `Conflict` ``rental_step``; `Refused`
    ``rental_text_missing``, ``text_long``, ``key_unusable``.
    """
    require_key(key)
    step = RentalStep.CONFIRMED if confirmed else RentalStep.OBJECTED
    with transaction.atomic():
        row = Rental.objects.select_for_update().filter(id=rental_id).first()
        mine = RentalTenant.objects.filter(
            rental_id=rental_id, person_id=actor.person_id or 0, removed_at=None
        ).first()
        if row is None or mine is None or actor.person_id is None:
            raise NotFound("rental_unknown")
        same = mine.answer == step.value and mine.text == text.strip()
        if same or row.events.filter(key=key).exists():
            return rental(rental_id)
        before = row.state
        after(
            step,
            RentalState.FILED if RentalState(before) in LIVE else RentalState(before),
            text=text,
        )
        row.waiting -= not mine.answer
        row.objecting += (not confirmed) - (mine.answer == RentalStep.OBJECTED.value)
        row.state = of_answers(waiting=row.waiting, objecting=row.objecting).value
        row.save(update_fields=["state", "waiting", "objecting"])
        mine.answer, mine.text, mine.answered_at = step.value, text.strip(), at
        mine.save()
        _write_step(row, step, before, key, actor, at, text=text, person_id=actor.person_id)
    return rental(rental_id)


def sign_letter(
    rental_id: int, digest: str, *, key: str, actor: Actor, at: datetime
) -> RentalRecord:
    """Agree to the letter of responsibility for a rental. `digest`: of the text that was shown. Who agreed, to which
    text and when is kept and never changed.

    By who answers for the home (not by staff for them: `NotAllowed`). Raises `NotFound` ``rental_unknown``,
    ``letter_unknown``; `Conflict` ``letter_changed`` when another text holds by now, ``rental_step``.
    """
    require_key(key)
    with transaction.atomic():
        row = _locked(rental_id, actor)
        if not actor.may("home.edit", party=row.party):
            raise NotAllowed("not_allowed", permission="home.edit", region="", party=row.party)
        letter = rental_letter(row.region, local_date(at))
        if letter is None:
            raise NotFound("letter_unknown")
        if digest_of(letter) != digest:
            raise Conflict("letter_changed")
        after(RentalStep.SIGNED, RentalState(row.state))
        version, _new = LetterVersion.objects.get_or_create(
            digest=digest, defaults={"content": json.loads(json.dumps(asdict(letter), default=str))}
        )
        _signed, new = LetterSignature.objects.get_or_create(
            rental=row,
            letter=version,
            by_user=actor.user_id,
            defaults={"by_label": _name_of(actor, row), "at": at},
        )
        if new:
            _write_step(row, RentalStep.SIGNED, row.state, key, actor, at, text=digest)
    return rental(rental_id)


def end_rental(rental_id: int, *, day: date, key: str, actor: Actor, at: datetime) -> RentalRecord:
    """The lease is over since `day`. Raises `NotFound` ``rental_unknown``; `Conflict` ``rental_step``; `Refused`
    ``rental_end`` for a day before its first or after today, ``key_unusable``."""
    require_key(key)
    with transaction.atomic():
        row = _locked(rental_id, actor)
        if row.events.filter(key=key).exists():
            return rental(rental_id)
        if not row.since <= day <= local_date(at):
            raise Refused("rental_end")
        _take(row, RentalStep.ENDED, key, actor, at, ended_on=day)
    return rental(rental_id)


def withdraw_rental(
    rental_id: int, *, text: str, key: str, actor: Actor, at: datetime
) -> RentalRecord:
    """The filing was a mistake. Raises `NotFound` ``rental_unknown``; `Conflict` ``rental_step``; `Refused`
    ``rental_text_missing``, ``text_long``, ``key_unusable``."""
    require_key(key)
    with transaction.atomic():
        row = _locked(rental_id, actor)
        if not row.events.filter(key=key).exists():
            _take(row, RentalStep.WITHDRAWN, key, actor, at, text=text)
    return rental(rental_id)


def _take(
    row: Rental,
    step: RentalStep,
    key: str,
    actor: Actor,
    at: datetime,
    *,
    text: str = "",
    ended_on: date | None = None,
) -> None:
    before = row.state
    row.state, row.ended_on = after(step, RentalState(before), text=text).value, ended_on
    row.save(update_fields=["state", "ended_on"])
    _write_step(row, step, before, key, actor, at, text=text)


def write_step(
    row: Rental, step: RentalStep, before: str, key: str, actor: Actor, at: datetime
) -> None:
    """The line of a step in the life of a filing, its audit row and its event; the row is changed already."""
    _write_step(row, step, before, key, actor, at)


def _write_step(
    row: Rental,
    step: RentalStep,
    before: str,
    key: str,
    actor: Actor,
    at: datetime,
    *,
    text: str = "",
    person_id: int | None = None,
) -> None:
    RentalEventRow.objects.create(
        rental=row,
        step=step.value,
        from_state=before,
        to_state=row.state,
        text=text.strip(),
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=at,
    )
    change = {"step": step.value, "from": before, "to": row.state}
    audit.record_write(
        actor,
        action="housing.rental",
        subject_kind="rental",
        subject_id=row.pk,
        at=at,
        person_id=person_id,
        detail=change,
    )
    events.emit(
        RENTAL_EVENT,
        {
            **change,
            "rental": row.pk,
            "home": row.home_id,
            "region": row.region,
            "party": row.party,
        },
        at=at,
    )


def _filed(home: HomeView, lease: Lease, key: str, actor: Actor, at: datetime) -> Rental:
    (number,) = next_ids("housing_rental", 1)
    row = Rental.objects.create(
        id=number,
        number=f"ZL{home.region[:6]}{local_date(at):%Y%m%d}{number:05}",
        home_id=home.id,
        region=home.region,
        party=home.party,
        filer=lease.filer,
        filer_name=_filer_name(home.party, lease),
        since=lease.since,
        until=lease.until,
        rent=lease.rent,
        state=RentalState.FILED.value,
        waiting=len(lease.tenants),
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        recorded_at=at,
    )
    _add_tenants(row, lease.tenants)
    return row


def _filer_name(party: str, lease: Lease) -> str:
    """Who files, by name: tenants read it, who may not look landlords up."""
    if lease.filer != "landlord":
        return lease.filer_name.strip()
    return _holder_name(party)


def _holder_name(party: str) -> str:
    kind, _colon, number = party.partition(":")
    found = places.holder(int(number)) if kind == "holder" else None
    return found.name if found else ""


def _name_of(actor: Actor, row: Rental) -> str:
    """The name of who signs; of an account without one, the name of the landlord it speaks for."""
    nameless = not actor.label or actor.label.startswith("#")
    return ((_holder_name(row.party) if nameless else "") or actor.label)[:100]


def _add_tenants(row: Rental, persons: Sequence[int]) -> None:
    RentalTenant.objects.bulk_create(
        RentalTenant(rental=row, person_id=p, region=row.region, party=row.party) for p in persons
    )


def _lock_home(home_id: int) -> None:
    rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rental:{home_id}"])


def _editable(home_code: str, actor: Actor) -> HomeView:
    home = places.home_by_code(home_code)
    if home is None or not _may(actor, home.region, home.party):
        raise NotFound("home_unknown")
    return home


def _locked(rental_id: int, actor: Actor) -> Rental:
    row = Rental.objects.select_for_update().filter(id=rental_id).first()
    if row is None or not _may(actor, row.region, row.party):
        raise NotFound("rental_unknown")
    return row


def _may(actor: Actor, region: str, party: str) -> bool:
    return actor.may("home.edit", region=region) or bool(
        party and actor.may("home.edit", party=party)
    )


def _require_tenants(home: HomeView, lease: Lease, at: datetime, own: int | None) -> None:
    """Real names only: every tenant is registered in the home, now or from a day to come, and has no other lease there
    in those days."""
    today = local_date(at)
    here = {
        s.person_id
        for s in register.history_of_home(home.id, limit=500)
        if s.until is None or s.until > today
    }
    if set(lease.tenants) - here:
        raise Refused("rental_tenant_unregistered")
    overlapping = Q(rental__until=None) | Q(rental__until__gte=lease.since)
    if lease.until is not None:
        overlapping &= Q(rental__since__lte=lease.until)
    other = RentalTenant.objects.filter(
        overlapping,
        person_id__in=lease.tenants,
        removed_at=None,
        rental__home_id=home.id,
        rental__state__in=[s.value for s in LIVE],
    ).exclude(rental_id=own or 0)
    found = other.values_list("rental__number", flat=True).first()
    if found is not None:
        raise Refused("rental_exists", number=found)
