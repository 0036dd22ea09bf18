"""What people write into cells, and the codes of the standards it stands for: their words are in the code tables.

Words that say whether a stay or a job goes on or has ended: in a status column, a remark, a line above a table.
"""

from __future__ import annotations

from anju.foundation import codes

SEXES: dict[str, str] = {word: c for word, c in codes.SEX.by_word.items() if c in ("1", "2")} | {
    "1": "1",
    "2": "2",
}
RELATIONS: dict[str, str] = codes.RELATION.by_word
DOCUMENT_TEXTS: tuple[tuple[str, str], ...] = tuple(
    (word, kind)
    for kind in ("112", "HMT", "553", "511", "513", "516", "113", "414", "111")
    for word, code in codes.DOCUMENT.words.items()
    if code == kind
)
"""Parts of names of documents → code, in the order in which they are looked for: the identity card last, since
its word is in the names of others."""
YES = ("有", "是", "y", "yes", "1", "true", "√", "✓", "v", "存在")
NO = ("无", "否", "n", "no", "0", "false", "×", "x", "没有", "没")
CHILD_OF_EITHER_SEX = ("小孩", "孩子", "宝宝", "子女")
"""Words for a son or a daughter: the sex says which."""


# ruff: noqa: E501 - word tables read better as blocks than one word a line


STATUS = (
    "在职状态",
    "人员状态",
    "员工状态",
    "职工状态",
    "状态",
    "在岗状态",
    "任职状态",
    "用工状态",
    "当前状态",
    "目前状态",
    "是否在职",
    "在职情况",
    "在岗情况",
    "居住状态",
    "在住状态",
    "租住状态",
    "入住状态",
    "住户状态",
    "租客状态",
    "是否在住",
    "是否居住",
    "业务类型",
    "申报业务类型",
    "申报类型",
    "办理类型",
    "变动类型",
    "变动情况",
    "变更类型",
    "增减",
    "增减员",
    "增减标志",
    "增减类型",
    "操作类型",
    "操作",
    "报送类型",
    "人员变动",
    "变动",
    "异动类型",
    "异动",
    "登记类型",
    "人员类别状态",
    "是否离职",
    "是否退租",
    "是否搬离",
    "status",
    "employmentstatus",
    "state",
    "action",
)
OPEN = (
    "在职",
    "在岗",
    "正常",
    "试用",
    "试用期",
    "实习",
    "实习期",
    "见习",
    "全职",
    "兼职",
    "正式",
    "正式工",
    "在住",
    "在租",
    "居住",
    "居住中",
    "入住",
    "已入住",
    "在册",
    "新增",
    "新入职",
    "增员",
    "增加",
    "增",
    "入职",
    "新进",
    "进厂",
    "流入",
    "来",
    "续租",
    "续签",
    "变更",
    "登记",
    "申报",
    "入住登记",
    "居住登记",
    "有效",
    "启用",
    "转正",
    "返聘",
    "休假",
    "产假",
    "病假",
    "停薪留职",
    "请假",
    "长假",
    "事假",
    "外派",
    "出差",
    "试岗",
    "临时工",
    "合同工",
    "派遣",
    "借调",
    "待岗",
    "在",
    "active",
    "employed",
    "current",
    "new",
    "hired",
    "in",
    "probation",
    "present",
)
CLOSED = (
    "离职",
    "已离职",
    "离厂",
    "已离厂",
    "离岗",
    "辞职",
    "已辞职",
    "辞工",
    "辞退",
    "开除",
    "自离",
    "自动离职",
    "退休",
    "解聘",
    "解除",
    "终止",
    "终止合同",
    "解除合同",
    "减员",
    "减少",
    "减",
    "退租",
    "已退租",
    "搬离",
    "已搬离",
    "搬走",
    "已搬走",
    "搬出",
    "离开",
    "已离开",
    "走",
    "已走",
    "迁出",
    "已迁出",
    "注销",
    "已注销",
    "注销登记",
    "居住登记注销",
    "流出",
    "已流出",
    "退房",
    "已退房",
    "死亡",
    "已故",
    "非正常",
    "停用",
    "无效",
    "离",
    "不在",
    "不在职",
    "已不在",
    "离开登记",
    "inactive",
    "left",
    "resigned",
    "terminated",
    "out",
    "gone",
    "former",
    "quit",
    "retired",
)
CLOSING_SOON = "中$|申请|待|交接|手续|审批|拟|预|办理"
"""Behind such a word: it is under way and nothing has ended."""
YES_CLOSES = ("离职", "退租", "搬离", "离开", "注销")
"""In a title: a yes under it means that the person is gone."""
REMARK_GONE = r"离职|离厂|辞职|辞工|自离|退租|搬离|搬走|已走|退房"
"""In a remark: the person may be gone, though the row does not say so in a column of its own."""
GROUP_CLOSED = r"减少|离场|退场|辞工|自离|退宿|搬出|离职|离厂|离岗|辞职|辞退|减员|退租|搬离|搬走|已走|迁出|注销|流出人员|退房|已离开"
GROUP_OPEN = r"增加|新进|新来|在职|在岗|在册|在住|在租|现有|新增|新入职|增员|入职人员|入住人员"
"""What a line above a table says of all its rows."""
