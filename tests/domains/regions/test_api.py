from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client

from anju.domains.regions import api
from anju.domains.regions.data import Level
from anju.foundation.actor import Actor, Grant, system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tables")]

TOWN = "430181124000"
COMMUNITY = "430181124205"
CITY = Actor(kind="staff", grants=(Grant("city", frozenset({"grid.edit"}), region="4301"),))


def codes(q, **how):
    return [p.code for p in api.suggest(q, **how)]


def test_a_second_load_changes_nothing():
    assert api.load_tables(only={"430181"}).changed == 0


def test_the_upper_levels_come_whole_and_the_town_with_its_villages():
    assert api.get(TOWN).full_name == "湖南省长沙市浏阳市洞阳镇"
    assert [p.prefix for p in api.path(COMMUNITY)] == [
        "43",
        "4301",
        "430181",
        "430181124",
        COMMUNITY,
    ]
    assert "砰山村" in [p.name for p in api.children(TOWN)]
    assert len(api.suggest("4", levels=[1], limit=50)) == 6


def test_a_city_without_counties_keeps_its_four_digits():
    assert api.get("441900000000").prefix == "4419"


def test_placeholders_add_nothing_to_a_full_name():
    assert api.get("110105000000").full_name == "北京市朝阳区"


@pytest.mark.parametrize(
    "q",
    [
        "洞阳",
        "阳镇",
        "dongyangz",
        "dyz",
        "430181124",
        "浏阳洞阳",
        "湖南 浏阳 洞阳",
        "长沙浏阳洞阳镇",
    ],
)
def test_a_town_is_found_by(q):
    assert TOWN in codes(q, within="430181", limit=50)


def test_a_beginning_comes_before_a_part_and_wider_before_narrower():
    found = api.suggest("浏阳")
    assert found[0].code == "430181000000"


def test_two_towns_words_lead_down():
    assert codes("洞阳 砰山") == [COMMUNITY]


def test_a_town_leads_down_for_who_looks_within_a_town():
    name = api.get(COMMUNITY).name
    assert codes(f"洞阳镇{name}", within="430181124") == [COMMUNITY]
    assert codes(f"洞阳镇 {name}", within="430181124") == [COMMUNITY]


def test_within_and_levels_narrow():
    assert all(c.startswith("430181124") for c in codes("村", within="430181124"))
    assert {p.level for p in api.suggest("浏阳", levels=[5])} <= {Level.COMMUNITY}


@pytest.mark.parametrize("q", ["", " ", "%", "_", "'; --", "火星基地", "😀"])
def test_nothing_is_found_by(q):
    assert codes(q) == []


def test_unknown_codes_are_named():
    with pytest.raises(NotFound) as caught:
        api.get("999999999999")
    assert caught.value.params == {"region": "999999999999"}
    assert api.names([TOWN, "999999999999"]) == {TOWN: "湖南省长沙市浏阳市洞阳镇"}


def test_known_areas_hold_present_past_and_special_codes_only():
    known = api.known_areas()
    assert {"430181", "440221", "110103", "452528", "810000", "820000", "830000", "710000"} <= known
    assert not {"000000", "999999", "430199"} & known
    assert 7_000 < len(known) < 8_000


def test_codes_looked_up_again_are_the_same_set_while_they_hold_the_same():
    before = api.known_areas()
    api.forget()
    assert api.known_areas() is before


def test_an_abolished_code_names_its_place_and_its_successor():
    old = api.area("440221")
    assert (old.name, old.valid, old.until, old.successor, old.certain) == (
        "曲江县",
        False,
        2004,
        "440205",
        True,
    )
    assert api.area("510223").successor == "500110"


def test_a_conclusion_from_the_numbering_alone_is_marked():
    assert not api.area("110103").certain


def test_a_code_is_named_as_in_the_year_of_birth():
    assert api.area("130204", year=1990).name == "东矿区"
    assert api.area("130204", year=2010).name == "古冶区"


