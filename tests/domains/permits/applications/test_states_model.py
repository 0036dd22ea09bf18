"""Applications against a model: whatever people do in whatever order, the state is what the rules say,
and a permit comes of it exactly when the station approved."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

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

from anju.domains.permits.api import applications as permits
from anju.domains.permits.api.applications import (
    ApplicationState,
    StageDecision,
    SupportingDocumentKind,
)
from anju.domains.permits.applications.data import AFTER
from anju.domains.permits.models import Application, Permit
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, Refused
from tests.factories import applications as desk
from tests.factories.register import PLATFORM

pytestmark = pytest.mark.django_db
PHOTO, PAGE = desk.photograph(), desk.page()
KINDS = st.sampled_from([SupportingDocumentKind.PHOTO, SupportingDocumentKind.JOB])
DESKS = {"community": desk.COUNTER, "street": desk.STREET_CLERK, "station": desk.STATION}
ORDER = ("community", "street", "station")
CLOSED = (
    ApplicationState.APPROVED,
    ApplicationState.REFUSED,
    ApplicationState.WITHDRAWN,
    ApplicationState.LAPSED,
)


class Applications(RuleBasedStateMachine):
    """One person's application on the phone, and the desks."""

    street: ClassVar[desk.Settled]

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.me, self.at = desk.self_actor(self.street.one), now()
        self.id, self.state, self.desk = 0, None, 0
        self._fresh()

    def _fresh(self) -> None:
        self.photo, self.papers, self.answered = False, 0, False
        self.named: SupportingDocumentKind | None = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def attempt(self, actor, call, *, allowed: bool):
        """The call succeeds exactly when the model says so; a refused one changes nothing."""
        if allowed:
            with acting(actor):
                call()
            return
        with pytest.raises((Refused, Conflict, NotAllowed)), acting(actor):
            call()

    def row(self) -> Application:
        with acting(PLATFORM), as_intake_role():
            return Application.objects.get(id=self.id)

    @rule(days=st.integers(1, 3))
    def time_passes(self, days):
        self.at += timedelta(days=days)

    @precondition(lambda self: self.state is None or self.state in CLOSED[1:])
    @rule()
    def start(self):
        with acting(self.me):
            made = permits.start(self.street.one, actor=self.me, at=self.at)
        assert made != self.id
        self.id, self.state, self.desk = made, ApplicationState.DRAFT, 0
        self._fresh()

    @precondition(lambda self: self.state is ApplicationState.APPROVED)
    @rule()
    def a_holder_does_not_apply_again(self):
        self.attempt(
            self.me,
            lambda: permits.start(self.street.one, actor=self.me, at=self.at),
            allowed=False,
        )

    @precondition(lambda self: self.id)
    @rule(kind=KINDS)
    def add(self, kind):
        allowed = self.state is ApplicationState.DRAFT or (
            self.state is ApplicationState.INCOMPLETE and kind is self.named
        )
        data = PHOTO if kind is SupportingDocumentKind.PHOTO else PAGE
        self.attempt(
            self.me,
            lambda: permits.add_supporting_document(
                self.id, kind=kind, data=data, actor=self.me, at=self.at
            ),
            allowed=allowed and self.papers < 11,
        )
        if allowed:
            self.papers += kind is not SupportingDocumentKind.PHOTO
            self.photo = self.photo or kind is SupportingDocumentKind.PHOTO
            self.answered = self.answered or kind is self.named

    @precondition(lambda self: self.id)
    @rule()
    def hand_in(self):
        allowed = self.state is ApplicationState.DRAFT or (
            self.state is ApplicationState.INCOMPLETE and self.answered
        )
        self.attempt(
            self.me,
            lambda: permits.submit(self.id, answers={"ethnicity": "01"}, actor=self.me, at=self.at),
            allowed=allowed,
        )
        if allowed and not self.photo:
            self.state, self.named, self.answered = (
                ApplicationState.INCOMPLETE,
                SupportingDocumentKind.PHOTO,
                False,
            )
        elif allowed:
            self.state = ApplicationState.DECIDING

    @precondition(lambda self: self.id)
    @rule()
    def take_back(self):
        allowed = self.state not in CLOSED
        self.attempt(
            self.me, lambda: permits.withdraw(self.id, actor=self.me, at=self.at), allowed=allowed
        )
        if allowed:
            self.state = ApplicationState.WITHDRAWN

    @precondition(lambda self: self.id)
    @rule(
        which=st.sampled_from(ORDER),
        said=st.sampled_from(list(StageDecision)),
        stale=st.integers(0, 4),
    )
    def decide(self, which, said, stale):
        actor, turn = DESKS[which], ORDER[self.desk]
        allowed = self.state is ApplicationState.DECIDING and which == turn and stale != 0
        seen = self.row().version - (stale == 0)
        self.attempt(
            actor,
            lambda: permits.decide(
                self.id,
                decision=said,
                seen=seen,
                actor=actor,
                at=self.at,
                reasons=["no_condition"] if said is StageDecision.REFUSE else [],
            ),
            allowed=allowed,
        )
        if not allowed:
            return
        if self.desk < len(ORDER) - 1:
            self.desk += 1
        else:
            self.state = (
                ApplicationState.APPROVED
                if said is StageDecision.AGREE
                else ApplicationState.REFUSED
            )

    @precondition(lambda self: self.id)
    @rule(kind=KINDS, which=st.sampled_from(ORDER))
    def ask(self, kind, which):
        actor = DESKS[which]
        allowed = (
            self.state is ApplicationState.DECIDING
            and self.named in (None, kind)
            and which == ORDER[self.desk]
        )
        self.at += timedelta(
            seconds=1
        )  # a supporting document of the notice's own instant counts as its answer
        self.attempt(
            actor,
            lambda: permits.ask_missing(
                self.id,
                codes=[(kind.value, "663.9", (kind.value,))],
                note="看不清",
                seen=self.row().version,
                actor=actor,
                at=self.at,
            ),
            allowed=allowed,
        )
        if allowed:
            self.state, self.named, self.answered = ApplicationState.INCOMPLETE, kind, False

    @precondition(lambda self: self.id)
    @invariant()
    def the_register_says_what_the_model_says(self):
        row = self.row()
        assert row.state == self.state
        assert (row.closed_at is not None) == (self.state in CLOSED)
        assert (row.paused_at is not None) <= (row.state == ApplicationState.INCOMPLETE)
        if row.state == ApplicationState.DECIDING:
            assert row.stage == ORDER[self.desk]
            assert row.due_at > row.accepted_at
        with acting(PLATFORM), as_intake_role():
            held = Permit.objects.filter(person_id=self.street.one).count()
        assert held == (1 if self.state is ApplicationState.APPROVED else 0)


def test_applications_behave_as_the_model_says():
    Applications.street = desk.Settled.built()
    run_state_machine_as_test(
        Applications,
        settings=settings(
            max_examples=25,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_ends_are_ends_and_every_state_can_be_reached():
    assert all(not AFTER[s] for s in CLOSED)
    assert {after for found in AFTER.values() for after in found} == set(ApplicationState) - {
        ApplicationState.DRAFT
    }
