"""Two at once, for real: two clerks on two connections, a clerk and the applicant, two begins of one person."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from anju.domains.permits.api import applications as permits
from anju.domains.permits.api.applications import ApplicationState, StageDecision
from anju.domains.permits.models import Application, Decision
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import AnjuError
from tests.factories import applications as desk
from tests.factories import at_once as factory
from tests.factories.register import PLATFORM


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[desk.Settled]:
    with django_db_blocker.unblock():
        yield desk.Settled.built()


def at_once(*calls: Callable[[], object]) -> list[str]:
    """Of each call "" or the code of the refusal; anything else that goes wrong fails the test."""
    answers = factory.at_once(*calls)
    broken = [a for a in answers if isinstance(a, Exception) and not isinstance(a, AnjuError)]
    assert not broken, broken
    return [a.code if isinstance(a, AnjuError) else "" for a in answers]


def deciding(application_id, actor, seen, said=StageDecision.AGREE):
    def call():
        with acting(actor):
            permits.decide(
                application_id,
                decision=said,
                seen=seen,
                actor=actor,
                at=now(),
                reasons=["no_condition"] if said is StageDecision.REFUSE else [],
            )

    return call


def test_two_clerks_one_decides_and_the_other_is_told(street, django_db_blocker):
    with django_db_blocker.unblock():
        made = desk.applied(street.one, at=now())
        with acting(desk.COUNTER):
            seen = permits.application(made).view.version
        said = at_once(
            deciding(made, desk.COUNTER, seen),
            deciding(made, desk.COUNTER_TOO, seen, StageDecision.REFUSE),
        )
        assert sorted(said) == ["", "application_decided"]
        with acting(PLATFORM), as_intake_role():
            assert Decision.objects.filter(application_id=made).count() == 1


def test_taken_back_while_a_clerk_decides_exactly_one_of_them_counts(street, django_db_blocker):
    with django_db_blocker.unblock():
        me = desk.self_actor(street.two)
        made = desk.applied(street.two, at=now(), actor=me)
        desk.said(made, desk.COUNTER, at=now())
        desk.said(made, desk.STREET_CLERK, at=now())
        with acting(desk.STATION):
            seen = permits.application(made).view.version

        def back():
            with acting(me):
                permits.withdraw(made, actor=me, at=now())

        said = at_once(deciding(made, desk.STATION, seen), back)
        assert said.count("") == 1
        with acting(PLATFORM), as_intake_role():
            row = Application.objects.get(id=made)
        assert row.state == (
            ApplicationState.APPROVED if said[0] == "" else ApplicationState.WITHDRAWN
        )
        assert (row.permit_id is not None) == (row.state == ApplicationState.APPROVED)


def test_begun_twice_at_once_it_is_one_application(street, django_db_blocker):
    with django_db_blocker.unblock():
        me, found = desk.self_actor(street.fresh), []

        def begin():
            with acting(me):
                found.append(permits.start(street.fresh, actor=me, at=now()))

        assert at_once(begin, begin) == ["", ""]
        assert len(set(found)) == 1
