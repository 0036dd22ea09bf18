"""How many statements a page takes is pinned, and does not grow with what it shows."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from anju.domains.permits.api import eligibility
from anju.domains.places import api as places
from anju.foundation.db.scope import acting
from tests.factories.people import somebody
from tests.factories.register import PLATFORM, declared, moved_in

pytestmark = pytest.mark.django_db


def more_of_everything(street):
    """Six more tenants, as many workers, and three moves of the resident."""
    for n in range(6):
        who = somebody(f"单文{'甲乙丙丁戊己'[n]}", 60 + n)
        moved_in(who, street.rooms[n % 4], street.today - timedelta(days=3), at=street.at)
        declared(
            [
                {
                    "kind": "hire",
                    **who.item,
                    "employer_code": street.firm.code,
                    "start": street.today,
                }
            ],
            at=street.at,
        )


@pytest.mark.parametrize(
    # Four of each are the test's own: its transaction encloses the request's, which saves and restores a scope.
    ("page", "most"),
    [
        ("/office/people/{resident}/", 18),
        ("/office/people/{resident}/?day=2026-01-01&known=2026-01-02", 18),
        ("/office/homes/{home}/", 24),
        ("/office/buildings/{building}/", 14),
        ("/office/employers/{firm}/", 20),
        ("/office/", 28),
    ],
)
def test_an_office_page_takes_a_fixed_number_of_statements(
    street, clerk, django_assert_max_num_queries, page, most
):
    with acting(PLATFORM):
        eligibility.recompute([street.resident], actor=PLATFORM, at=street.at)
        home = places.home_by_code(street.rooms[0].code)
    url = page.format(
        resident=street.resident, home=home.code, building=home.building_id, firm=street.firm.code
    )
    clerk.get(url)
    counted = []
    for grow in (lambda _: None, more_of_everything):
        grow(street)
        cache.clear()
        with django_assert_max_num_queries(most) as caught:
            assert clerk.get(url).status_code == 200
        counted.append(len(caught))
    assert counted[1] <= counted[0] + 1, counted
