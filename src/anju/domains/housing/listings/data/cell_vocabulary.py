"""Words that stand in the cells of agencies' files instead of a number or a day."""

from __future__ import annotations

NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "暂无",
        "暂无数据",
        "没有",
        "未知",
        "未填",
        "不详",
        "待补",
        "待补充",
        "空",
        "n/a",
        "na",
        "null",
        "none",
        "nan",
        "nil",
        "undefined",
        "#n/a",
        "?",
        "？",
    }
)
"""Cells that state nothing."""
NEGOTIABLE = ("面议", "面谈", "电议", "协商", "待议", "议价", "详谈", "电联", "negotiable")
"""Rents that are agreed in person."""
AT_ONCE = (
    "随时",
    "立即",
    "立刻",
    "即时",
    "即刻",
    "马上",
    "现房",
    "空房",
    "已空",
    "拎包入住",
    "now",
)
"""Days on which one may move in: any."""
LET_ALREADY = (
    "已出租",
    "已租",
    "已租出",
    "已成交",
    "已签约",
    "已下架",
    "下架",
    "暂停",
    "暂不出租",
    "停租",
    "不租",
    "rented",
    "let",
    "closed",
    "off",
    "是",
)
"""States of a home that is not offered (是: under a title that asks whether it is let)."""
OFFERED = (
    "待租",
    "可租",
    "空置",
    "空房",
    "空闲",
    "未租",
    "未出租",
    "招租",
    "出租中",
    "上架",
    "在架",
    "已上架",
    "挂牌",
    "有效",
    "available",
    "open",
    "on",
    "vacant",
    "否",
)
NOT_FOR_LIVING: dict[str, str] = {
    "厨房": "kitchen",
    "卫生间": "bathroom",
    "阳台": "balcony",
    "过道": "corridor",
    "走廊": "corridor",
    "储藏室": "storage",
    "储物间": "storage",
    "杂物间": "storage",
    "仓库": "storage",
    "地下室": "basement",
    "半地下": "basement",
    "车库": "garage",
    "车位": "garage",
}
"""What a home or room is called → what it was built as, for rooms that may never be let."""
WHOLE = ("整租", "整套", "整屋", "独租", "whole", "entire")
SHARED = ("合租", "单间", "分租", "主卧", "次卧", "床位", "share", "room")
ONE_ROOM = (
    "单间",
    "开间",
    "大开间",
    "单身公寓",
    "一居室",
    "一居",
    "单室",
    "独单",
    "零居",
    "studio",
)
NUMERALS = dict(zip("零一二两三四五六七八九", (0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
DIRECTIONS = "东南西北"
