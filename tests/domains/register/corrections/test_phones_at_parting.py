"""A phone declared while two records were one is, once they are two again, of the person whose number was named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, Street, declared, moved_in

pytestmark = pytest.mark.django_db
A, B, NEW, LATER = "13911110401", "13911110402", "13911110403", "13911110404"
LIST = Sender("file:401", "office", "名单", region=HERE)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


class Two:
    """Two records of one name, merged; `phones` of (kept, other) after the merge was taken back."""

    def __init__(self, street, first, second):
        self.street, self.start = street, street.today - timedelta(days=60)
        self.who = [somebody("单文静", 401 + n, phone=p) for n, p in enumerate((first, second))]
        self.ids = [moved_in(w, street.rooms[1 + n], self.start) for n, w in enumerate(self.who)]
        with acting(PLATFORM):
            self.entry = register.merge_people(*self.ids, actor=PLATFORM, reason="同一人", at=now())

    def says(self, which, phone, **how):
        return declared(
            [
                {
                    **self.who[which].item,
                    "kind": "arrive",
                    "home_code": self.street.rooms[1 + which].code,
                    "region": HERE,
                    "start": self.start,
                    "phone": phone,
                }
            ],
            **how,
        )

    def parted(self):
        with acting(PLATFORM):
            register.unmerge_people(self.entry, actor=PLATFORM, at=now())
            found = people.phones(self.ids)
        return tuple(found.get(p, "") for p in self.ids)


@pytest.mark.parametrize("first", [A, ""])
@pytest.mark.parametrize("second", [B, ""])
def test_a_phone_declared_under_the_others_number_goes_with_the_other(street, first, second):
    two = Two(street, first, second)
    two.says(1, NEW)
    two.says(1, LATER)
    assert two.parted() == (first, LATER)
    with acting(PLATFORM):
        assert people.only_phone(two.ids[1], LATER) is False  # the earlier ones went along
        if first:
            assert people.only_phone(two.ids[0], first)


@pytest.mark.parametrize("first", [A, ""])
@pytest.mark.parametrize("second", [B, ""])
def test_a_phone_declared_under_the_kept_number_leaves_the_other_with_theirs(street, first, second):
    two = Two(street, first, second)
    two.says(0, NEW)
    assert two.parted() == (NEW, second)


def test_each_has_the_phone_declared_under_their_own_number(street):
    two = Two(street, A, B)
    two.says(0, NEW)
    two.says(1, LATER)
    assert two.parted() == (NEW, LATER)


def test_both_may_declare_one_phone(street):
    two = Two(street, A, B)
    two.says(1, NEW)
    two.says(0, NEW)
    assert two.parted() == (NEW, NEW)


@pytest.mark.parametrize(("second", "stands"), [("", NEW), (B, B)])
def test_a_list_fills_in_the_phone_that_the_other_record_kept_out(street, second, stands):
    two = Two(street, A, second)
    two.says(1, NEW, sender=LIST)
    assert two.parted() == (A, stands)


def test_what_was_undone_while_merged_stays_undone(street):
    two = Two(street, A, B)
    batch = two.says(1, NEW).batch_id
    with acting(PLATFORM):
        register.undo(batch, actor=PLATFORM, at=now())
    assert two.parted() == (A, B)
