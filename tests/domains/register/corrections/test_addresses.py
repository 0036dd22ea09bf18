"""Addresses of lists meet the homes on file: each usual wording finds the one, no other address falls into it."""

from __future__ import annotations

from datetime import date

import pytest

from anju.domains.places import api as places
from anju.domains.places.operations.rekeying import rekey
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows, run
from tests.factories.people import somebody
from tests.factories.register import NEXT_DOOR, PLATFORM, STREET, building, declared

pytestmark = pytest.mark.django_db
HERE = "430181124227"
"""东园村, 洞阳镇."""
LIST = Sender("user:9", "import", "名单", region=HERE)
START = date(2026, 3, 1)


def arrivals(*spots):
    """One row a person, each with these words for the place."""
    return [
        {
            **somebody("林欣", n + 1, area="430121", born=date(1986, 10, 4)).item,
            "kind": "arrive",
            "start": START,
            "address": address,
            "room": room or None,
            **(more[0] if more else {}),
        }
        for n, (address, room, *more) in enumerate(spots)
    ]


def homes_of(receipt):
    return [o.home_id for o in receipt.outcomes]


def test_each_usual_wording_of_an_address_finds_the_home_on_file(db):
    (home,) = building(HERE, "1片幸福路1号", ["101"])
    receipt = declared(
        arrivals(
            ("洞阳镇东园村1片幸福路1号", "101"),
            ("浏阳市洞阳镇东园村1片幸福路1号", "101"),
            ("湖南省长沙市浏阳市洞阳镇东园村1片幸福路1号", "101"),
            ("洞阳镇东园村一片幸福路1号", "101"),
            ("洞阳镇东园村1片幸福路一号", "101"),
            ("洞阳镇东园村1片幸福路1", "101"),
            ("洞阳镇东园村1片幸福路01号", "101"),
            ("洞阳镇东园村 1片 幸福路１号", "101"),
            ("洞阳镇东园村1片幸福路1号101室", ""),
            ("东园村1片幸福路1号", "101"),
            ("洞阳鎮東園村1片幸福路1號", "101"),
            ("洞阳镇洞阳镇东园村1片幸福路1号", "101室"),
        ),
        sender=LIST,
        new_homes=True,
    )
    assert set(homes_of(receipt)) == {home.id}


def test_different_addresses_make_different_homes(db):
    receipt = declared(
        arrivals(
            ("洞阳镇东园村测试路8-1号", "101"),
            ("洞阳镇东园村测试路81号", "101"),
            ("洞阳镇东园村测试路9号", "101"),
            ("洞阳镇东园村测试路9号", "-101"),
            ("洞阳镇东园村测试路9号", "501-1"),
            ("洞阳镇东园村测试路9号", "5011"),
            ("安居小区", "3-1-501"),
            ("安居小区", "3-2-501"),
        ),
        sender=LIST,
        new_homes=True,
    )
    assert len(set(homes_of(receipt))) == 8
    homes = places.homes(homes_of(receipt))
    assert [homes[h].text for h in homes_of(receipt)] == [
        "测试路8-1号101室",
        "测试路81号101室",
        "测试路9号101室",
        "测试路9号负101室",
        "测试路9号501-1室",
        "测试路9号5011室",
        "安居小区3栋1单元501室",
        "安居小区3栋2单元501室",
    ]


def test_a_list_of_a_street_names_the_community_in_its_addresses(db):
    receipt = declared(
        arrivals(("洞阳镇东园村幸福路5号", "101"), ("幸福路6号", "101")),
        sender=Sender("user:9", "import", "名单", region=STREET),
        new_homes=True,
    )
    found = places.homes([h for h in homes_of(receipt) if h])
    assert [(h.region, h.text) for h in found.values()] == [(HERE, "幸福路5号101室")]
    assert receipt.outcomes[1].reason == "home_not_found"


def test_another_community_named_by_a_list_is_no_street_of_this_one(db):
    (elsewhere,) = places_of(NEXT_DOOR)
    receipt = declared(
        arrivals((f"洞阳镇{elsewhere}幸福路5号", "101"), ("幸福路5号", "101")),
        sender=LIST,
        new_homes=True,
    )
    assert len(set(homes_of(receipt))) == 2


def places_of(community):
    return [r[0] for r in rows("SELECT name FROM regions_region WHERE code = %s", [community])]


def test_words_longer_than_the_register_keeps_wait_or_are_refused_and_hold_nobody_up(db):
    receipt = declared(
        arrivals(
            ("幸福路" + "长" * 120 + "5号", "101"), ("幸福路5号", "101"), ("幸福路5号", "1" * 30)
        ),
        sender=LIST,
        new_homes=True,
    )
    assert [o.status for o in receipt.outcomes] == ["waiting", "applied", "refused"]


def test_a_clerk_enters_an_address_with_all_of_it_in_one_line(db):
    with acting(PLATFORM):
        home = places.enter_home(
            actor=PLATFORM,
            at=now(),
            region=HERE,
            address="浏阳市洞阳镇东园村幸福路9号3栋2单元501室",
        )
        again = places.enter_home(
            actor=PLATFORM,
            at=now(),
            region=HERE,
            address="幸福路9号",
            building="三号楼",
            unit="二单元",
            room="501",
        )
    assert home.id == again.id
    assert home.text == "幸福路9号3栋2单元501室"


