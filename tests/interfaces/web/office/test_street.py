"""The small street of the factories stands as described."""

import pytest

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from tests.factories import staff
from tests.factories.register import STREET, Street

pytestmark = pytest.mark.django_db


def test_the_street_is_seen_by_its_own_clerk_only_as_far_as_it_is_theirs():
    street = Street.built()
    clerk = staff.actor(staff.staff("street.zhao", ("street", STREET)))
    with acting(clerk):
        seen = people.persons([street.resident, street.child, street.worker, street.stranger])
        assert set(seen) == {street.resident, street.child, street.worker}
        assert [r.role for r in people.relatives(street.child)] == ["household", "guardian"]
        assert len(register.occupants([street.rooms[0].id], as_of=street.today)) == 2
        assert register.head_count(street.firm.id, as_of=street.today) == 1
