from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.regions.rules import lineage
from anju.domains.regions.rules.codes import above, prefix_of, span
from anju.domains.regions.rules.gazetteer import Entry, Gazetteer
from anju.domains.regions.rules.names import pairs, readings, spelled, stem


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("浏阳市", "浏阳"),
        ("恩施土家族苗族自治州", "恩施"),
        ("新疆维吾尔自治区", "新疆"),
        ("内蒙古自治区", "内蒙古"),
        ("酉阳土家族苗族自治县", "酉阳"),
        ("香港特别行政区", "香港"),
        ("县", "县"),
        ("延边朝鲜族自治州", "延边"),
    ],
)
def test_a_stem_is_the_name_without_its_kind(name, short):
    assert stem(name) == short


def test_phrases_decide_between_readings():
    assert spelled(readings(["长沙市"])["长沙市"]) == ("changshashi", "css")
    assert spelled(readings(["六安市"])["六安市"])[0] == "luanshi"


def test_reading_by_character_agrees_with_the_dictionary_on_plain_names():
    assert readings(["洞阳镇", "枨冲镇"]) == {
        "洞阳镇": ["dong", "yang", "zhen"],
        "枨冲镇": ["cheng", "chong", "zhen"],
    }


def test_pairs_that_stand_everywhere_find_nothing():
    assert pairs("幸福泉社区") == ["幸福", "福泉", "泉社"]
    assert pairs("社区") == []


@given(st.text("0123456789", min_size=1, max_size=15), st.text("0123456789", max_size=6))
def test_a_span_holds_exactly_the_codes_with_that_prefix(prefix, tail):
    lo, hi = span(prefix)
    assert lo <= prefix + tail < hi
    assert not lo <= hi < hi


def test_the_way_to_a_grid_passes_every_level():
    assert above("430181124205003") == (
        "430000000000",
        "430100000000",
        "430181000000",
        "430181124000",
        "430181124205",
        "430181124205003",
    )


def test_prefixes_follow_the_level():
    assert [prefix_of("430181124205003", level) for level in range(1, 7)] == [
        "43",
        "4301",
        "430181",
        "430181124",
        "430181124205",
        "430181124205003",
    ]


HISTORY = """
43 province="湖南省"
  0000 county="湖南省"
  0100 county="长沙市"
  0122 county="[-2011]望城县"
  0112 county="[2011-]望城区"
  0123 county="[-1993]甲县"
  0709 county="[1983-1982]错区,[1983-1990]乙区"
"""


def test_a_slip_whose_end_lies_before_its_beginning_is_dropped():
    assert [p.name for p in lineage.parse_history(HISTORY) if p.code == "430709"] == ["乙区"]


def test_the_same_stem_in_the_same_year_is_the_successor():
    rows = {r[0]: r for r in lineage.describe(lineage.parse_history(HISTORY))}
    assert rows["430122"][5:] == ("430112", True)


def test_a_division_without_successor_falls_to_the_prefecture_and_says_so():
    rows = {r[0]: r for r in lineage.describe(lineage.parse_history(HISTORY))}
    assert rows["430123"][5:] == ("430100", False)


def test_what_stands_in_no_history_takes_its_years_from_the_revisions():
    periods = lineage.merge(
        [], {"200212": {"110103": "崇文区"}, "200912": {"110103": "崇文区"}, "201010": {}}, {}
    )
    assert periods == [lineage.Period("110103", 0, 2009, "崇文区")]


BOOK = Gazetteer(
    [
        Entry("110000", 1, "北京市", True),
        Entry("110105", 3, "朝阳区", True),
        Entry("220000", 1, "吉林省", True),
        Entry("220100", 2, "长春市", True),
        Entry("220104", 3, "朝阳区", True),
        Entry("220200", 2, "吉林市", True),
    ]
)


@pytest.mark.parametrize(
    ("text", "near", "code"),
    [
        ("朝阳区", "", None),
        ("朝阳区", "220102", "220104"),
        ("北京朝阳", "", "110105"),
        ("吉林", "", "220000"),
        ("吉林省吉林市", "", "220200"),
        ("户籍地：中国 北京市 市辖区 朝阳区", "", "110105"),
        ("火星", "", None),
    ],
)
def test_untidy_places(text, near, code):
    assert BOOK.resolve(text, near) == code
