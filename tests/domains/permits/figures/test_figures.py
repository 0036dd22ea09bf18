"""Figures add up: parts to the whole, months to the year, and every count to the list behind it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from anju.domains.permits.api import lifecycle
from anju.domains.permits.api.lifecycle import MEASURES
from anju.domains.permits.models import PermitEvent
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, NotAllowed, Refused
from tests.factories.held_permits import PLATFORM, active
from tests.factories.register import HERE, STREET, Street
from tests.factories.staff import actor, staff

pytestmark = pytest.mark.django_db
START = datetime(2025, 1, 10, 2, tzinfo=UTC)
SPAN = {"since": date(2025, 1, 1), "until": date(2027, 1, 1)}
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["endorse", "loss", "found", "cancel", "undo", "night"]),
        st.integers(1, 120),
    ),
    max_size=10,
)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built, at=START)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
@example(steps=[(0, "cancel", 1), (0, "undo", 40), (1, "cancel", 3)])
@example(steps=[(0, "found", 120)] * 6 + [(0, "night", 2)])  # the night comes after the span
def test_every_figure_is_the_length_of_its_list_and_the_sum_of_its_parts(street, steps):
    from django.db import transaction

    with transaction.atomic():
        lived(street, steps)
        with acting(PLATFORM):
            whole = lifecycle.permit_figures("43", **SPAN, actor=PLATFORM, at=START)
            for measure in MEASURES:
                listed, total = lifecycle.permits_counted(
                    "43", measure=measure, **SPAN, actor=PLATFORM, limit=500
                )
                assert whole.total.counts[measure] == total == len(listed)
                assert (
                    total
                    == sum(r.counts[measure] for r in whole.regions)
                    == sum(m.counts[measure] for m in whole.months)
                )
                by_month = Counter(f"{one.day:%Y-%m}" for one in listed)
                assert by_month == Counter(
                    {m.key: m.counts[measure] for m in whole.months if m.counts[measure]}
                )
            inside = PermitEvent.objects.filter(
                effective__gte=SPAN["since"], effective__lt=SPAN["until"]
            )
            undone = {e.detail["undid"] for e in PermitEvent.objects.filter(kind="undone")}
            # A night may tell later what took effect before; an end that was taken back is none.
            naive = Counter(inside.exclude(id__in=undone).values_list("kind", flat=True))
        assert whole.total.counts["issued"] == naive["made"]
        assert whole.total.counts["suspended"] == naive["suspended"]
        assert (
            whole.total.counts["cancelled"]
            == naive["cancelled"] + naive["withdrawn"] + naive["expired"]
        )
        transaction.set_rollback(True)


def lived(street, steps):
    permits = [
        active(street, person=p, at=START) for p in (street.resident, street.worker, street.child)
    ]
    at = START
    for who, what, days in steps:
        at += timedelta(days=days)
        do = {
            "endorse": lifecycle.endorse,
            "loss": lifecycle.report_loss,
            "found": lifecycle.report_found,
        }
        try:
            with acting(PLATFORM):
                if what in do:
                    do[what](permits[who], actor=PLATFORM, at=at)
                elif what == "cancel":
                    lifecycle.cancel(permits[who], reason="left", note="x", actor=PLATFORM, at=at)
                elif what == "undo":
                    lifecycle.undo_end(permits[who], note="x", actor=PLATFORM, at=at)
                else:
                    lifecycle.suspend_due(actor=PLATFORM, at=at)
        except AnjuError:
            continue


def test_a_past_month_stays_what_it_was_when_the_holder_moves(street):
    from anju.domains.permits.models import Permit
    from anju.foundation.db.scope import as_intake_role

    permit = active(street)
    with acting(PLATFORM), as_intake_role():
        Permit.objects.filter(id=permit).update(region="430181100001")
    with acting(PLATFORM):
        assert (
            lifecycle.permit_figures(HERE, **SPAN, actor=PLATFORM, at=START).total.counts["issued"]
            == 1
        )
        assert (
            lifecycle.permit_figures("430181100", **SPAN, actor=PLATFORM, at=START).total.counts[
                "issued"
            ]
            == 0
        )


def test_a_leader_reads_figures_of_the_own_area_and_no_names(street):
    active(street)
    leader = actor(staff("leader", ("leader", STREET)))
    with acting(leader):
        assert (
            lifecycle.permit_figures(STREET, **SPAN, actor=leader, at=START).total.counts["issued"]
            == 1
        )
        with pytest.raises(NotAllowed):
            lifecycle.permit_figures("4301", **SPAN, actor=leader, at=START)
        with pytest.raises(NotAllowed):
            lifecycle.permits_counted(STREET, measure="issued", **SPAN, actor=leader)


def test_the_list_of_a_figure_is_as_long_as_the_figure_and_names_only_who_is_in_sight(street):
    from anju.domains.permits.models import Permit
    from anju.foundation.db.scope import as_intake_role

    stays, gone = active(street, person=street.worker), active(street)
    with acting(PLATFORM), as_intake_role():
        Permit.objects.filter(id=gone).update(
            region="110105013014", issuer="110105013", person_id=street.stranger
        )
    clerk = actor(staff("police02", ("police", STREET)))
    with acting(clerk):
        counted = lifecycle.permit_figures(STREET, **SPAN, actor=clerk, at=START).total.counts[
            "issued"
        ]
        lines, total = lifecycle.permits_counted(STREET, measure="issued", **SPAN, actor=clerk)
    assert counted == total == len(lines) == 2
    assert {(one.permit_id, bool(one.number), bool(one.person_id)) for one in lines} == {
        (stays, True, True),
        (0, False, False),
    }


def test_a_draft_never_handed_in_is_no_application_in_the_figures():
    from anju.domains.permits.api import applications as permits
    from anju.foundation.clock import local_date, now
    from tests.factories import applications as desk

    at, settled = now(), desk.Settled.built()
    desk.applied(settled.one, at=at)
    for person, ended in ((settled.two, False), (settled.fresh, True)):
        me = desk.self_actor(person)
        with acting(me):
            begun = permits.start(person, actor=me, at=at)
            if ended:
                permits.withdraw(begun, actor=me, at=at)
    first = local_date(at).replace(day=1)
    span = {"since": first, "until": (first + timedelta(days=32)).replace(day=1)}
    with acting(PLATFORM):
        assert (
            lifecycle.permit_figures(STREET, **span, actor=PLATFORM, at=at).total.counts["applied"]
            == 1
        )
        (line,), total = lifecycle.permits_counted(
            STREET, measure="applied", **span, actor=PLATFORM
        )
    assert (total, line.person_id) == (1, settled.one)


@pytest.mark.parametrize(
    "span",
    [
        (date(2025, 1, 2), date(2025, 2, 1)),
        (date(2025, 2, 1), date(2025, 1, 1)),
        (date(2015, 1, 1), date(2025, 1, 1)),
    ],
)
def test_only_whole_months_are_counted(street, span):
    with acting(PLATFORM), pytest.raises(Refused, match="figures_span"):
        lifecycle.permit_figures("43", since=span[0], until=span[1], actor=PLATFORM, at=START)


def test_an_end_that_was_taken_back_no_longer_counts_as_one(street):
    permit = active(street)
    at = START + timedelta(days=40)
    with acting(PLATFORM):
        lifecycle.cancel(permit, reason="left", note="已离开本市", actor=PLATFORM, at=at)
        assert (
            lifecycle.permit_figures(HERE, **SPAN, actor=PLATFORM, at=at).total.counts["cancelled"]
            == 1
        )
        lifecycle.undo_end(permit, note="系误报", actor=PLATFORM, at=at + timedelta(days=60))
        assert (
            lifecycle.permit_figures(HERE, **SPAN, actor=PLATFORM, at=at).total.counts["cancelled"]
            == 0
        )
        assert lifecycle.permits_counted(HERE, measure="cancelled", **SPAN, actor=PLATFORM) == (
            (),
            0,
        )
        lifecycle.cancel(
            permit, reason="left", note="已离开本市", actor=PLATFORM, at=at + timedelta(days=90)
        )
        assert (
            lifecycle.permit_figures(HERE, **SPAN, actor=PLATFORM, at=at).total.counts["cancelled"]
            == 1
        )
