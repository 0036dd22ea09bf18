"""Sentences of points schemes: conditions, measures, why a line has its points. Code → (Chinese, English)."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "points_tier": ("在计分范围", "Within what counts"),
    "points_not_said": ("没有填写", "Not filled in"),
    "points_no_tier": ("不在加分范围", "Below what counts"),
    "points_accrued": ("按 {counted}计", "Counted: {counted}"),
    "points_accrued_most": ("最多计 {counted}", "At most {counted} count"),
    "points_accrued_within": (
        "计 {counted}：不超过“{other}”",
        "Counted: {counted}, no more than “{other}”",
    ),
    "points_events": ("{count} 次", "Times: {count}"),
    "points_events_over": (
        "{count} 次；另有 {over} 次已过期限，不再计",
        "Times: {count}; {over} more lie too far back to count",
    ),
    "points_cap": ("最多计 {cap} 分", "At most {cap} points count"),
    "points_choose_one": ("同组只计最高的一项", "Only the highest of the group counts"),
    "points_every_months": ("每满 {per}得 {points} 分", "{points} points for every full {per}"),
    "points_every_month": (
        "每 {per} {points} 分，按月累计",
        "{points} points for every {per}, growing month by month",
    ),
    "points_every": ("每 {per} {points} 分", "{points} points for every {per}"),
    "points_stated": ("按认定的分值", "As recognised"),
    "points_each_time": ("每次 {points} 分", "{points} points each time"),
    "points_each_time_within": (
        "最近 {window}内每次 {points} 分",
        "{points} points each time within the last {window}",
    ),
    "points_from_to": ("{low}–{high} {unit}", "{low}–{high} {unit}"),
    "points_exactly": ("{low} {unit}", "{low} {unit}"),
    "points_at_least": ("满 {low} {unit}", "At least {low} {unit}"),
    "points_at_most": ("不超过 {high} {unit}", "At most {high} {unit}"),
    "points_held": ("达到 {level} {unit}", "At least {level} {unit}"),
    "points_held_of": (
        "最近 {of_last} 个月中有 {months} 个月达到 {level} {unit}",
        "At least {level} {unit} in {months} of the last {of_last} months",
    ),
    "points_happened": ("最近 {window}内发生过", "Within the last {window}"),
    "points_happened_ever": ("发生过", "Ever"),
    "points_scheme_unknown": ("没有这个积分方案。", "There is no such scheme."),
    "points_day_impossible": (
        "日期不能在将来，结束不能早于开始。",
        "A day cannot lie ahead, nor an end before its beginning.",
    ),
    "points_day_unreadable": (
        "日期无法识别，请写成 2026-11-21 这样。",
        "The date cannot be read. Write it like 2026-11-21.",
    ),
    "points_months_impossible": ("请填整月数。", "Give whole months."),
    "points_number_impossible": ("这个数不在可填的范围内。", "This number is outside what can be."),
    "points_choice_unknown": ("请从列出的选项中选择。", "Choose one of those listed."),
}
