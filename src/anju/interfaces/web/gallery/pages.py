"""Example contexts of the sample pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from .examples import CHANNELS, TODAY, days, entries, floors, hours, rows


def tile(label: str, count: object, icon: str, hint: str = "", tone: str = "") -> dict[str, Any]:
    """A tile's figures."""
    return {
        "label": label,
        "count": count,
        "icon": icon,
        "hint": hint,
        "tone": tone,
        "url": "#list",
    }


def workbench() -> dict[str, Any]:
    """What a township's officer sees first."""

    def wait(icon: str, title: str, text: str, due: float, rule: str) -> dict[str, Any]:
        return {
            "icon": icon,
            "title": title,
            "text": text,
            "url": "#",
            "due": hours(due),
            "rule": rule,
        }

    return {
        "who": "周敏",
        "place": "洞阳镇",
        "today": TODAY,
        "counted": {
            "people": 48213,
            "change_week": "+214",
            "coverage": "96.4",
            "low": "95.7",
            "high": "97.0",
        },
        "days": days(),
        "tiles": [
            tile("待我核对", 23, "checklist", "其中 4 件可能是同一人"),
            tile("今天到期", 6, "alarm", "最早 11:30", "soon"),
            tile("已超期", 2, "alert-triangle", "都在永和社区", "late"),
            tile("今日登记", 92, "user-plus", "走 55"),
            tile("房东未答复", 11, "user-question", "3 天后转网格员"),
        ],
        "waiting": [
            wait(
                "users",
                "可能是同一人：王小妹",
                "窗口登记与用工名单，姓名、出生日期相同，证件号差一位",
                -30,
                "3 个工作日",
            ),
            wait(
                "home-question",
                "找不到房屋：永和苑 7 栋 1203",
                "本人申报，最接近的是 7 栋 1202",
                5,
                "3 个工作日",
            ),
            wait(
                "arrows-exchange",
                "说法不一：石大勇是否已离开",
                "房东说 11-15 退房，用工单位本周名单仍在",
                26,
                "10 日",
            ),
            wait(
                "user-question",
                "房东 3 天未答复：覃秀英",
                "本人 11-18 申报，蓝思公寓 A 座 118",
                60,
                "转网格员",
            ),
            wait(
                "id-badge-2",
                "居住证待受理：马文龙",
                "材料齐全，登记已满半年",
                24 * 9,
                "15 日内发证",
            ),
        ],
        "waiting_total": 23,
        "waiting_url": "#",
        "today_by_channel": CHANNELS,
        "timely": {
            "percent": "93.8",
            "rule": "近 30 天，到达后 3 个工作日内登记的占比；上月 91.2%",
            "url": "#",
        },
        "reasons": [
            {"text": "在册：今天有居住记录、且户籍不在本县的人"},
            {"text": "覆盖率：由用工名单与租住登记两个独立来源的重合估计，95% 区间"},
        ],
        "articles": [{"text": "居住证暂行条例 第八条", "url": "#"}],
        "import_columns": [
            {"label": "文件"},
            {"label": "来自"},
            {"label": "行数", "number": True},
            {"label": "有问题", "number": True},
            {"label": "时间", "number": True},
        ],
        "imports": [
            {
                "url": "#",
                "cells": ["花名册第47周.xlsx", "洞阳精密玻璃有限公司", "31,204", "17", "09:12"],
            },
            {"url": "#", "cells": ["租客登记-永和苑.csv", "永和苑物业", "286", "3", "昨天"]},
            {"url": "#", "cells": ["流入台账.xls", "永和社区", "1,940", "41", "11-18"]},
        ],
        "imports_url": "#",
    }


def person() -> dict[str, Any]:
    """Somebody who has lived here six years."""

    def secret(label: str, value: str, channel: str) -> dict[str, Any]:
        return {
            "label": label,
            "masked": value,
            "reveal_url": "/gallery/reveal/",
            "channel": channel,
            "when": date(2024, 9, 1),
        }

    def fact(label: str, value: str, channel: str, disputed: bool = False) -> dict[str, Any]:
        return {
            "label": label,
            "value": value,
            "channel": channel,
            "when": date(2024, 9, 1),
            "disputed": disputed,
        }

    return {
        "today": TODAY,
        "entries": entries(),
        "person": {
            "name": "王小妹",
            "pinyin": "Wáng Xiǎomèi",
            "sex": "女",
            "age": 30,
            "origin": "贵州 毕节 织金",
            "state": "here",
            "state_text": "在本地居住",
            "edit_url": "#",
            "leave_url": "#",
            "move_url": "#",
        },
        "documents": [
            secret("居民身份证", "522425********9976", "counter"),
            secret("居住证", "4301****2841", "counter"),
        ],
        "contacts": [secret("手机", "138****6021", "landlord")],
        "facts": [
            fact("来本地原因", "务工", "counter"),
            fact("文化程度", "高中", "counter"),
            fact("婚姻", "已婚", "resident"),
            fact("户籍地址", "贵州省毕节市织金县", "counter"),
            fact("出生日期", "1996-03-07", "file", disputed=True),
        ],
        "household_columns": [
            {"label": "姓名"},
            {"label": "关系"},
            {"label": "年龄", "number": True},
            {"label": "登记"},
        ],
        "household": [
            {"url": "#", "cells": ["李志强", "夫", "32", "同住"]},
            {"url": "#", "cells": ["李安安", "子", "6", "同住，今年入学"]},
        ],
        "deadlines": [{"title": "居住证签注", "due": date(2027, 4, 12), "rule": "每年一次"}],
        "looked": [
            {
                "who": "周敏 · 洞阳镇窗口",
                "purpose": "办理居住登记",
                "fields": "证件号码",
                "when": hours(-1),
            },
            {
                "who": "陈立 · 永和社区网格",
                "purpose": "走访联系",
                "fields": "手机",
                "when": hours(-50),
            },
        ],
        "looked_url": "#",
        "why_title": "居住证可以签注",
        "why_facts": [
            {"text": "连续居住 6 年 9 个月", "source": "landlord"},
            {"text": "有稳定就业", "source": "employer"},
        ],
        "why_articles": [{"text": "居住证暂行条例 第十条", "url": "#"}],
    }


