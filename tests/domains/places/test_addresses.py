"""Addresses in parts: different places never share a key, one place in its usual wordings has one,
nothing stands twice."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.places.rules.addresses.compose import compose, street_words
from anju.domains.places.rules.addresses.forms import arabic, chinese, folded
from anju.domains.places.rules.addresses.keys import placed, spot_of
from anju.domains.places.rules.addresses.parsing import typed


@dataclass(frozen=True, order=True)
class Home:
    """The parts of a home, each a value of its own."""

    group: int
    road: str
    number: int
    sub: int
    estate: str
    building: str
    unit: int
    room: str


ROADS = (
    "幸福路",
    "文一西路",
    "东升街",
    "工业大道",
    "五一路",
    "经二路",
    "南京东路",
    "花园巷",
    "5号大街",
)
ESTATES = ("", "安居小区", "阳光公寓", "嘉绿苑")
homes = st.builds(
    Home,
    group=st.integers(0, 12),
    road=st.sampled_from(ROADS),
    number=st.integers(1, 130),
    sub=st.integers(0, 12),
    estate=st.sampled_from(ESTATES),
    building=st.one_of(st.just(""), st.integers(1, 30).map(str), st.sampled_from("ABC")),
    unit=st.integers(0, 6),
    room=st.one_of(
        st.tuples(st.integers(1, 30), st.integers(1, 20)).map(lambda f: f"{f[0]}{f[1]:02d}"),
        st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(1, 4)).map(
            lambda f: f"{f[0]}0{f[1]}-{f[2]}"
        ),
        st.integers(101, 109).map(lambda n: f"-{n}"),
        st.integers(1011, 9099).map(str),
    ),
)
DIGITS = "零一二三四五六七八九"


def in_words(n: int) -> str:
    """A number as it is said: 12 → 十二, 105 → 一百零五."""
    if n < 10:
        return DIGITS[n]
    if n < 20:
        return "十" + (DIGITS[n - 10] if n > 10 else "")
    if n < 100:
        return DIGITS[n // 10] + "十" + (DIGITS[n % 10] if n % 10 else "")
    rest = n % 100
    if not rest:
        return DIGITS[n // 100] + "百"
    tens = "零" if rest < 10 else DIGITS[rest // 10] + "十"
    return DIGITS[n // 100] + "百" + tens + (DIGITS[rest % 10] if rest % 10 else "")


def wordings(draw, home: Home) -> tuple[str, str, str, str]:
    """The four fields of a row as somebody may write them."""
    pick = lambda *ways: draw(st.sampled_from(ways))  # noqa: E731
    group = (
        pick(f"{home.group}片", f"{in_words(home.group)}片", f"第{home.group}片")
        if home.group
        else ""
    )
    number = str(home.number)
    if home.sub:
        number = pick(
            f"{number}-{home.sub}号",
            f"{number}号-{home.sub}",
            f"{number}号之{in_words(home.sub)}",
            f"{number}－{home.sub}號",
            f"{number}号附{home.sub}号",
        )
    else:
        number = pick(
            f"{number}号",
            f"{in_words(home.number)}号",
            f"0{number}号",
            f"{number}號",
            "".join(chr(ord(c) + 0xFEE0) for c in number) + "号",
        )
    gap = pick("", " ")
    street = f"{group}{gap}{home.road}{gap}{number}{gap}{home.estate}"
    mark = home.building
    building = ""
    if mark:
        building = pick(
            f"{mark}栋",
            f"{mark}幢",
            f"{mark}座",
            f"{mark}号楼",
            f"第{mark}栋",
            f"{mark}#楼",
            *((f"0{mark}栋", f"{in_words(int(mark))}栋") if mark.isdigit() else ()),
        )
    unit = (
        pick(f"{home.unit}单元", f"{in_words(home.unit)}单元", f"第{home.unit}单元")
        if home.unit
        else ""
    )
    room = home.room
    room = pick(
        room,
        f"{room}室",
        f"{room}房",
        *((f"负{room[1:]}", f"负{room[1:]}室") if room[0] == "-" else (f"0{room}",)),
    )
    if number[-1] not in "号號" or draw(
        st.booleans()
    ):  # 1号-1 with more digits behind it says something else
        return street, building, unit, room
    if (
        room[0] == "-"
    ):  # behind a number a stroke is a stroke: below the ground is said in words there
        room = f"负{room[1:].rstrip('室房')}室"
    if not building and not unit and "室" not in room and "房" not in room:
        room += "室"
    return f"{street}{building}{unit}{room}", "", "", ""


@settings(deadline=None)
@given(st.data(), homes)
def test_one_place_in_its_usual_wordings_has_one_key(data, home):
    one, other = placed(*wordings(data.draw, home)), placed(*wordings(data.draw, home))
    assert one.key == other.key


@settings(deadline=None)
@given(st.data(), homes, homes)
def test_different_parts_give_different_keys(data, one, other):
    same = placed(*wordings(data.draw, one)).key == placed(*wordings(data.draw, other)).key
    assert same == (one == other)


@settings(deadline=None)
@given(st.data(), homes)
def test_what_is_printed_reads_back_as_the_same_place_and_no_part_stands_twice(data, home):
    said = placed(*wordings(data.draw, home))
    printed = compose(street_words(said.street), said.building, said.unit, said.room)
    assert placed(printed, "", "", "").key == said.key
    assert compose(printed, said.building, said.unit, said.room) == printed
    for word in ("单元单元", "室室", "栋栋", "号号", "号楼栋"):
        assert word not in printed


@settings(max_examples=60)
@given(st.text("幸福路安居小区东园村栋单元室号楼层0123456789一二三十-之附第#AB ", max_size=40))
def test_any_text_is_read_and_kept_whole(text):
    spot = spot_of(text)
    assert "".join(spot.street.split()) in "".join(text.split())  # blanks before a number go
    assert placed(text, "", "", "") == placed(text, "", "", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("洞阳路8、10号", "", "", ""), ("洞阳路810号", "", "", "")),
        (("洞阳路8、10号", "", "", ""), ("洞阳路8-10号", "", "", "")),
        (("解放路88号前栋", "", "", ""), ("解放路88号后栋", "", "", "")),
        (("自编12号", "", "", ""), ("12号", "", "", "")),
        (("甲12号", "", "", ""), ("乙12号", "", "", "")),
        (("栗庙路特1号", "", "", ""), ("栗庙路1号", "", "", "")),
        (("泰山路8号地下一层B-12", "", "", ""), ("泰山路8号地下一层12", "", "", "")),
        (("8号2号楼东户", "", "", ""), ("8号2号楼西户", "", "", "")),
        (("测试路8-1号", "", "", "101"), ("测试路81号", "", "", "101")),
        (("测试路9号", "", "", "101"), ("测试路9号", "", "", "-101")),
        (("测试路9号", "", "", "501-1"), ("测试路9号", "", "", "5011")),
        (("安居小区", "", "", "3-1-501"), ("安居小区", "", "", "3-2-501")),
        (("幸福路1-1号", "", "", "101"), ("幸福路1号", "", "", "101")),
        (("安居小区3号", "", "", "301"), ("安居小区3栋", "", "", "301")),
        (("五一路8号", "", "", ""), ("51路8号", "", "", "")),
        (("安居小区3栋", "", "", "301"), ("安居小区3区", "", "", "301")),
        (("幸福路1号", "", "", "2楼"), ("幸福路1号", "", "", "2")),
    ],
)
def test_these_are_two_places(one, other):
    assert placed(*one).key != placed(*other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("康乐小区12-3-401室", "", "", ""), ("康乐小区12栋3单元401", "", "", "")),
        (("解放路8号3#501", "", "", ""), ("解放路8号3栋501室", "", "", "")),
        (("幸福路8号附3号", "", "", ""), ("幸福路8-3号", "", "", "")),
        (("幸福路8号Building 3 Unit 2 Room 501", "", "", ""), ("幸福路8号3栋2单元501", "", "", "")),
        (("幸福路8号3楼门面12", "", "", ""), ("幸福路8号三层门面12号", "", "", "")),
        (("1片幸福路1号", "", "", "101"), ("1片幸福路1号101室", "", "", "")),
        (("安居小区", "3栋", "", "501"), ("安居小区", "#3", "", "501")),
        (("安居小区", "3", "1单元", "501"), ("安居小区3-1-501", "", "", "")),
        (("安居小区", "3栋", "", "1-501"), ("安居小区", "", "", "3-1-501")),
        (("安居小区", "3栋", "1", "501"), ("安居小区3号楼一单元5楼501室", "", "", "")),
        (("幸福路1号", "", "", "101"), ("幸福路1", "", "", "101房间")),
    ],
)
def test_these_are_one_place(one, other):
    assert placed(*one).key == placed(*other).key


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        (("测试路1号", "", "1单元", "1401室"), "测试路1号1单元1401室"),
        (("安居小区", "3", "一单元", "501"), "安居小区3栋1单元501室"),
        (("安居小区3栋", "3号楼", "", "501-1"), "安居小区3栋501-1室"),
        (("幸福路1号", "综合楼", "", "3层·左"), "幸福路1号综合楼3层左"),
        (("幸福路1号", "", "", "-101"), "幸福路1号负101室"),
        (("幸福路1号", "", "", "东屋"), "幸福路1号东屋"),
        (("安居小区", "12号", "", "301"), "安居小区12号301室"),
    ],
)
def test_an_address_is_printed_with_every_part_once(parts, printed):
    assert compose(*parts) == printed


@given(st.integers(0, 999))
def test_numbers_in_words_are_read(n):
    assert chinese(in_words(n)) == n
    assert arabic(in_words(n)) == str(n)


@given(st.text(max_size=60))
def test_folding_keeps_every_place(text):
    assert len(folded(text)) == len(text)


def test_what_is_typed_is_found_in_any_order():
    assert typed("606 东升路").words == typed("东升路 606").words == ("东升路", "606")
    assert "东升路606号" in typed("东升路606").keys
    assert typed("x") is None