def test_keys_of_an_earlier_version_are_made_anew_and_what_shares_one_stays_apart(db):
    (home,) = building(HERE, "幸福路8号", ["101"])
    (other,) = building(HERE, "幸福路9号", ["102"])
    with acting(PLATFORM):
        run(
            "UPDATE places_address SET text = '洞阳镇东园村幸福路8号', text_key = 'y' WHERE text = '幸福路8号'"
        )
        run(
            "UPDATE places_address SET text = '幸福路八号', text_key = 'x' WHERE text = '幸福路9号'"
        )
        run("UPDATE places_home SET key = '101室', unit = '1单元' WHERE id = %s", [home.id])
        assert rekey() > 0
        assert rekey() == 0
    receipt = declared(
        arrivals(("幸福路8号", "101", {"unit": "1"}), ("东园村幸福路8号", "102")),
        sender=LIST,
        new_homes=True,
    )
    assert homes_of(receipt) == [home.id, other.id]
    assert places.homes([home.id])[home.id].text == "幸福路8号1单元101室"


@pytest.mark.parametrize(
    "typed",
    [
        "幸福路606",
        "幸福路 606",
        "606 幸福路",
        "606室 幸福路",
        "幸福路12号606",
        "洞阳镇东园村幸福路12号",
        "12号幸福路606",
        "幸福路十二号",
    ],
)
@pytest.mark.parametrize("regions", [("43",), (HERE,)])
def test_a_home_is_found_by_its_parts_in_any_order(db, typed, regions):
    home = building(HERE, "幸福路12号", ["606", "607"])[0]
    building(HERE, "东升路606号", ["101"])
    with acting(PLATFORM):
        found = [h.id for h in places.suggest(typed, regions=regions)]
    assert home.id in found


def test_looking_up_costs_no_more_for_a_long_text(db):
    building(HERE, "幸福路12号", ["606"])
    with acting(PLATFORM):
        assert len(places.suggest("幸福路12号" * 20_000, regions=("43",))) <= 1
        assert len(places.find_ids("幸 福 路 " * 20_000, regions=("43",), limit=10)) <= 1


def test_a_number_of_a_village_bears_the_village_s_name_once(db):
    receipt = declared(
        arrivals(("洞阳镇东园村12号", "101"), ("12号", "101"), ("东园村三组12号", "101")),
        sender=LIST,
        new_homes=True,
    )
    first, again, group = homes_of(receipt)
    assert first == again != group
    found = places.homes([first, group])
    assert [found[first].text, found[group].text] == ["东园村12号101室", "东园村三组12号101室"]
    assert places.whole_address(found[first]) == "湖南省长沙市浏阳市洞阳镇东园村12号101室"
    (road,) = building(HERE, "洞阳镇东园村幸福路1号", ["1401室"])
    assert places.whole_address(road) == "湖南省长沙市浏阳市洞阳镇东园村幸福路1号1401室"


def test_two_homes_of_one_place_are_joined_with_a_yes_and_parted_again(db):
    (kept,), (gone,) = building(HERE, "幸福路8号", ["101"]), building(HERE, "幸福路9号", ["101"])
    (person,) = [
        o.person_id for o in declared(arrivals(("幸福路9号", "101")), sender=LIST).outcomes
    ]
    with acting(PLATFORM):
        run("UPDATE places_address SET text = '洞阳镇东园村幸福路8号' WHERE text = '幸福路9号'")
        (finding,) = register.check_addresses(HERE, actor=PLATFORM)
        assert (finding.id, finding.stays) == (f"join:{kept.code}:{gone.code}", 1)
        register.resolve_address(finding.id, region=HERE, actor=PLATFORM, at=now())
        assert [s.home_id for s in register.stays_of([person]) if s.home_id] == [kept.id]
        assert places.homes([gone.id])[gone.id].closed_on
        assert register.check_addresses(HERE, actor=PLATFORM) == []
        register.undo_address(finding.id, actor=PLATFORM, at=now())
        assert [s.home_id for s in register.stays_of([person]) if s.home_id] == [gone.id]
        assert places.homes([gone.id])[gone.id].closed_on is None


def test_a_stay_that_fell_into_another_address_is_parted_with_a_yes_and_put_back(db):
    (home,) = building(HERE, "幸福路8-1号", ["101"])
    (person,) = [
        o.person_id for o in declared(arrivals(("幸福路8-1号", "101")), sender=LIST).outcomes
    ]
    with acting(PLATFORM):
        run(
            "UPDATE places_address SET text = '幸福路81号', text_key = '幸福路81号', key = '81号' WHERE text"
            " = '幸福路8-1号'"
        )
        (finding,) = register.check_addresses(HERE, actor=PLATFORM)
        assert (finding.kind, finding.words) == ("part", "幸福路8-1号 101")
        register.resolve_address(finding.id, region=HERE, actor=PLATFORM, at=now())
        (stay,) = [s for s in register.stays_of([person]) if s.home_id]
        assert stay.home_id != home.id
        assert places.homes([stay.home_id])[stay.home_id].text == "幸福路8-1号101室"
        register.undo_address(finding.id, actor=PLATFORM, at=now())
        assert [s.home_id for s in register.stays_of([person]) if s.home_id] == [home.id]
