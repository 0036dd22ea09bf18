"""Old permits from a spreadsheet: each row counts or is refused by itself, and its source stays with it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from anju.domains.permits.api import lifecycle
from anju.domains.permits.models import Permit
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed, Refused
from tests.factories.held_permits import active
from tests.factories.register import RESIDENT, STRANGER, STREET, WORKER, Street
from tests.factories.staff import actor, staff

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 10, 2, tzinfo=UTC)
HEAD = ["序号", "姓名", "身份证号", "证号", "证件类型", "签发日期", "有效期至"]


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built, at=AT)


@pytest.fixture
def police():
    return actor(staff("police01", ("police", STREET)))


def sheet(*rows):
    book = openpyxl.Workbook()
    page = book.active
    page.append(["某派出所旧系统导出"])
    page.append(HEAD)
    for n, row in enumerate(rows, 1):
        page.append([n, *row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row(who, number="J001", kind="居住证", issued="2024-05-01", until="2025-05-01", name=None):
    return (name or who.name, who.doc_number, number, kind, issued, until)


def take(data, police, **more):
    with acting(police):
        return lifecycle.import_permits(
            data,
            "旧证.xlsx",
            **{
                "source": "旧系统",
                "region": STREET.ljust(12, "0"),
                "actor": police,
                "at": AT,
                "sentence": lambda code: f"[{code}]",
                **more,
            },
        )


def test_rows_count_or_are_refused_one_by_one(street, police):
    done = take(
        sheet(
            row(RESIDENT),
            row(WORKER, "Z9", "暂住证", "2014/3/1", "2015年2月28日"),
            row(WORKER, name="别人"),
            row(STRANGER, "J3"),
            row(RESIDENT, "J4", until="昨天"),
            row(RESIDENT, "", until="2025-06-01"),
            row(RESIDENT, "J5", until="2025-09-01"),
        ),
        police,
    )
    assert (done.imported, done.unchanged) == (2, 0)
    assert done.refused == (
        (5, "old_name_differs"),
        (6, "person_unknown"),
        (7, "date_invalid"),
        (8, "old_number_missing"),
        (9, "old_permit_live"),
    )
    with acting(police):
        found = {p.person_id: p for p in Permit.objects.all()}
    mine, theirs = found[street.resident], found[street.worker]
    assert (mine.state, mine.issued_on, mine.endorsed_until) == (
        PermitState.ACTIVE,
        date(2024, 5, 1),
        date(2025, 5, 2),
    )
    assert (theirs.state, theirs.legacy["kind"]) == (PermitState.EXPIRED, "02")
    assert mine.legacy == {
        "source": "旧系统",
        "file": "旧证.xlsx",
        "number": "J001",
        "kind": "01",
        "row": 3,
    }


def test_the_refused_rows_come_back_with_their_reasons(street, police):
    done = take(sheet(row(STRANGER)), police)
    page = openpyxl.load_workbook(io.BytesIO(done.refused_file)).active
    lines = [[c.value for c in line] for line in page.iter_rows()]
    assert lines[0] == [*HEAD, "原因"]
    assert lines[1][1:4] == [STRANGER.name, STRANGER.doc_number, "J001"]
    assert lines[1][-1] == "[person_unknown]"


def test_the_same_file_again_changes_nothing(street, police):
    data = sheet(row(RESIDENT))
    take(data, police)
    again = take(data, police)
    assert (again.imported, again.unchanged, again.refused) == (0, 1, ())


def test_an_old_permit_is_endorsed_like_any_other(street, police):
    take(sheet(row(RESIDENT)), police)
    with acting(police):
        permit = Permit.objects.get()
        done = lifecycle.endorse(permit.pk, actor=police, at=datetime(2025, 4, 10, 2, tzinfo=UTC))
    assert done.endorsed_until == date(2026, 5, 2)


def test_a_holder_of_a_permit_gets_no_second_one(street, police):
    active(street)
    assert take(sheet(row(RESIDENT)), police).refused == ((3, "old_permit_live"),)


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n"])
def test_a_file_without_the_columns_is_refused_whole(street, police, data):
    with pytest.raises(Refused):
        take(data, police)


def test_who_may_not_issue_takes_nothing_over(street):
    counter = actor(staff("counter01", ("counter", STREET)))
    with pytest.raises(NotAllowed):
        take(sheet(row(RESIDENT)), counter)
    police = actor(staff("police02", ("police", STREET)))
    with pytest.raises(Refused, match="old_source_missing"):
        take(sheet(row(RESIDENT)), police, source=" ")
