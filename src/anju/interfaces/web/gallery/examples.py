"""Example data of the pieces. All people are invented (sequence numbers 996–999)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from anju.interfaces.web.context import STAFF, Link

TODAY = date(2026, 11, 21)

OPTIONS = [
    {
        "value": "p1",
        "text": "王小妹",
        "hint": "wangxiaomei · 1996 · 浏河新村 3 栋",
        "icon": "user",
        "url": "/gallery/page/person/",
    },
    {
        "value": "p2",
        "text": "王建国",
        "hint": "wangjianguo · 1981 · 永和苑 1 栋",
        "icon": "user",
        "url": "/gallery/page/person/",
    },
    {
        "value": "h1",
        "text": "王家坝 12 号 302",
        "hint": "wangjiaba · 房屋码 7K2M-94QX",
        "icon": "home",
        "url": "/gallery/page/building/",
    },
    {
        "value": "e1",
        "text": "王氏精密制造有限公司",
        "hint": "wangshi · 在职 412",
        "icon": "building-factory-2",
        "url": "/gallery/",
    },
]


def navigation() -> list[Link]:
    """The whole staff navigation, leading nowhere."""
    return [Link("/gallery/", place.icon, place.label, i == 0) for i, place in enumerate(STAFF)]


def entries() -> list[dict[str, Any]]:
    """Six years of somebody's life here."""
    rows = [
        (
            "stay",
            "浏河新村 3 栋 602",
            "租赁房屋 · 与配偶、孩子同住",
            date(2024, 9, 1),
            None,
            "landlord",
            "",
        ),
        (
            "stay",
            "蓝思公寓 B 座 411",
            "单位宿舍",
            date(2021, 3, 8),
            date(2024, 9, 1),
            "employer",
            "",
        ),
        ("stay", "永和苑 1 栋 203", "租赁房屋", date(2020, 2, 20), date(2021, 3, 8), "counter", ""),
        (
            "job",
            "洞阳精密玻璃有限公司",
            "贴合车间 · 操作工",
            date(2021, 3, 1),
            None,
            "employer",
            "",
        ),
        ("job", "永安家具厂", "打磨", date(2020, 3, 2), date(2021, 2, 10), "file", "disputed"),
        ("permit", "居住证", "签注至 2027-04", date(2021, 4, 12), None, "counter", ""),
    ]
    return [
        {
            "lane": lane,
            "label": label,
            "detail": detail,
            "start": start,
            "end": end,
            "source": channel,
            "said": start + timedelta(days=2),
            "state": state,
            "url": "",
        }
        for lane, label, detail, start, end, channel, state in rows
    ]


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


def days() -> list[dict[str, Any]]:
    """Thirty days of coming and going."""
    came = [
        61,
        58,
        64,
        70,
        66,
        31,
        22,
        68,
        72,
        75,
        69,
        71,
        35,
        26,
        77,
        70,
        73,
        81,
        76,
        38,
        25,
        83,
        79,
        88,
        74,
        80,
        41,
        29,
        86,
        92,
    ]
    went = [
        42,
        47,
        39,
        44,
        51,
        28,
        15,
        40,
        46,
        43,
        52,
        49,
        24,
        18,
        45,
        41,
        50,
        48,
        39,
        21,
        17,
        44,
        47,
        53,
        46,
        51,
        26,
        14,
        49,
        55,
    ]
    first = TODAY - timedelta(days=29)
    return [
        {"label": f"{first + timedelta(days=i):%m-%d}", "came": c, "went": w}
        for i, (c, w) in enumerate(zip(came, went, strict=True))
    ]


CHANNELS = [
    {"label": "用工单位", "count": 38, "url": "#"},
    {"label": "房东", "count": 27, "url": "#"},
    {"label": "窗口", "count": 14, "url": "#"},
    {"label": "本人", "count": 9, "url": "#"},
    {"label": "网格员", "count": 4, "url": "#"},
]


def hours(n: float) -> datetime:
    """A moment that many hours from now."""
    return timezone.now() + timedelta(hours=n, minutes=5)


def pieces() -> dict[str, Any]:
    """Context of the gallery."""
    return {
        "today": TODAY,
        "entries": entries(),
        "floors": floors(),
        "rows": rows(),
        "days": days(),
        "channels": CHANNELS,
        "late": hours(-30),
        "soon": hours(20),
        "calm": hours(24 * 9),
        "said": date(2026, 11, 18),
        "facts": [
            {"text": "2026-11-18 与房东签订租约", "source": "landlord", "when": date(2026, 11, 18)},
            {"text": "本人 11-20 在手机上申报", "source": "resident", "when": date(2026, 11, 20)},
        ],
        "articles": [{"text": "浙江省流动人口居住登记条例：租约起 3 个工作日内", "url": "#"}],
        "columns": [
            {"label": "姓名"},
            {"label": "住处"},
            {"label": "用工单位"},
            {"label": "登记", "number": True},
        ],
        "table": [
            {"url": "#", "cells": ["王小妹", "浏河新村 3 栋 602", "洞阳精密玻璃", "2024-09-01"]},
            {"url": "#", "cells": ["覃秀英", "蓝思公寓 A 座 118", "洞阳精密玻璃", "2026-11-17"]},
            {"url": "#", "cells": ["马文龙", "永和苑 1 栋 203", "永安家具厂", "2026-11-18"]},
        ],
        "suggest_url": "/gallery/suggest/",
        "regions_url": "/gallery/regions/",
        "reveal_url": "/gallery/reveal/",
    }
