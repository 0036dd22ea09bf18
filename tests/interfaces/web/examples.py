"""A house and a roster, invented, for the pieces that draw them."""

from __future__ import annotations

from datetime import date
from typing import Any


def floors() -> list[dict[str, Any]]:
    """Six floors of eight rooms."""
    states = ["lfllldlo", "llflllll", "lldlllfl", "lllollll", "flllldll", "llllffll"]
    words = {"l": "let", "f": "free", "d": "due", "o": "over"}
    grid = []
    for level, row in zip(range(6, 0, -1), states, strict=True):
        rooms = [
            {
                "number": f"{level}0{i}",
                "state": words[s],
                "capacity": 2,
                "url": "#room",
                "people": {"f": 0, "o": 4}.get(s, 1 + (i + level) % 2),
                "due": date(2026, 11, 22 + level) if s == "d" else None,
            }
            for i, s in enumerate(row, 1)
        ]
        grid.append({"label": f"{level} 层", "rooms": rooms})
    return grid


def rows() -> list[dict[str, Any]]:
    """A roster of this week against last week's."""
    return [
        {
            "id": 1,
            "kind": "problem",
            "row": 14,
            "who": "刘 阳",
            "note": "证件号码第 18 位校验码应为 6，请对照证件再看一遍",
            "fields": [],
        },
        {
            "id": 2,
            "kind": "problem",
            "row": 208,
            "who": "陈桂花",
            "note": "证件号码被表格软件截成了小数，请把该列设为文本后重填",
            "fields": [],
        },
        {
            "id": 3,
            "kind": "joined",
            "row": 31,
            "who": "覃秀英",
            "note": "广西 河池 · 首次登记",
            "fields": [
                {"label": "工种", "after": "贴合 操作工"},
                {"label": "入职", "after": "2026-11-17"},
            ],
        },
        {
            "id": 4,
            "kind": "joined",
            "row": 32,
            "who": "马文龙",
            "note": "系统中已有此人，将接上原记录",
            "fields": [{"label": "入职", "after": "2026-11-18"}],
        },
        {
            "id": 5,
            "kind": "changed",
            "row": 55,
            "who": "王小妹",
            "fields": [
                {"label": "部门", "before": "贴合车间", "after": "质检部"},
                {"label": "宿舍", "before": "B 座 411", "after": "浏河新村 3 栋 602"},
            ],
        },
        {
            "id": 6,
            "kind": "left",
            "row": None,
            "who": "石大勇",
            "note": "上周名单第 88 行，本周没有",
            "fields": [{"label": "离职", "after": "2026-11-20"}],
        },
        {"id": 7, "kind": "unchanged", "row": 2, "who": "周海涛", "fields": []},
    ]
