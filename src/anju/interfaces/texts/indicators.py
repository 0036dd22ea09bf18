"""Words of the indicators: dimensions, the values of those that no code table names, refusals."""

from __future__ import annotations

from anju.interfaces.texts.labels import (
    BUILDINGS,
    DWELLINGS,
    MOVE_REASONS,
    REVIEWS,
    SEXES,
    Table,
)

DIMENSIONS: Table = {
    "reason": ("居住事由", "Reason"),
    "dwelling": ("住所类型", "Dwelling"),
    "origin": ("户籍地", "Origin"),
    "sex": ("性别", "Sex"),
    "age": ("年龄", "Age"),
    "channel": ("申报渠道", "Channel"),
    "kind": ("疑问类型", "Kind of question"),
    "letter": ("责任书", "Letter of responsibility"),
    "outcome": ("整改情况", "Outcome"),
    "serious": ("重大隐患", "Serious hazard"),
    "month": ("月份", "Month"),
    "destination": ("去向", "Destination"),
    "left_children": ("留守儿童", "Children left behind"),
    "left_elderly": ("留守老人", "Elderly left behind"),
    "building": ("楼栋类型", "Kind of building"),
}
_YES: Table = {"yes": ("有", "Yes"), "no": ("没有", "No"), "?": ("不详", "Unknown")}
VALUES: dict[str, Table] = {
    "reason": MOVE_REASONS,
    "dwelling": DWELLINGS,
    "sex": SEXES,
    "kind": REVIEWS,
    "building": BUILDINGS,
    "letter": {"yes": ("已签订", "Signed"), "no": ("未签订", "Not signed")},
    "outcome": {
        "in_time": ("按期整改", "Rectified in time"),
        "late": ("逾期整改", "Rectified late"),
        "waiting": ("尚未整改", "Not yet rectified"),
    },
    "serious": {"yes": ("重大", "Serious"), "no": ("一般", "Ordinary")},
    "left_children": _YES,
    "left_elderly": _YES,
}
"""Dimension → value → words."""

REASONS = {
    "figures_known": (
        "这项指标只有现在的记录，不能按当时的记录查看。请取消“按当时记录”。",
        "This indicator is kept as it is now only. Ask for it as known now.",
    ),
    "figures_days": (
        "请选择 {since} 至 {until} 之间的日期，起始日不晚于截止日。",
        "Choose days between {since} and {until}, the first not after the last.",
    ),
    "figures_unknown": (
        "没有这项指标。请从指标列表中选择。",
        "There is no such indicator. Choose one from the list.",
    ),
}
