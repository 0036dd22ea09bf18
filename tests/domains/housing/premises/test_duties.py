"""Every building has its visits once a period, however often the generator is broken off; what is overdue stays."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest

from anju.domains.housing.api import premises
from anju.domains.housing.api.premises import Answer, HazardStep
from anju.domains.housing.premises.operations import duties
from anju.foundation import law
from anju.foundation.actor import Actor
from anju.foundation.clock import CHINA, now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows, run
from tests.domains.housing.premises.visits import handled, inspected, landlord, officer
from tests.factories.register import ELSEWHERE, HERE, PLATFORM, STREET, Street, building

BUILDINGS = 12
START = date(2026, 3, 1)
MONTHS = {"serious": 1, "hazard": 3, "unvisited": 3, "in_order": 6}
"""As `00-visits.yaml` has them."""


def moment(year: int, month: int, day: int = 3, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=CHINA)


@pytest.fixture(scope="module")
def street(once):
    def enter() -> Street:
        street = Street.built()
        for n in range(BUILDINGS):
            building(HERE, f"新屋路{20 + n}号", ["101"], party=street.holder)
        with acting(PLATFORM), as_intake_role():
            run("UPDATE places_building SET recorded_at = '2025-12-01'")
            run("UPDATE places_home SET recorded_at = '2025-12-01'")
        return street

    return once(enter)


def made() -> list[tuple[int, str, date, str]]:
    with acting(PLATFORM):
        return [
            tuple(r)
            for r in rows(
                "SELECT building_id, rule, period, condition FROM housing_duty ORDER BY 1, 2, 3"
            )
        ]


def rental_buildings() -> list[tuple[int, str]]:
    with acting(PLATFORM):
        return [tuple(r) for r in rows("SELECT id, kind FROM places_building ORDER BY id")]


def expected(conditions: object, months: int) -> list[tuple[int, str, date, str]]:
    """Written from the rule: a building of interval n has a period every n months, told by its number."""
    found = []
    for number, kind in rental_buildings():
        rule = {"rental": "rental_building", "dormitory": "dormitory"}[kind]
        for n in range(months):
            year, month = divmod(START.year * 12 + START.month - 1 + n, 12)
            day = date(year, month + 1, 1)
            condition = conditions(number, day)
            if (year * 12 + month + number) % MONTHS[condition] == 0:
                found.append((number, rule, day, condition))
    return sorted(found)


def hazards(street: Street) -> object:
    """Two buildings with hazards of their own times; what a naive reader says of each on a day."""
    ids = [b for b, kind in rental_buildings() if kind == "rental"]
    bad, mild = ids[2], ids[4]
    times = {
        bad: ("ebike", date(2026, 5, 10), date(2026, 9, 20)),
        mild: ("sanitation", date(2026, 4, 2), date(2027, 1, 15)),
    }
    for number, (item, since, until) in times.items():
        record = _inspected(street, number, item)
        handled(street, record, HazardStep.RECTIFIED, officer())
        with acting(PLATFORM), as_intake_role():
            run(
                "UPDATE housing_hazard SET recorded_at = %s, closed_at = %s WHERE inspection_id = %s",
                [since, until, record.id],
            )
            run("UPDATE housing_inspection SET recorded_at = %s WHERE id = %s", [since, record.id])

    def condition(number: int, day: date) -> str:
        item, since, until = times.get(number, ("", date.max, date.max))
        if day <= since:
            return "unvisited"
        if day > until:
            return "in_order"
        return "serious" if item == "ebike" else "hazard"

    return condition


def _inspected(street: Street, number: int, item: str) -> premises.InspectionRecord:
    with acting(PLATFORM):
        ((home,),) = rows("SELECT min(id) FROM places_home WHERE building_id = %s", [number])
    place = premises.premises_of(number, home)
    (form,) = premises.inspection_forms(place, street.today)
    found = {i.key: Answer("no", "x") if i.key == item else Answer("yes") for i in form.items}
    with acting(officer()):
        return premises.record_inspection(
            place,
            form.key,
            found,
            day=street.today,
            key=f"d{number}",
            actor=officer(""),
            at=street.at,
        )


class BrokenOff(BaseException):
    """As if the process had been ended."""


def test_broken_off_after_any_block_late_or_twice_each_period_is_made_once(street, monkeypatch):
    condition, months = hazards(street), 14
    real, chance = duties.conditions, random.Random(1)

    def sometimes(*args: object, **more: object) -> object:
        if chance.random() < 0.2:
            raise BrokenOff
        return real(*args, **more)

    monkeypatch.setattr(duties, "conditions", sometimes)
    broken = 0
    for n in (*range(5), 8, 8, *range(11, months)):  # months 6 to 8 and 10 to 11 had no worker
        year, month = divmod(START.year * 12 + START.month - 1 + n, 12)
        for _ in range(60):
            try:
                premises.make_duties(actor=PLATFORM, at=moment(year, month + 1), block=3)
                break
            except BrokenOff:
                broken += 1
    assert broken > 20
    assert made() == expected(condition, months)
    assert premises.make_duties(actor=PLATFORM, at=moment(2027, 4, 28)) == 0


def test_a_new_installation_begins_with_its_first_month_and_a_new_building_with_the_next(street):
    premises.make_duties(actor=PLATFORM, at=moment(2026, 6))
    assert {period for _b, _r, period, _c in made()} == {date(2026, 6, 1)}
    before = made()
    (fresh,) = building(HERE, "新屋路99号", ["101"], party=street.holder, at=moment(2026, 6, 10))
    premises.make_duties(actor=PLATFORM, at=moment(2026, 6, 20))
    assert made() == before
    for month in (7, 8, 9):
        premises.make_duties(actor=PLATFORM, at=moment(2026, month))
    assert len([d for d in made() if d[0] == fresh.building_id]) == 1


def test_overdue_visits_stay_and_one_inspection_does_all_of_a_place(street):
    for month in (6, 9, 12):
        premises.make_duties(actor=PLATFORM, at=moment(2026, month))
    day, number = date(2026, 12, 20), street.rooms[0].building_id
    with acting(officer()):
        visits = premises.due_visits((STREET,), day=day, building_id=number)
        everything = premises.due_visits((STREET,), day=day, limit=500)
        assert premises.count_due((STREET,), day=day) == len(everything)
        page = premises.due_visits((STREET,), day=day, limit=3, offset=2)
    assert page == everything[2:5]
    assert [v.due for v in everything] == sorted(v.due for v in everything)
    (visit,) = visits
    assert visit.count >= 2 and visit.due < day
    assert (visit.rule, visit.form, visit.condition) == ("rental_building",) * 2 + ("unvisited",)
    place = premises.premises_of(number)
    (form,) = premises.inspection_forms(place, street.today)
    inspected(street)  # of one room, by another form: does nothing of this
    with acting(officer()):
        assert premises.due_visits((STREET,), day=day, building_id=number) == visits
        with acting(PLATFORM), as_intake_role():
            run("UPDATE housing_duty SET period = period - 700 WHERE building_id = %s", [number])
        premises.record_inspection(
            place,
            form.key,
            {i.key: Answer("yes") for i in form.items},
            day=street.today,
            key="all",
            actor=officer(),
            at=street.at,
        )
        assert premises.due_visits((STREET,), day=day, building_id=number) == ()
    with acting(PLATFORM):
        ((news,),) = rows(
            "SELECT count(*) FROM events_event WHERE name = %s", [premises.DONE_EVENT]
        )
    assert news == 1


def test_visits_are_seen_where_the_building_lies_and_by_whom_it_is_of(street):
    for month in (6, 7, 8):
        premises.make_duties(actor=PLATFORM, at=moment(2026, month))
    day = date(2026, 8, 30)

    def seen(actor: Actor) -> tuple[int, int]:
        with acting(actor):
            bare = rows("SELECT count(*) FROM housing_duty WHERE home_id IS NULL")[0][0]
            return bare, len(premises.due_visits(("",), day=day, limit=500))

    everything, far = seen(PLATFORM), seen(officer(ELSEWHERE))
    assert everything[0] == BUILDINGS + 3
    assert far == (1, 1)
    assert seen(officer(STREET)) == (everything[0] - 1, everything[1] - 1)
    assert seen(landlord(street)) == (BUILDINGS + 1, BUILDINGS + 1)
    assert seen(landlord(street, "holder:999")) == seen(Actor("public")) == (0, 0)


CITY = """region: "430181"
zh: 浏阳市
en: Liuyang
revised: 2026-11-30
visits:
  - key: rental_building
    form: rental_building
    subject: home
    buildings: [rental]
    months: {serious: 1, hazard: 1, unvisited: 1, in_order: 12}
    within: 10
    valid_from: 2026-01-01
    confidence: L
