"""Whatever two records have been through: merged and taken apart again, each has exactly what was its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.access.models import User
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.domains.register.corrections.test_merge_and_undo import TABLES, reading
from tests.factories.people import somebody
from tests.factories.register import PLATFORM, Street, declared, family
from tests.factories.staff import public

pytestmark = pytest.mark.django_db
ONE, OTHER = (
    somebody("单文静", 301, phone="13911110301"),
    somebody("单文静", 302, phone="13911110302"),
)

moves = st.tuples(
    st.sampled_from(["arrive", "leave", "hire", "dismiss", "outflow"]),
    st.booleans(),
    st.integers(1, 300),
    st.integers(0, 3),
)
"""What is said: kind, of which of the two, how many days ago, which room or employer's dormitory or phone."""


class _Back(Exception):  # noqa: N818 - leaves the transaction of one example, not an error
    pass


def told(street, kind, who, ago, pick):
    day = street.today - timedelta(days=ago)
    there = (street.rooms[pick], street.dormitory[pick % 2], street.far[0])[pick % 3]
    said = {
        "arrive": {
            "home_code": there.code,
            "region": there.region,
            "start": day,
            "phone": f"1391111033{pick}",
        },
        "leave": {"end": day, "region": there.region},
        "dismiss": {"employer_code": street.firm.code, "end": day},
        "hire": {"employer_code": street.firm.code, "start": day, "building": "1栋", "room": "101"},
        "outflow": {"start": day, "destination": "广东省东莞市", "region": there.region},
    }[kind]
    declared([{**who.item, "kind": kind, **said}])


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(moves, min_size=2, max_size=6), st.booleans(), st.booleans())
def test_merge_and_unmerge_restore_any_history_exactly(street, history, with_child, with_phone):
    try:
        with transaction.atomic():
            people = [
                declared(
                    [
                        {
                            **w.item,
                            "kind": "arrive",
                            "home_code": street.rooms[n + 4].code,
                            "region": street.rooms[n].region,
                            "start": street.today - timedelta(days=400),
                        }
                    ],
                )
                .outcomes[0]
                .person_id
                for n, w in enumerate((ONE, OTHER))
            ]
            for kind, first, ago, pick in history:
                told(street, kind, ONE if first else OTHER, ago, pick)
            if with_child:
                family(people[1], (street.child, "20"), since=street.today)
            if with_phone:
                public("13911110399", person_id=people[1])
            before, ties = reading(), accounts()
            with acting(PLATFORM):
                entry = register.merge_people(*people, actor=PLATFORM, reason="同一人", at=now())
            assert reading() != before
            with acting(PLATFORM):
                register.unmerge_people(entry, actor=PLATFORM, at=now())
            after = reading()
            assert {t: after[t] for t in TABLES} == {t: before[t] for t in TABLES}
            assert accounts() == ties
            raise _Back
    except _Back:
        pass


def accounts():
    return sorted(User.objects.exclude(person_id=None).values_list("id", "person_id"))
