"""Filing a case: once, by the person, a helper with a mandate, or at a counter; it finds its office by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from anju.domains.access import api as access
from anju.domains.casework.cases.data import Matter, Side, Step
from anju.domains.casework.cases.models import Case
from anju.domains.casework.cases.operations import case_rights, open_cases, recording
from anju.domains.casework.cases.queries.cases import ANSWERS, answers_of, matter_of
from anju.domains.casework.cases.queries.matters import duty, matter
from anju.domains.casework.cases.rules.answering import read_answers, same_name, subject_of
from anju.domains.casework.cases.rules.clocks import limits
from anju.domains.casework.cases.rules.routing import level_above, office_of, routed_by
from anju.domains.employers import api as employers
from anju.domains.people import api as people
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.crypto import blind_index, encrypt, row_of
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids, rows
from anju.foundation.errors import NotAllowed, NotFound, Refused
from anju.foundation.request_keys import require_key

COMPLAINT, AID = "complaint", "legal_aid"
AID_FIRST_DAYS = 7
_BY_WORK = ("按做工地点确定", "by the place of the work")
_BY_EMPLOYER = ("按登记的工作单位所在地确定", "by the place of the employer on record")
_BY_HOME = (
    "没有填做工地点，先由居住地受理，查明后转过去",
    "no place of work was given: the office where the person lives begins and hands it on",
)
_UNSERVED = (
    "做工地点不在本系统服务的范围，先由居住地接收，再转过去",
    "no office of the place of work is here: the office where the person lives takes it in and hands it on",
)


def file_case(
    person_id: int,
    code: str,
    answers: Mapping[str, str],
    *,
    key: str,
    actor: Actor,
    at: datetime,
    urgent: bool = False,
    region: str = "",
) -> int:
    """File a case; its id. The same `key` again changes nothing. `region`: of a person whose home is not on record.

    By the person, a helper with a mandate for the matter, or who holds `case.enter` where the person lives. Raises
    `NotFound` ``person_unknown``, ``matter_unknown``; `NotAllowed` ``case_no_mandate``; `Refused` ``case_answers``
    (`faults` by field), ``case_place``, ``case_no_duty``, ``key_unusable``; `Conflict` ``case_open`` (`number`, `id`)
    when the person has one open in this matter.
    """
    require_key(key)
    person = people.persons([person_id]).get(person_id)
    side = case_rights.personal_side(person_id, code, actor, at)
    if person is None and side is None:
        raise NotFound("person_unknown") if actor.kind == "staff" else NotAllowed("case_no_mandate")
    with transaction.atomic(), as_intake_role():
        place = _place(person_id, at) or region
        if not place:
            raise Refused("case_place")
        if side is None:
            if actor.kind != "staff":
                raise NotAllowed("case_no_mandate")
            actor.require(case_rights.ENTER, region=place)
            side = Side.OFFICE
        day = local_date(at)
        wanted = matter(code, place, day)
        if not wanted.offered:
            raise NotFound("matter_unknown")
        known = people.persons([person_id]).get(person_id)
        read = read_answers(wanted, answers, born=known.birth_date if known else None, today=day)
        about, because = _where(wanted, read, place, person_id, at)
        wanted = matter(code, about, day)
        _lock(person_id, code)
        before = Case.objects.filter(by_user=actor.user_id, key=key).first()
        if before is not None:
            return int(before.pk)
        row = _new(person_id, wanted, read, about, key, actor, at, because)
        row.urgent = urgent and wanted.urgent
        _stored(row, side, actor, at)
        if read.get("aid_wanted") == "yes":
            _ask_for_aid(row, side, actor, at)
    return int(row.pk)


def complain(case_id: int, text: str, *, key: str, actor: Actor, at: datetime) -> int:
    """Complain about the handling, or object to the outcome: a case of its own, at the level above or where the matter
    says that objections go; its id. There is one open complaint a case at a time. `NotFound` ``case_unknown``;
    `NotAllowed`; `Refused` ``case_text_missing``."""
    require_key(key)
    case_rights.see(case_id)
    with transaction.atomic(), as_intake_role():
        parent = case_rights.locked(case_id)
        side = case_rights.side_of(parent, actor, at)
        before = Case.objects.filter(by_user=actor.user_id, key=key).first()
        if before is not None:
            return int(before.pk)
        recording.take(parent, Step.COMPLAINED, side, key=key, actor=actor, at=at, text=text)
        wanted = matter(matter_of(parent).objection, parent.region, local_date(at))
        row = _new(parent.person_id, wanted, {"what": text.strip()}, parent.region, key, actor, at)
        row.parent, row.subject = parent, parent.number
        if wanted.code == COMPLAINT:
            row.office = level_above(parent.office)
            row.routed = {
                **row.routed,
                "zh": "投诉由上一级办理",
                "en": "A complaint goes to the level above",
            }
        _stored(row, side, actor, at)
    return int(row.pk)


def _ask_for_aid(wage: Case, side: Side, actor: Actor, at: datetime) -> None:
    """The legal aid asked for with a wage claim: a case of its own that needs no second form. It is urgent when a limit
    of the claim ends within seven days: then aid comes first and the papers later (Legal Aid Law, art. 44)."""
    claimed = answers_of(wage)
    wanted = matter(AID, wage.region, local_date(at))
    read = {
        "aid_kind": "wages",
        "counterpart": claimed["debtor"],
        "what": claimed.get("what") or wage.number,
    }
    row = _new(wage.person_id, wanted, read, wage.region, f"{wage.key[:72]}:aid", actor, at)
    row.parent = wage
    soon = local_date(at) + timedelta(days=AID_FIRST_DAYS)
    ends = [limit.until for limit in limits(matter_of(wage), claimed) if limit.until]
    row.urgent = wanted.urgent and any(local_date(at) <= until < soon for until in ends)
    if open_cases.open_like(row) is None:
        _stored(row, side, actor, at)


def _new(
    person_id: int,
    wanted: Matter,
    answers: Mapping[str, str],
    place: str,
    key: str,
    actor: Actor,
    at: datetime,
    because: tuple[str, str] = ("", ""),
) -> Case:
    answering = duty(wanted.code, place, local_date(at))
    (number,) = next_ids("casework_case", 1)
    subject = subject_of(wanted, answers)
    return Case(
        id=number,
        number=f"AJ{place[:6]}{local_date(at):%Y%m%d}{number:05}",
        person_id=person_id,
        matter=wanted.code,
        subject=blind_index(subject, "casework.subject").hex()[:32] if subject else "",
        region=place,
        office=office_of(answering, place),
        department=answering.department,
        routed=routed_by(answering, because),
        state="open",
        stage=wanted.stages[0][0] if wanted.stages else "",
        answers_cipher=encrypt(
            json.dumps(dict(answers), ensure_ascii=False), ANSWERS, row=row_of(number)
        ),
        channel=actor.channel,
        key=key,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        filed_at=at,
    )


def _stored(row: Case, side: Side, actor: Actor, at: datetime) -> None:
    open_cases.require_only(row)
    row.save(force_insert=True)
    recording.take(row, Step.FILED, side, key="filed", actor=actor, at=at)


def _lock(person_id: int, code: str) -> None:
    rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"case:{person_id}:{code}"])


def _where(
    wanted: Matter, read: Mapping[str, str], home: str, person_id: int, at: datetime
) -> tuple[str, tuple[str, str]]:
    """The place a case is about, and why: of a matter that asks where it happened that place, or that of the employer
    on record who is named; otherwise the home. `Refused` ``case_answers`` for a place that does not exist."""
    if not wanted.place:
        return home, ("", "")
    if code := read.get(wanted.place):
        if code not in regions.names([code]):
            raise Refused("case_answers", faults={wanted.place: "answer_place"}, fields=[])
        place = regions.get(code).prefix
        served = access.somebody_may(case_rights.HANDLE, region=place[:6], at=at)
        return (place, _BY_WORK) if served else (home, _UNSERVED)
    jobs = [j for j in register.jobs_of([person_id], as_of=local_date(at)) if j.employer_id]
    for employer in employers.employers([j.employer_id for j in jobs if j.employer_id]).values():
        if same_name(employer.name, read.get(wanted.subject, "")):
            return employer.region, _BY_EMPLOYER
    return home, _BY_HOME


def _place(person_id: int, at: datetime) -> str:
    stays = [s for s in register.stays_of([person_id], as_of=local_date(at)) if s.habitual]
    return stays[-1].region[:12] if stays else ""
