"""The clinic's lists of plans: who is expected, whose contact is due or ends soon, open referrals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from anju.domains.health.children.models import Child
from anju.domains.health.children.queries import sealing as children
from anju.domains.health.clinics.data import CARE_GIVE
from anju.domains.health.clinics.queries import clinic
from anju.domains.health.plans.data import PlanLine, State
from anju.domains.health.plans.models import BookingRow, PlanRow, ReferralRow
from anju.domains.health.plans.queries import sealing
from anju.domains.health.plans.queries.plans import lines_of, seen_by
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date

LISTS = ("today", "due", "ending", "referred", "mothers", "children", "done")
"""Expected today; a contact due by now; one whose days end within `SOON`; a referral not yet answered; women; children;
closed."""
SOON = 7
PAGE = 50
MOST_FOUND = 30
MOST_DUE = 20_000


@dataclass(frozen=True, slots=True)
class PlanQueue:
    """A page of a list, how many it has in all, and how many each list has."""

    lines: tuple[PlanLine, ...]
    total: int
    counts: dict[str, int]


def plan_queue(
    clinic_id: int, *, actor: Actor, at: datetime, show: str = "due", page: int = 1
) -> PlanQueue:
    """A list of the clinic. Eight queries. `NotAllowed`; `NotFound` ``clinic_unknown``."""
    place = clinic(clinic_id)
    actor.require(CARE_GIVE, region=place.region)
    today = local_date(at)
    conditions = _conditions(clinic_id, today)
    base = seen_by(actor)
    counts = base.aggregate(
        **{k: Count("id", filter=q, distinct=True) for k, q in conditions.items()}
    )
    chosen = show if show in conditions else "due"
    found = base.filter(conditions[chosen]).order_by("next_until", "next_from", "id")
    rows = list(found[(page - 1) * PAGE : page * PAGE])
    return PlanQueue(tuple(lines_of(rows, today)), counts[chosen], counts)


def due_plans(clinic_id: int, *, actor: Actor, at: datetime) -> tuple[PlanLine, ...]:
    """Every plan with a contact due by now, for the clinic alone. Six queries. `NotAllowed`; `NotFound`
    ``clinic_unknown``."""
    place = clinic(clinic_id)
    actor.require(CARE_GIVE, region=place.region)
    today = local_date(at)
    found = seen_by(actor).filter(_conditions(clinic_id, today)["due"])
    rows = list(found.order_by("next_until", "next_from", "id")[:MOST_DUE])
    return tuple(lines_of(rows, today))


def _conditions(clinic_id: int, today: date) -> dict[str, Q]:
    own = Child.objects.filter(clinic_id=clinic_id, state="active", joined_to=None).values("id")
    joined = Child.objects.filter(joined_to_id__in=own).values("id")
    here = Q(clinic_id=clinic_id) | Q(child_id__in=own) | Q(child_id__in=joined)
    live = here & Q(state=State.OPEN.value)
    expected = BookingRow.objects.filter(clinic_id=clinic_id, ended_at=None, day=today)
    referred = ReferralRow.objects.filter(answered_at=None).values("plan_id")
    ends = Q(next_until__lte=today + timedelta(days=SOON), next_from__lte=today)
    return {
        "today": here & Q(id__in=expected.values("plan_id")),
        "due": live & Q(next_from__lte=today),
        "ending": live & ends,
        "referred": here & Q(id__in=referred),
        "mothers": live & Q(kind="mother"),
        "children": live & Q(kind="child"),
        "done": here & Q(state=State.DONE.value),
    }


def find_plans(words: str, *, actor: Actor, at: datetime) -> list[PlanLine]:
    """Plans by what was typed at the desk: a booklet's code, a document number, a phone, or how the name sounds.
    Six queries."""
    typed = "".join(words.split())
    if not typed:
        return []
    by = Q(code_index=sealing.code_of(typed)) | Q(phone_index=children.phone_of(typed))
    by |= Q(number_index=children.number_of(typed.upper()))
    of_child = Q(booklet_index=children.booklet_of(typed))
    of_child |= Q(guardians__phone_index=children.phone_of(typed), guardians__ended_at=None)
    sounds = children.sounds_of(typed)
    if sounds:
        by |= Q(sounds_index=sounds)
        of_child |= Q(sounds_index=sounds)
    by |= Q(child_id__in=Child.objects.filter(of_child).values("id"))
    found = seen_by(actor).filter(by).order_by("-id").distinct()
    return lines_of(list(found[:MOST_FOUND]), local_date(at))


def open_referrals(clinic_id: int, *, actor: Actor, at: datetime) -> dict[int, date]:
    """Plan → by when the clinic asks what came of its oldest open referral. One query more."""
    found = PlanRow.objects.filter(_conditions(clinic_id, local_date(at))["referred"])
    rows = ReferralRow.objects.filter(answered_at=None, plan__in=found & seen_by(actor))
    out: dict[int, date] = {}
    for number, day in rows.order_by("-follow_by").values_list("plan_id", "follow_by"):
        out[number] = day
    return out
