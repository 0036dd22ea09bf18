"""Names are found however they are written or typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.people import api as people
from anju.domains.people.queries import search
from anju.domains.people.queries.search import phrases
from anju.domains.people.rules.readings import readings
from anju.domains.people.rules.scripts import plain, search_key
from anju.foundation.actor import system
from anju.foundation.characters import RADICALS, stands_for
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import run
from tests.factories.people import somebody
from tests.factories.register import STREET, Street, moved_in

SURNAMES = {
    "卜": "bu",
    "都": "du",
    "藏": "zang",
    "粘": "nian",
    "阚": "kan",
    "隗": "wei",
    "么": "yao",
    "繁": "po",
    "能": "nai",
    "句": "gou",
    "乜": "nie",
    "佴": "nai",
    "薄": "bo",
    "單": "shan",
    "樂": "yue",
    "蓋": "ge",
    "繆": "miao",
    "萬俟": "moqi",
    "澹臺": "tantai",
    "单": "dan",
    "区": "ou",
    "仇": "qiu",
    "查": "zha",
    "尉迟": "yuchi",
    "种": "chong",
    "覃": "tan",
}


@pytest.mark.parametrize(("surname", "spoken"), SURNAMES.items())
def test_a_surname_is_read_as_a_surname_in_either_script(surname, spoken):
    full, _initials, others = readings(surname + "明")
    assert f"{spoken}ming" in (full, *others.split())


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("王长江", "wangchangjiang"),
        ("王长江", "wangzhangjiang"),
        ("陈晓茜", "chenxiaoxi"),
        ("陈晓茜", "chenxiaoqian"),
        ("李珩", "liheng"),
        ("吕小绿", "lvxiaolv"),
        ("吕小绿", "luxiaolu"),
        ("張樂", "zhangyue"),
        ("張樂", "zhangle"),
    ],
)
def test_every_reading_of_a_given_name_is_kept(name, spoken):
    full, _initials, others = readings(name)
    assert spoken in (full, *others.split())


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("古丽米热·艾比布力", "古丽米热艾比布力"),
        ("Nguyễn Văn Bình", "NGUYENVANBINH"),
        ("O’Brien Pat", "OBRIENPAT"),
        ("Jean-Luc Picard", "JEANLUCPICARD"),
        ("單小雪乙", "单小雪乙"),
        ("⽅⼩明", "方小明"),
        ("⻩⻓江", "黄长江"),
        ("王小明", "王小明"),
        ("Łukasz Müller", "LUKASZMULLER"),
        ("ＬＩ　ＭＩＮＧ", "LIMING"),
    ],
)
def test_a_name_has_one_plain_form(written, key):
    assert plain(written) == key
    assert search_key(written) == ("" if written == key else key)


@given(st.text(min_size=0, max_size=150))
def test_keys_of_any_text_fit_their_columns_and_are_plain_already(text):
    full, initials, others = readings(text)
    assert max(map(len, (full, others))) <= 200
    assert len(initials) <= 60
    assert plain(plain(text)) == plain(text)
    assert " " not in full


@given(st.sampled_from(sorted(RADICALS)))
def test_a_radical_is_replaced_by_a_character(radical):
    assert stands_for(radical) != radical
    assert plain(radical) == plain(stands_for(radical))


STORED = [
    "古丽米热·艾比布力",
    "吕小绿",
    "卜小明",
    "王长江",
    "陈晓茜",
    "Nguyễn Văn Bình",
    "O’Brien Pat",
    "Jean-Luc Picard",
    "Éric Dupont",
    "John Smith",
    "單小雪乙",
    "⽅⼩明",
]
QUERIES = {
    "古丽米热.艾比布力": 0,
    "古丽米热艾比布力": 0,
    "古丽米热•艾比布力": 0,
    "古丽米热 艾比布力": 0,
    "lüxiaolü": 1,
    "lǚxiǎolǜ": 1,
    "lyuxiaolyu": 1,
    "luxiaolu": 1,
    "lvxiaolv": 1,
    "buxiaoming": 2,
    "wangchangjiang": 3,
    "zhang jiang wang": None,
    "chenxiaoxi": 4,
    "nguyen": 5,
    "Nguyễn": 5,
    "binh nguyen van": 5,
    "O’Brien": 6,
    "o'brien": 6,
    "obrien pat": 6,
    "pat o’brien": 6,
    "Jean-Luc": 7,
    "jean luc": 7,
    "picard jean-luc": 7,
    "Éric": 8,
    "eric": 8,
    "dupont éric": 8,
    "smith": 9,
    "smith john": 9,
    "单小雪": 10,
    "單小雪": 10,
    "方小明": 11,
    "⽅⼩明": 11,
}


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def known(street):
    ids = []
    for n, name in enumerate(STORED):
        who = somebody(f"甲{'一二三四五六七八九十百千'[n]}", 80 + n)
        ids.append(moved_in(who, street.rooms[n % 4], street.today, at=street.at))
        with acting(system("tests")), as_intake_role():
            people.correct(ids[-1], {"name": name})
            people.rebuild_findings([ids[-1]])
    return ids


def test_a_name_is_found_by_every_usual_way_of_typing_it(known):
    with acting(system("tests")):
        found = {
            q: [f.person_id for f in people.search(q, regions=[STREET], limit=20).found]
            for q in QUERIES
        }
    for q, n in QUERIES.items():
        assert n is None or known[n] in found[q], q
    assert found["zhang jiang wang"] == []


def test_a_count_is_exact_or_more_than_however_many_readings_a_name_has(street, monkeypatch):
    monkeypatch.setattr(search, "CAP", 6)
    for n in range(9):  # a search row for each reading, and for each place
        moved_in(
            somebody(f"曾乐{'一二三四五六七八九'[n]}", 60 + n),
            street.rooms[n % 4],
            street.today,
            at=street.at,
        )
    with acting(system("tests")):
        for q in ("曾", "曾乐", "zeng", "zengle", "zl", "cengyue"):
            for limit in (2, 6, 7):
                found = people.search(q, regions=[STREET, STREET[:6]], limit=limit)
                assert (found.count, found.capped) == (max(6, limit), True) or len(q) < 2, (
                    q,
                    limit,
                )
                assert len(found.found) <= limit
        found = people.search("zeng", regions=[STREET], limit=20)
        assert (found.count, found.capped, len(found.found)) == (9, False, 9)


def test_a_way_that_is_cut_off_says_more_than(street, monkeypatch):
    monkeypatch.setattr(search, "ROWS", 1)
    monkeypatch.setattr(search, "CAP", 3)
    for n in range(6):
        moved_in(
            somebody(f"单仇{'一二三四五六'[n]}", 70 + n),
            street.rooms[n % 4],
            street.today,
            at=street.at,
        )
    with acting(system("tests")):
        found = people.search("单仇", regions=[STREET], limit=2)
    assert found.capped
    assert found.count <= 3


def test_keys_of_an_earlier_version_are_made_anew_once(known):
    with acting(system("tests")), as_intake_role():
        run(
            "UPDATE people_person SET search_name = '', other_reading = '' WHERE id = ANY(%s)",
            [known],
        )
        people.rebuild_findings(known)
        assert not people.search("wangchangjiang", regions=[STREET]).found
        told = []
        assert people.spell_anew(lambda *how: told.append(how)) == sum(
            bool(search_key(n) or readings(n)[2]) for n in STORED
        )
        assert people.search("wangchangjiang", regions=[STREET]).found
        assert people.spell_anew(lambda *how: None) == 0
    assert told[-1][1] == told[-1][2]
    assert people.spelled_by_this_version(), "set-up made them for this database"


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("张三（13900001234）", ["13900001234", "张三"]),
        ("张三13900001234", ["13900001234", "张三"]),
        ("姓名：张三，身份证号：430181199003079968", ["430181199003079968", "张三"]),
        ("+86 139 0000 1234", ["13900001234"]),
        ("0086-13900001234", ["13900001234"]),
        ("张三 １３９００００１２３４", ["13900001234", "张三"]),
        ("43018119900307996×", ["43018119900307996X"]),
        ("王 小明", ["王小明"]),
        ("买买提·艾力", ["买买提·艾力"]),
        ("E12345678", ["E12345678"]),
        ("zhang san", ["ZHANG SAN"]),
    ],
)
def test_what_is_copied_from_a_list_is_searched_as_if_it_were_typed(typed, parts):
    assert phrases(typed) == parts
