"""A campaign puts one task on each of its doors, counts by place, and ends them when it is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from anju.domains.fieldwork.api import tasks
from anju.domains.fieldwork.api.tasks import CampaignPlan, Phase, Scope
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories.people import somebody
from tests.factories.register import HERE, NEXT_DOOR, PLATFORM, STREET, Street, moved_in
from tests.factories.staff import actor, staff
from tests.factories.tasks import all_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    built = once(Street.built)
    once(moved_in, somebody("韦小满", 651), built.rooms[1], built.today)
    return built


@pytest.fixture
def office():
    return actor(staff("campaign.street", ("street", STREET)))


def plan(street, **changes):
    phases = (
        Phase("入户登记", street.today + timedelta(days=10), 80),
        Phase("复核", street.today + timedelta(days=20), 100),
    )
    base = CampaignPlan(
        "冬季集中登记", (STREET,), Scope.LET, street.today, street.today, phases, ("核对人数",)
    )
    return replace(base, **changes)


def opened(who, wanted, key="k"):
    with acting(who):
        made = tasks.open_campaign(wanted, key=key, actor=who, at=now())
    renewed()
    return made


def renewed(at=None):
    with acting(PLATFORM):
        tasks.renew_tasks(actor=PLATFORM, at=at or now())


def doors(state="open"):
    return {
        home
        for (home,) in all_rows(
            "SELECT home_id FROM fieldwork_task WHERE cause = 'campaign' AND state = %s", [state]
        )
    }


def test_each_let_home_of_its_regions_has_one_task_and_no_other_home(street, office):
    made = opened(office, plan(street))
    assert doors() == {street.rooms[0].id, street.rooms[1].id}
    assert opened(office, plan(street)).id == made.id and len(doors()) == 2
    everything = opened(office, plan(street, scope=Scope.ALL, regions=(HERE, NEXT_DOOR)), key="all")
    keyed = all_rows("SELECT count(*) FROM fieldwork_task WHERE key = %s", [str(everything.id)])
    assert keyed == [(len(street.rooms) + len(street.dormitory),)]


def test_nothing_waits_before_its_first_day_and_the_day_is_that_of_the_phase(street, office):
    later = street.today + timedelta(days=5)
    opened(office, plan(street, first=later))
    assert doors() == set()
    renewed(now() + timedelta(days=5))
    phases = plan(street).phases
    assert all_rows("SELECT DISTINCT due FROM fieldwork_task WHERE cause = 'campaign'") == [
        (phases[0].last,)
    ]
    renewed(now() + timedelta(days=12))
    assert all_rows("SELECT DISTINCT due FROM fieldwork_task WHERE cause = 'campaign'") == [
        (phases[1].last,)
    ]


def test_the_board_counts_doors_by_place_and_the_report_stands_after_the_end(street, office):
    made = opened(office, plan(street))
    with acting(office):
        for home, outcome in ((street.rooms[0], "met"), (street.rooms[1], "nobody")):
            tasks.record_visit(
                home_code=home.code, outcome=outcome, key=home.code, actor=office, at=now()
            )
        (board,) = tasks.coverage(made)
    assert (board.region, board.doors, board.met, board.tried, board.untouched) == (
        HERE,
        2,
        1,
        1,
        0,
    )
    assert board.share == 50
    with acting(office):
        closed = tasks.close_campaign(made.id, actor=office, at=now())
        with pytest.raises(Conflict, match="campaign_closed"):
            tasks.close_campaign(made.id, actor=office, at=now())
    renewed()
    assert doors() == set()
    moved_in(somebody("韦小雪", 652), street.rooms[2], street.today)
    renewed()
    with acting(office):
        (report,) = tasks.coverage(closed)
    assert (report.doors, report.done, report.untouched) == (2, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "campaign_name"),
        ({"regions": ()}, "campaign_regions"),
        ({"phases": ()}, "campaign_phases"),
        ({"items": ("长" * 61,)}, "campaign_items"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(street, office, wrong, code):
    with acting(office), pytest.raises(Refused, match=code):
        tasks.open_campaign(plan(street, **wrong), key="x", actor=office, at=now())


def test_phases_follow_each_other_and_ask_for_no_less(street, office):
    first, second = plan(street).phases
    for phases, code in (
        ((second, first), "campaign_days"),
        ((first, replace(second, target=70)), "campaign_targets"),
        ((replace(first, target=0), second), "campaign_targets"),
    ):
        with acting(office), pytest.raises(Refused, match=code):
            tasks.open_campaign(plan(street, phases=phases), key="x", actor=office, at=now())


def test_whoever_does_not_answer_for_the_area_neither_opens_nor_closes_one(street, office):
    worker = actor(staff("campaign.grid", ("grid", HERE)))
    elsewhere = actor(staff("campaign.other", ("street", "430181100")))
    made = opened(office, plan(street))
    for who in (worker, elsewhere):
        with acting(who), pytest.raises(NotAllowed):
            tasks.open_campaign(plan(street), key="y", actor=who, at=now())
        with acting(who), pytest.raises(NotAllowed):
            tasks.close_campaign(made.id, actor=who, at=now())
    with acting(worker):
        assert [c.id for c in tasks.campaigns(worker)] == [made.id]
    with acting(elsewhere):
        assert tasks.campaigns(elsewhere) == []
        with pytest.raises(NotFound):
            tasks.campaign(elsewhere, made.id)
