"""Applying: begun once and gone on with later, submitted with one confirmation; what the register proves is not asked
again.

Somebody else may apply (art. 9): for a child under 16, for somebody old or disabled; both identities are shown.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anju.domains.people import api as people
from anju.domains.permits.applications.data import (
    ApplicationState,
    Channel,
    Kind,
    Need,
    ProxyInput,
    ProxyReason,
)
from anju.domains.permits.applications.models import Application, Paper
from anju.domains.permits.applications.operations import accepting, application_rights, jurisdiction
from anju.domains.permits.applications.queries import local_rules
from anju.domains.permits.applications.queries.applications import PROXY_NUMBER, open_of
from anju.domains.permits.applications.queries.outlook import assessed, identity, live_permit
from anju.domains.permits.applications.rules import Applicant, application_number, needs
from anju.domains.permits.eligibility.rules import city_of
from anju.domains.permits.production.data import ethnicity_label
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import blind_index, decrypt, encrypt, row_of
from anju.foundation.days import age_on
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused

FACE = "permits.face"


def start(person_id: int, *, actor: Actor, at: datetime, proxy: ProxyInput | None = None) -> int:
    """Begin a first application, or go on with the one under way; its id.

    By the person, by the guardian the register knows (who need show nothing again), by staff at the counter
    (with `proxy` when somebody else stands there; both identities must have been shown).

    `NotFound` ``person_unknown``; `NotAllowed`; `Refused` ``home_not_registered``, ``needs_guardian`` (under 16),
    ``proxy_…``; `Conflict` ``permit_live`` for who holds a permit of the same city.
    """
    if person_id not in people.persons([person_id]):
        raise NotFound("person_unknown")
    with transaction.atomic(), as_intake_role():
        region, home_id = jurisdiction.lives(person_id, at)
        channel = _channel(person_id, region, actor)
        return filed(person_id, region, home_id, channel, actor=actor, at=at, proxy=proxy).pk


def filed(
    person_id: int,
    region: str,
    home_id: int | None,
    channel: Channel,
    *,
    actor: Actor,
    at: datetime,
    proxy: ProxyInput | None = None,
    **more: Any,  # noqa: ANN401
) -> Application:
    """The person's application under way, or a new draft. Call it as the intake role, after asking
    whether the actor may."""
    rows("SELECT pg_advisory_xact_lock(hashtext('permits.application'), %s)", [person_id % 2**31])
    under_way = open_of(person_id, Kind.FIRST)
    if under_way is not None:
        under_way = application_rights.locked(under_way.pk)
        if under_way.accepted_at is None:
            jurisdiction.read_anew(under_way, actor=actor, at=at)
        application_rights.standing(under_way, actor)
        return under_way
    held = live_permit(person_id)
    if held is not None and city_of(held.region) == city_of(region):
        raise Conflict("permit_live", number=held.number)
    way = local_rules.way(region, at=at)
    serial = int(rows("SELECT nextval('permits_application_serial')")[0][0])
    row = Application(
        number=application_number(region, local_date(at), serial),
        person_id=person_id,
        kind=Kind.FIRST.value,
        channel=channel.value,
        state=ApplicationState.DRAFT.value,
        region=region,
        station=way.station,
        home_id=home_id,
        created_at=at,
        created_by=actor.user_id,
        created_label=actor.label,
        **more,
    )
    _who_applies(row, actor, at, proxy)
    row.save()
    audit.record_write(
        actor,
        action="permit.apply",
        subject_kind="application",
        subject_id=row.pk,
        at=at,
        person_id=person_id,
        detail={"channel": channel.value, "proxy": row.proxy_reason},
    )
    return row


def submit(
    application_id: int,
    *,
    actor: Actor,
    at: datetime,
    answers: Mapping[str, str] | None = None,
    identity_shown: bool = False,
) -> ApplicationState:
    """Submit an application. Complete: it is accepted, the time limit runs. Otherwise everything
    missing requested in the one notice, and the clock has not begun.

    `answers`: ``ethnicity`` (GB/T 3304; printed on the card, kept as ciphertext). `identity_shown`: a clerk saw the
    document of somebody whose record holds none.

    It is for the place the person lives in on that day. `Refused` ``home_not_registered``,
    ``not_entitled_yet`` (`since`) while only time can prove what is missing, ``ethnicity_unknown``,
    ``needs_confirmation`` for what an employer entered;
    `Conflict` once it is closed or under decision, ``permit_live``.
    """
    application_rights.see(application_id)
    with transaction.atomic(), as_intake_role():
        row = application_rights.locked(application_id)
        who = application_rights.standing(row, actor)
        if row.state == ApplicationState.CONFIRMING:
            raise Refused("needs_confirmation")
        take_answers(row, answers or {})
        if identity_shown and who is application_rights.Standing.STAFF:
            row.shown = {**row.shown, "person": "shown"}
        hand_in(row, actor=actor, at=at)
    return ApplicationState(row.state)


def hand_in(row: Application, *, actor: Actor, at: datetime) -> None:
    """Accept a locked application, or list what is missing, by the place and the rules of today. Raises as `submit`."""
    jurisdiction.lives(row.person_id, at)
    jurisdiction.read_anew(row, actor=actor, at=at)
    held = live_permit(row.person_id)
    if held is not None and city_of(held.region) == city_of(row.region):
        raise Conflict("permit_live", number=held.number)
    accepting.handed_in(row, what_it_needs(row, at=at), actor=actor, at=at)


def what_it_needs(row: Application, *, at: datetime) -> tuple[Need, ...]:
    """Everything this application needs, with what proves it already."""
    found = assessed(row.person_id, at=at) if row.kind == Kind.FIRST else None
    kinds = Paper.objects.filter(application=row, replaced_at=None).values_list("kind", flat=True)
    who = Applicant(
        identity=str(row.shown.get("person", "")) or identity(row.person_id),
        proxy=ProxyReason(row.proxy_reason) if row.proxy_reason else None,
        proxy_identity=str(row.shown.get("proxy", "")),
        proxy_relationship=str(row.shown.get("tie", "")),
    )
    if found is not None:
        row.path = found.path or row.path
        row.proofs = [
            {
                "code": f.code,
                "article": f.article,
                "source": f.source,
                "since": f.since.isoformat() if f.since else None,
            }
            for f in found.satisfied
        ]
    return needs(Kind(row.kind), found, who, set(kinds))


def missing_of(application_id: int, *, at: datetime) -> tuple[Need, ...]:
    """What an application in sight needs, for its page."""
    row = Application.objects.filter(id=application_id).first()
    if row is None:
        raise NotFound("application_unknown", id=application_id)
    with transaction.atomic(), as_intake_role():
        return what_it_needs(row, at=at)


def ethnicity_of(row: Application) -> str:
    """The code for the card's face; "" when it was not said."""
    sealed = row.answers.get("face", "")
    return decrypt(base64.b64decode(sealed), FACE, row=row_of(row.pk)) if sealed else ""


