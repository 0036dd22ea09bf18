"""Reminding of a contact: once when its days come, once before they end. No message says what it is about, and nothing
follows from not coming."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from anju.domains.access import api as access
from anju.domains.health.children.models import Child
from anju.domains.health.children.queries.children import contacts_of
from anju.domains.health.clinics.queries import clinics_by_id
from anju.domains.health.plans.data import State
from anju.domains.health.plans.models import PlanReminderRow, PlanRow
from anju.domains.health.plans.operations.holding import keep
from anju.domains.health.plans.queries.plans import facts_of
from anju.domains.health.plans.queries.sealing import Facts
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.notices import api as notices

NOTICE = "health.plan_reminder"
AHEAD, LAST, BLOCK = 3, 7, 200
"""Days before a contact's first day, days before its last one, plans of one transaction."""
TEXTS = {
    "zh": "【安居】您预约的健康服务有新的提醒：{day}起可以到{clinic}。详情请登录查看。自愿参加，免费。",
    "en": "[Anju] There is something new about a health service you joined: from {day} at {clinic}. Sign in to see it. "
    "It is free and up to you.",
}
Contacts = dict[str, str]
"""Phone → language."""


def remind_of_contacts(*, actor: Actor, at: datetime) -> int:
    """Send what is due today; how many plans. Again, nothing is sent twice."""
    today, reminded, last = local_date(at), 0, 0
    while True:
        with transaction.atomic(), as_intake_role():
            rows = _due(today, last)
            reminded += _tell(rows, today, actor, at)
        if len(rows) < BLOCK:
            return reminded
        last = rows[-1].pk


def _due(today: date, last: int) -> list[PlanRow]:
    soon = Q(next_from__lte=today + timedelta(days=AHEAD))
    over = Q(next_until__lt=today)
    found = PlanRow.objects.filter(soon | over, state=State.OPEN.value, id__gt=last)
    return list(found.select_for_update(skip_locked=True, of=("self",)).order_by("id")[:BLOCK])


def _tell(rows: Sequence[PlanRow], today: date, actor: Actor, at: datetime) -> int:
    facts = dict(zip([r.pk for r in rows], facts_of(rows), strict=True))
    for row in rows:
        if row.next_until is not None and row.next_until < today:
            keep(row, facts[row.pk], at)
    wanted = [(r, due, ending) for r in rows for due, ending in _what(r, today)]
    known = set(
        PlanReminderRow.objects.filter(plan_id__in=[r.pk for r, _, _ in wanted]).values_list(
            "plan_id", "due", "ending"
        )
    )
    fresh = [(r, due, ending) for r, due, ending in wanted if (r.pk, due, ending) not in known]
    children = _children([r for r, _, _ in fresh])
    contacts = _contacts([r for r, _, _ in fresh], facts, children)
    numbers = [(children[r.child_id].clinic_id if r.child_id else r.clinic_id) for r, _, _ in fresh]
    places = clinics_by_id([n for n in numbers if n])
    for (row, due, ending), number in zip(fresh, numbers, strict=True):
        place = places.get(number or 0)
        for phone, language in contacts[row.pk].items():
            words = TEXTS["zh" if language.startswith("zh") else "en"]
            day = max(row.next_from or due, today).isoformat()
            text = words.format(day=day, clinic=place.name if place else "")
            notices.send(NOTICE, phone, text, at=at, context={"plan": row.pk})
        PlanReminderRow.objects.create(
            plan=row, due=due, ending=ending, notified=len(contacts[row.pk]), at=at
        )
    audit.record_writes(
        actor,
        action="plan.reminded",
        subject_kind="plan",
        subject_ids=[r.pk for r, _, _ in fresh],
        at=at,
        person_ids=[
            children[r.child_id].person_id if r.child_id else r.person_id for r, _, _ in fresh
        ],
        details=[{} for _ in fresh],
    )
    return sum(1 for r, _, _ in fresh if contacts[r.pk])


def _what(row: PlanRow, today: date) -> list[tuple[date, bool]]:
    """(the day a reminder is about, whether the days of the contact end soon): one at most."""
    begins, until = row.next_from, row.next_until
    if begins is None or row.state != State.OPEN or begins > today + timedelta(days=AHEAD):
        return []
    long = until is not None and (until - begins).days > 2 * LAST
    if long and until is not None and until - timedelta(days=LAST) <= today:
        return [(until, True)]
    return [(begins, False)]


def _children(rows: Sequence[PlanRow]) -> dict[int, Child]:
    ids = [r.child_id for r in rows if r.child_id is not None]
    found = Child.objects.select_related("joined_to").filter(id__in=ids)
    return {c.pk: c.joined_to or c for c in found}


def _contacts(
    rows: Sequence[PlanRow], facts: dict[int, Facts], children: dict[int, Child]
) -> dict[int, Contacts]:
    """Plan → phones: the accounts, otherwise the phone given at the desk."""
    of_children = contacts_of([c.pk for c in children.values()])
    every: dict[int, list[tuple[int | None, int | None, str]]] = {}
    for row in rows:
        if row.child_id is not None:
            every[row.pk] = of_children.get(children[row.child_id].pk, [])
        else:
            every[row.pk] = [(row.person_id, row.user_id, facts[row.pk]["phone"])]
    stand = people.all_canonical({p for each in every.values() for p, _, _ in each if p})
    accounts = {p: access.accounts_of(p) for p in set(stand.values())}
    users = {u for each in every.values() for _, u, _ in each if u}
    users |= {u for found in accounts.values() for u in found}
    by_user = access.phones_of_users(sorted(users))
    out: dict[int, Contacts] = {}
    for number, each in every.items():
        phones = out.setdefault(number, {})
        for person, user, own in each:
            mine = [user, *accounts.get(stand.get(person or 0, 0), ())]
            linked = dict(by_user[u] for u in mine if u in by_user)
            for phone, language in (linked or ({own: "zh"} if own else {})).items():
                phones.setdefault(phone, language)
    return out
