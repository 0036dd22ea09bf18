"""The pages of departments' data: mappings tried on a file, written, tested, published, taken out and in."""

from __future__ import annotations

import io

import openpyxl
import pytest
from bench.mapping import number
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.exchange.api import deliveries, sources
from anju.domains.exchange.api import mapping as mappings
from anju.domains.exchange.api import mapping_versions as versions
from anju.domains.exchange.deliveries.operations import taking
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.deliveries import delivered
from tests.factories.register import HERE as HERE_CODE
from tests.factories.register import PLATFORM, RESIDENT, Street
from tests.factories.staff import signed_in, staff

HERE = "/office/sources/school_enrolment/mapping/"
HEAD = "XH,XM,SFZH,XXMC,XD,NJ,RXRQ,XJZT"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def city(street):
    return signed_in(staff("so.city", ("city", "4301")))


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def form_of(mapping):
    """The form as the page shows it."""
    source = mappings.source("school_enrolment")
    fields = {}
    for name in source.fields:
        rule = mapping.fields.get(name, mappings.FieldRule())
        fields[f"columns:{name}"] = " | ".join(rule.columns)
        fields[f"default:{name}"] = rule.default or ""
        fields[f"days:{name}"] = " | ".join(rule.days)
        if rule.codes:
            fields[f"table_name:{name}"] = rule.codes
            table = mapping.codes[rule.codes]
            fields[f"table:{name}"] = "\n".join(f"{a} = {b}" for a, b in table.items())
    return fields | {"ignored": " | ".join(mapping.ignored)}


def upload(text, name="学籍.csv"):
    return {"file": SimpleUploadedFile(name, text.encode("gb18030"))}


def test_a_mapping_is_tried_on_a_file_before_and_after_and_nothing_is_kept(city):
    good, bad = number(3), number(4)[:17] + "?"
    file = f"{HEAD}\n1,测试甲,{good},一小,2,一年级,20260901,01\n2,测试乙,{bad},一小,9,一年级,20260901,01\n"
    text = city.post(f"{HERE}try/", upload(file)).content.decode()
    assert "文件有 2 行" in text
    assert "校验位不对" in text
    assert "2026-09-01" in text
    assert "primary 小学" in text
    assert good not in text
    assert bad not in text
    assert versions.draft(mappings.source("school_enrolment")) is None


def test_next_year_s_columns_are_named_and_no_row_is_read(city):
    text = city.post(
        f"{HERE}try/", upload("XM,SFZH,XUEXIAO_XXMC,XD\n甲,1,一小,2\n")
    ).content.decode()
    assert "一行也不会读入" in text
    assert "XXMC → XUEXIAO_XXMC" in text


def test_a_new_version_goes_from_the_form_to_being_in_force(city):
    source = mappings.source("school_enrolment")
    first = mappings.first_mapping(source)
    form = form_of(first)
    form["columns:school"] += " | XUEXIAO"
    assert "草稿已保存" in city.post(HERE, form, follow=True).content.decode()
    assert versions.draft(source).mapping.fields["school"].columns[-1] == "XUEXIAO"
    unchanged = {k: v for k, v in first.fields.items() if k != "school"}
    assert {
        k: v for k, v in versions.draft(source).mapping.fields.items() if k != "school"
    } == unchanged
    assert versions.draft(source).mapping.tests == first.tests
    spoiled = form | {"table:stage": "1 = primary"}
    assert "测试没有通过" in city.post(HERE, spoiled | {"publish": "1"}).content.decode()
    assert "已生效" in city.post(HERE, form | {"publish": "1"}, follow=True).content.decode()
    assert versions.in_force(source).mapping.fields["school"].columns[-1] == "XUEXIAO"


def test_a_test_row_is_added_with_what_comes_of_it_and_taken_away(city):
    cells = {"cell:XM": "测试丙", "cell:SFZH": number(5), "cell:XXMC": "一小", "cell:XD": "2"}
    assert "测试行已改" in city.post(f"{HERE}test/", cells, follow=True).content.decode()
    source = mappings.source("school_enrolment")
    added = versions.draft(source).mapping.tests[-1]
    assert added.expected["stage"] == "primary"
    city.post(f"{HERE}test/", cells | {"cell:XD": "7"})
    assert versions.draft(source).mapping.tests[-1].refused == {"stage": "map_code"}
    city.post(f"{HERE}test/", {"remove": "4"})
    assert versions.draft(source).mapping.tests[-1] == added
    real = city.post(f"{HERE}test/", cells | {"cell:SFZH": RESIDENT.doc_number})
    assert "虚构的人" in real.content.decode()


