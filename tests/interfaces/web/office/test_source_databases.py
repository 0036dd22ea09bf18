"""The page of a source's database: tried, its rows shown through the mapping, saved, read, its faults in words."""

from __future__ import annotations

import pytest

from anju.domains.exchange.api import databases, deliveries
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.interfaces.jobs import source_folders
from tests.factories.department_databases import COLUMNS, on_postgresql
from tests.factories.register import PLATFORM, Street
from tests.factories.staff import signed_in, staff

SCHOOL = "school_enrolment"
HERE = f"/office/sources/{SCHOOL}/database/"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def folder(street, tmp_path, monkeypatch):
    monkeypatch.setenv("ANJU_SOURCE_DATABASES", str(tmp_path))
    monkeypatch.setenv("ANJU_EXCHANGE_DIR", str(tmp_path / "exchange"))
    with acting(PLATFORM):
        deliveries.connect(SCHOOL, region="4301", every_hours=24, actor=PLATFORM, at=now())
    return tmp_path


@pytest.fixture
def bureau(folder):
    found = on_postgresql()
    found.empty()
    found.laid(folder)
    yield found
    found.run("DROP TABLE IF EXISTS {t}")
    found.owner.close()


@pytest.fixture
def city(street):
    return signed_in(staff("sd.city", ("city", "4301")))


def form(**more):
    given = {
        "connection": "bureau",
        "table": "dept.pupils",
        "columns": "\n".join(COLUMNS),
        "change_column": "gxsj",
        "overlap": "600",
        "part_rows": "20000",
        "row_limit": "200000",
        "seconds": "60",
        "complete_days": "7",
    }
    return given | more


def said(answer):
    return answer.content.decode()


def test_without_a_connection_the_page_says_what_to_do_first(city, folder):
    assert "还没有数据库连接" in said(city.get(HERE))


def test_a_table_is_tried_shown_saved_and_read(city, bureau):
    bureau.enter(0, 8)
    bureau.run("""UPDATE {t} SET "XD" = 9 WHERE xh = 2""")
    assert "dept.pupils" in said(city.post(HERE, form(table="", columns="", **{"try": "1"})))
    tried = said(city.post(HERE, form(**{"try": "1"})))
    assert "连上了：PostgreSQL" in tried
    assert "这个账号能改这张表" in tried
    shown = said(city.post(HERE, form(preview="1")))
    assert "最近变更的 8 行，其中 1 行会退回" in shown
    assert "4301" not in shown.split('id="tried"')[1].split("证件号码")[1][:120]
    assert city.post(HERE, form(save="1")).status_code == 302
    source_folders.look(SCHOOL, at=now())
    page = said(city.get(HERE))
    assert "正常" in page
    assert "2026-11-01T08:00:07" in page
    assert city.get(f"/office/sources/{SCHOOL}/").content.decode().count("dept.pupils / all") == 1
    (name,) = [p.name for p in source_folders.folder_of(SCHOOL)[1].glob("*.refused.xlsx")]
    assert name.startswith("database-")


def test_a_fault_stands_on_its_page_and_in_the_list_and_is_tried_again_soon(city, bureau):
    bureau.enter(0, 3)
    city.post(HERE, form(save="1"))
    bureau.run("DROP TABLE {t}")
    at = now()
    source_folders.look(SCHOOL, at=at)
    assert "没有这张表或视图" in said(city.get(HERE))
    assert "没有这张表或视图" in said(city.get("/office/sources/"))
    with acting(PLATFORM):
        waits = deliveries.connector(SCHOOL).next_at - at
    assert waits.total_seconds() == 600


def test_what_is_wrong_is_said_and_what_was_typed_stays(city, bureau):
    answer = city.post(HERE, form(part_rows="", table="dept.x y z", save="1"))
    assert answer.status_code == 422
    assert "每批行数" in said(answer)
    assert 'value="dept.x y z"' in said(answer)


def test_reading_again_and_forgetting_are_done_from_the_page(city, bureau):
    bureau.enter(0, 3)
    city.post(HERE, form(save="1"))
    source_folders.look(SCHOOL, at=now())
    city.post(f"{HERE}again/")
    with acting(PLATFORM):
        assert databases.database(SCHOOL).position == ""
    city.post(f"{HERE}forget/")
    with acting(PLATFORM):
        assert databases.database(SCHOOL) is None


def test_the_password_is_on_no_page(city, bureau):
    pages = [said(city.get(HERE)), said(city.post(HERE, form(**{"try": "1"})))]
    assert all(bureau.file["password"] not in page for page in pages)
    assert all(bureau.file["host"] not in page for page in pages)


def test_others_have_no_such_page(street, bureau):
    for name, role, region in (
        ("sd.street", "street", "430102001"),
        ("sd.other", "city", "4403"),
    ):
        client = signed_in(staff(name, (role, region)))
        for given in ({"try": "1"}, {"preview": "1"}, {"save": "1"}):
            assert client.post(HERE, form(**given)).status_code in (403, 404)
        assert client.get(HERE).status_code in (403, 404)
