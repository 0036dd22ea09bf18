"""What an area has and needs is counted from the register, under the ratio that is laid down there or another."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from anju.domains.fieldwork.api import staffing
from anju.domains.fieldwork.api.staffing import Ratio
from anju.domains.register import api as register
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed
from tests.factories.register import HERE, NEXT_DOOR, OTHER_STREET, STREET, Street
from tests.factories.staff import actor, staff
from tests.factories.staffing import Crew

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def crew(street):
    return Crew.built(street.today)


def planned(crew, ratio, digits=12, region=STREET):
    with acting(crew.office):
        return staffing.staffing_plan(
            crew.office, region=region, digits=digits, ratio=ratio, at=now()
        )


def test_each_community_has_its_count_its_need_and_who_works_there(crew):
    found = planned(crew, Ratio(1, 0, 50))
    with acting(crew.office):
        living = {c: register.living_in(c, as_of=local_date(now())) for c in (HERE, NEXT_DOOR)}
    assert {n.area: n.load.residents for n in found.needs} == living
    needs = {n.area: n for n in found.needs}
    assert needs[HERE].needed == living[HERE] and needs[HERE].present == 1
    assert needs[NEXT_DOOR].present == Fraction(1, 2), "part time"
    assert (found.without_grids, found.without_grids_count) == (Fraction(1), 1), (
        "at the station alone"
    )
    assert found.lacking == max(0, sum(living.values()) - Fraction(5, 2))


def test_grids_are_parts_as_well_and_a_narrower_view_counts_its_own_alone(crew):
    found = planned(crew, Ratio(500, 50, 50), digits=15)
    assert {n.area for n in found.needs} >= set(crew.grids)
    here = planned(crew, Ratio(500, 50, 50), region=HERE)
    assert [n.area for n in here.needs] == [HERE] and here.without_grids_count == 0


def test_the_law_of_the_place_gives_the_ratio_with_its_source(crew):
    day = date(2026, 11, 30)
    national = staffing.ratio_of("4301", day, at=now())
    assert (national.residents, national.homes, national.part) == (500, 50, 50)
    assert "系统默认" in national.source
    assert staffing.ratio_of("3301", day, at=now()).homes == 0
    assert "浙江" in staffing.ratio_of("330102", day, at=now()).source


def test_a_cut_of_grids_counts_let_homes_of_each(crew):
    with acting(crew.office):
        cuts = {c.area: c for c in staffing.grid_cuts(crew.office, region=STREET, most=1, at=now())}
        loads = register.by_area.counts((STREET,), digits=12, actor=crew.office, at=now())
    assert cuts[HERE].grids >= 1
    assert loads[HERE].let_homes >= 1


def test_nobody_plans_for_others_areas(crew):
    for who in (
        actor(staff("worker", ("grid", HERE))),
        actor(staff("other", ("street", OTHER_STREET))),
        actor(staff("boss", ("leader", STREET))),
    ):
        with acting(who), pytest.raises(NotAllowed):
            staffing.staffing_plan(
                who, region=STREET, digits=12, ratio=Ratio(500, 50, 50), at=now()
            )
