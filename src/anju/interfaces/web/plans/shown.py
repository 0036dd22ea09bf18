"""What every page of a plan shows of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from anju.domains.health.api import clinics, doses, plans
from anju.domains.health.api.plans import Kind, Plan, Stand, Visit
from anju.interfaces.texts import labels
from anju.interfaces.texts import plans as words
from anju.interfaces.web.choosing import label, reader_text
from anju.interfaces.web.pieces.qr import qr_of_link
from anju.interfaces.web.plans.chart import charts, measurements

FIELDS = ("name", "birth_date", "health_plan")
"""What a page of a plan shows, for the trail."""


def shown(plan: Plan, today: date) -> dict[str, Any]:
    """A plan for a template."""
    standard = plans.standard_on(today)
    mother = plan.line.kind is Kind.MOTHER
    rows = measurements(plan) if not mother else []
    own = clinics.clinics_by_id([plan.line.clinic_id] if plan.line.clinic_id else [])
    age = plans.age_of(plan.anchors.lmp, today) if plan.anchors.birth is None else None
    return {
        "plan": plan,
        "line": plan.line,
        "mother": mother,
        "state": label(words.STATES, plan.line.state.value),
        "sex": label(labels.SEXES, plan.line.sex if plan.line.sex in labels.SEXES else "0"),
        "own": own.get(plan.line.clinic_id),
        "standard": reader_text(standard.name),
        "source": reader_text(standard.source),
        "weeks": age,
        "expected": plans.expected(plan.dating) if mother and not plan.anchors.birth else None,
        "dues": [_due(d) for d in plan.dues],
        "visits": [_visit(v, standard) for v in reversed(plan.visits)],
        "referrals": [_referral(r, standard, today) for r in plan.referrals],
        "measured": rows,
        "charts": charts(plan, rows),
        "today": today,
        "days": _days(own.get(plan.line.clinic_id), today),
        "code": grouped(plan.code),
        "qr": qr_of_link(f"{plans.CODE_MARK}{plan.code}") if plan.code else "",
    }


def grouped(code: str) -> str:
    """A booklet's code as people read it: ``MZ ABCD EFGH JKLM``."""
    parts = (code[n : n + 4] for n in range(0, len(code), 4))
    return " ".join((plans.CODE_MARK, *parts)) if code else ""


def _days(clinic: clinics.Clinic | None, today: date) -> list[date]:
    return doses.next_days(clinic.weekdays, today) if clinic else []


def _due(due: plans.Due) -> dict[str, Any]:
    return {
        "code": due.contact.code,
        "name": reader_text(due.contact.name),
        "clause": reader_text(due.contact.clause),
        "begins": due.begins,
        "until": due.until,
        "stand": label(words.STANDS, due.stand.value),
        "now": due.stand is Stand.NOW,
        "done": due.stand is Stand.DONE,
        "kind": due.stand.value,
    }


def _visit(visit: Visit, standard: plans.Standard) -> dict[str, Any]:
    contact = standard.contact(visit.contact)
    form = standard.forms[contact.form] if contact else None
    items = {i.code: i for i in form.items} if form else {}
    signs = {s.code: s for s in form.signs} if form else {}
    return {
        "one": visit,
        "name": reader_text(contact.name) if contact else visit.contact,
        "items": [
            (reader_text(items[k].name), f"{v:g}", items[k].unit)
            for k, v in visit.items.items()
            if k in items
        ],
        "signs": [reader_text(signs[s].name) for s in visit.signs if s in signs],
    }


def _referral(referral: plans.Referral, standard: plans.Standard, today: date) -> dict[str, Any]:
    every = {s.code: s for f in standard.forms.values() for s in f.signs}
    form = next(
        (f for f in standard.forms.values() if {s.code for s in f.signs} >= set(referral.signs)),
        None,
    )
    return {
        "one": referral,
        "signs": [reader_text(every[s].name) for s in referral.signs if s in every],
        "urgency": label(words.URGENCIES, referral.urgency.value),
        "clause": reader_text(form.referral[referral.urgency]) if form else "",
        "late": referral.answered_at is None and referral.follow_by < today,
    }
