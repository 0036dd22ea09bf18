"""The cheap check of a tidy row says what the column-wise check says."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from anju.domains.register.declarations.data.fields import ITEM_SCHEMA
from anju.domains.register.declarations.data.kinds import KINDS
from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.intake.operations.checking import checked_items
from anju.domains.register.intake.rules.complete import missing
from anju.domains.register.intake.rules.items import check_items

TODAY = date(2026, 11, 21)
AREAS = frozenset({"430181", "510823", "431102"})
numbers = st.one_of(
    st.from_regex(
        r"(430181|510823|999999|811111)(19[0-9]{2}|20[0-3][0-9])(0[0-9]|1[0-3])([0-3][0-9])99[6-9][0-9X]",
        fullmatch=True,
    ),
    st.sampled_from(
        [
            "43018119900307996X",
            "510823199104129968",
            "430181",
            None,
            "E12345678",
            "43018119900307996x",
        ]
    ),
)
rows = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([*KINDS, "moved", None]),
        "name": st.sampled_from(
            ["张建国", "未知", "欧阳文静", " 李 四", "买买提·艾合买提", None, "", "A"]
        ),
        "doc_type": st.sampled_from([None, "111", "414"]),
        "doc_number": numbers,
        "phone": st.sampled_from([None, "", "13900001234", "139 0000 1234", "12345"]),
        "sex": st.sampled_from([None, "1"]),
        "birth_date": st.sampled_from([None, date(1990, 3, 7)]),
        "start": st.one_of(
            st.none(), st.dates(TODAY - timedelta(days=40_000), TODAY + timedelta(days=500))
        ),
        "end": st.one_of(
            st.none(), st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=500))
        ),
    }
)


@pytest.mark.long
@settings(max_examples=400, deadline=None)
@given(st.lists(rows, min_size=1, max_size=3))
def test_a_tidy_row_is_judged_like_a_column(items: list[dict[str, object]]) -> None:
    columns = {c: [i.get(c) for i in items] for c in ITEM_SCHEMA}
    frame = pl.DataFrame(columns, schema=ITEM_SCHEMA)
    expected = check_items(frame, known_areas=AREAS, today=TODAY, kinds=KINDS)
    assert_frame_equal(
        checked_items(frame, known_areas=AREAS, today=TODAY), expected, check_column_order=False
    )


@pytest.mark.parametrize(
    "number", ["510823199104129968", "510823199104129967", "510823209104129968"]
)
def test_good_and_bad_numbers_are_told_apart_the_cheap_way(number: str) -> None:
    frame = pl.DataFrame(
        {
            c: [{"kind": "arrive", "name": "单文静", "doc_number": number}.get(c)]
            for c in ITEM_SCHEMA
        },
        schema=ITEM_SCHEMA,
    )
    assert_frame_equal(
        checked_items(frame, known_areas=AREAS, today=TODAY),
        check_items(frame, known_areas=AREAS, today=TODAY, kinds=KINDS),
        check_column_order=False,
    )


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("430181********9970", "id_masked"),
        ("43O181198711169970", "id_letters"),
        ("4301811987l1169970", "id_letters"),
        ("AB1234567", "id_kind_unclear"),
        ("43018119871116", "id_length"),
        ("430181199003079961（有效期至2030年）", "id_checksum"),
    ],
)
def test_forms_and_the_api_name_the_same_fault_of_a_number_as_files(number: str, code: str) -> None:
    item = {"kind": "arrive", "name": "张三", "doc_number": number, "start": TODAY}
    frame = pl.DataFrame([{c: item.get(c) for c in ITEM_SCHEMA}], schema=ITEM_SCHEMA)
    checked = checked_items(frame, known_areas=AREAS, today=TODAY)
    assert checked["problem"].to_list() == [code]
    found = missing(frame, known_areas=AREAS, today=TODAY, ages=ages(TODAY))
    assert [m.reason for m in found if m.field == "doc_number"] == [code]


@pytest.mark.parametrize(
    ("name", "phone", "stored", "problem"),
    [
        ("扎西 བཀྲ་ཤིས།", "0086-13800000001", "扎西", None),
        ("LI SI（李四）", "138 0000 0001", "李四", None),
        ("李四", "+1 415 555 2671", "李四", "phone_invalid"),
    ],
)
def test_names_and_phones_are_cleaned_in_forms_as_in_files(
    name: str, phone: str, stored: str, problem: str | None
) -> None:
    item = {"kind": "arrive", "name": name, "phone": phone, "birth_date": date(1990, 3, 7)}
    item |= {"doc_type": "414", "doc_number": "E12345678"}
    frame = pl.DataFrame([{c: item.get(c) for c in ITEM_SCHEMA}], schema=ITEM_SCHEMA)
    checked = checked_items(frame, known_areas=AREAS, today=TODAY)
    assert (checked["name"].to_list(), checked["problem"].to_list()) == ([stored], [problem])
