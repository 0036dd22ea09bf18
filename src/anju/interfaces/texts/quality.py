"""Sentences and words of data quality. Code → (Chinese, English)."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "quality_rule_unknown": ("没有这条数据质量规则。", "There is no such rule of data quality."),
    "quality_fault_unknown": (
        "选中的问题不在您的管理范围内，或不属于同一条规则。请刷新名单。",
        "What was chosen is not in your area, or not of one rule. Reload the list.",
    ),
    "quality_fault_closed": (
        "选中的问题有的已消除或已由同事处理，请刷新名单。",
        "Some of what was chosen was mended or decided meanwhile. Reload the list.",
    ),
    "quality_none_chosen": ("请先勾选名单中的问题。", "Tick what it is about first."),
    "quality_too_many": (
        "一次最多处理 {most} 个，请分批。",
        "At most {most} at a time. Take them in parts.",
    ),
    "quality_reason_missing": (
        "请写明为什么不是问题。",
        "Say why it is no fault.",
    ),
    "quality_reason_long": ("理由最多 {most} 个字。", "A reason has at most {most} characters."),
    "quality_decision_unknown": (
        "没有这次处理，或不在您的管理范围内。",
        "There is no such decision in your area.",
    ),
}

ACTIONS: dict[str, tuple[str, str]] = {
    "quality.run": ("数据质量检查", "Rules of data quality run"),
    "quality.not_fault": ("认定不是问题", "Found to be no fault"),
    "quality.not_fault_undone": ("撤销“不是问题”", "Finding of no fault taken back"),
}

TERMS: dict[str, tuple[str, str]] = {
    "in_time": ("期限内", "Within its term"),
    "late": ("已超期", "Past its term"),
}
OUTCOMES: dict[str, tuple[str, str]] = {
    "mended": ("已消除", "Mended"),
    "not_fault": ("不是问题", "No fault"),
}
