"""A text of any length in any column decides about its own row, never about the file or the batch."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from tests.factories.people import somebody
from tests.factories.register import HERE, Street, declared
from tests.factories.spreadsheets import delimited, number
from tests.factories.staff import actor, staff

pytestmark = pytest.mark.django_db
TEXTS = (
    "name",
    "doc_number",
    "phone",
    "hukou_text",
    "home_code",
    "address",
    "building",
    "unit",
    "room",
    "employer_code",
    "position",
    "police_reason",
    "head",
    "destination",
    "landlord",
    "doc_type",
    "nationality",
    "relation",
    "sex",
    "origin",
)
ANY = st.text(min_size=1, max_size=4, alphabet=st.characters(exclude_categories=["Cs"]))
LONG = st.builds(
    lambda text, times: text * times, ANY, st.sampled_from([1, 3, 20, 61, 101, 151, 201, 3000])
)
TURN = itertools.count()
COLUMNS = [
    "姓名",
    "身份证号",
    "手机",
    "入住日期",
    "社区",
    "地址",
    "楼栋",
    "单元",
    "房号",
    "工作单位",
    "部门",
    "岗位",
    "户籍地址",
    "备注",
]


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.lists(st.tuples(st.sampled_from(TEXTS), LONG), min_size=1, max_size=12),
    kind=st.sampled_from(["arrive", "hire", "outflow"]),
)
def test_a_text_of_any_length_in_any_column_gives_a_result_for_each_row(street, said, kind):
    rows = [
        {
            "kind": kind,
            **somebody("林小满", n + 1).item,
            "region": HERE,
            "address": "青年路12号",
            "employer_code": street.firm.code,
            column: text,
        }
        for n, (column, text) in enumerate(said)
    ]
    good = {
        "kind": "outflow",
        **somebody("林大满", 990).item,
        "region": HERE,
        "destination": "广东省深圳市",
    }
    receipt = declared([*rows, good], at=street.at, new_homes=True)
    assert len(receipt.outcomes) == len(rows) + 1
    assert receipt.outcomes[-1].status != "refused"


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("name", "名" * 101, "name_too_long"),
        ("position", "一" * 61, "position_too_long"),
        ("address", "路" * 151, "row_address_too_long"),
        ("hukou_text", "村" * 201, "hukou_too_long"),
        ("room", "1" * 21, "room_too_long"),
        ("destination", "市" * 101, "destination_too_long"),
        ("police_reason", "事" * 11, "value_too_long"),
        ("position", "一\0二", "text_damaged"),
    ],
)
def test_what_is_longer_than_its_column_is_refused_alone_and_with_its_own_reason(
    street, column, text, reason
):
    rows = [
        {
            "kind": "arrive",
            **somebody("林小满", n).item,
            "home_code": street.rooms[n].code,
            "region": HERE,
        }
        for n in (1, 2)
    ]
    receipt = declared([{**rows[0], column: text}, rows[1]], at=street.at)
    assert [(o.status, o.reason) for o in receipt.outcomes] == [
        ("refused", reason),
        ("applied", ""),
    ]


@pytest.mark.long
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(st.sampled_from(range(len(COLUMNS))), LONG), min_size=1, max_size=8))
@example(said=[(6, "N" * 60)])  # its key names it a building, and is longer
def test_a_file_with_a_cell_of_any_length_is_previewed_and_applied_row_by_row(street, said):
    clerk = actor(staff(f"clerk.{next(TURN)}", ("counter", HERE)), purpose="register")
    rows = []
    for n, (column, text) in enumerate([*said, (13, f"{next(TURN)}")]):
        row = [
            "林小满",
            number(n + 20),
            "",
            "2026-03-01",
            "",
            "青年路12号",
            "1栋",
            "",
            str(101 + n),
            "",
            "装配",
            "",
            "",
            "",
        ]
        row[column] = '"' + "".join(c for c in text if c.isprintable() and c != '"') + '"'
        rows.append(row)
    with acting(clerk):
        view = register.receive(
            delimited([COLUMNS, *rows], encoding="utf-8"),
            "list.csv",
            form="inflow",
            sender=register.Sender("list", "import", "名单", region=HERE),
            actor=clerk,
            at=street.at,
        )
        assert view.counts["rows"] >= 1
        done, receipt = register.apply_import(view.id, actor=clerk, at=street.at)
    assert sum(receipt.counts.values()) == done.counts["accepted"] == view.counts["accepted"] >= 1


def test_a_department_and_an_address_joined_of_several_columns_are_measured_whole(street):
    clerk = actor(staff("clerk.joined", ("counter", HERE)), purpose="register")
    titles = ["姓名", "身份证号", "入住日期", "地址", "部门", "岗位"]
    rows = [
        ["林小满", number(30), "2026-03-01", "青年路12号", "部" * 40, "岗" * 40],
        ["林大满", number(31), "2026-03-01", "路" * 160, "部", "岗"],
        ["林又满", number(32), "2026-03-01", "青年路12号", "部", "岗"],
    ]
    with acting(clerk):
        view = register.receive(
            delimited([titles, *rows]),
            "list.csv",
            form="inflow",
            actor=clerk,
            at=street.at,
            sender=register.Sender("list", "import", "名单", region=HERE),
        )
    assert view.counts["problems"].get("row_address_too_long") == 1
    assert view.counts["accepted"] >= 1
