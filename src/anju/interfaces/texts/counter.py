"""What the counter, the review queue and merging say about reasons and refusals: (Chinese, English)."""
# ruff: noqa: E501 - sentences read better whole

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "building_elsewhere": (
        "那栋楼在别的社区或网格，不能并入。",
        "That building lies in another community or grid.",
    ),
    "building_other_party": (
        "两栋楼的房东不同，不能并为一栋；请先核实归谁管。",
        "The two buildings have different landlords; find out first whose they are.",
    ),
    "building_same": ("请选另一栋楼。", "Choose another building."),
    "building_verified": (
        "这栋楼已经核实过，不能并入别的楼。",
        "This building was verified already and cannot be merged into another.",
    ),
    "capacity_invalid": ("可住人数须为 1 至 {most}。", "The capacity must be 1 to {most}."),
    "decision_dates": ("开始日必须早于结束日。", "The first day must come before the last."),
    "document_on_file": (
        "这个证件号已登记在另一个姓名下，不能再建一份档案；号码有误请驳回，姓名有误请认定为同一人后更正。",
        "This number is on file under another name, so no second record can hold it.",
    ),
    "duplicate_in_form": (
        "这张表里同一个证件号写了两次。",
        "The same number stands twice in this form.",
    ),
    "merge_unknown": ("没有这次合并。", "There is no such merge."),
    "note_missing": ("请写明理由。", "Please give a reason."),
    "nothing_to_correct": ("没有改动任何一项。", "Nothing was changed."),
    "address_missing": ("请填地址。", "The address is missing."),
    "address_too_long": (
        "地址太长：街道地址最多 {address} 个字，楼栋 {building} 个，单元 {unit} 个，房号 {room} 个。",
        "The address is too long: at most {address} characters of street, {building} of building, {unit} of unit, {room} of room.",
    ),
    "rooms_stand_twice": (
        "两栋楼都有这些房间，且有人登记在住：{rooms}。请先把住户更正到要保留的房间。",
        "Both buildings have these rooms and people are registered there: {rooms}. Correct their stays first.",
    ),
    "start_missing": ("没有填来住日期。", "The day of arrival is missing."),
    "stay_changed_since": (
        "这条登记刚刚被别人改过，请重新打开再改。",
        "Somebody has just changed this stay; open it again.",
    ),
    "stay_overlaps": (
        "与 {since} 至 {until} 的另一段居住重叠，先更正那一段。",
        "Overlaps another stay from {since} to {until}; correct that first.",
    ),
    "stay_unknown": ("没有这段居住。", "There is no such stay."),
    "tie_not_shown": (
        "要当面看过证件和手机才能关联。",
        "Both the document and the phone must be shown.",
    ),
    "decision_undone": ("这个决定已经撤回了。", "That decision was undone already."),
    "undo_too_late": (
        "当天提交的才能撤销，之后请用更正。",
        "Only today's forms can be undone; use a correction.",
    ),
}