def take_answers(row: Application, answers: Mapping[str, str]) -> None:
    """Keep what only the applicant can say. `Refused` ethnicity_unknown, ethnicity_missing."""
    if code := answers.get("ethnicity", ""):
        if not ethnicity_label(code):
            raise Refused("ethnicity_unknown")
        row.answers = {
            **row.answers,
            "face": base64.b64encode(encrypt(code, FACE, row=row_of(row.pk))).decode(),
        }
    elif row.kind == Kind.FIRST and not row.answers.get("face"):
        raise Refused("ethnicity_missing")


def _channel(person_id: int, region: str, actor: Actor) -> Channel:
    """The channel, and whether the actor may use it for this person."""
    if actor.person_id is not None and (
        actor.person_id == person_id or application_rights.guards(actor.person_id, person_id)
    ):
        return Channel.PHONE
    if actor.may("permit.apply", region=region):
        return Channel.COUNTER
    raise NotAllowed("not_allowed", permission="permit.apply")


def _who_applies(row: Application, actor: Actor, at: datetime, proxy: ProxyInput | None) -> None:
    """Write down the proxy, if there is one, with how both identities were shown."""
    today, born = local_date(at), _born(row.person_id)
    local = local_rules.rule("permit.proxy", row.region, at=at)
    if (
        actor.person_id is not None
        and actor.person_id != row.person_id
        and row.channel == Channel.PHONE
    ):
        by_guardian(row, actor.person_id, born, today, local)
    elif proxy is not None:
        written(row, checked(proxy, born, today, local))
    elif (
        born is not None
        and age_on(born, today) < int(local.get("child_under", 16))
        and row.channel != Channel.EMPLOYER
    ):
        raise Refused("needs_guardian")


