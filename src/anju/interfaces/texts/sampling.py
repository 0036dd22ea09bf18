"""Sentences and words of sample audits. Code → (Chinese, English)."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "sample_unknown": (
        "没有这次抽样核查，或不在您的管理范围内。",
        "There is no such sample audit in your area.",
    ),
    "sample_unit_unknown": (
        "没有这个样本，或您不参加这里的核查。",
        "There is no such unit of a sample that you may see.",
    ),
    "sample_name": (
        "请写明名称，最多 60 个字。",
        "Give the audit a name of at most 60 characters.",
    ),
    "sample_parts": (
        "分层须比核查范围小一级以上，例如按社区。",
        "The parts must be smaller than the area, for example by community.",
    ),
    "sample_size": (
        "每一层抽 1 至 500 个。",
        "Draw between 1 and 500 units of each part.",
    ),
    "sample_again_share": (
        "复核比例为 1 至 100（百分之几）。",
        "Between 1 and 100 of a hundred are checked a second time.",
    ),
    "sample_day_unreadable": (
        "请填基准日，写成 2026-01-31 的样子。",
        "Enter the reference day, written like 2026-01-31.",
    ),
    "sample_day": ("基准日不能在今天之后。", "The reference day cannot lie in the future."),
    "sample_frame_empty": (
        "这一天这里没有可抽的对象，请换一个范围或日期。",
        "There is nothing to draw from here on that day. Choose another area or day.",
    ),
    "sample_frame_large": (
        "可抽的对象超过 {most} 个，请分区县或街道分别抽取。",
        "There are more than {most} units to draw from. Draw for each district or street.",
    ),
    "sample_large": (
        "样本超过 {most} 个，请减少每层数量或缩小范围。",
        "The sample would exceed {most} units. Draw fewer of each part, or of a smaller area.",
    ),
    "sample_drawn": (
        "这次抽取刚才已经完成，请刷新列表查看。",
        "This sample was drawn a moment ago. Reload the list.",
    ),
    "sample_closed": (
        "这次核查已经结束，不能再改。对结果有异议的，由所在街道申诉。",
        "This audit is closed and cannot be changed. The office of the place may contest a finding.",
    ),
    "sample_not_closed": (
        "核查还没有结束，结果暂不公布。",
        "The audit is still open; its figures are published when it is closed.",
    ),
    "sample_unchecked": (
        "还有 {left} 个样本没有核查，请先核查完；确实找不到人的选“无人在家”。",
        "{left} units are not checked yet. Check them first; where nobody can be met, say so.",
    ),
    "sample_first_round": (
        "请先进入复核，由另一人复核一部分样本，再结束。",
        "Begin the second round first: somebody else checks a part again.",
    ),
    "sample_differing": (
        "还有 {left} 个样本两次核查结果不同，请先裁定。",
        "Two checkers differ about {left} units. Decide about these first.",
    ),
    "sample_outcome": ("请选择一个核查结果。", "Choose what was found."),
    "sample_items": (
        "只有本人在住时才能核对登记项目，请检查勾选。",
        "Items can be compared only where the person lives. Look at what is ticked.",
    ),
    "sample_people_missing": (
        "请填写应登记人数和其中已登记的人数；没有的填 0。",
        "Give how many people must be registered, and how many of them are; 0 for none.",
    ),
    "sample_people": (
        "人数为 0 至 200，已登记的不能多于应登记的。",
        "Between 0 and 200 people; no more registered ones than people.",
    ),
    "sample_people_uncalled": (
        "没有人居住时不填人数。",
        "Give numbers of people only where somebody lives.",
    ),
    "sample_not_again": (
        "这个样本不在复核之列。",
        "This unit is not among those checked a second time.",
    ),
    "sample_own": (
        "核查过或申诉过这个样本的人不能复核或裁定它，请由别人办理。",
        "Whoever checked or contested this unit cannot check it again or decide about it. Leave it to somebody else.",
    ),
    "sample_found": (
        "{by} 刚才已经核查过这个样本。",
        "{by} has checked this unit already.",
    ),
    "sample_agrees": (
        "两次核查结果一致，不用裁定。",
        "Both checkers agree; there is nothing to decide.",
    ),
    "sample_decided": ("{by} 已经裁定。", "{by} has decided about it."),
    "sample_reason_missing": ("请写明理由。", "Give a reason."),
    "sample_reason_long": ("理由最多 {most} 个字。", "A reason has at most {most} characters."),
    "sample_appeal_late": (
        "申诉期已过。",
        "The term for contesting findings is over.",
    ),
    "sample_appealed": (
        "同事已经对这个样本提出申诉。",
        "A colleague has contested this finding already.",
    ),
    "sample_no_appeal": ("没有人对这个样本提出申诉。", "Nobody has contested this finding."),
    "sample_appeal_decided": ("{by} 已经对申诉作出决定。", "{by} has decided this appeal."),
}

ACTIONS: dict[str, tuple[str, str]] = {
    "sample.draw": ("抽取核查样本", "Sample drawn"),
    "sample.second_round": ("抽样核查进入复核", "Second round of a sample audit begun"),
    "sample.close": ("结束抽样核查", "Sample audit closed"),
    "sample.first": ("核查样本", "Unit of a sample checked"),
    "sample.second": ("复核样本", "Unit of a sample checked again"),
    "sample.decided": ("裁定核查结果", "Decided between two findings"),
    "sample.appeal": ("对核查结果申诉或作出决定", "Appeal against a finding, or its decision"),
}

KINDS: dict[str, tuple[str, str]] = {
    "records": ("倒查：按登记上门找人", "Records, looked for at their address"),
    "doors": ("顺查：按房屋入户查登记", "Homes, whose residents are looked for in the register"),
}
STATES: dict[str, tuple[str, str]] = {
    "checking": ("核查中", "Being checked"),
    "again": ("复核中", "Being checked again"),
    "closed": ("已结束", "Closed"),
}
OUTCOMES: dict[str, tuple[str, str]] = {
    "lives": ("本人在住", "Lives there"),
    "moved": ("已搬离", "Moved away"),
    "never": ("没有住过", "Never lived there"),
    "lived_in": ("有人居住", "Somebody lives there"),
    "empty": ("无人居住", "Nobody lives there"),
    "no_address": ("没有这个地址", "No such address"),
    "nobody": ("无人在家", "Nobody met"),
    "declined": ("不愿受访", "Declined"),
}
ITEMS: dict[str, tuple[str, str]] = {
    "name": ("姓名", "name"),
    "document": ("证件", "document"),
    "birth": ("出生日期", "birth date"),
    "phone": ("电话", "phone"),
    "employer": ("单位", "employer"),
    "begun": ("来住日期", "first day"),
}
STAGES: dict[str, tuple[str, str]] = {
    "first": ("核查", "Checked"),
    "second": ("复核", "Checked again"),
    "decided": ("裁定", "Decided"),
    "appeal": ("申诉决定", "Appeal decided"),
}
