"""Coverage as counts with interval and source, for those who see no child; drop-outs for the clinic alone."""

from __future__ import annotations

import pytest

from anju.domains.health.api import doses
from anju.domains.health.api.doses import Source
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed, Refused
from tests.domains.health.clinic.town import (
    Clinics,
    born,
    disease_control,
    key,
    nurse,
    opened,
    recorded,
)
from tests.factories.register import ELSEWHERE, HERE

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def town(once):
    return once(Clinics.built)


def cohort(town, count: int) -> list[int]:
    return [
        opened(
            born(400, town, name=f"孩{n:02d}", guardians=(), sex="1"),
            town.here,
            nurse(),
            town,
            different_from=range(1, 10_000),
        )
        for n in range(count)
    ]


def coverage(town, actor=None, region=HERE):
    actor = actor or disease_control()
    with acting(actor):
        found = doses.coverage_of(
            region, actor=actor, at=town.at, born_from=town.ago(500), born_to=town.today
        )
    return {(c.measured.group, c.measured.dose): c for c in found}


def test_coverage_counts_who_is_due_and_says_how_sure_it_is(town):
    children = cohort(town, 12)
    for n, child in enumerate(children[:9]):
        recorded(child, "HepB", town.ago(400), town, Source.REPORTED if n < 3 else Source.BOOKLET)
    found = coverage(town)
    first = found["HepB", 1]
    assert (first.due, first.given, first.sure) == (12, 9, 6)
    assert first.low < first.share == 0.75 < first.high
    assert found["HepA", 1].due == 0 and found["HepA", 1].share is None


def test_coverage_of_few_children_is_not_shown_and_others_do_not_see_it(town):
    cohort(town, 3)
    with pytest.raises(Refused) as error:
        coverage(town)
    assert error.value.code == "coverage_few"
    for actor in (nurse(), disease_control(ELSEWHERE)):
        with pytest.raises(NotAllowed):
            coverage(town, actor)


def test_a_survey_lists_drop_outs_for_the_clinic_alone_and_keeps_what_came_of_a_contact(town):
    child, other = cohort(town, 2)
    recorded(other, "HepB", town.ago(400), town)
    with acting(nurse()):
        found = doses.survey(HERE, town.here, actor=nurse(), at=town.at)
        assert {d.child_id for d in found.drop_outs} == {child, other}
        assert "HepB" in found.drop_outs[0].groups and found.contacted == 0
        request = key()
        for _ in range(2):
            doses.note_contact(child, town.here, "agreed", key=request, actor=nurse(), at=town.at)
        found = doses.survey(HERE, town.here, actor=nurse(), at=town.at)
        assert {d.child_id: d.outcome for d in found.drop_outs} == {child: "agreed", other: ""}
        assert doses.survey(ELSEWHERE, town.here, actor=nurse(), at=town.at).children == 0
        with pytest.raises(Refused):
            doses.note_contact(child, town.here, "bad", key="x", actor=nurse(), at=town.at)
    for actor in (disease_control(), nurse(ELSEWHERE)):
        with acting(actor), pytest.raises(NotAllowed):
            doses.survey(HERE, town.here, actor=actor, at=town.at)
