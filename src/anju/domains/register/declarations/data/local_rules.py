"""Dated local rules as they are first loaded: deadlines in hours, days or working days.

Every entry names its source; "assumed" marks a default of ours that a city should replace by its own decision.
"""

from __future__ import annotations

from datetime import date
from typing import Any

Seed = tuple[str, str, dict[str, Any], date, str]
"""Region prefix, key, value, valid from, source."""

SEEDS: tuple[Seed, ...] = (
    (
        "",
        "declare.resident",
        {"amount": 3, "unit": "days", "from": "arrival"},
        date(1958, 1, 9),
        "户口登记条例 第十五条: 暂住三日以上的,三日内申报",
    ),
    (
        "",
        "declare.foreigner",
        {"amount": 24, "unit": "hours", "from": "arrival"},
        date(2013, 7, 1),
        "出境入境管理法 第三十九条: 24小时内登记",
    ),
    (
        "",
        "declare.landlord",
        {"amount": 3, "unit": "working_days", "from": "lease_start"},
        date(2016, 1, 1),
        "assumed: as in Zhejiang",
    ),
    (
        "",
        "declare.employer",
        {"amount": 3, "unit": "working_days", "from": "hire"},
        date(2016, 1, 1),
        "assumed: as in Zhejiang",
    ),
    (
        "",
        "declare.change",
        {"amount": 10, "unit": "days", "from": "change"},
        date(2016, 1, 1),
        "assumed: as in Zhejiang",
    ),
    (
        "",
        "landlord.answer",
        {"amount": 48, "unit": "hours", "from": "asked"},
        date(2016, 1, 1),
        "assumed",
    ),
    (
        "",
        "review.decide",
        {"amount": 3, "unit": "working_days", "from": "asked"},
        date(2016, 1, 1),
        "assumed",
    ),
    (
        "33",
        "declare.resident",
        {"amount": 3, "unit": "working_days", "from": "arrival"},
        date(2016, 7, 1),
        "浙江省流动人口居住登记条例 (2016)",
    ),
    (
        "33",
        "declare.landlord",
        {"amount": 3, "unit": "working_days", "from": "lease_start"},
        date(2016, 7, 1),
        "浙江省流动人口居住登记条例 (2016)",
    ),
    (
        "33",
        "declare.employer",
        {"amount": 3, "unit": "working_days", "from": "hire"},
        date(2016, 7, 1),
        "浙江省流动人口居住登记条例 (2016)",
    ),
    (
        "4401",
        "declare.resident",
        {"amount": 3, "unit": "working_days", "from": "arrival"},
        date(2022, 1, 1),
        "广州市居住登记指引 (2022)",
    ),
    (
        "4201",
        "declare.resident",
        {"amount": 7, "unit": "days", "from": "arrival"},
        date(2024, 1, 1),
        "武汉市 (2024, second-hand)",
    ),
    (
        "4201",
        "declare.change",
        {"amount": 3, "unit": "days", "from": "change"},
        date(2024, 1, 1),
        "武汉市 (2024, second-hand)",
    ),
)
