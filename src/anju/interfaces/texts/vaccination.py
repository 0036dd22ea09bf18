"""Words of the vaccination check: faults of a line, what a dose counts for, how far somebody is."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "vaccination_birth_unreadable": (
        "请填出生日期，写成 2026-11-21 这样。",
        "Give the birth date, written like 2026-11-21.",
    ),
    "vaccination_birth_ahead": ("出生日期不能在将来。", "The birth date cannot lie ahead."),
    "vaccination_vaccine_unknown": (
        "请从列表中选择疫苗；没有列出的不用填。",
        "Choose a vaccine of the list; leave out one that is not listed.",
    ),
    "vaccination_day_unreadable": (
        "请填接种日期，写成 2026-11-21 这样。",
        "Give the day of the dose, written like 2026-11-21.",
    ),
    "vaccination_day_ahead": (
        "接种日期不能在将来，只填已经接种的。",
        "The day cannot lie ahead; only doses already given belong here.",
    ),
    "vaccination_before_birth": (
        "接种日期早于出生日期，请核对接种证。",
        "The day lies before the birth date; compare with the booklet.",
    ),
}
DOSES: dict[str, tuple[str, str]] = {
    "valid": ("计入", "Counts"),
    "not_valid": ("不计入", "Does not count"),
    "extraneous": ("多余的一剂", "One dose more than needed"),
    "sub_standard": ("疫苗失效，不计入", "Vaccine spoilt, does not count"),
}
WHY: dict[str, tuple[str, str]] = {
    "": ("", ""),
    "grace_period": ("早于程序时间，但可以计入", "Earlier than the table, but counted"),
    "too_young": ("未到最小年龄", "Before the youngest age"),
    "too_old": ("超过年龄", "After the last age"),
    "too_soon": ("与上一剂间隔不够", "Too soon after the dose before"),
    "vaccine_conflict": (
        "与另一种减毒活疫苗间隔不到 28 天",
        "Less than 28 days after another live vaccine",
    ),
    "inadvertent": ("误用的疫苗", "Given by mistake"),
    "other_vaccine": ("这一剂不用这种疫苗", "Another vaccine than this dose needs"),
    "vaccine_age": ("这种疫苗要更大才能计入", "Before the youngest age for this vaccine"),
    "other_maker": ("不是这一厂家的程序", "Another maker's course"),
    "already_complete": ("已经全程接种", "The course was complete already"),
    "not_usable": ("过期或失效", "Expired or spoilt"),
}
STATES: dict[str, tuple[str, str]] = {
    "complete": ("已完成", "Complete"),
    "immune": ("已有免疫力", "Immune"),
    "contraindicated": ("暂不能接种", "Not to be given now"),
    "aged_out": ("已过接种年龄", "Past the age"),
    "not_recommended": ("目前不需要", "Not needed now"),
    "late": ("已过推荐时间，请尽早接种", "Later than recommended: as soon as possible"),
    "now": ("现在可以接种", "Can be given now"),
    "ahead": ("还没到时间", "Not yet due"),
}
