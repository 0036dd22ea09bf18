"""Sites, markets and dormitories of an employer: filed once, ended, reopened; a dormitory is tied to its building."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from anju.domains.employers import api as employers
from anju.domains.employers.api import SiteBuilding, SiteDraft
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.domains.employers.offices import (
    FAR,
    clerk_of,
    key,
    officer,
    other_firm,
    resident,
    stranger,
)
from tests.factories.register import HERE, NEXT_DOOR, STREET, Street

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def draft(street, **change):
    one = SiteDraft(
        "construction", "经开区三期工地", HERE, "经三路 8 号", street.today - timedelta(days=30)
    )
    return replace(one, **change)


def dormitory(street, **change):
    home = street.dormitory[0]
    return SiteBuilding(home.building_id, street.firm.party, home.region, "纬二路36号1栋")


def filed(street, actor=None, once="", **change):
    actor = actor or clerk_of(street)
    with acting(actor):
        return employers.add_site(
            street.firm.id, draft(street, **change), key=once or key(), actor=actor, at=street.at
        )


def test_a_site_is_filed_once_by_the_employer_or_the_office(street):
    one = filed(street, once="k")
    assert filed(street, once="k") == one
    assert (one.kind, one.region, one.by_label) == ("construction", HERE, "周人事")
    filed(street, officer(), kind="market", name="东门市场", size=120)
    with acting(officer()):
        found, counts = employers.sites_in([STREET], today=street.today)
        assert counts == {"open": 2, "ended": 0, "all": 2}
        assert [s.kind for s in found] == ["market", "construction"]
        markets, _ = employers.sites_in([STREET], today=street.today, kind="market")
        assert [s.name for s in markets] == ["东门市场"]


def test_a_dormitory_is_tied_to_a_building_of_the_employer_and_to_one_alone(street):
    one = filed(street, kind="dormitory", name="一号宿舍", address="", building=dormitory(street))
    assert (one.building_id, one.region) == (street.dormitory[0].building_id, NEXT_DOOR)
    with pytest.raises(Conflict, match="site_building_taken"):
        filed(street, kind="dormitory", name="又一次", building=dormitory(street))
    with pytest.raises(Refused, match="site_building_other"):
        filed(
            street,
            kind="dormitory",
            building=SiteBuilding(street.rooms[0].building_id, street.holder, HERE, "新屋路12号"),
        )
    with pytest.raises(Refused, match="site_building"):
        filed(street, kind="dormitory")


def test_a_site_ends_and_is_reopened(street):
    one, actor = filed(street), clerk_of(street)
    with acting(actor):
        for _again in range(2):
            ended = employers.end_site(one.id, day=street.today, actor=actor, at=street.at)
        assert ended.until == street.today
        assert ended.open_on(street.today)
        assert not ended.open_on(street.today + timedelta(days=1))
        with pytest.raises(Refused, match="site_days"):
            employers.end_site(one.id, day=one.since - timedelta(days=1), actor=actor, at=street.at)
        assert employers.reopen_site(one.id, actor=actor, at=street.at).until is None
        employers.remove_site(one.id, actor=actor, at=street.at)
        with pytest.raises(NotFound):
            employers.site(one.id)
        assert employers.sites_of(street.firm.id) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "casino"}, "site_kind"),
        ({"name": "  "}, "site_name"),
        ({"name": "长" * 81}, "site_name"),
        ({"address": ""}, "site_address"),
        ({"size": 0}, "site_size"),
    ],
)
def test_what_no_site_can_be_is_refused_in_words(street, change, code):
    with pytest.raises(Refused, match=code):
        filed(street, **change)


def test_a_site_ends_no_day_before_it_began(street):
    with pytest.raises(Refused, match="site_days"):
        filed(street, until=street.today - timedelta(days=31))
    with pytest.raises(NotFound):
        filed(street, region="430181999999")


@pytest.mark.parametrize("who", [stranger, other_firm, resident])
def test_others_neither_file_nor_see_nor_end(street, who):
    one, actor = filed(street), who()
    with pytest.raises(NotAllowed):
        filed(street, actor)
    with acting(actor):
        assert employers.sites_of(street.firm.id) == []
        with pytest.raises(NotFound):
            employers.end_site(one.id, day=street.today, actor=actor, at=street.at)


def test_staff_of_the_place_file_and_see_a_site_of_an_employer_from_elsewhere(street):
    one = filed(street, stranger(), region=FAR)
    with acting(stranger()):
        assert employers.site(one.id) == one
    with acting(officer()):
        assert employers.sites_of(street.firm.id) == [one]
