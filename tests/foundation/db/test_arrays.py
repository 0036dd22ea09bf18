"""A column sent as an array literal arrives as it was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.foundation.db.statements import joined, rows

pytestmark = pytest.mark.django_db


def back(kind: str, values: list) -> list:
    source, params = joined({"v": (kind, values)})
    return [
        r[0] for r in rows(f"SELECT v FROM {source} WITH ORDINALITY AS i(v, n) ORDER BY n", params)
    ]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    values=st.lists(
        st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
    )
)
def test_any_text_arrives_as_it_was(values: list):
    assert back("text", values) == values


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NULL",
        "null",
        '"',
        "\\",
        "a,b",
        "{x}",
        " ",
        "'; DROP TABLE x; --",
        "%s",
        "\n\t",
        "仇·𠮷",
    ],
)
def test_texts_that_look_like_syntax_are_texts(text: str):
    assert back("text", [text, None, text]) == [text, None, text]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("bigint", [1, None, -9_223_372_036_854_775_808]),
        ("int", [0, None]),
        ("boolean", [True, None, False]),
        ("numeric", [Decimal("12.50"), None]),
        ("date", [date(1, 1, 1), None, date(2026, 11, 21)]),
        ("timestamptz", [datetime(2026, 11, 21, 6, 50, 1, 5, UTC), None]),
        ("bigint", []),
    ],
)
def test_other_types_arrive_as_they_were(kind: str, values: list):
    assert back(kind, values) == values


def test_bytes_arrive_as_they_were():
    values = [b"", bytes(range(256)), None]
    assert [None if v is None else bytes(v) for v in back("bytea", values)] == values


def test_json_arrives_as_it_was():
    source, params = joined({"v": ("jsonb", ['{"a": "b\\"c\\\\d"}', None])})
    assert rows(f"SELECT v ->> 'a' FROM {source} AS i(v)", params) == [('b"c\\d',), (None,)]