"""


def test_a_city_takes_over_with_the_month_after_it_entered_its_rule(street, tmp_path, settings):
    premises.make_duties(actor=PLATFORM, at=moment(2026, 6))
    settings.DATA = tmp_path
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "430181.yaml").write_text(CITY, "utf-8")
    law.look_again()
    before = made()
    premises.make_duties(actor=PLATFORM, at=moment(2026, 6, 25))
    assert made() == before
    premises.make_duties(actor=PLATFORM, at=moment(2026, 8))
    with acting(PLATFORM):
        later = rows(
            "SELECT period, count(*), count(home_id), max(due) FROM housing_duty"
            " WHERE rule = 'rental_building' AND period > '2026-06-30' GROUP BY 1 ORDER BY 1"
        )
        homes = rows(
            "SELECT count(*) FROM places_home h JOIN places_building b ON b.id = h.building_id"
            " WHERE b.kind = 'rental'"
        )[0][0]
    law.look_again()
    assert [tuple(r) for r in later] == [
        (date(2026, m, 1), homes, homes, date(2026, m, 1) + timedelta(days=9)) for m in (7, 8)
    ]


def test_the_job_makes_them_and_is_put_in_once(street):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from anju.interfaces.jobs.tasks import housing

    for _ in range(2):
        housing.due()
    assert ProcrastinateJob.objects.filter(task_name=housing.DUTIES).count() == 1
    housing.make_duties()
    assert {period for _b, _r, period, _c in made()} <= {
        now().astimezone(CHINA).date().replace(day=1)
    }
