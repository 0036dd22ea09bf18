"""An employer enters its people; each of them consents, or nothing is submitted.

The employer learns that an application was entered and how it ended, never what the register knows of the person.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from anju.domains.access import api as access
from anju.domains.employers import api as employers
from anju.domains.people import api as people
from anju.domains.permits.applications.data import ApplicationState, Channel, Entered, Kind
from anju.domains.permits.applications.models import Application
from anju.domains.permits.applications.operations import application_rights
from anju.domains.permits.applications.operations.applying import filed, hand_in, take_answers
from anju.domains.permits.applications.queries import local_rules
from anju.domains.permits.applications.queries.applications import open_of
from anju.domains.permits.applications.queries.outlook import live_permit
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotAllowed, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.notices.api import send

ENTERED, CONFIRMED = "permits.entered", "permits.confirmed"
TEXT = "【安居】{firm}为您填报了居住证申请。须您本人同意才会提交：{link} 用本手机号登录后可同意或拒绝。"
LINK_BYTES = 18


def enter_staff(
    employer_id: int,
    person_ids: Sequence[int],
    *,
    actor: Actor,
    at: datetime,
    link: Callable[[str], str],
) -> list[Entered]:
    """Enter first applications for these people of one's staff; each is asked for their yes by a message and a link.

    People who already have an application or a permit here, or no registered home, are passed over: what the employer
    reads of them says no more than that. `NotFound` for who does not work there today; `NotAllowed`.
    """
    employer = employers.employers([employer_id]).get(employer_id)
    if employer is None or not actor.may("permit.apply", party=employer.party):
        raise NotFound("employer_unknown", id=employer_id)
    ids = list(dict.fromkeys(person_ids))
    working = {
        j.person_id
        for j in register.jobs_of(ids, as_of=local_date(at))
        if j.employer_id == employer_id
    }
    if set(ids) - working:
        raise NotFound("person_unknown")
    with transaction.atomic(), as_intake_role():
        made = [_enter(person, employer.party, employer.name, actor, at, link) for person in ids]
    return [m for m in made if m is not None]


def confirm(
    application_id: int,
    *,
    yes: bool,
    actor: Actor,
    at: datetime,
    answers: Mapping[str, str] | None = None,
) -> ApplicationState:
    """The person's consent or refusal. With consent it is submitted: accepted, or everything missing requested once.

    `NotAllowed` for everybody else; `Refused` ``confirm_late``.
    """
    application_rights.see(application_id)
    with transaction.atomic(), as_intake_role():
        row = application_rights.locked(application_id)
        if actor.person_id is None or actor.person_id != row.person_id:
            raise NotAllowed("only_the_person")
        if row.state != ApplicationState.CONFIRMING:
            return ApplicationState(row.state)
        if row.confirm_until is not None and row.confirm_until < at:
            raise Refused("confirm_late")
        row.confirm_digest = None
        audit.record_write(
            actor,
            action="permit.confirm" if yes else "permit.decline",
            subject_kind="application",
            subject_id=row.pk,
            at=at,
            person_id=row.person_id,
        )
        if not yes:
            application_rights.goes_to(row, ApplicationState.WITHDRAWN, at=at)
            row.save()
            _emit("permits.withdrawn", row, at)
            return ApplicationState.WITHDRAWN
        row.confirmed_at = at
        take_answers(row, answers or {})
        row.save(update_fields=["confirm_digest", "confirmed_at", "answers"])
        hand_in(row, actor=actor, at=at)
        _emit(CONFIRMED, row, at)
    return ApplicationState(row.state)


def entered_by_link(token: str, *, actor: Actor, at: datetime) -> int:
    """The application behind a link, for the person it is about. `NotFound` ``link_void`` for everybody else."""
    digest = hashlib.sha256(token.encode()).digest()
    row = Application.objects.filter(
        confirm_digest=digest, confirm_until__gte=at, person_id=actor.person_id or 0
    ).first()
    if row is None:
        raise NotFound("link_void")
    return row.pk


def _enter(
    person_id: int,
    party: str,
    employer: str,
    actor: Actor,
    at: datetime,
    link: Callable[[str], str],
) -> Entered | None:
    person_id = people.canonical(person_id)
    stays = [s for s in register.stays_of([person_id], as_of=local_date(at)) if s.habitual]
    if (
        not stays
        or open_of(person_id, Kind.FIRST) is not None
        or live_permit(person_id) is not None
    ):
        return None
    token = secrets.token_urlsafe(LINK_BYTES)
    region = stays[-1].region[:12]
    row = filed(
        person_id,
        region,
        stays[-1].home_id,
        Channel.EMPLOYER,
        actor=actor,
        at=at,
        party=party,
        confirm_digest=hashlib.sha256(token.encode()).digest(),
        confirm_until=local_rules.until("permit.confirm", region, at),
    )
    application_rights.goes_to(row, ApplicationState.CONFIRMING, at=at)
    row.created_label = employer[
        :100
    ]  # the person must know the employer, not the number of somebody's account
    row.save()
    address = link(token)
    phones = phones_of(person_id)
    for phone in phones:
        send(
            "permit.confirm",
            phone,
            TEXT.format(firm=employer, link=address),
            at=at,
            context={"application": row.pk},
        )
    _emit(ENTERED, row, at)
    return Entered(row.pk, person_id, "" if phones else address, bool(phones))


def phones_of(person_id: int) -> list[str]:
    """Phones of the accounts linked to a person, or to the record that stands for them, otherwise the
    phone on record."""
    person_id = people.all_canonical({person_id}).get(person_id, person_id)
    linked = access.phones_of_users(access.accounts_of(person_id))
    if linked:
        return [phone for phone, _ in linked.values()]
    on_record = people.phones([person_id]).get(person_id)
    return [on_record] if on_record else []


def _emit(event: str, row: Application, at: datetime) -> None:
    events.emit(
        event,
        {"application": row.pk, "person": row.person_id, "region": row.region, "kind": row.kind},
        at=at,
    )
