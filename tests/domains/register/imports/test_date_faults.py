"""Each fault of a date is named as what it is, in files, forms and the API."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.register.declarations.data.fields import ITEM_SCHEMA
from anju.domains.register.declarations.data.kinds import KINDS
from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.imports.rules.dates import parse_span, text_fault
from anju.domains.register.intake.rules.complete import missing
from anju.domains.register.intake.rules.days import day_fault, day_faults
from anju.domains.register.intake.rules.items import check_items
from anju.foundation.errors import AnjuError
from anju.interfaces.texts.sentences import sentence
from tests.domains.register.imports.test_untidy_files import read
from tests.factories.spreadsheets import number, xlsx

TODAY = date(2026, 11, 21)
AREAS = frozenset({"430181"})
WRITTEN = {
    "2023.2.30": "date_unreal",
    "2023-02-29": "date_unreal",
    "2023/13/1": "date_unreal",
    "20230230": "date_unreal",
    "31/02/2023": "date_unreal",
    "二〇二三年二月三十日": "date_unreal",
    "民国112年2月30日": "date_unreal",
    "2023-2-30至今": "date_unreal",
    "2023.2.1-2024.2.30": "date_unreal",
    "01/02/2023": "date_order_unclear",
    "01-02-23": "date_order_unclear",
    "2023": "date_without_day",
    "2023年": "date_without_day",
    "2月1日": "date_without_year",
    "2/1": "date_without_year",
    "3月": "date_without_year",
    "1899-12-30": "date_too_early",
    "2099-01-01": "date_too_late",
    "2024.2.1-2023.2.1": "date_end_before_start",
    "去年3月": "date_invalid",
    "待定": "date_invalid",
    "2023.2.1、2024.3.1": "date_invalid",
}
days = st.dates(date(1900, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(("text", "fault"), WRITTEN.items())
def test_a_date_that_cannot_be_taken_says_why(text: str, fault: str) -> None:
    assert parse_span(text, TODAY) == (None, None)
    assert text_fault(text, TODAY) == fault
    titles = ("姓名", "身份证号码", "入职日期")
    result = read(xlsx({"s": [titles, ("张三", number(1), text)]}))
    assert result.refused["reason"].to_list() == [fault]


def test_every_fault_of_a_date_has_its_own_sentence() -> None:
    faults = {*WRITTEN.values(), "birth_date_future", "birth_date_too_early", "birth_date_missing"}
    for language in ("zh-hans", "en"):
        said = {sentence(AnjuError(code), language) for code in faults}
        assert len(said) == len(faults)
        assert not any(code in s for s in said for code in faults)


@settings(max_examples=100)
@given(
    year=st.integers(1950, 2026),
    month=st.integers(0, 14),
    day=st.integers(0, 33),
    written=st.sampled_from(["{}-{:02}-{:02}", "{}年{}月{}日", "{}.{}.{}", "{}/{}/{}"]),
)
def test_a_day_in_figures_is_read_or_does_not_exist(
    year: int, month: int, day: int, written: str
) -> None:
    text = written.format(year, month, day)
    try:
        real = date(year, month, day)
    except ValueError:
        assert (parse_span(text, TODAY), text_fault(text, TODAY)) == ((None, None), "date_unreal")
    else:
        assert parse_span(text, TODAY) == (real, None)


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(st.none() | days, st.none() | days, st.none() | days), min_size=1, max_size=5
    )
)
def test_columns_of_days_are_judged_like_single_ones(rows: list[tuple[date, date, date]]) -> None:
    frame = pl.DataFrame(
        rows, schema={"start": pl.Date, "end": pl.Date, "birth_date": pl.Date}, orient="row"
    )
    expected = [day_fault(start, end, TODAY, born) for start, end, born in rows]
    assert frame.select(day_faults(TODAY)).to_series().to_list() == expected


ONE = {"kind": "arrive", "name": "单文静", "doc_number": "430181199003079978", "home_code": "H"}


def frame(**values: object) -> pl.DataFrame:
    return pl.DataFrame({c: [values.get(c)] for c in ITEM_SCHEMA}, schema=ITEM_SCHEMA)


@pytest.mark.parametrize(
    ("start", "end", "fault"),
    [
        (date(1949, 9, 30), None, "date_too_early"),
        (TODAY + timedelta(days=367), None, "date_too_late"),
        (date(2026, 2, 2), date(2026, 2, 1), "date_end_before_start"),
        (date(2026, 2, 2), date(2026, 2, 2), None),
    ],
)
def test_forms_and_the_api_name_the_fault_of_a_day(
    start: date, end: date | None, fault: str | None
) -> None:
    items = frame(**ONE | {"start": start, "end": end, "doc_number": number(3)})
    areas = frozenset({number(3)[:6]})
    assert check_items(items, known_areas=areas, today=TODAY, kinds=KINDS)["problem"][0] == fault


def test_a_child_born_in_the_future_and_a_passport_without_a_birth_date_are_two_faults() -> None:
    child = frame(name="单小宝", birth_date=date(2029, 5, 1), home_code="H", start=TODAY)
    guest = frame(
        name="JOHN SMITH",
        doc_type="414",
        doc_number="E12345678",
        nationality="USA",
        home_code="H",
        start=TODAY,
    )
    assert [
        (m.field, m.reason)
        for m in missing(child, known_areas=AREAS, today=TODAY, ages=ages(TODAY))
    ] == [
        ("birth_date", "birth_date_future"),
        ("start", "start_before_birth"),
    ]
    assert [
        (m.field, m.reason)
        for m in missing(guest, known_areas=AREAS, today=TODAY, ages=ages(TODAY))
    ] == [("birth_date", "birth_date_missing")]


def test_a_day_in_a_cell_of_two_that_is_not_taken_is_remarked() -> None:
    roster = [
        ("姓名", "身份证号码", "入职日期"),
        ("张三", number(1), "2023.2.1-2024.2.1"),
        ("李四", number(2), "2023.2.1至今"),
    ]
    result = read(xlsx({"s": roster}))
    assert result.items["start"].to_list() == [date(2023, 2, 1), date(2023, 2, 1)]
    remarked = result.warnings.filter(pl.col("code") == "span_day_left_out")["row"].to_list()
    assert remarked == [2]
    tenants = [("姓名", "身份证号码", "租期"), ("张三", number(1), "2026.2.1-2027.2.1")]
    lease = read(xlsx({"s": tenants}), "rental-tenants")
    assert lease.items["end"].to_list() == [date(2027, 2, 1)]
    assert "span_day_left_out" not in lease.counts.warnings
