"""Opening a plan: by the woman or the family on a phone, or at the desk of a clinic with who stands there; never
required, and the same person has one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from anju.domains.access import api as access
from anju.domains.health.children.data import CODE_LENGTH, CODE_LETTERS
from anju.domains.health.children.models import Child
from anju.domains.health.children.operations import care
from anju.domains.health.children.queries import sealing as children
from anju.domains.health.clinics.data import CARE_GIVE, Clinic
from anju.domains.health.clinics.queries import clinic
from anju.domains.health.plans.data import (
    WEEKS_AT_MOST,
    Dating,
    Kind,
    NewMother,
    State,
)
from anju.domains.health.plans.models import PlanRow
from anju.domains.health.plans.operations.holding import keep, note
from anju.domains.health.plans.queries import sealing
from anju.domains.health.plans.queries.sealing import Facts
from anju.domains.health.plans.queries.standards import standard_on
from anju.domains.health.plans.rules.dating import first_day
from anju.domains.health.plans.rules.dues import shifted
from anju.domains.people import api as people
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.days import age_on
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids, rows
from anju.foundation.errors import Conflict, NotAllowed, Refused
from anju.foundation.request_keys import require_key

YEARS = range(10, 66)
"""Ages in years between which a woman's plan can be opened; anything else is a slip of the pen."""
SAME_DAYS = 300
"""Days for which a plan that was left is taken up again instead of a new one."""
UNDATED = Dating()
SCAN_DAYS = range(28, 7 * WEEKS_AT_MOST + 1)


def open_plan(
    new: NewMother, clinic_id: int, *, key: str, actor: Actor, at: datetime
) -> tuple[int, bool]:
    """Open the plan of a woman who stands at the desk and wants one; (the plan, whether it is new). One that is on file
    here is opened; one that she left is taken up again. The same `key` again changes nothing.

    `NotAllowed`; `NotFound` ``clinic_unknown``; `Conflict` ``plan_elsewhere`` (another clinic keeps it: her booklet
    moves it); `Refused` ``mother_name``, ``mother_birth``, ``child_number``, ``child_number_differs``,
    ``guardian_phone``, and what `sound_dating` raises.
    """
    place = clinic(clinic_id)
    actor.require(CARE_GIVE, region=place.region)
    return _opened(sound(new, local_date(at)), place, key, actor, at)


def open_own(
    clinic_id: int,
    *,
    key: str,
    actor: Actor,
    at: datetime,
    dating: Dating = UNDATED,
    name: str = "",
    born: date | None = None,
) -> int:
    """Open one's own plan at a clinic of one's choice; `name` and `born` are asked of who has no record in the
    register. Again, the same plan. `NotAllowed` ``booklet_account``; raises what `open_plan` names."""
    if actor.kind != "public" or actor.user_id is None:
        raise NotAllowed("booklet_account")
    me = people.persons([actor.person_id]).get(actor.person_id) if actor.person_id else None
    known = me.birth_date if me and me.birth_date else born
    if known is None:
        raise Refused("mother_birth")
    phones = access.phones_of_users([actor.user_id])
    phone = next((p for p, _language in phones.values()), "")
    new = NewMother(
        me.name if me else name,
        known,
        phone=phone,
        person_id=actor.person_id,
        user_id=actor.user_id,
        dating=dating,
    )
    return _opened(sound(new, local_date(at)), clinic(clinic_id), key, actor, at)[0]


def _opened(
    new: NewMother, place: Clinic, key: str, actor: Actor, at: datetime
) -> tuple[int, bool]:
    require_key(key)
    with transaction.atomic(), as_intake_role():
        _lock(new)
        before = PlanRow.objects.filter(by_user=actor.user_id, key=key).first()
        known = before or _on_file(new, at)
        if known is None:
            return _entered(new, place, key, actor, at), True
        if known.clinic_id != place.id and known.state == State.OPEN and actor.kind != "public":
            raise Conflict("plan_elsewhere")
        if known.state == State.LEFT:
            _taken_up(known, place, actor, at)
        return int(known.pk), False


def _on_file(new: NewMother, at: datetime) -> PlanRow | None:
    """The plan of this woman that is open, or that she left not long ago. One query."""
    same = Q(pk=None)
    if new.person_id is not None:
        same |= Q(person_id=new.person_id)
    if new.user_id is not None:
        same |= Q(user_id=new.user_id)
    if new.number:
        same |= Q(number_index=children.number_of(new.number))
    stands = Q(state=State.OPEN.value)
    stands |= Q(state=State.LEFT.value, recorded_at__gt=at - timedelta(days=SAME_DAYS))
    found = PlanRow.objects.filter(same, stands, kind=Kind.MOTHER.value)
    return found.select_for_update().order_by("-state", "-id").first()


def _entered(new: NewMother, place: Clinic, key: str, actor: Actor, at: datetime) -> int:
    (number,) = next_ids("health_plan", 1)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    facts: Facts = {
        "name": new.name,
        "number": new.number,
        "phone": new.phone,
        "born": new.born.isoformat(),
        **dating_facts(new.dating),
        "birth": "",
        "living": 0,
        "discharge": "",
        "joined": local_date(at).isoformat(),
    }
    row = PlanRow.objects.create(
        id=number,
        kind=Kind.MOTHER.value,
        person_id=new.person_id,
        user_id=new.user_id,
        clinic_id=place.id,
        region=place.region,
        state=State.OPEN.value,
        facts_cipher=sealing.sealed(facts, sealing.PLAN, number),
        code_cipher=encrypt(code, sealing.CODE, row=row_of(number)),
        code_index=sealing.code_of(code),
        number_index=children.number_of(new.number) or None,
        phone_index=children.phone_of(new.phone) or None,
        sounds_index=children.sounds_of(new.name) or None,
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        recorded_at=at,
    )
    keep(row, facts, at)
    note(row, "plan.opened", actor, at, clinic=place.id)
    return int(row.pk)