def test_a_code_in_force_has_no_successor_and_every_successor_is_in_force():
    with connection.cursor() as cur:
        cur.execute(
            "SELECT count(*) FROM regions_area a WHERE successor <> '' AND NOT EXISTS"
            " (SELECT FROM regions_area b WHERE b.code = a.successor AND b.until IS NULL)"
        )
        assert cur.fetchone() == (0,)


def test_untidy_texts_become_codes_in_their_order():
    texts = ["曲江区", "湖南省浏阳市", None, "湖南浏阳", "朝阳区", "韶关市曲江县", ""]
    assert api.resolve_text(texts) == ["440205", "430181", None, "430181", None, "440221", None]
    assert api.resolve_text(["朝阳区"], near="110000") == ["110105"]


def test_countries_by_code_name_and_pinyin():
    assert api.countries("VNM")[0].numeric == "704"
    assert api.countries("越南")[0].alpha2 == "VN"
    assert "VNM" in [c.alpha3 for c in api.countries("yuenan")]
    assert api.countries("Viet")[0].alpha3 == "VNM"


def test_a_grid_that_carries_its_community_in_its_name_is_not_named_with_it_twice():
    community = api.names([COMMUNITY])[COMMUNITY]
    own = api.path(COMMUNITY)[-1].name
    for number, name in ((8, f"{own}第8网格"), (9, "北片")):
        place = api.add_grid(
            actor=CITY, community=COMMUNITY, number=number, name=name, day=date(2026, 11, 21)
        )
        expected = community + name.removeprefix(own)
        assert place.full_name == api.names([place.code])[place.code] == expected
    api.rename_grid(actor=CITY, code=place.code, name=f"{own}第9网格")
    assert api.get(place.code).full_name == f"{community}第9网格"


def test_a_grid_is_added_below_a_community_and_found():
    place = api.add_grid(
        actor=system("test"),
        community=COMMUNITY,
        number=5,
        name="砰山五网格",
        day=date(2026, 11, 21),
    )
    assert (place.code, place.level) == (COMMUNITY + "005", Level.GRID)
    assert place.code in codes("五网", within=COMMUNITY)
    assert place in api.children(COMMUNITY)
    with pytest.raises(Conflict):
        api.add_grid(
            actor=system("test"), community=COMMUNITY, number=5, name="又一", day=date(2026, 11, 21)
        )


@pytest.mark.parametrize(
    ("community", "number", "name", "error"),
    [
        (TOWN, 1, "格", NotFound),
        (COMMUNITY, 0, "格", Refused),
        (COMMUNITY, 1000, "格", Refused),
        (COMMUNITY, 1, " ", Refused),
    ],
)
def test_a_grid_that_cannot_be_is_refused(community, number, name, error):
    with pytest.raises(error):
        api.add_grid(
            actor=system("test"),
            community=community,
            number=number,
            name=name,
            day=date(2026, 11, 21),
        )


def test_grids_are_added_only_where_the_grant_reaches():
    actor = Actor(
        kind="staff", grants=(Grant("district", frozenset({"grid.edit"}), region="4401"),)
    )
    with pytest.raises(NotAllowed):
        api.add_grid(actor=actor, community=COMMUNITY, number=1, name="格", day=date(2026, 11, 21))


def test_pages_receive_few_divisions_as_json(settings):
    settings.ROOT_URLCONF = "anju.interfaces.web.regions.urls"
    settings.MIDDLEWARE = []
    answer = Client().get("/suggest", {"q": "洞阳", "within": "430181", "limit": "999999"}).json()
    assert answer["results"][0] == {
        "code": TOWN,
        "level": 4,
        "name": "洞阳镇",
        "prefix": "430181124",
        "full_name": "湖南省长沙市浏阳市洞阳镇",
    }
    assert len(Client().get("/suggest", {"q": "4", "limit": "9999"}).json()["results"]) <= 50
    assert Client().get("/countries", {"q": "VNM"}).json()["results"][0]["name"] == "越南"


