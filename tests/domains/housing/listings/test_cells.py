"""Rents, areas, layouts, floors, phones and days as agencies write them: read as meant, doubted, or refused; never
otherwise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.housing.listings.data.codes import DOUBTFUL, NOTED, REFUSED
from anju.domains.housing.listings.rules.amounts import (
    RentUnit,
    fits,
    read_area,
    read_rent,
    unit_of_title,
)
from anju.domains.housing.listings.rules.bands import area_band, places_of, rent_band
from anju.domains.housing.listings.rules.contacts import (
    read_available,
    read_listed,
    read_phone,
    read_state,
)
from anju.domains.housing.listings.rules.layouts import (
    Floor,
    Layout,
    read_count,
    read_direction,
    read_floor,
    read_layout,
    read_way,
)
from anju.domains.register.api import read_day

TODAY = date(2026, 11, 29)
CODES = {*REFUSED, *DOUBTFUL, *NOTED, ""}


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("1800", "1800"), ("1,800元/月", "1800"), ("１８００", "1800"), ("1.8k", "1800"), ("1.8K/月", "1800"),
        ("0.18万", "1800"), ("2千", "2000"), ("¥1,800.00", "1800"), ("1800元", "1800"), ("1800.5", "1800.5"),
        ("月租1800", "1800"), ("租金：1800元每月", "1800"), ("1800（押一付三）", "1800"), ("1800押一付三", "1800"),
        ("1800元/月含物业", "1800"), ("2,300 元/月 (季付价)", "2300"), ("1800可议", "1800"), ("1800.0", "1800"),
        ("1 800", None), ("1,80", None), ("18OO", None), ("1800 2000", None), ("一千八", None), ("=A1*2", None),
        ("1.8E+03", None), ("1800元/月 2室", None),
    ],
)  # fmt: skip
def test_a_rent_is_yuan_a_month_or_refused(text, yuan):
    found = read_rent(text)
    assert found.value == (None if yuan is None else Decimal(yuan))
    assert found.code == ("listing_rent_unreadable" if yuan is None else "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"), ("-", "missing"), ("暂无", "missing"), ("面议", "negotiable"), ("价格电议", "negotiable"),
        ("-1800", "negative"), ("0", "zero"), ("1800-2000元/月", "range"), ("1800~2000", "range"), ("1800起", "from"),
        ("2500元/月起", "from"), ("100元/天", "unit"), ("5400元/季", "unit"), ("2万/年", "unit"),
        ("35元/㎡/月", "unit"),
        ("$500", "unit"), ("2026-03-01", "is_date"), ("50", "unlikely"), ("250000", "unlikely"),
        ("9999999999", "unreal"),
        ("约1800", "about"), ("1800左右", "about"),
    ],
)  # fmt: skip
def test_what_is_no_plain_rent_says_why(text, code):
    found = read_rent(text)
    assert found.code == f"listing_rent_{code}"
    assert (found.value is not None) == (code in ("unlikely", "about"))


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("价格(元/月)", RentUnit()),
        ("月租金", RentUnit()),
        ("租金（万元/年）", RentUnit(10_000, "year")),
        ("单价(元/㎡/天)", RentUnit(1, "day", each=True)),
        ("租金(千元)", RentUnit(1000)),
        ("日租金", RentUnit(1, "day")),
    ],
)
def test_the_title_says_the_unit(title, unit):
    assert unit_of_title(title) == unit


def test_figures_under_a_title_of_another_unit_are_not_taken_for_yuan_a_month():
    assert read_rent("1.8", RentUnit(1000)).value == 1800
    assert read_rent("2.4", RentUnit(10_000, "year")).code == "listing_rent_unit"
    assert read_rent("2000元/月", RentUnit(10_000, "year")).value == 2000


@pytest.mark.parametrize(
    ("text", "area", "code"),
    [
        ("56㎡", "56", ""), ("56m2", "56", ""), ("56平", "56", ""), ("56.5平方米", "56.5", ""),
        ("建筑面积56㎡", "56", ""),
        ("56m²(套内)", "56", ""), ("约56平", "56", "about"), ("56平米左右", "56", "about"),
        ("56.789", "56.79", "rounded"),
        ("", None, "missing"), ("-56", None, "negative"), ("0", None, "zero"), ("0.0㎡", None, "zero"),
        ("56-60平", None, "range"), ("600尺", None, "unit"), ("2026-05-06", None, "is_date"),
        ("3000", "3000", "unlikely"), ("2", "2", "unlikely"), ("1000000", None, "unreal"),
        ("五十六平", None, "unreadable"), ("56平1室", None, "unreadable"), ("大约", None, "unreadable"),
    ],
)  # fmt: skip
def test_an_area_is_square_metres(text, area, code):
    found = read_area(text)
    assert found.value == (None if area is None else Decimal(area))
    assert found.code == (f"listing_area_{code}" if code else "")


def test_rent_and_area_that_were_swapped_do_not_fit():
    assert (
        fits(Decimal(1800), Decimal(56)) and fits(None, Decimal(56)) and fits(Decimal(1800), None)
    )
    assert not fits(Decimal(56), Decimal(1800))


@pytest.mark.parametrize(
    ("text", "layout", "code"),
    [
        ("2室1厅1卫", Layout(2, 1, 1), ""), ("两室一厅", Layout(2, 1), ""), ("3房2厅2卫", Layout(3, 2, 2), ""),
        ("2-1-1", Layout(2, 1, 1), ""), ("4室2厅2卫1厨", Layout(4, 2, 2), ""), ("单间", Layout(1, 0), ""),
        ("一居室", Layout(1), ""), ("整租·2室1厅", Layout(2, 1), ""), ("2室1厅 带车位", Layout(2, 1), ""),
        ("2002-01-01", Layout(), "layout_is_date"), ("99室", Layout(), "layout_unlikely"),
        ("loft", Layout(), "layout_not_read"), ("3室1厅 1室出租", Layout(), "layout_not_read"),
        ("地下室", Layout(), "may_not_be_let"), ("车位", Layout(), "may_not_be_let"), ("", Layout(), ""),
    ],
)  # fmt: skip
def test_a_layout_is_rooms(text, layout, code):
    found = read_layout(text)
    assert (found.value, found.code) == (layout, f"listing_{code}" if code else "")


@pytest.mark.parametrize(
    ("text", "floors", "floor", "code"),
    [
        ("3/6", "", Floor(3, 6), ""), ("第3层(共6层)", "", Floor(3, 6), ""), ("3F/18F", "", Floor(3, 18), ""),
        ("3层共6层", "", Floor(3, 6), ""), ("中楼层/18层", "", Floor(None, 18, "middle"), ""),
        ("低楼层（共33层）", "", Floor(None, 33, "low"), ""), ("高层", "18", Floor(None, 18, "high"), ""),
        ("3", "共6层", Floor(3, 6), ""), ("36", "40", Floor(36, 40), ""), ("共6层", "", Floor(None, 6), ""),
        ("36", "18", Floor(36, 18), "floor_above_building"), ("7/6", "", Floor(7, 6), "floor_above_building"),
        ("2026-03-06", "", Floor(), "floor_is_date"), ("3月6日", "", Floor(), "floor_is_date"),
        ("B1", "", Floor(-1), "may_not_be_let"), ("-1/18", "", Floor(-1, 18), "may_not_be_let"),
        ("地下室", "6", Floor(-1, 6), "may_not_be_let"), ("500/600", "", Floor(), "floor_unlikely"),
        ("1-2", "", Floor(), "floor_not_read"), ("", "6", Floor(), ""),
    ],
)  # fmt: skip
def test_a_floor_is_a_floor_and_no_day(text, floors, floor, code):
    found = read_floor(text, floors)
    assert (found.value, found.code) == (floor, f"listing_{code}" if code else "")


@pytest.mark.parametrize(
    ("text", "number", "code"),
    [
        ("13912345678", "13912345678", ""), ("+86 139-1234-5678", "13912345678", ""),
        ("电话：13912345678", "13912345678", ""),
        ("13912345678.0", "13912345678", ""), ("13912345678(微信同号)", "13912345678", ""),
        ("0731-83612345", "0731-83612345", ""), ("400-800-1234", "400-800-1234", ""),
        ("13912345678/13812345678", "13912345678", "phone_second"), ("138****1234", None, "phone_masked"),
        ("1.39123E+10", None, "phone_precision_lost"), ("1391234567", None, "phone_invalid"),
        ("张先生", None, "phone_invalid"), ("", None, ""),
    ],
)  # fmt: skip
def test_a_phone_can_be_called(text, number, code):
    found = read_phone(text)
    assert (found.value, found.code) == (number, f"listing_{code}" if code else "")


def day(text: str) -> date | None:
    return read_day(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("2026-12-01", date(2026, 12, 1), ""), ("2026年12月1日", date(2026, 12, 1), ""),
        ("20261201", date(2026, 12, 1), ""),
        ("随时入住", None, ""), ("", None, ""), ("拎包入住", None, ""), ("12月1日", None, "without_year"),
        ("下个月", None, "without_year"), ("看情况", None, "unreadable"), ("2099-01-01", None, "unreadable"),
        ("1999-01-01", date(1999, 1, 1), "unlikely"),
    ],
)  # fmt: skip
def test_the_day_from_which_it_is_free(text, value, code):
    found = read_available(text, today=TODAY, day=day)
    assert (found.value, found.code) == (value, f"listing_available_{code}" if code else "")


def test_other_words():
    assert read_listed("2026-11-01", today=TODAY, day=day).value == date(2026, 11, 1)
    assert read_listed("2027-01-01", today=TODAY, day=day).code == "listing_listed_not_read"
    assert [read_state(t).code for t in ("待租", "", "已租", "已出租（张）", "在租")] == [
        "", "", "listing_not_vacant", "listing_not_vacant", "listing_state_unclear",
    ]  # fmt: skip
    assert (read_way("整租"), read_way("合租单间"), read_way("")) == (True, False, None)
    assert (read_direction("朝南北"), read_direction("不限")) == ("南北", "")
    assert (read_count("2"), read_count("两室").value, read_count("x").code) == (
        read_count("2.0"), 2, "listing_layout_not_read",
    )  # fmt: skip


@settings(max_examples=300)
@given(st.text(alphabet="0123456789.,-—~ 元月/万kK千平㎡室厅卫共层第约起\n（）()", max_size=14))
def test_whatever_stands_in_a_cell_is_answered_and_every_digit_counts(text):
    for reader in (read_rent, read_area, read_layout, read_floor, read_phone):
        assert reader(text).code in CODES
    rent = read_rent(text)
    if rent.value is not None:
        digits = "".join(c for c in text if c.isdigit()).strip("0")
        assert str(rent.value).replace(".", "").strip("0") in digits or ("千万kK" and digits)


@settings(max_examples=200)
@given(
    st.integers(100, 99_999),
    st.sampled_from(
        ["{}", "{:,}", "{}元/月", "{:,} 元", "¥{}", "月租{}元", "{}.00", "{}元/月（押一付一）"]
    ),
)
def test_every_usual_form_of_a_rent_gives_that_rent(yuan, form):
    assert read_rent(form.format(yuan)).value == yuan


@settings(max_examples=200)
@given(
    st.decimals(4, 600, places=2),
    st.sampled_from(["{}", "{}㎡", "{}平", "约{}平米", "{} 平方米左右", "建筑面积：{}m²"]),
)
def test_every_usual_form_of_an_area_gives_that_area(area, form):
    assert read_area(form.format(area)).value == area


def test_bands_and_places():
    assert [area_band(a) for a in (None, 14, 15, 200)] == [-1, 0, 1, 7]
    assert [rent_band(r) for r in (None, 499, 500, 99_999)] == [-1, 0, 1, 15]
    assert places_of("430181124205") == ["43", "4301", "430181", "430181124", "430181124205"]
    assert places_of("430181000000") == places_of("430181") == ["43", "4301", "430181"]
    assert (places_of(""), places_of("50"), places_of("130130")) == (
        [""],
        ["50"],
        ["13", "1301", "130130"],
    )
