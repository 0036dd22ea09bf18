"""Titles and values as offices write them, chosen apart from the vocabulary of the reader."""
# ruff: noqa: E501 - tables read better as blocks

from __future__ import annotations

import random
from collections.abc import Callable

from tests.domains.register.intake.generated import spelling
from tests.domains.register.intake.generated.paper import Value

FORMS = ("employer-roster", "rental-tenants", "inflow", "outflow")
KIND = {"employer-roster": ("hire", "dismiss"), "rental-tenants": ("arrive", "leave"), "inflow": ("arrive", "leave"),
        "outflow": ("outflow", "outflow")}
TITLES: dict[str, tuple[str, ...]] = {
    "serial": ("序号", "编号", "No.", "序 号", "顺序号"),
    "name": ("姓名", "姓  名", "姓名*", "人员姓名", "姓名（中文）", "*姓名", "真实姓名", "姓名/Name", "姓名\nName", "姓名（必填）", "姓 名："),
    "number": ("身份证号", "身份证号码", "公民身份号码", "证件号码", "身份证", "身份证\n号码", "居民身份证号码", "身份证号码（18位）", "证件号", "*身份证号",
               "身份证件号码", "身份證號碼", "ID Number", "身份证号（必须真实有效）", "二代身份证号码"),
    "sex": ("性别", "性 别", "男/女", "Sex", "性别（男/女）"),
    "phone": ("手机号", "联系电话", "手机号码", "电话", "联系方式", "本人手机", "移动电话", "手机号码（本人）", "聯絡電話", "电话号码", "Mobile",
              "联系电话\n（手机）", "手机"),
    "hukou": ("户籍地址", "户籍所在地", "户口所在地", "身份证地址", "户籍地（省市县）", "户籍地", "身份证住址", "户籍详细地址"),
    "sheet_hire": ("入职日期", "入职时间", "到岗日期", "进厂日期", "入厂时间", "报到日期", "入职年月日", "到职日期", "Hire Date", "进厂时间（年月日）", "入职日期\n（YYYY-MM-DD）"),
    "sheet_arrive": ("入住日期", "来本地日期", "入住时间", "来长日期", "居住开始日期", "来本市时间", "租住日期", "迁入日期", "起租日期", "搬入时间", "来本小区日期"),
    "sheet_go": ("流出时间", "外出时间", "外出日期", "离家时间", "流出日期"),
    "end_hire": ("离职日期", "离职时间", "离厂日期", "辞职日期", "离职日期（已离职填）"),
    "end_arrive": ("退租日期", "搬离日期", "离开日期", "迁出日期", "退房日期", "搬出日期"),
    "position": ("部门", "车间", "所属部门", "岗位", "工种", "班组", "职务", "部门/车间"),
    "building": ("楼栋", "宿舍楼", "栋号", "宿舍楼栋", "楼号"),
    "room": ("房号", "房间号", "宿舍号", "室号", "宿舍房号", "房间"),
    "dorm": ("宿舍", "楼栋房号", "宿舍房间号", "宿舍地址", "栋号/房号"),
    "address": ("现住址", "居住地址", "现居住地址", "租住地址", "暂住地址", "出租屋地址", "居住地详址", "详细地址", "现住址（详细）"),
    "destination": ("流往地", "外出地点", "务工地点", "流往省市县", "去向"),
    "relation": ("与户主关系", "户主关系", "家庭关系", "与户主的关系"),
    "status_hire": ("在职状态", "人员状态", "是否在职", "状态"),
    "status_arrive": ("居住状态", "是否在住", "租住状态", "在住状态"),
}
EXTRAS: tuple[tuple[str, Callable[[random.Random], Value]], ...] = (
    ("紧急联系人", lambda r: spelling.a_name(r)), ("紧急联系电话", lambda r: f"137{r.randrange(10**8):08}"),
    ("合同终止日期", lambda r: f"20{r.randrange(27, 31)}-0{r.randrange(1, 9)}-15"), ("参加工作时间", lambda r: f"20{r.randrange(10, 20)}.6"),
    ("身份证有效期", lambda r: f"20{r.randrange(27, 40)}.05.01"), ("毕业时间", lambda r: "2010年7月"), ("银行卡号", lambda r: f"6222{r.randrange(10**15):015}"),
    ("试用期结束日期", lambda r: "2026-06-01"), ("房东姓名", lambda r: spelling.a_name(r)), ("房东电话", lambda r: f"136{r.randrange(10**8):08}"),
    ("搬离原因", lambda r: r.choice(("合同到期", None))), ("曾用名", lambda r: r.choice((None, spelling.a_name(r)))), ("车牌号", lambda r: "湘A12345"),
    ("月工资（元）", lambda r: r.choice((5200, 4800.5, "6000"))), ("学历", lambda r: r.choice(("初中", "高中", "大专"))), ("婚姻状况", lambda r: r.choice(("已婚", "未婚"))),
    ("配偶姓名", lambda r: spelling.a_name(r)), ("配偶身份证号", lambda r: spelling.number(r.randrange(9999))), ("备注", lambda r: r.choice((None, "新来", "13900000000"))),
    ("房屋面积", lambda r: r.choice((20, 35.5))), ("开户行", lambda r: "工商银行洞阳支行"), ("健康证到期日", lambda r: "2027-01-01"), ("入党时间", lambda r: None),
    ("社保缴纳地", lambda r: "浏阳市"), ("担保人", lambda r: spelling.a_name(r)), ("担保人身份证号码", lambda r: spelling.number(r.randrange(9999))),
    ("登记日期", lambda r: "2026-11-01"), ("民族", lambda r: "某族"), ("年龄", lambda r: r.randrange(18, 60)), ("工号", lambda r: f"A{r.randrange(10**5):05}"),
    ("班车站点", lambda r: "东门"), ("保险起始日期", lambda r: "2026-01-01"), ("最近体检日期", lambda r: "2026-02-02"), ("父亲姓名", lambda r: spelling.a_name(r)),
    ("推荐人电话", lambda r: f"135{r.randrange(10**8):08}"), ("驾驶证号", lambda r: spelling.number(r.randrange(9999))), ("租金（元/月）", lambda r: 800),
    ("合同签订日期", lambda r: "2026-01-03"), ("押金", lambda r: 500), ("电表读数", lambda r: 1234), ("车间主任", lambda r: spelling.a_name(r)),
)
DEPARTMENTS = ("冲压车间", "装配车间", "品质部", "仓储部", "行政部", "焊接班", "包装车间")
HUKOU = ("湖南省浏阳市官渡镇竹联村", "四川省绵阳市安州区秀水镇", "贵州省毕节市七星关区", "江西省宜春市万载县株潭镇", "河南省信阳市固始县")
ROADS = ("洞阳路", "环园北路", "康万路", "永泰路", "幸福街", "长兴路", "工业大道")
TOWNS = ("洞阳镇", "永安镇", "北盛镇")
STREETS = ("长郡社区", "园东社区", "新源社区")
