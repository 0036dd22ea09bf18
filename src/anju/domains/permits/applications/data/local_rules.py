"""Dated local rules of applying and deciding, as they are first loaded into the register's table of rules.

Every entry names its source; "assumed" marks a default of ours that a city should replace by its own decision.
"""

from __future__ import annotations

from datetime import date
from typing import Any

Seed = tuple[str, str, dict[str, Any], date, str]
"""Region prefix, key, value, valid from, source."""

ORDER = date(2016, 1, 1)
SEEDS: tuple[Seed, ...] = (
    (
        "",
        "permit.issue",
        {"amount": 15, "unit": "days"},
        ORDER,
        "居住证暂行条例 第九条: 受理之日起15日内制发",
    ),
    (
        "33",
        "permit.issue",
        {"amount": 15, "unit": "days"},
        date(2016, 7, 1),
        "浙江省流动人口居住登记条例 (2016)",
    ),
    (
        "4201",
        "permit.issue",
        {"amount": 15, "unit": "working_days"},
        date(2024, 1, 1),
        "武汉市 (2024, second-hand)",
    ),
    (
        "",
        "permit.stages",
        {"stages": ["community", "street", "station"], "four_eyes": []},
        ORDER,
        "居住证暂行条例 第八条: 公安机关受理制作发放, 社区协助; the way through three desks is assumed",
    ),
    ("", "permit.station", {"digits": 9}, ORDER, "assumed: one issuing station a street or town"),
    (
        "",
        "permit.answer",
        {"amount": 10, "unit": "working_days"},
        ORDER,
        "assumed: time to bring what was missing",
    ),
    (
        "",
        "permit.confirm",
        {"amount": 7, "unit": "days"},
        ORDER,
        "assumed: time to confirm what an employer entered",
    ),
    (
        "",
        "permit.draft",
        {"amount": 30, "unit": "days"},
        ORDER,
        "assumed: how long a draft is kept",
    ),
    (
        "",
        "permit.object",
        {"amount": 60, "unit": "days"},
        ORDER,
        "行政复议法 第二十条: 六十日内申请行政复议",
    ),
    (
        "",
        "permit.papers",
        {"amount": 30, "unit": "days"},
        ORDER,
        "assumed: papers are deleted so long after the application is closed (个人信息保护法 第四十七条)",
    ),
    (
        "",
        "permit.proxy",
        {"elderly_from": 60, "child_under": 16},
        ORDER,
        "居住证暂行条例 第九条: 未满16周岁; 老年人权益保障法 第二条: 60周岁以上",
    ),
    (
        "",
        "permit.photo",
        {"width": 358, "height": 441},
        ORDER,
        "assumed: as the photograph of the identity card (GA 461)",
    ),
)
