"""Deciding: stage by stage, in time, by different people where that is the rule, and only once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.permits.api import applications as permits
from anju.domains.permits.api.applications import (
    ApplicationState,
    PermitState,
    Stage,
    StageDecision,
    SupportingDocumentKind,
)
from anju.domains.permits.models import Card, Permit, PermitEvent
from anju.domains.register.declarations.queries import rules as register_rules
from anju.domains.register.models import Rule
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, Refused
from tests.factories import applications as desk
from tests.factories import register as town

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    return once(desk.Settled.built)


@pytest.fixture(autouse=True)
def rules_read_anew():
    register_rules._cache.clear()
    yield
    register_rules._cache.clear()


def local_rule(key, value, region="430181"):
    with acting(town.PLATFORM), as_intake_role():
        Rule.objects.create(
            region=region, key=key, value=value, valid_from=date(2020, 1, 1), source="test"
        )
    register_rules._cache.clear()


def state(application_id, actor=desk.STATION):
    with acting(actor):
        return permits.application(application_id)


def test_three_desks_in_their_order_and_a_permit_in_making(street):
    at = now()
    made = desk.applied(street.one, at=at)
    with pytest.raises(NotAllowed, match="not_your_desk"):
        desk.said(made, desk.desk("counter", town.HERE, 13, "permit.see"), at=at)
    assert desk.said(made, desk.COUNTER, at=at).stage is Stage.STREET
    with pytest.raises(NotAllowed, match="not_your_desk"):
        desk.said(made, desk.COUNTER_TOO, at=at)
    assert desk.said(made, desk.STREET_CLERK, at=at).stage is Stage.STATION
    with pytest.raises(NotAllowed, match="not_your_desk"):
        desk.said(made, desk.STREET_CLERK, at=at)
    outcome = desk.said(made, desk.STATION, at=at)
    assert outcome.state is ApplicationState.APPROVED
    with acting(desk.STATION), as_intake_role():
        permit = Permit.objects.get(id=outcome.permit_id)
        assert permit.state == PermitState.IN_PRODUCTION
        assert permit.person_id == street.one
        assert len(permit.number) == 17
        event = PermitEvent.objects.get(permit=permit)
        assert (event.kind, event.application_id) == ("created", made)
        assert Card.objects.get(permit=permit).photo_id is not None


def test_an_advice_against_goes_on_with_its_reasons_and_the_station_decides(street):
    at = now()
    made = desk.applied(street.one, at=at)
    desk.said(
        made,
        desk.COUNTER,
        at=at,
        decision=StageDecision.REFUSE,
        reasons=["no_condition"],
        note="未见其人居住",
    )
    assert state(made).view.stage is Stage.STREET
    desk.said(made, desk.STREET_CLERK, at=at)
    assert desk.said(made, desk.STATION, at=at).state is ApplicationState.APPROVED


def test_a_refusal_needs_reasons_and_says_until_when_to_object(street):
    at = now()
    made = desk.applied(street.one, at=at)
    desk.said(made, desk.COUNTER, at=at)
    desk.said(made, desk.STREET_CLERK, at=at)
    with pytest.raises(Refused, match="reasons_missing"):
        desk.said(made, desk.STATION, at=at, decision=StageDecision.REFUSE)
    with pytest.raises(Refused, match="note_missing"):
        desk.said(made, desk.STATION, at=at, decision=StageDecision.REFUSE, reasons=["other"])
    with pytest.raises(Refused, match="reason_unknown"):
        desk.said(made, desk.STATION, at=at, decision=StageDecision.REFUSE, reasons=["face"])
    assert (
        desk.said(
            made, desk.STATION, at=at, decision=StageDecision.REFUSE, reasons=["papers_false"]
        ).state
        is ApplicationState.REFUSED
    )
    found = state(made, desk.self_actor(street.one))
    assert found.decisions[-1].reasons == ("papers_false",)
    assert (local_date(found.object_until) - local_date(at)).days == 60
    with acting(desk.STATION):
        assert not Permit.objects.filter(person_id=street.one).exists()


def test_two_clerks_who_saw_the_same_the_second_is_told_who_was_first(street):
    at = now()
    made = desk.applied(street.one, at=at)
    seen = state(made).view.version
    with acting(desk.COUNTER):
        permits.decide(made, decision=StageDecision.AGREE, seen=seen, actor=desk.COUNTER, at=at)
    with acting(desk.COUNTER_TOO), pytest.raises(Conflict, match="application_decided") as told:
        permits.decide(made, decision=StageDecision.AGREE, seen=seen, actor=desk.COUNTER_TOO, at=at)
    assert told.value.params["by"] == desk.COUNTER.label


class TestFourEyes:
    @pytest.fixture(autouse=True)
    def configured(self, street):
        local_rule("permit.stages", {"stages": ["station"], "four_eyes": ["station"]})

    def test_the_second_voice_is_another_persons(self, street):
        at = now()
        made = desk.applied(street.one, at=at)
        assert desk.said(made, desk.STATION, at=at).waits_for_second
        with pytest.raises(NotAllowed, match="four_eyes_same"):
            desk.said(made, desk.STATION, at=at)
        assert desk.said(made, desk.STATION_TOO, at=at).state is ApplicationState.APPROVED

    def test_where_two_differ_a_third_decides(self, street):
        at = now()
        made = desk.applied(street.one, at=at)
        desk.said(made, desk.STATION, at=at)
        assert desk.said(
            made,
            desk.STATION_TOO,
            at=at,
            decision=StageDecision.REFUSE,
            reasons=["papers_unproved"],
        ).waits_for_second
        third = desk.desk("police", town.STREET, 33, "permit.issue")
        assert (
            desk.said(
                made, third, at=at, decision=StageDecision.REFUSE, reasons=["papers_unproved"]
            ).state
            is ApplicationState.REFUSED
        )

    def test_whoever_took_it_in_is_not_one_of_them(self, street):
        at = now()
        made = desk.applied(street.one, at=at, actor=desk.STATION)
        with pytest.raises(NotAllowed, match="four_eyes_entered"):
            desk.said(made, desk.STATION, at=at)


class TestTheClock:
    def test_stands_while_the_applicant_must_act_and_goes_on_with_the_days_left(self, street):
        at, me = now(), desk.self_actor(street.one)
        made = desk.applied(street.one, at=at)
        due = state(made).view.due_at
        asked, answered = at + timedelta(days=4), at + timedelta(days=11)
        with acting(desk.COUNTER):
            permits.ask_missing(
                made,
                codes=[("job", "663.9", ("job",))],
                note="合同看不清",
                seen=state(made).view.version,
                actor=desk.COUNTER,
                at=asked,
            )
        found = state(made, me)
        assert found.view.state is ApplicationState.INCOMPLETE
        assert found.view.paused_at == asked
        with acting(me):
            with pytest.raises(Refused, match="still_missing"):
                permits.submit(made, actor=me, at=asked)
            permits.add_supporting_document(
                made, kind=SupportingDocumentKind.JOB, data=desk.page(), actor=me, at=answered
            )
            permits.submit(made, actor=me, at=answered)
        found = state(made, me)
        assert found.view.due_at == due + timedelta(days=7)
        assert found.view.pauses == ((asked, answered),)
        assert found.view.stage is Stage.COMMUNITY

    def test_there_is_no_second_notice_but_what_came_may_be_found_wanting(self, street):
        at, me = now(), desk.self_actor(street.one)
        made = desk.applied(street.one, at=at)

        def ask(code):
            with acting(desk.COUNTER):
                permits.ask_missing(
                    made,
                    codes=[(code, "663.9", (code,))],
                    note="看不清",
                    seen=state(made).view.version,
                    actor=desk.COUNTER,
                    at=now(),
                )

        ask("job")
        with acting(me):
            permits.add_supporting_document(
                made, kind=SupportingDocumentKind.JOB, data=desk.page(), actor=me, at=now()
            )
            permits.submit(made, actor=me, at=now())
        with pytest.raises(Refused, match="notice_given_already"):
            ask("home")
        ask("job")
        assert state(made).view.state is ApplicationState.INCOMPLETE

    def test_no_local_rule_makes_it_longer_than_thirty_days(self, street):
        local_rule("permit.issue", {"amount": 60, "unit": "working_days"})
        made = desk.applied(street.one, at=now())
        assert (local_date(state(made).view.due_at) - local_date(now())).days == 30


def test_what_waits_at_whose_desk(street):
    at = now()
    made = desk.applied(street.one, at=at)
    other = desk.applied(street.two, at=at)
    desk.said(other, desk.COUNTER, at=at)

    def mine(actor):
        with acting(actor):
            return {line.id for line in permits.queue(actor, at=at).lines}

    assert mine(desk.COUNTER) == {made}
    assert mine(desk.STREET_CLERK) == {other}
    assert mine(desk.STATION) == set()
    assert mine(desk.NEXT_DOOR) == mine(desk.FAR) == set()
    with acting(desk.STREET_CLERK):
        counts = permits.queue(desk.STREET_CLERK, at=at).counts
    assert counts["community"] == counts["street"] == 1


def test_a_permit_of_a_new_city_ends_the_old_citys_card_on_order_and_no_batch_takes_it(street):
    from anju.domains.permits.api import lifecycle
    from anju.domains.permits.lifecycle.operations.issuing import open_permit

    at = now()
    with acting(town.PLATFORM), as_intake_role():
        old = open_permit(
            person_id=street.one,
            region="110105013014",
            station="110105013000",
            home_id=None,
            path="home",
            actor=town.PLATFORM,
            at=at - timedelta(days=90),
        )
    made = desk.applied(street.one, at=at)
    assert desk.approved(made, at=at).state is ApplicationState.APPROVED
    with acting(town.PLATFORM):
        assert Permit.objects.get(id=old).state == PermitState.CANCELLED
        assert [c.status for c in lifecycle.cards_of(old)] == ["void"]


def test_in_a_merge_an_empty_draft_never_beats_the_others_accepted_application(street):
    from anju.domains.permits.applications.operations.following_merges import follow_merge

    at, me = now(), desk.self_actor(street.two)
    accepted = desk.applied(street.one, at=at)
    with acting(me):
        draft = permits.start(street.two, actor=me, at=at)
    with acting(town.PLATFORM):
        follow_merge(street.two, street.one, actor=town.PLATFORM, at=at)
    assert state(accepted).view.state is ApplicationState.DECIDING
    assert (state(accepted).view.person_id, state(draft, town.PLATFORM).view.state) == (
        street.two,
        ApplicationState.WITHDRAWN,
    )


def test_an_application_ended_by_a_merge_goes_on_where_it_stood_when_the_merge_is_taken_back(
    street,
):
    from anju.domains.permits.applications.operations.following_merges import (
        follow_merge,
        follow_unmerge,
    )

    at, me = now(), desk.self_actor(street.two)
    accepted = desk.applied(street.one, at=at)
    with acting(me):
        draft = permits.start(street.two, actor=me, at=at)
    for kept, other in ((street.two, street.one), (street.one, street.two)):
        with acting(town.PLATFORM):
            follow_merge(kept, other, actor=town.PLATFORM, at=at)
            assert state(draft, town.PLATFORM).view.state is ApplicationState.WITHDRAWN
            follow_unmerge(kept, other, actor=town.PLATFORM, at=at + timedelta(days=2))
        found = state(draft, town.PLATFORM).view
        assert (found.person_id, found.state) == (street.two, ApplicationState.DRAFT)
        assert (state(accepted).view.person_id, state(accepted).view.state) == (
            street.one,
            ApplicationState.DECIDING,
        )


def test_the_accepted_of_two_that_a_merge_ended_gets_its_stage_back_and_the_days_between(street):
    from anju.domains.permits.applications.operations.following_merges import (
        follow_merge,
        follow_unmerge,
    )

    at = now()
    first, second = desk.applied(street.one, at=at), desk.applied(street.two, at=at)
    before = state(second).view
    with acting(town.PLATFORM):
        follow_merge(street.one, street.two, actor=town.PLATFORM, at=at)
        assert state(second, town.PLATFORM).view.state is ApplicationState.WITHDRAWN
        follow_unmerge(street.one, street.two, actor=town.PLATFORM, at=at + timedelta(days=3))
    again = state(second).view
    assert (again.state, again.stage, again.person_id) == (
        ApplicationState.DECIDING,
        before.stage,
        street.two,
    )
    assert (again.due_at - before.due_at).days == 3
    assert state(first).view.state is ApplicationState.DECIDING


def test_what_a_merge_ended_stays_ended_when_another_was_begun_meanwhile(street):
    from anju.domains.permits.applications.operations.following_merges import (
        follow_merge,
        follow_unmerge,
    )

    at, me = now(), desk.self_actor(street.two)
    with acting(me):
        draft = permits.start(street.two, actor=me, at=at)
    accepted = desk.applied(street.one, at=at)
    with acting(town.PLATFORM):
        follow_merge(street.two, street.one, actor=town.PLATFORM, at=at)
        permits.withdraw(accepted, actor=town.PLATFORM, at=at, note="本人要求")
        newer = permits.start(street.two, actor=town.PLATFORM, at=at)
        follow_unmerge(street.two, street.one, actor=town.PLATFORM, at=at)
    assert state(draft, town.PLATFORM).view.state is ApplicationState.WITHDRAWN
    assert state(newer, town.PLATFORM).view.state is ApplicationState.DRAFT