def _born(person_id: int) -> date | None:
    view = people.persons([person_id]).get(person_id)
    return view.birth_date if view else None


def by_guardian(
    row: Application, guardian_id: int, born: date | None, today: date, rule: Mapping[str, Any]
) -> None:
    """The guardian the register knows, signed in with a proved identity: nothing is shown or typed again."""
    view = people.persons([guardian_id]).get(guardian_id)
    document = next((d for d in view.documents if d.live), None) if view else None
    if view is None or document is None:
        raise NotFound("person_unknown")
    reason = _reason_of(born, today, rule)
    number = people.numbers([document.id])[document.id]
    _put(row, reason, "50", view.name, document.kind, number)
    row.proxy_person_id = guardian_id
    row.shown = {"person": "register", "proxy": "account", "tie": "register"}


def checked(
    proxy: ProxyInput, born: date | None, today: date, rule: Mapping[str, Any]
) -> ProxyInput:
    """A proxy at the counter, in order. `Refused` ``proxy_name_missing``, ``proxy_not_shown``,
    ``proxy_not_needed`` when the age does not fit the reason, and the codes of a wrong number."""
    if not proxy.name.strip():
        raise Refused("proxy_name_missing")
    if not (proxy.person_shown and proxy.proxy_shown):
        raise Refused("proxy_not_shown")
    _fits(proxy.reason, born, today, rule)
    facts = people.read_number(
        proxy.document, proxy.number.strip().upper(), known_areas=regions.known_areas(), today=today
    )
    if facts.problem != "":
        raise Refused(facts.problem or "id_length")
    return ProxyInput(
        proxy.reason, proxy.relation, proxy.name.strip(), proxy.document, facts.number, True, True
    )


def written(row: Application, proxy: ProxyInput) -> None:
    """Put a checked proxy on the application. The relationship to the applicant is for the clerk to
    see on paper or know."""
    _put(row, proxy.reason, proxy.relation, proxy.name, proxy.document, proxy.number)
    row.proxy_person_id = people.holder_of(proxy.document, "", proxy.number)
    if row.proxy_person_id == row.person_id:
        raise Refused("proxy_is_person")
    linked = row.proxy_person_id is not None and (
        row.proxy_person_id in people.wards_of([row.person_id]).get(row.person_id, [])
        or any(r.person_id == row.proxy_person_id for r in people.relatives(row.person_id))
    )
    row.shown = {"person": "shown", "proxy": "shown", "tie": "register" if linked else ""}


def _put(
    row: Application, reason: ProxyReason, relation: str, name: str, document: str, number: str
) -> None:
    row.proxy_reason, row.proxy_relation, row.proxy_name, row.proxy_document = (
        reason.value,
        relation,
        name,
        document,
    )
    row.proxy_number_index = blind_index(number, PROXY_NUMBER)
    row.proxy_number_cipher = encrypt(number, PROXY_NUMBER, row=row.proxy_number_index)


def _reason_of(born: date | None, today: date, rule: Mapping[str, Any]) -> ProxyReason:
    """Why a guardian may act: a child; otherwise the register says guardian, hence somebody who cannot."""
    if born is None or age_on(born, today) < int(rule.get("child_under", 16)):
        return ProxyReason.UNDER_16
    return (
        ProxyReason.ELDERLY
        if age_on(born, today) >= int(rule.get("elderly_from", 60))
        else ProxyReason.DISABLED
    )


def _fits(reason: ProxyReason, born: date | None, today: date, rule: Mapping[str, Any]) -> None:
    if born is None or reason is ProxyReason.DISABLED:
        return
    age, child, old = (
        age_on(born, today),
        int(rule.get("child_under", 16)),
        int(rule.get("elderly_from", 60)),
    )
    if (reason is ProxyReason.UNDER_16 and age >= child) or (
        reason is ProxyReason.ELDERLY and age < old
    ):
        raise Refused("proxy_not_needed", age=age)