def building() -> dict[str, Any]:
    """A rented block."""
    return {
        "crumbs": ["洞阳镇", "永和社区", "浏河新村"],
        "building": {
            "name": "浏河新村 3 栋",
            "address": "洞阳镇永和社区王家坝路 12 号",
            "use": "住宅",
            "holder": "罗桂芳",
        },
        "tiles": [
            tile("住着", 71, "users", "35 户"),
            tile("空置", 7, "door"),
            tile("到期待退", 3, "door-exit", "最早 11-24", "soon"),
            tile("超员", 2, "alert-triangle", "每间不超过 2 人", "late"),
        ],
        "units": [
            {"label": "1 单元", "url": "#", "here": True},
            {"label": "2 单元", "url": "#", "here": False},
        ],
        "floors": floors(),
        "plates_url": "#",
        "add_url": "#",
    }


def landlord() -> dict[str, Any]:
    """A landlady with two buildings."""
    return {
        "who": "罗桂芳",
        "home_url": "#",
        "check_in_url": "#",
        "check_out_url": "#",
        "invite_url": "#",
        "confirm": [
            {
                "title": "覃秀英说她住 602",
                "text": "11-18 起，本人在手机上申报",
                "url": "#",
                "due": hours(26),
                "rule": "3 个工作日",
            }
        ],
        "tiles": [tile("空房", 7, "door"), tile("本月到期", 3, "door-exit", "", "soon")],
        "buildings": [
            {
                "name": "浏河新村 3 栋",
                "url": "#",
                "rooms": 48,
                "let": 41,
                "width": "85",
                "over": 2,
                "due": 3,
            },
            {
                "name": "王家坝 12 号",
                "url": "#",
                "rooms": 9,
                "let": 9,
                "width": "100",
                "over": 0,
                "due": 0,
            },
        ],
    }


def resident() -> dict[str, Any]:
    """Somebody who has just declared."""
    return {
        "who": "覃秀英",
        "home_url": "#",
        "scan_url": "#",
        "looked_url": "#",
        "looked_count": 3,
        "status": {
            "state": "waiting",
            "title": "等房东确认",
            "text": "浏河新村 3 栋 602，从 2026-11-18 起。房东没有答复也不要紧，到时会转给社区工作人员。",
            "due": hours(26),
            "rule": "到时转社区",
            "url": "#",
            "action": "看我的申报",
        },
        "things": [
            {"icon": "users-plus", "title": "登记家人", "text": "一起住的，一次填完", "url": "#"},
            {"icon": "home-move", "title": "我搬家了", "text": "换地址、退房", "url": "#"},
            {"icon": "id-badge-2", "title": "办居住证", "text": "登记满半年后可办", "url": "#"},
            {"icon": "pencil", "title": "信息有误", "text": "看看记了什么，改正它", "url": "#"},
        ],
        "people": [{"title": "韦小宝", "text": "子 · 4 岁 · 可预约接种", "url": "#"}],
    }


def import_report() -> dict[str, Any]:
    """A roster checked, not yet written."""
    return {
        "report": {
            "file": "花名册第47周.xlsx",
            "sender": "洞阳精密玻璃有限公司",
            "when": hours(-1),
            "state": "checked",
            "state_text": "已核对，等您确认",
            "header_row": 4,
            "rows": 31204,
        },
        "step": 2,
        "rows": rows(),
        "apply_url": "#",
        "refused_url": "#",
        "tiles": [
            tile("新增", 312, "plus", "其中 41 人以前来过", "good"),
            tile("不在名单", 289, "minus", "需要逐个确认"),
            tile("有变化", 118, "pencil", "多为换部门"),
            tile("无变化", 30468, "equal"),
            tile("有问题", 17, "alert-triangle", "不会写入", "late"),
        ],
        "problems": [
            {"label": "校验码不对", "count": 9, "url": "#"},
            {"label": "号码被截成小数", "count": 5, "url": "#"},
            {"label": "缺姓名", "count": 3, "url": "#"},
        ],
        "why_facts": [
            {"text": "名单只说明谁在职，漏填与离职看起来一样"},
            {"text": "上周同样 289 人中有 12 人后来补回"},
        ],
        "why_articles": [],
    }


PAGES: dict[str, Callable[[], dict[str, Any]]] = {
    "workbench": workbench,
    "person": person,
    "building": building,
    "landlord": landlord,
    "resident": resident,
    "import_report": import_report,
}
