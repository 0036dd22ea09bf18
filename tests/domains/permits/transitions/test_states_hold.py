"""Any order of transitions against a naive model: the permit is always in the state the model says,
and its life line, audit and news tell the same story without a gap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from anju.domains.permits.api import lifecycle
from anju.domains.permits.eligibility.rules.months import add_months
from anju.domains.permits.models import Card, Permit, PermitEvent
from anju.domains.permits.transitions.data.transitions import LIVE, PermitState
from anju.foundation.audit.models import Entry
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError
from anju.foundation.events.models import Event
from tests.domains.permits.transitions.test_transitions import NEXT
from tests.factories.held_permits import PLATFORM, ordered
from tests.factories.register import Street

pytestmark = pytest.mark.django_db
START = datetime(2025, 3, 10, 2, tzinfo=UTC)
DAY = timedelta(days=1)
IN_USE = (PermitState.ACTIVE, PermitState.SUSPENDED)


def machine(street: Street) -> type[RuleBasedStateMachine]:
    class Life(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.around = transaction.atomic()
            self.around.__enter__()
            self.at = START
            self.id = ordered(street, at=START)
            self.lost_cards, self.replaced, self.ended_since = [], False, False
            self.state, self.due, self.ended_from = (
                PermitState.IN_PRODUCTION,
                add_months(START.date(), 12),
                None,
            )

        def teardown(self):
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

        @property
        def today(self):
            return self.at.date()

        def does(self, allowed: bool, call) -> bool:
            try:
                with acting(PLATFORM):
                    call()
                done = True
            except AnjuError:
                done = False
            assert done == allowed
            return done

        def in_use(self):
            return PermitState.SUSPENDED if self.today > self.due else PermitState.ACTIVE

        def card(self, *statuses):
            with acting(PLATFORM):
                return (
                    Card.objects.filter(permit_id=self.id, status__in=statuses)
                    .order_by("-version")
                    .first()
                )

        def statuses(self, *statuses):
            with acting(PLATFORM):
                return list(
                    Card.objects.filter(permit_id=self.id, status__in=statuses)
                    .order_by("version")
                    .values_list("version", "status")
                )

        @rule(days=st.sampled_from([1, 20, 31, 200, 370]))
        def time_passes(self, days):
            self.at += timedelta(days=days)

        @rule()
        def the_night_comes(self):
            due = self.state == PermitState.ACTIVE and self.today > self.due
            with acting(PLATFORM):
                assert lifecycle.suspend_due(actor=PLATFORM, at=self.at) == int(due)
            self.state = PermitState.SUSPENDED if due else self.state

        @rule()
        def endorses(self):
            open_ = self.today >= add_months(self.due, -1)
            if self.does(
                self.state in (*IN_USE, PermitState.LOST) and open_,
                lambda: lifecycle.endorse(self.id, actor=PLATFORM, at=self.at),
            ):
                late = self.today > self.due
                self.due = add_months(self.today if late else self.due, 12)
                self.state = (
                    PermitState.LOST if self.state == PermitState.LOST else PermitState.ACTIVE
                )

        @rule()
        def loses(self):
            good = self.statuses("made", "delivered")
            if self.does(
                self.state in IN_USE,
                lambda: lifecycle.report_loss(self.id, actor=PLATFORM, at=self.at),
            ):
                self.state, self.lost_cards, self.replaced, self.ended_since = (
                    PermitState.LOST,
                    good,
                    False,
                    False,
                )
                assert not self.statuses("made", "delivered")

        @rule()
        def finds(self):
            if self.does(
                self.state == PermitState.LOST and not self.replaced and not self.ended_since,
                lambda: lifecycle.report_found(self.id, actor=PLATFORM, at=self.at),
            ):
                self.state = self.in_use()
                assert self.statuses("made", "delivered") == self.lost_cards

        @rule(reason=st.sampled_from(["lost", "damaged", "address", "corrected"]))
        def orders_a_card(self, reason):
            allowed = self.state in LIVE and (reason != "lost" or self.state == PermitState.LOST)
            if self.does(
                allowed,
                lambda: lifecycle.order_card(self.id, reason=reason, actor=PLATFORM, at=self.at),
            ):
                self.replaced = self.replaced or (
                    self.state == PermitState.LOST and reason in ("lost", "damaged")
                )

        @precondition(lambda self: self.card("made") is not None and self.state in IN_USE)
        @rule()
        def card_is_handed_over(self):
            card = self.card("made")
            self.does(
                True, lambda: lifecycle.hand_over(card.pk, shown="111", actor=PLATFORM, at=self.at)
            )
            assert [v for v, _ in self.statuses("made", "delivered")] == [card.version]

        @precondition(lambda self: self.card("waiting") is not None)
        @rule()
        def card_is_made(self):
            card = self.card("waiting")
            self.does(
                True,
                lambda: lifecycle.made_here(
                    card.pk, serial=f"{self.id}-{card.version}", actor=PLATFORM, at=self.at
                ),
            )
            if self.state == PermitState.IN_PRODUCTION:
                self.state = PermitState.ACTIVE
            elif self.state == PermitState.LOST:
                self.state = self.in_use()

        @rule(reason=st.sampled_from(["death", "local_hukou", "left", "own_wish", "merged"]))
        def is_cancelled(self, reason):
            if self.does(
                self.state in LIVE and reason != "merged",
                lambda: lifecycle.cancel(
                    self.id, reason=reason, note="凭材料", actor=PLATFORM, at=self.at
                ),
            ):
                self.ended_from, self.state, self.ended_since = (
                    self.state,
                    PermitState.CANCELLED,
                    True,
                )

        @rule()
        def is_withdrawn(self):
            if self.does(
                self.state in LIVE,
                lambda: lifecycle.withdraw(
                    self.id, reason="lent", note="出借", actor=PLATFORM, at=self.at
                ),
            ):
                self.ended_from, self.state, self.ended_since = (
                    self.state,
                    PermitState.WITHDRAWN,
                    True,
                )

        @rule()
        def the_end_is_taken_back(self):
            ended = self.state in (PermitState.CANCELLED, PermitState.WITHDRAWN)
            if self.does(
                ended, lambda: lifecycle.undo_end(self.id, note="复议", actor=PLATFORM, at=self.at)
            ):
                self.state = self.in_use() if self.ended_from in IN_USE else self.ended_from

        @invariant()
        def the_database_agrees(self):
            with acting(PLATFORM):
                row = Permit.objects.get(id=self.id)
                assert (row.state, row.endorsed_until) == (self.state, self.due + DAY)

        @invariant()
        def the_story_has_no_gap(self):
            with acting(PLATFORM):
                line = list(PermitEvent.objects.filter(permit_id=self.id).order_by("id"))
                told = Event.objects.filter(name="permits.turned", payload__permit=self.id).count()
                noted = Entry.objects.filter(subject_kind="permit", subject_id=str(self.id)).count()
            assert [e.from_state for e in line] == ["", *(e.to_state for e in line[:-1])]
            assert line[-1].to_state == self.state
            assert len(line) == told == noted
            assert all(
                e.to_state in NEXT[PermitState(e.from_state)]
                for e in line[1:]
                if e.from_state != e.to_state and e.kind != "undone"
            )

        @invariant()
        def no_card_outlives_its_permit_and_one_is_on_order(self):
            with acting(PLATFORM):
                status = list(
                    Card.objects.filter(permit_id=self.id).values_list("status", flat=True)
                )
            assert status.count("waiting") <= 1
            assert status.count("delivered") <= 1
            if self.state not in LIVE:
                assert set(status) <= {"void", "failed"}
            if self.state in (PermitState.LOST, PermitState.IN_PRODUCTION):
                assert not {"made", "delivered"} & set(status), (
                    "no card counts that was reported lost, or before the first"
                )

    return Life


@pytest.mark.long
def test_a_permit_is_always_in_the_state_its_story_says(street):
    run_state_machine_as_test(
        machine(street),
        settings=settings(
            max_examples=30,
            stateful_step_count=24,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built, at=START)
