"""The levels mean the same in SQL and in Python."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.linkage.data import Field, Role
from anju.domains.linkage.rules.comparisons import comparison_of, derive

HAN = "王李张章陈阵晴睛清静明朋伟玮芳方南兰黄房"
TEXTS = {
    Role.NAME: st.text(HAN, min_size=1, max_size=4) | st.text("abcdeé ", min_size=1, max_size=8),
    Role.GIVEN: st.text("abcd", min_size=1, max_size=6),
    Role.SURNAME: st.text("abcd", min_size=1, max_size=6),
    Role.BIRTH: st.sampled_from(["19870312", "19870321", "19780312", "1990-01-02", "19870313"]),
    Role.NUMBER: st.text("0123", min_size=3, max_size=7)
    | st.sampled_from(["11010519491231002X", "110105491231002", "110105194912310038", "11010519491231020X"]),
    Role.PHONE: st.text("013", min_size=3, max_size=7),
    Role.ADDRESS: st.text("东升路1 2号", min_size=1, max_size=8) | st.text("ab 12", min_size=1, max_size=8),
    Role.SUBURB: st.text("abc", min_size=1, max_size=6),
    Role.POSTCODE: st.text("123", min_size=2, max_size=4),
    Role.SEX: st.sampled_from(["男", "f", "1", "2"]),
}  # fmt: skip
FIELDS = [Field(str(r), r, (str(r),), (str(r),)) for r in TEXTS]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries({r: st.none() | t for r, t in TEXTS.items()}), min_size=6, max_size=6
    )
)
def test_sql_and_python_find_the_same_level(rows):
    columns = {}
    for field in FIELDS:
        columns |= derive(field, [r[field.role] for r in rows])
    records = [{c: v[n] for c, v in columns.items()} for n in range(len(rows))]
    connection = duckdb.connect()
    connection.register(
        "given",
        pa.table(
            {
                "id": list(range(len(rows))),
                **{c: pa.array(v, pa.string()) for c, v in columns.items()},
            }
        ),
    )
    sides = ", ".join(f'l."{c}" AS "{c}_l", r."{c}" AS "{c}_r"' for c in columns)
    pairs = f"(SELECT l.id AS one, r.id AS other, {sides} FROM given l JOIN given r ON l.id < r.id)"
    for field in FIELDS:
        comparison = comparison_of(field, FIELDS)
        whens = " ".join(
            f"WHEN {x.condition.sql} THEN {n}"
            for n, x in enumerate(comparison.levels)
            if x.condition
        )
        last = len(comparison.levels) - 1
        level = f"CASE WHEN {comparison.absent.sql} THEN -1 {whens} ELSE {last} END"
        sql = f"SELECT one, other, {level} FROM {pairs}"
        for one, other, level in connection.execute(sql).fetchall():
            assert level == comparison.level_of(records[one], records[other]), (
                field.name,
                records[one][field.name],
                records[other][field.name],
            )


def level(role, one, other):
    field = Field(str(role), role, ("x",), ("x",))
    columns = derive(field, [one, other])
    comparison = comparison_of(field, [field])
    place = comparison.level_of(*({c: v[n] for c, v in columns.items()} for n in (0, 1)))
    return comparison.levels[place].name if place >= 0 else None


@pytest.mark.parametrize(
    ("role", "one", "other", "expected"),
    [
        (Role.NAME, "陈晴", "陈睛", "looks_alike"),
        (Role.NAME, "王芳", "王方", "looks_alike"),
        (Role.NAME, "刘伟", "刘玮", "looks_alike"),
        (Role.NAME, "赵丽", "赵力", "sounds_alike"),
        (Role.NAME, "刘娜", "牛辣", "sounds_alike_in_dialect"),
        (Role.NAME, "王小明", "王明小", "order_changed"),
        (Role.NAME, "王小明", "王明", "character_missing"),
        (Role.NAME, "王小明", "王大明", "one_character_differs"),
        (Role.NAME, "王小明", "王建国", "surname_same"),
        (Role.NAME, "amy adams", "Adams, Amy", "order_changed"),
        (Role.BIRTH, "1987-03-12", "12/03/1987", "same"),
        (Role.BIRTH, "1987-03-12", "1987-03-21", "digits_swapped_or_mistyped"),
        (Role.NUMBER, "11010519491231002X", "110105491231002", "same"),
        (Role.NUMBER, "11010519491231002X", "11010519491213002X", "digits_swapped"),
        (Role.NUMBER, "11010519491231002X", "11010519491231005X", "neighbouring_key"),
        (Role.NUMBER, "11010519491231002X", "110105194912310038", "two_valid_numbers"),
        (Role.PHONE, "13900001234", "13900001243", "digits_swapped"),
        (Role.PHONE, "13900001234", "13900001235", "neighbouring_key"),
        (Role.PHONE, "13900001234", "13900001239", "one_digit_differs"),
        (Role.PHONE, "13900001234", None, None),
    ],
)  # fmt: skip
def test_slips_of_eye_ear_and_hand_have_levels_of_their_own(role, one, other, expected):
    assert level(role, one, other) == expected
