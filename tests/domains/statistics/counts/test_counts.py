"""Counts for departments: of one edition a quarter, protected, under an agreement, the same whenever they are asked."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.access import api as access
from anju.domains.exchange.api import answers
from anju.domains.exchange.models import AnswerAgreement
from anju.domains.statistics.api.counts import school_age_counts
from anju.domains.statistics.counts.rules.editions import (
    born_between,
    edition_number,
    edition_of,
    protected_counts,
)
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.days import age_on
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed, Refused
from tests.factories.answers import NUMBER, agreed
from tests.factories.people import somebody
from tests.factories.register import (
    NEXT_DOOR,
    OTHER_STREET,
    PLATFORM,
    RESIDENT,
    STREET,
    Street,
    moved_in,
    roomy,
)

NAMES = "安宁平和春秋明月江海"
NOW = now()
LATER = NOW + timedelta(days=95)
"""In the next quarter, whose edition knows what was entered now."""


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_an_edition_begins_its_quarter(day):
    found = edition_of(day)
    assert found <= day < found + timedelta(days=93)
    assert found.day == 1 and found.month in (1, 4, 7, 10)


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(2010, 2030))
def test_the_birth_dates_are_those_of_the_age(born, year):
    after, until = born_between(year, first=6, below=15, month=8, day=31)
    assert (after < born <= until) == (6 <= age_on(born, date(year, 8, 31)) < 15)


def test_no_two_editions_have_one_number():
    days = [date(y, m, 1) for y in (2026, 2027) for m in (1, 4, 7, 10)]
    numbers = [edition_number(d, y) for d in days for y in (2026, 2027, 2028)]
    assert len(set(numbers)) == len(numbers)


communities = st.lists(
    st.sampled_from(["430181124205", "430181124007", "430181100001", "430182001001"]), max_size=60
)


@given(communities, st.integers(1, 10**6))
def test_figures_sum_to_what_is_above_and_never_are_one_or_two(lives, edition):
    keys = np.arange(1, len(lives) + 1, dtype=np.uint64) * np.uint64(7919)
    found = protected_counts(lives, keys, edition=edition)
    assert all(n == 0 or n >= 3 for n in found.values())
    for digits, above in ((6, 0), (9, 6), (12, 9)):
        for name in {n[:above] for n in found if len(n) == digits}:
            parts = [n for k, n in found.items() if len(k) == digits and k[:above] == name]
            assert sum(parts) == found[name]


@pytest.fixture
def street(once_street):
    cache.clear()
    return once_street


@pytest.fixture(scope="module")
def once_street(once):
    return once(peopled)


def peopled() -> Street:
    street = Street.built()
    roomy()
    for n in range(30):
        child = somebody(
            f"童{NAMES[n % 10]}{NAMES[n // 10]}", 8200 + n, born=date(LATER.year - 8, 1, 1 + n % 28)
        )
        relation = "20" if int(child.doc_number[16]) % 2 else "30"
        moved_in(child, street.rooms[1], head=RESIDENT.doc_number, relation=relation)
    return street


@pytest.fixture
def bureau(street):
    user = access.create_user(
        PLATFORM, kind="client", username="bureau", display_name="教育局", at=NOW
    )
    access.grant(PLATFORM, user_id=user.id, role="client", region=STREET, at=NOW)
    agreed(user_id=user.id, last=local_date(LATER) + timedelta(days=30))
    return access.actor_for(user.id, at=NOW, purpose="service", channel="api")


def counts(actor, *divisions, at=LATER, **more):
    with acting(actor):
        return school_age_counts(NUMBER, divisions, year=more.get("year"), actor=actor, at=at)


def test_children_are_counted_by_the_edition_of_the_quarter_and_alike_each_time(street, bureau):
    found = counts(bureau, STREET, STREET + "000", "430181124205", NEXT_DOOR)
    assert found.edition == edition_of(local_date(LATER)) and found.year == LATER.year
    by = [c.count for c in found.counts]
    assert by[0] == by[1] and abs(by[0] - 30) <= 10 and by[2] + by[3] == by[0]
    cache.clear()
    assert counts(bureau, STREET).counts[0].count == by[0]
    assert (
        counts(bureau, STREET, at=NOW).counts[0].count == 0
    )  # nobody was known when this quarter began


def test_who_came_within_the_quarter_changes_nothing_in_it(street, bureau):
    before = counts(bureau, STREET).counts
    child = somebody("童安平", 8300, born=date(LATER.year - 8, 5, 1))
    relation = "20" if int(child.doc_number[16]) % 2 else "30"
    cache.clear()
    moved_in(
        child,
        street.rooms[2],
        head=RESIDENT.doc_number,
        relation=relation,
        start=local_date(NOW),
        at=LATER,
    )
    assert counts(bureau, STREET).counts == before


def test_counts_use_the_quota_and_stand_in_the_trail(street, bureau):
    AnswerAgreement.objects.update(per_day=3)
    counts(bureau, STREET, NEXT_DOOR)
    with pytest.raises(Refused, match="answer_quota_used"):
        counts(bureau, STREET, NEXT_DOOR)
    with acting(PLATFORM):
        (use,) = answers.uses(local_date(LATER), local_date(LATER))
        assert (use.service, use.outcome, use.count) == ("school_age_count", "count", 2)
        auditor = PLATFORM
        assert audit.count_entries(auditor, action="exchange.count") == 1


WRONG = {
    "another street": ((OTHER_STREET,), {}, "answer_parameter"),
    "a wider division": (("430181",), {}, "answer_parameter"),
    "a grid": (("430181124205001",), {}, "answer_parameter"),
    "a year long past": ((STREET,), {"year": 2001}, "answer_parameter"),
}


@pytest.mark.parametrize("what", WRONG)
def test_only_rows_of_the_tree_within_the_agreement_are_given(street, bureau, what):
    divisions, more, code = WRONG[what]
    with pytest.raises(Refused, match=code):
        counts(bureau, *divisions, **more)


def test_without_an_agreement_about_counts_or_the_right_there_is_none(street, bureau):
    AnswerAgreement.objects.update(services=["lives_in_division"])
    with pytest.raises(Refused, match="answer_not_agreed"):
        counts(bureau, STREET)
    nobody = access.actor_for(bureau.user_id, at=NOW, purpose="schooling")
    with pytest.raises(NotAllowed):
        counts(nobody, STREET)


def test_the_api_gives_counts_and_refuses_them_as_yes_or_no(street, bureau, client):
    secret = access.issue_token(PLATFORM, user_id=bureau.user_id, name="t", at=NOW).secret
    headers = {"authorization": f"Bearer {secret}", "x-purpose": "service"}
    answer = client.post(
        "/api/v1/answers/school-age-counts",
        {"agreement": NUMBER, "divisions": [STREET]},
        content_type="application/json",
        headers=headers,
    )
    assert answer.json()["counts"] == [{"division": STREET, "count": 0}]
    question = {
        "id": "q",
        "service": "school_age_count",
        "person": {"document": {"number": RESIDENT.doc_number}, "name": RESIDENT.name},
        "divisions": [STREET],
    }
    refused = client.post(
        "/api/v1/answers",
        {"agreement": NUMBER, "questions": [question]},
        content_type="application/json",
        headers=headers,
    )
    assert refused.status_code == 422
