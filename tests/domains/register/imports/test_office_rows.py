"""Rows as office spreadsheets really have them, each with what a person would take it for. Written
before they were read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.imports.rules import read_batch
from tests.factories.areas import known_areas
from tests.factories.spreadsheets import number as N  # noqa: N812
from tests.factories.spreadsheets import xlsx

R, T, IN, OUT = "employer-roster", "rental-tenants", "inflow", "outflow"
D, H = "2026-01-01", ("姓名", "身份证号", "入职日期")
d = date(2026, 1, 1)
TODAY = date(2026, 11, 29)
X = next(N(i) for i in range(99) if N(i).endswith("X"))
Row = tuple[Any, ...]
CASES: dict[str, tuple[list[Row], str, Row, list[Row], dict[str, int], dict[str, int]]] = {}


def case(
    name: str,
    rows: list[Row],
    form: str,
    fields: Row,
    meant: list[Row],
    warnings: dict[str, int] | None = None,
    problems: dict[str, int] | None = None,
) -> None:
    """`meant`: the fields of every row taken in; `problems`: of those refused."""
    CASES[name] = rows, form, fields, meant, warnings or {}, problems or {}


case(
    "transposed dept title in row with 部门：装配",
    [("部门：装配车间",), H, ("张三", N(1), D)],
    R,
    ("name", "position"),
    [("张三", "装配车间")],
)
case(
    "unit header building",
    [("3栋住户登记表",), ("姓名", "身份证号", "房号", "入住日期"), ("张三", N(1), "101", D)],
    T,
    ("name", "room"),
    [("张三", "101")],
)
case(
    "two id rows: passport",
    [
        ("姓名", "证件类型", "证件号码", "国籍", "入住日期"),
        ("JOHN SMITH", "护照", "E12345678", "美国", D),
    ],
    T,
    ("name", "doc_type", "nationality"),
    [("JOHN SMITH", "414", "USA")],
)
case(
    "birth col not start",
    [("姓名", "身份证号", "出生年月", "入职时间"), ("张三", N(1), "1965.1", "2026.1.1")],
    R,
    ("start",),
    [(d,)],
)
case(
    "age in col and 来厂时间",
    [("姓名", "身份证号", "年龄", "来厂时间"), ("张三", N(1), "35", D)],
    R,
    ("start",),
    [(d,)],
)
case(
    "进厂/离厂",
    [
        ("姓名", "身份证号", "进厂", "离厂"),
        ("张三", N(1), D, None),
        ("李四", N(2), D, "2026-05-01"),
    ],
    R,
    ("kind", "start", "end"),
    [("hire", d, None), ("dismiss", None, date(2026, 5, 1))],
)
case(
    "离职 column Y/N",
    [
        ("姓名", "身份证号", "入职日期", "是否离职"),
        ("张三", N(1), D, "否"),
        ("李四", N(2), D, "是"),
    ],
    R,
    ("kind",),
    [("hire",), ("dismiss",)],
    {"last_day_missing": 1},
)
case(
    "备注 says 离职",
    [("姓名", "身份证号", "入职日期", "备注"), ("张三", N(1), D, "2026.5.1离职")],
    R,
    ("kind",),
    [("hire",)],
    {"remark_says_gone": 1},
)
case(
    "trailing total in name col",
    [H, ("张三", N(1), D), ("共1人", None, None)],
    R,
    ("name",),
    [("张三",)],
)
case("numbered name '1.张三'", [H, ("1.张三", N(1), D)], R, ("name",), [("张三",)])
case("name '张三1'", [H, ("张三1", N(1), D)], R, ("name",), [("张三1",)], {"name_doubtful": 1})
case(
    "name with pinyin",
    [H, ("张三(Zhang San)", N(1), D), ("李四 LI SI", N(2), D)],
    R,
    ("name",),
    [("张三",), ("李四",)],
)
case(
    "name with newline",
    [H, ("欧阳\n小明", N(1), D)],
    R,
    ("name",),
    [("欧阳、小明",)],
    {"name_doubtful": 1},
)
case("name dot wrong", [H, ("买买提。吐尔逊", N(1), D)], R, ("name",), [("买买提·吐尔逊",)])
case(
    "traditional header",
    [("姓名", "身份證字號", "到職日", "手機號碼"), ("张三", N(1), D, "13800000001")],
    R,
    ("start", "phone"),
    [(d, "13800000001")],
)
case(
    "english header",
    [("Name", "ID Card No.", "Join Date", "Mobile No."), ("张三", N(1), D, "13800000001")],
    R,
    ("start", "phone"),
    [(d, "13800000001")],
)
case(
    "bilingual",
    [
        ("姓名 Name", "身份证号码 ID No.", "入职日期 Date of entry", "联系电话 Tel"),
        ("张三", N(1), D, "13800000001"),
    ],
    R,
    ("start", "phone"),
    [(d, "13800000001")],
)
case(
    "紧急联系人 group 3 cols",
    [
        ("姓名", "身份证号", "联系电话", "紧急联系人", "与本人关系", "紧急联系人电话", "入职日期"),
        ("张三", N(1), "13800000001", "李四", "父子", "13900000000", D),
    ],
    R,
    ("name", "phone", "relation"),
    [("张三", "13800000001", None)],
)
case(
    "户主+本人",
    [
        ("户主姓名", "户主身份证号", "姓名", "身份证号", "与户主关系", "现住址", "入住日期"),
        ("周建国", N(9), "张三", N(1), "子", "某路1号", D),
    ],
    IN,
    ("name", "doc_number", "relation", "head"),
    [("张三", N(1), "20", N(9))],
)
case(
    "留守",
    [
        ("姓名", "身份证号", "流出时间", "流往地", "有无留守儿童"),
        ("张三", N(1), D, "广东省东莞市", "有"),
    ],
    OUT,
    ("destination", "left_children"),
    [("广东省东莞市", True)],
)
case(
    "date yyyy-m only",
    [("姓名", "身份证号", "入职年月"), ("张三", N(1), "2026-1")],
    R,
    ("start",),
    [(d,)],
)
case("date 26.1.1", [H, ("张三", N(1), "26.1.1")], R, ("start",), [(d,)])
case("date 2026-01-01至今", [H, ("张三", N(1), "2026-01-01至今")], R, ("start",), [(d,)])
case("date 2026年元月1日", [H, ("张三", N(1), "2026年元月1日")], R, ("start",), [(d,)])
case(
    "date 2026年1月初", [H, ("张三", N(1), "2026年1月初")], R, (), [], problems={"date_invalid": 1}
)
case("date 去年", [H, ("张三", N(1), "去年10月")], R, (), [], problems={"date_invalid": 1})
case("date 2026.1.1（试用）", [H, ("张三", N(1), "2026.1.1（试用）")], R, ("start",), [(d,)])
case("date 二0二六年一月一日", [H, ("张三", N(1), "二0二六年一月一日")], R, ("start",), [(d,)])
case("date 2026-01-01T00:00:00", [H, ("张三", N(1), "2026-01-01T00:00:00")], R, ("start",), [(d,)])
case("date epoch ms", [H, ("张三", N(1), "1767225600000")], R, (), [], problems={"date_invalid": 1})
case("date 1/1/2026", [H, ("张三", N(1), "1/1/2026")], R, ("start",), [(d,)])
case(
    "date 3/4/2026 ambiguous",
    [H, ("张三", N(1), "3/4/2026")],
    R,
    (),
    [],
    problems={"date_invalid": 1},
)
case("date Jan 1, 2026", [H, ("张三", N(1), "Jan 1, 2026")], R, ("start",), [(d,)])
case(
    "date 2026/1/1 星期四 上午",
    [H, ("张三", N(1), "2026/1/1 星期四 上午 8:00:00")],
    R,
    ("start",),
    [(d,)],
)
case("待定 start", [H, ("张三", N(1), "待定")], R, (), [], None, {"date_invalid": 1})
case(
    "phone text two",
    [(*H, "电话"), ("张三", N(1), D, "13800000001 或 13900000002")],
    R,
    ("phone",),
    [("13800000001",)],
)
case(
    "phone w/ owner",
    [(*H, "电话"), ("张三", N(1), D, "13800000001(妻子)")],
    R,
    ("phone",),
    [(None,)],
    {"phone_invalid": 1},
)
case(
    "phone 空号",
    [(*H, "电话"), ("张三", N(1), D, "13800000001（空号）")],
    R,
    ("phone",),
    [(None,)],
    {"phone_invalid": 1},
)
case(
    "400 phone",
    [(*H, "电话"), ("张三", N(1), D, "400-800-1234")],
    R,
    ("phone",),
    [(None,)],
    {"phone_invalid": 1},
)
case(
    "HK phone",
    [(*H, "电话"), ("张三", N(1), D, "+852 9123 4567")],
    R,
    ("phone",),
    [(None,)],
    {"phone_invalid": 1},
)
case(
    "phone ext x",
    [(*H, "电话"), ("张三", N(1), D, "0731-83456789-801")],
    R,
    ("phone",),
    [("0731-83456789",)],
)
case("id with trailing X space", [H, ("张三", X[:17] + " x", D)], R, ("name",), [("张三",)])
case("id with label", [H, ("张三", "身份证" + N(1), D)], R, ("doc_number",), [(N(1),)])
case("id in brackets", [H, ("张三", "(" + N(1) + ")", D)], R, ("doc_number",), [(N(1),)])
case("id with name", [H, ("张三", "张三" + N(1), D)], R, ("doc_number",), [(N(1),)])
case(
    "id dots",
    [H, ("张三", N(1)[:6] + "." + N(1)[6:14] + "." + N(1)[14:], D)],
    R,
    ("doc_number",),
    [(N(1),)],
)
case(
    "id OCR B8", [H, ("张三", N(0).replace("8", "B", 1), D)], R, (), [], problems={"id_letters": 1}
)
case("id 19 digits", [H, ("张三", N(1) + "1", D)], R, (), [], problems={"id_length": 1})
case("id ?", [H, ("张三", N(1)[:10] + "????" + N(1)[14:], D)], R, (), [], problems={"id_masked": 1})
case("id 遗失", [H, ("张三", "身份证丢失", D)], R, (), [], problems={"id_missing": 1})
case("id 办理中", [H, ("张三", "正在办理", D)], R, (), [], problems={"id_missing": 1})
case(
    "example row",
    [H, ("例：王五", "430181199001011234", "2026-01-01"), ("张三", N(1), D)],
    R,
    ("name",),
    [("张三",)],
)
case(
    "示例 row",
    [("序号", *H), ("示例", "王五", N(3), "2026-01-01"), ("1", "张三", N(1), D)],
    R,
    ("name",),
    [("张三",)],
)
case(
    "sex legend",
    [
        ("姓名", "证件类型", "证件号码", "性别(1男2女)", "入职日期"),
        ("JOHN SMITH", "护照", "E12345678", "2", D),
    ],
    R,
    ("sex",),
    [("2",)],
    {"nationality_missing": 1},
)
case(
    "region cols",
    [
        ("姓名", "身份证号", "省", "市", "县", "乡镇", "村", "入住日期"),
        ("张三", N(1), "湖南省", "长沙市", "浏阳市", "官渡镇", "竹联村", D),
    ],
    IN,
    ("hukou_text",),
    [("湖南省长沙市浏阳市官渡镇竹联村",)],
)
case(
    "籍贯 only", [(*H, "籍贯"), ("张三", N(1), D, "湖南浏阳")], R, ("hukou_text",), [("湖南浏阳",)]
)
case(
    "地址 with two meanings",
    [
        ("姓名", "身份证号", "家庭住址", "现居住地址", "入住日期"),
        ("张三", N(1), "湖南浏阳官渡", "某路1号", D),
    ],
    T,
    ("hukou_text", "address"),
    [("湖南浏阳官渡", "某路1号")],
)
case(
    "宿舍号 3-301",
    [(*H, "宿舍号"), ("张三", N(1), D, "3-301")],
    R,
    ("building", "room"),
    [("3栋", "301")],
)
case(
    "宿舍 外住", [(*H, "宿舍"), ("张三", N(1), D, "外住")], R, ("building", "room"), [(None, None)]
)
case(
    "房号 3栋2单元501",
    [("姓名", "身份证号", "房号", "入住日期"), ("张三", N(1), "3栋2单元501", D)],
    T,
    ("building", "unit", "room"),
    [("3栋", "2", "501")],
)
case(
    "床位",
    [(*H, "宿舍房号", "床位"), ("张三", N(1), D, "3栋501", "2")],
    R,
    ("building", "room"),
    [("3栋", "501")],
)
case(
    "离职 heading middle",
    [H, ("张三", N(1), D), ("以下人员已离职",), ("李四", N(2), D)],
    R,
    ("kind",),
    [("hire",), ("dismiss",)],
    {"last_day_missing": 1},
)
case(
    "header repeated per dept with heading",
    [("装配车间",), H, ("张三", N(1), D), ("包装车间",), H, ("李四", N(2), D)],
    R,
    ("position",),
    [("装配车间",), ("包装车间",)],
)
case(
    "empty first col/rows",
    [(None,), (None,), (None, None, *H), (None, None, "张三", N(1), D)],
    R,
    ("name",),
    [("张三",)],
)
case(
    "amount column as id-like",
    [(*H, "银行账号"), ("张三", N(1), D, "6222021234567890123")],
    R,
    ("doc_number",),
    [(N(1),)],
)
case(
    "relation words",
    [
        ("姓名", "身份证号", "与户主关系", "地址", "入住日期"),
        ("张三", N(1), "户主", "某路1号", D),
        ("李四", N(2), "之妻", "某路1号", D),
        ("王五", N(3), "长子", "某路1号", D),
    ],
    IN,
    ("relation",),
    [("02",), ("12",), ("22",)],
)
case(
    "租期 1年",
    [("姓名", "身份证号", "地址", "起租日期", "租期"), ("张三", N(1), "某路1号", D, "1年")],
    T,
    ("start", "end"),
    [(d, None)],
)
case(
    "合同 span",
    [
        ("姓名", "身份证号", "地址", "租赁期限"),
        ("张三", N(1), "某路1号", "自2026年1月1日起至2026年12月31日止"),
    ],
    T,
    ("start", "end"),
    [(d, date(2026, 12, 31))],
)
case(
    "two leave cols",
    [(*H, "合同到期日", "离职日期"), ("张三", N(1), D, "2026-10-01", None)],
    R,
    ("kind", "end"),
    [("hire", None)],
)
case(
    "辞工 col text",
    [(*H, "状态"), ("张三", N(1), D, "5月辞工")],
    R,
    ("kind",),
    [("dismiss",)],
    {"last_day_missing": 1},
)
case("停薪", [(*H, "状态"), ("张三", N(1), D, "请假")], R, ("kind",), [("hire",)])
case(
    "增减",
    [("类型", *H), ("增", "张三", N(1), D), ("减", "李四", N(2), D)],
    R,
    ("kind",),
    [("hire",), ("dismiss",)],
    {"last_day_missing": 1},
)

case(
    "phone in groups of commas",
    [(*H, "手机"), ("张三", N(1), D, "138,0000,0001")],
    R,
    ("phone",),
    [("13800000001",)],
)
case(
    "phone with the prefix of long distance",
    [(*H, "手机"), ("张三", N(1), D, "013800000001")],
    R,
    ("phone",),
    [("13800000001",)],
)
case(
    "starred name",
    [H, ("★张三", N(1), D), ("李*四", N(2), D)],
    R,
    ("name",),
    [("张三",), ("李*四",)],
    {"name_doubtful": 1},
)
case(
    "first and present hiring",
    [("姓名", "身份证号", "首次入职日期", "本次入职日期"), ("张三", N(1), "2020-01-01", D)],
    R,
    ("start",),
    [(d,)],
)
case("a ruled line", [H, ("张三", N(1), D), ("----", "----", "----")], R, ("name",), [("张三",)])
case(
    "sex against the number",
    [("姓名", "性别", "身份证号", "入职日期"), ("张三", "女", N(1), D)],
    R,
    ("sex",),
    [("1",)],
    {"differs_from_number": 1},
)
case(
    "household by its number",
    [
        ("户号", "姓名", "身份证号", "现住址", "入住日期"),
        ("1", "张三", N(1), "某路1号", D),
        (None, "李四", N(2), None, D),
    ],
    IN,
    ("address",),
    [("某路1号",), ("某路1号",)],
)
case(
    "householder beside members",
    [
        ("户主", "家庭成员", "身份证号", "与户主关系", "现住址", "入住日期"),
        ("张三", "张三", N(1), "本人", "某路1号", D),
        (None, "李四", N(2), "妻", None, D),
    ],
    IN,
    ("name", "relation", "address"),
    [("张三", "01", "某路1号"), ("李四", "12", "某路1号")],
)
case(
    "parts of the dwelling",
    [
        (
            "姓名",
            "身份证号",
            "现住址省",
            "现住址市",
            "现住址区",
            "现住址街道",
            "现住址详细地址",
            "入住日期",
        ),
        ("张三", N(1), "湖南省", "长沙市", "浏阳市", "洞阳镇", "洞阳路8号", D),
    ],
    IN,
    ("address",),
    [("湖南省长沙市浏阳市洞阳镇洞阳路8号",)],
)


@pytest.mark.parametrize("name", CASES)
def test_a_row_is_taken_for_what_it_is(name):
    rows, form, fields, meant, warnings, problems = CASES[name]
    result = read_batch(
        xlsx({"s": rows}),
        "a.xlsx",
        as_=form,
        known_areas=known_areas(),
        today=TODAY,
        ages=ages(TODAY),
    )
    assert result.counts.problems == problems
    if fields:
        assert result.items.sort("row").select(fields).rows() == meant
    assert result.counts.warnings == warnings


def test_text_parted_by_wide_commas_is_read_in_columns():
    text = f"姓名，身份证号，入职日期\r\n张三，{N(1)}，{D}\r\n"
    result = read_batch(
        text.encode(),
        "a.txt",
        as_=R,
        known_areas=known_areas(),
        today=TODAY,
        ages=ages(TODAY),
    )
    assert result.items.select("name", "doc_number", "start").rows() == [("张三", N(1), d)]
