"""A service day is announced, confirmed, declined, moved, cancelled, restored; both sides see each step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.employers import api as employers
from anju.domains.employers.api import DayPlan, DayState, DayStep, SiteDraft
from anju.domains.employers.service_days.rules import after
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import run
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices import api as notices
from tests.domains.employers.offices import (
    FAR,
    clerk_of,
    key,
    officer,
    other_firm,
    resident,
    stranger,
)
from tests.factories.register import PLATFORM, STREET, Street

TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def plan(street, **change):
    one = DayPlan(
        street.today + timedelta(days=7),
        time(9),
        time(12),
        ("registration", "permit"),
        "一楼食堂",
        200,
    )
    return replace(one, **change)


def announced(street, actor=None, once="", **change):
    actor = actor or officer()
    with acting(actor):
        return employers.announce_service_day(
            street.firm.id, plan(street, **change), key=once or key(), actor=actor, at=street.at
        )


def step(street, day, what, actor, text="", once=""):
    with acting(actor):
        return employers.step_service_day(
            day.id, what, text=text, key=once or key(), actor=actor, at=street.at
        )


def reached(street):
    with acting(PLATFORM):
        return [m.text for m in notices.recent(to="13500000001")]


@pytest.mark.django_db
def test_a_day_is_announced_once_and_the_employer_hears_of_it_and_confirms(street):
    with acting(PLATFORM):
        employers.add_contact(
            street.firm.id, actor=PLATFORM, name="周人事", phone="13500000001", at=street.at
        )
    day = announced(street, once="one")
    assert announced(street, once="one") == day
    assert day.state is DayState.ANNOUNCED
    assert len(reached(street)) == 1
    assert "一楼食堂" in reached(street)[0]
    confirmed = step(street, day, DayStep.CONFIRMED, clerk_of(street))
    assert [e.step for e in confirmed.events] == [DayStep.ANNOUNCED, DayStep.CONFIRMED]
    assert confirmed.events[-1].by_label == "周人事"
    with acting(officer()):
        found, counts = employers.service_days_in([STREET], today=street.today)
    assert [d.id for d in found] == [day.id]
    assert counts == {"coming": 1, "waiting": 0, "declined": 0, "past": 0, "all": 1}
    with acting(resident()):
        assert [d.id for d in employers.service_days_of([street.firm.id], since=street.today)] == [
            day.id
        ]


@pytest.mark.django_db
def test_declined_with_a_reason_it_is_moved_and_confirmed_anew(street):
    day, clerk = announced(street), clerk_of(street)
    with pytest.raises(Refused, match="service_day_reason"):
        step(street, day, DayStep.DECLINED, clerk)
    declined = step(street, day, DayStep.DECLINED, clerk, "当天盘点，请改到下周")
    assert declined.events[-1].text == "当天盘点，请改到下周"
    with acting(resident()):
        assert not employers.service_days_of([street.firm.id], since=street.today, live=True)
    with acting(officer()):
        moved = employers.change_service_day(
            day.id,
            plan(street, day=street.today + timedelta(days=14)),
            key="moved",
            actor=officer(),
            at=street.at,
        )
        again = employers.change_service_day(
            day.id, plan(street), key="moved", actor=officer(), at=street.at
        )
    assert moved == again
    assert (moved.state, moved.plan.day) == (
        DayState.ANNOUNCED,
        street.today + timedelta(days=14),
    )
    assert step(street, day, DayStep.CONFIRMED, clerk).state is DayState.CONFIRMED


@pytest.mark.django_db
def test_cancelled_with_a_reason_it_is_restored_by_the_office_alone(street):
    day = announced(street)
    with pytest.raises(NotAllowed):
        step(street, day, DayStep.CANCELLED, clerk_of(street), "不来了")
    assert step(street, day, DayStep.CANCELLED, officer(), "暴雨").state is DayState.CANCELLED
    with pytest.raises(Conflict, match="service_day_step"):
        step(street, day, DayStep.CONFIRMED, clerk_of(street))
    assert step(street, day, DayStep.RESTORED, officer()).state is DayState.ANNOUNCED


@pytest.mark.django_db
@pytest.mark.parametrize("who", [stranger, other_firm, resident])
def test_others_neither_announce_nor_answer_nor_see_who_did(street, who):
    day, actor = announced(street), who()
    with pytest.raises(NotAllowed):
        announced(street, actor)
    with pytest.raises(NotFound):
        step(street, day, DayStep.CONFIRMED, actor)
    with acting(actor):
        assert employers.service_day(day.id).events == ()


@pytest.mark.django_db
def test_the_employer_announces_nothing_itself_and_no_step_is_rewritten(street):
    day = announced(street)
    with pytest.raises(NotAllowed):
        announced(street, clerk_of(street))
    with acting(PLATFORM), pytest.raises(ProgrammingError), transaction.atomic():
        run(f"UPDATE employers_service_event SET text = 'x' WHERE service_day_id = {day.id}", [])


@pytest.mark.django_db
def test_a_day_at_a_site_lies_where_the_site_is_and_within_its_days(street):
    actor = clerk_of(street)
    with acting(actor):
        site = employers.add_site(
            street.firm.id,
            SiteDraft(
                "construction",
                "北正路工地",
                FAR,
                "北正路 8 号",
                street.today,
                street.today + timedelta(days=10),
            ),
            key=key(),
            actor=actor,
            at=street.at,
        )
    with pytest.raises(NotAllowed):
        announced(street, officer(), site_id=site.id)
    assert announced(street, stranger(), site_id=site.id).region == FAR
    with pytest.raises(Refused, match="service_day_site"):
        announced(street, stranger(), site_id=site.id, day=street.today + timedelta(days=11))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends": time(8)}, "service_day_hours"),
        ({"services": ()}, "service_day_services"),
        ({"services": ("fortune",)}, "service_day_services"),
        ({"place": " "}, "service_day_place"),
        ({"seats": 0}, "service_day_seats"),
        ({"note": "长" * 301}, "text_long"),
    ],
)
def test_what_cannot_be_announced_is_refused_in_words(street, change, code):
    with pytest.raises(Refused, match=code):
        announced(street, **change)


@given(
    st.sampled_from([s for s in DayStep if s is not DayStep.ANNOUNCED]),
    st.sampled_from(list(DayState)),
    st.integers(-3, 3),
    st.text(max_size=3),
)
def test_a_step_is_taken_exactly_where_the_table_of_words_allows_it(taken, state, days, text):
    allowed = {
        ("changed", "announced"),
        ("changed", "confirmed"),
        ("changed", "declined"),
        ("confirmed", "announced"),
        ("confirmed", "declined"),
        ("declined", "announced"),
        ("declined", "confirmed"),
        ("cancelled", "announced"),
        ("cancelled", "confirmed"),
        ("cancelled", "declined"),
        ("restored", "cancelled"),
    }
    day = TODAY + timedelta(days=days)
    reasoned = taken not in (DayStep.DECLINED, DayStep.CANCELLED) or bool(text.strip())
    fine = (taken.value, state.value) in allowed and days >= 0 and reasoned
    try:
        following = after(taken, state, day=day, today=TODAY, text=text)
    except (Conflict, Refused):
        assert not fine
    else:
        assert fine
        assert following.value == {"changed": "announced", "restored": "announced"}.get(
            taken.value, taken.value
        )