def join_child(
    child_id: int,
    *,
    key: str,
    actor: Actor,
    at: datetime,
    clinic_id: int | None = None,
    discharge: date | None = None,
) -> int:
    """Open the plan of a child: by its guardian, or at the desk of a clinic that sees it (`clinic_id`) at the
    guardian's wish. Again, the same plan; one that was left is taken up again. `NotFound` ``child_unknown``;
    `NotAllowed`; `Refused` ``child_without_clinic``, ``plan_child_age``, ``discharge_day``."""
    require_key(key)
    today = local_date(at)
    with transaction.atomic():
        care.see(child_id, actor)
        with as_intake_role():
            child = care.locked(child_id)
            place = _place_for(child, clinic_id, actor)
            if shifted(child.born, standard_on(today).child_until) <= today:
                raise Refused("plan_child_age")
            if discharge is not None and not child.born <= discharge <= today:
                raise Refused("discharge_day")
            known = _of_child(child)
            if known is None:
                return _entered_child(child, place, discharge, key, actor, at)
            if known.state == State.LEFT:
                _taken_up(known, place, actor, at)
            return int(known.pk)


def _of_child(child: Child) -> PlanRow | None:
    joined = Child.objects.filter(joined_to=child).values("id")
    found = PlanRow.objects.filter(Q(child=child) | Q(child_id__in=joined))
    return found.select_for_update().order_by("-state", "id").first()


def _place_for(child: Child, clinic_id: int | None, actor: Actor) -> Clinic:
    if child.clinic_id is None:
        raise Refused("child_without_clinic")
    if actor.kind == "public":
        return clinic(child.clinic_id)
    place = clinic(clinic_id or child.clinic_id)
    actor.require(CARE_GIVE, region=place.region)
    return place


def _entered_child(
    child: Child, place: Clinic, discharge: date | None, key: str, actor: Actor, at: datetime
) -> int:
    (number,) = next_ids("health_plan", 1)
    facts: Facts = {
        "discharge": sealing.text_of(discharge),
        "joined": local_date(at).isoformat(),
    }
    row = PlanRow.objects.create(
        id=number,
        kind=Kind.CHILD.value,
        child=child,
        state=State.OPEN.value,
        facts_cipher=sealing.sealed(facts, sealing.PLAN, number),
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        recorded_at=at,
    )
    keep(row, facts, at)
    note(row, "plan.opened", actor, at, clinic=place.id)
    return int(row.pk)


def _taken_up(row: PlanRow, place: Clinic, actor: Actor, at: datetime) -> None:
    row.state = State.OPEN.value
    if row.kind == Kind.MOTHER:
        row.clinic_id, row.region = place.id, place.region
    keep(row, sealing.opened(row.facts_cipher, sealing.PLAN, row.pk), at)
    note(row, "plan.taken_up", actor, at, clinic=place.id)


def sound(new: NewMother, today: date) -> NewMother:
    """The woman with her values cleaned. Raises what `open_plan` names."""
    name, phone = " ".join(new.name.split()), "".join(new.phone.split())
    if not 0 < len(name) <= 60:
        raise Refused("mother_name")
    if new.born > today or age_on(new.born, today) not in YEARS:
        raise Refused("mother_birth")
    if phone and not (len(phone) == 11 and phone.isascii() and phone.isdecimal()):
        raise Refused("guardian_phone")
    number = "".join(new.number.split()).upper()
    if number:
        read = people.read_number("111", number, known_areas=regions.known_areas(), today=today)
        if read.problem != "":
            raise Refused("child_number", reason=read.problem or "id_length")
        if read.birth_date != new.born:
            raise Refused("child_number_differs")
        number = read.number
    return replace(
        new, name=name, phone=phone, number=number, dating=sound_dating(new.dating, today)
    )


def sound_dating(dating: Dating, today: date) -> Dating:
    """`Refused` ``dating_future`` for a day to come, ``dating_scan`` for an ultrasound without its age or with one that
    no pregnancy has, ``dating_old`` where it would be over long ago."""
    if any(d is not None and d > today for d in (dating.period, dating.scan)):
        raise Refused("dating_future")
    if (dating.scan is None) != (dating.scan_days is None):
        raise Refused("dating_scan")
    if dating.scan_days is not None and dating.scan_days not in SCAN_DAYS:
        raise Refused("dating_scan")
    first = first_day(dating)
    if first is not None and (today - first).days > 7 * WEEKS_AT_MOST:
        raise Refused("dating_old", weeks=WEEKS_AT_MOST)
    return dating


def dating_facts(dating: Dating) -> Facts:
    """A dating as it stands in facts."""
    return {
        "period": sealing.text_of(dating.period),
        "scan": sealing.text_of(dating.scan),
        "scan_days": dating.scan_days,
    }


def _lock(new: NewMother) -> None:
    """Plans of one woman are opened one after another, at whichever desks and phones."""
    marks: Sequence[str] = [
        f"mother:{new.person_id or ''}",
        f"mother:{children.number_of(new.number).hex()}",
        f"mother:{new.user_id or ''}u",
    ]
    for mark in sorted(m for m in marks if m not in ("mother:", "mother:u")):
        rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [mark])
