"""Reminding families: once some days before a dose is recommended, once when it is late. No message names a child or a
vaccine, and nothing follows from not coming."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from anju.domains.access import api as access
from anju.domains.health.children.models import Child
from anju.domains.health.children.queries.children import contacts_of
from anju.domains.health.clinics.data import Clinic
from anju.domains.health.clinics.queries import clinics_by_id
from anju.domains.health.doses.models import ReminderRow
from anju.domains.health.doses.operations.recording import renew
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.notices import api as notices

NOTICE = "health.reminder"
AHEAD, BLOCK, OLDEST = 7, 500, 90
"""Days before, children of one transaction, and days after which a late dose is left to the clinic's survey."""
TEXTS = {
    False: (
        "【安居】您家孩子的接种本有新的提醒：{day}起可以到{clinic}接种。详情见“孩子的接种本”。自愿接种，免费疫苗不收费。",
        "[Anju] From {day} a dose can be given to your child at {clinic}; see “Children's booklets”. It is up to you.",
    ),
    True: (
        "【安居】您家孩子有一次接种已过推荐时间，随时可以补种，不用重新开始。详情见“孩子的接种本”，或咨询{clinic}{phone}。",
        "[Anju] A dose of your child's can be made up at any time; see “Children's booklets” or ask {clinic} {phone}.",
    ),
}
"""Whether it is late → Chinese, English."""


def remind(*, actor: Actor, at: datetime) -> int:
    """Send what is due today; how many families were notified. Again, nothing is sent twice. Other guardians' accounts
    than those on record are not looked for."""
    today, families, last = local_date(at), 0, 0
    while True:
        with transaction.atomic(), as_intake_role():
            rows = _due(today, last)
            families += _tell(rows, today, actor, at)
        if len(rows) < BLOCK:
            return families
        last = rows[-1].pk


def _due(today: date, last: int) -> list[Child]:
    soon = Q(next_from__lte=today + timedelta(days=AHEAD))
    late = Q(late_from__lte=today)
    found = Child.objects.filter(soon | late, state="active", joined_to=None, id__gt=last)
    return list(found.select_for_update(skip_locked=True, of=("self",)).order_by("id")[:BLOCK])


def _tell(rows: Sequence[Child], today: date, actor: Actor, at: datetime) -> int:
    for row in rows:
        renew(row, today)
    wanted = [(r, due, late) for r in rows for due, late in [_what(r, today)] if due is not None]
    known = set(
        ReminderRow.objects.filter(child_id__in=[r.pk for r, _, _ in wanted]).values_list(
            "child_id", "due", "late"
        )
    )
    fresh = [(r, due, late) for r, due, late in wanted if (r.pk, due, late) not in known]
    contacts = _phones([r.pk for r, _, _ in fresh])
    places = clinics_by_id([r.clinic_id for r, _, _ in fresh if r.clinic_id])
    for row, due, late in fresh:
        phones = contacts.get(row.pk, {})
        for phone, language in phones.items():
            text = _text(places.get(row.clinic_id or 0), due, late, language)
            notices.send(NOTICE, phone, text, at=at, context={"child": row.pk})
        ReminderRow.objects.create(child=row, due=due, late=late, notified=len(phones), at=at)
    audit.record_writes(
        actor,
        action="health.reminded",
        subject_kind="child",
        subject_ids=[r.pk for r, _, _ in fresh],
        at=at,
        person_ids=[r.person_id for r, _, _ in fresh],
        details=[{"late": late} for _, _, late in fresh],
    )
    return sum(1 for r, _, _ in fresh if contacts.get(r.pk))


def _what(row: Child, today: date) -> tuple[date | None, bool]:
    """(the day a reminder is about, whether it is late)."""
    if row.late_from is not None and row.late_from <= today:
        return (row.late_from if (today - row.late_from).days <= OLDEST else None), True
    if row.next_from is not None and row.next_from <= today + timedelta(days=AHEAD):
        return row.next_from, False
    return None, False


def _text(place: Clinic | None, due: date, late: bool, language: str) -> str:
    words = TEXTS[late][0 if language.startswith("zh") else 1]
    name = place.name if place else ("接种门诊" if language.startswith("zh") else "your clinic")
    return words.format(day=due.isoformat(), clinic=name, phone=place.phone if place else "")


def _phones(child_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Child → phone → language: the guardians' accounts, otherwise the phone on record or given at the desk."""
    contacts = contacts_of(child_ids)
    every = [one for each in contacts.values() for one in each]
    persons = {p for p, _, _ in every if p is not None}
    accounts = {p: access.accounts_of(p) for p in persons}
    users = {u for _, u, _ in every if u is not None} | {u for a in accounts.values() for u in a}
    by_user, on_record = access.phones_of_users(sorted(users)), people.phones(sorted(persons))
    out: dict[int, dict[str, str]] = {}
    for child, each in contacts.items():
        phones = out.setdefault(child, {})
        for person, user, own in each:
            mine = [u for u in (user, *accounts.get(person or 0, ())) if u is not None]
            linked = dict(by_user[u] for u in mine if u in by_user)
            fallback = own or on_record.get(person or 0, "")
            for phone, language in (linked or ({fallback: "zh"} if fallback else {})).items():
                phones.setdefault(phone, language)
    return out