def test_the_serving_role_owns_nothing_and_cannot_alter_the_record_of_migrations():
    with connection.cursor() as cur:
        cur.execute("SELECT count(*) FROM pg_class WHERE relowner = 'anju_app'::regrole")
        assert cur.fetchone() == (0,)
        cur.execute(
            "SELECT has_table_privilege('anju_app', 'regions_region', 'SELECT, INSERT'),"
            " has_table_privilege('anju_app', 'django_migrations', 'INSERT')"
        )
        assert cur.fetchone() == (True, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("湘西州凤凰县", "433123"),
        ("大理州祥云县", "532923"),
        ("新疆博尔塔拉州温泉县", "652723"),
        ("海南州共和县", "632521"),
        ("甘南州合作市", "623001"),
        ("上海市上海市徐汇区", "310104"),
        ("北京市北京市朝阳区", "110105"),
        ("重庆市重庆市忠县", "500233"),
        ("湖北省省直辖县天门市", "429006"),
        ("新疆自治区石河子市", "659001"),
        ("广西自治区南宁市", "450100"),
        ("伊犁哈萨克自治州塔城地区额敏县", "654221"),
        ("廣東省東莞市虎門鎮", "441900"),
        ("恩施州", "422800"),
        ("恩施州恩施市", "422801"),
        ("新疆生产建设兵团第八师石河子市", "659001"),
        ("兵团农六师", "659004"),
        ("新疆兵团第一师阿拉尔市", "659002"),
        ("湖北省襄樊市", "420600"),
        ("酉阳县", "500242"),
        ("河南省省直辖县级行政单位济源市", "419001"),
        ("鄂温克旗", "150724"),
        ("延边州延吉市", "222401"),
        ("四川", "510000"),
        ("吉林省吉林市", "220200"),
    ],
)
def test_places_of_origin_in_everyday_words(db, text, code):
    assert api.resolve_text([text]) == [code]


ADDED = {
    "code": "321119",
    "name": "丹阳县",
    "since": 1983,
    "until": 1987,
    "source": "江苏省行政区划名录 1984",
}


def test_an_administrator_adds_a_code_and_loading_the_tables_leaves_it(db):
    with acting(system("tests")):
        assert "321119" not in api.known_areas()
        fact = api.add_area(actor=system("tests"), at=now(), **ADDED)
        assert (fact.full_name, fact.source) == ("江苏省镇江市丹阳县", ADDED["source"])
        assert "321119" in api.known_areas()
        assert audit_of("regions.add_area") == 1
        with pytest.raises(Conflict, match="area_exists"):
            api.add_area(actor=system("tests"), at=now(), **ADDED)
    api.load_tables(only=("430181124",))
    assert api.area("321119", year=1985).name == "丹阳县"
    api.forget()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "32111"}, "area_code_digits"),
        ({"name": " "}, "area_name_missing"),
        ({"source": ""}, "area_source_missing"),
        ({"since": 1900}, "area_years"),
        ({"until": 1980}, "area_years"),
    ],
)
def test_an_addition_says_what_is_missing(db, change, code):
    with acting(system("tests")), pytest.raises(Refused, match=code):
        api.add_area(actor=system("tests"), at=now(), **{**ADDED, **change})


def test_a_clerk_adds_no_area(db):
    clerk = Actor("staff", 1, "x", (Grant("counter", frozenset({"declare"}), region="32"),))
    with acting(clerk), pytest.raises(NotAllowed):
        api.add_area(actor=clerk, at=now(), **ADDED)


def test_every_meaning_of_an_area_says_where_it_stands(db):
    with connection.cursor() as cur:
        cur.execute("SELECT count(*) FROM regions_area WHERE source = ''")
        assert cur.fetchone() == (0,)


def audit_of(action):
    with connection.cursor() as cur:
        cur.execute("SELECT count(*) FROM audit_entry WHERE action = %s", [action])
        return cur.fetchone()[0]
