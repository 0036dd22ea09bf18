"""Words of the indicators: dimensions, the values of those that no code table names, refusals."""

from __future__ import annotations

from anju.foundation import codes
from anju.interfaces.texts.exchange import STATES
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
    "holder": ("出租人", "Landlord"),
    "letter": ("责任书", "Letter of responsibility"),
    "outcome": ("整改情况", "Outcome"),
    "serious": ("重大隐患", "Serious hazard"),
    "month": ("月份", "Month"),
    "destination": ("去向", "Destination"),
    "police_reason": ("居住事由（公安口径）", "Reason in the police list"),
    "intended": ("拟居住时间", "Intended stay"),
    "lived": ("已居住时间", "Time lived here"),
    "origin_kind": ("来自地区", "Came from"),
    "left_children": ("留守儿童", "Children left behind"),
    "left_elderly": ("留守老人", "Elderly left behind"),
    "building": ("楼栋类型", "Kind of building"),
    "matter": ("事项", "Matter"),
    "case_outcome": ("办理结果", "Outcome"),
    "case_terms": ("是否按期", "In time"),
    "link": ("对接地区", "Place"),
    "message_class": ("消息种类", "Class of message"),
    "message_state": ("消息状态", "State of message"),
    "reply": ("答复", "Answer"),
    "fault_rule": ("数据质量规则", "Rule of data quality"),
    "fault_kind": ("问题类型", "Kind of fault"),
    "fault_level": ("程度", "Level"),
    "fault_source": ("来源", "Source"),
}
_YES: Table = {"yes": ("有", "Yes"), "no": ("没有", "No"), "?": ("不详", "Unknown")}
_LENGTHS: Table = {
    "short": ("半年以下", "Under half a year"),
    "middle": ("半年至五年", "Half a year to five years"),
    "long": ("五年以上", "Over five years"),
    "?": ("未填", "Not stated"),
}
VALUES: dict[str, Table] = {
    "police_reason": codes.POLICE_REASON.titles,
    "intended": _LENGTHS,
    "lived": _LENGTHS,
    "origin_kind": {
        "own_city": ("省内市", "City of this province"),
        "own_county": ("省内县", "County of this province"),
        "far_city": ("省外市", "City of another province"),
        "far_county": ("省外县", "County of another province"),
        "hmt": ("港澳台", "Hong Kong, Macao, Taiwan"),
        "abroad": ("国外", "Abroad"),
        "other": ("其他", "Other"),
    },
    "reason": MOVE_REASONS,
    "dwelling": DWELLINGS,
    "sex": SEXES,
    "kind": REVIEWS,
    "building": BUILDINGS,
    "holder": {
        "company": ("单位", "Organisation"),
        "person": ("个人", "Person"),
        "?": ("未登记", "Not recorded"),
    },
    "letter": {"yes": ("已签订", "Signed"), "no": ("未签订", "Not signed")},
    "outcome": {
        "in_time": ("按期整改", "Rectified in time"),
        "late": ("逾期整改", "Rectified late"),
        "waiting": ("尚未整改", "Not yet rectified"),
    },
    "serious": {"yes": ("重大", "Serious"), "no": ("一般", "Ordinary")},
    "left_children": _YES,
    "left_elderly": _YES,
    "case_terms": {
        "in_time": ("按期", "In time"),
        "late": ("超期", "Late"),
        "?": ("未留记录", "Not kept"),
    },
    "reply": {
        "in_time": ("按期答复", "In time"),
        "late": ("逾期答复", "Late"),
        "none": ("未答复", "No answer"),
    },
    "message_state": STATES,
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
    "edition_unknown": (
        "没有公布过这一份数据。请从公开数据的列表中选择。",
        "This was not published. Choose from the list of open data.",
    ),
    "edition_period": (
        "数据按季度公布，请选择一个季度。",
        "Figures are published by quarter. Choose one.",
    ),
    "edition_early": (
        "{period} 的数字还是初步数：季度结束十天以后才能公布。",
        "The figures of {period} are provisional. They may be published ten days after the end of the quarter.",
    ),
    "edition_area": (
        "只能公布整个区县、地级市或省的数据。",
        "What is published is of a whole county, prefecture or province.",
    ),
    "edition_overlaps": (
        "这一季已经公布了 {place} 的数据，两份数据相减会推出个人，不能再公布。",
        "{place} was published for this quarter. The two could be differenced to single people.",
    ),
    "report_unknown": (
        "没有这张报表。请从报表列表中选择。",
        "There is no such report. Choose one from the list.",
    ),
    "figures_unknown": (
        "没有这项指标。请从指标列表中选择。",
        "There is no such indicator. Choose one from the list.",
    ),
}