@pytest.mark.parametrize("form", ["mapping.json", "mapping.xlsx"])
def test_a_mapping_leaves_as_a_file_and_comes_back(city, form):
    answer = city.get(f"{HERE}{form}")
    file = io.BytesIO(answer.content)
    file.name = form
    assert "已导入为草稿" in city.post(f"{HERE}file/", {"file": file}, follow=True).content.decode()
    source = mappings.source("school_enrolment")
    assert versions.draft(source).mapping == mappings.first_mapping(source)
    assert (
        "属于另一个数据来源"
        in city.post(
            "/office/sources/lease_filing/mapping/file/",
            {"file": SimpleUploadedFile("m.json", city.get(f"{HERE}mapping.json").content)},
        ).content.decode()
    )


@pytest.mark.parametrize("role", ["counter", "street"])
def test_only_those_who_keep_the_exchange_see_the_pages(street, role):
    client = signed_in(staff(f"so.{role}", (role, "430181")))
    for address in ("/office/sources/", HERE, f"{HERE}mapping.json"):
        assert client.get(address).status_code == 403
    assert client.post(HERE, {}).status_code == 403


def test_a_source_that_is_not_there_is_not_found(city):
    assert city.get("/office/sources/nothing/mapping/").status_code == 404
    assert city.get("/office/sources/school_enrolment/mapping/other.txt").status_code == 404
    assert "学籍" in page(city, "/office/sources/")


class TestDeliveries:
    def test_a_delivery_is_shown_with_its_counts_and_its_refused_rows_leave_as_a_file(self, city):
        number_ = delivered(RESIDENT)
        text = page(city, "/office/sources/school_enrolment/")
        assert "已读入" in text
        answer = city.get(f"/office/sources/deliveries/{number_}/refused.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        rows = [[c.value for c in line] for line in book.active.iter_rows()]
        assert rows[0][:3] == ["行号", "退回原因", "XH"]
        assert "校验位不对" in rows[1][1]

    def test_what_shrank_is_said_on_the_first_page_and_decided(self, city, monkeypatch):
        delivered(RESIDENT)
        monkeypatch.setattr(taking, "SMALLEST", 1)
        school = sources.Department(sources.source("school_enrolment"))
        files = school.night(local_date(now()))
        (name,) = [n for n in files if n.endswith(".csv")]
        manifest = deliveries.read_manifest(files[name + deliveries.MANIFEST])
        asked = deliveries.take_file("school_enrolment", name, files[name], manifest, at=now())
        assert asked.state == "asking"
        assert "数量骤减" in page(city, "/office/sources/")
        here = f"/office/sources/deliveries/{asked.id}/decide/"
        assert "已确认" in city.post(here, {"right": "1"}, follow=True).content.decode()
        assert "已经处理过" in city.post(here, {"wrong": "1"}, follow=True).content.decode()

    def test_a_source_is_put_to_use_looked_at_and_stopped(self, city):
        here = "/office/sources/lease_filing/"
        assert "未启用" in page(city, here)
        use = {"region": "4301", "hours": "6"}
        assert "已启用" in city.post(f"{here}use/", use, follow=True).content.decode()
        assert "一分钟内" in city.post(f"{here}look/", follow=True).content.decode()
        stopped = city.post(f"{here}use/", {"stop": "1"}, follow=True).content.decode()
        assert "已停用" in stopped
        assert "先启用" in city.post(f"{here}look/", follow=True).content.decode()
        elsewhere = city.post(f"{here}use/", {"region": "1101", "hours": "6"}, follow=True)
        assert "不在您的管理范围" in elsewhere.content.decode()
        assert (
            "1 到 744"
            in city.post(f"{here}use/", use | {"hours": "0"}, follow=True).content.decode()
        )

    def test_what_departments_say_of_a_person_is_opened_on_request_and_recorded(self, street, city):
        delivered(RESIDENT)
        person = f"/office/sources/people/{street.resident}/"
        assert person in page(city, f"/office/people/{street.resident}/")
        registering = page(city, person)
        assert "没有部门数据" in registering
        city.post("/account/purpose/", {"purpose": "service"})
        with acting(PLATFORM):
            found = deliveries.facts_about([street.resident], purpose="service")
        assert len(found) == 1
        assert signed_in(staff("so.grid", ("grid", HERE_CODE))).get(person).status_code == 403
        with acting(PLATFORM):
            assert "office.department_facts" in {e.action for e in audit.entries(PLATFORM, limit=9)}
