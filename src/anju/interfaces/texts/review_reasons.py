"""Sentences about answers to review items, and about merges: code → (Chinese, English)."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "review_unknown": (
        "没有这个待办，或不在您的范围内。",
        "There is no such question in your care.",
    ),
    "review_decided": ("{by} 已经处理过了。", "{by} has decided this already."),
    "decision_unknown": (
        "不认识的处理方式“{decision}”。可用：same、new、accept、refuse。",
        "Unknown decision “{decision}”. Use same, new, accept or refuse.",
    ),
    "decision_needs_person": ("请选择是哪一个人。", "Choose which person it is."),
    "decision_needs_home": ("请先找到对应的房屋。", "Find the home first."),
    "decision_needs_nationality": (
        "持护照或外国人永久居留身份证的，请按证件填写国籍，例如：美国、USA。",
        "Give the nationality from the passport or permanent residence card, such as United States or USA.",
    ),
    "decision_needs_note": (
        "不予登记须写明原因，申报人会看到。",
        "Say why it is refused; the declarer will read it.",
    ),
    "tie_gone": (
        "申报已撤销，或其中一人的档案已合并、撤销，这个关系不能再登记。",
        "The declaration was undone, or one of the records was merged or withdrawn; the relationship cannot be entered.",
    ),
    "decision_not_applicable": (
        "这样处理仍不能登记，还有问题要先解决。",
        "It still cannot be applied that way; something else must be settled first.",
    ),
    "record_changed_since": (
        "这份档案刚刚被合并或撤销，请重新查找后再试。",
        "This record was merged or withdrawn meanwhile. Search again, then retry.",
    ),
    "merge_stale": (
        "这两份档案已被别人改动，请重新打开再试。",
        "These records were changed meanwhile. Open them again.",
    ),
    "merge_needs_second": (
        "这两份档案互相矛盾（出生日期、同类证件的号码或国籍），须由另一位同事批准。请在“重复档案”中并排打开这两份档案，提请合并。",
        "These records contradict each other (birth date, numbers of documents of one kind, or nationality), so a second person must approve. Open the two under “Duplicate records” and ask for the merge there.",
    ),
    "merge_needs_no_second": (
        "这两份档案现在没有矛盾，不需要第二人批准，可直接合并。",
        "These records do not contradict each other now; merge them directly.",
    ),
    "merge_asked_already": (
        "这两份档案的合并已有人提请，正等另一位同事批准。",
        "The merge of these records was asked for already and waits for a second person.",
    ),
    "merge_request_unknown": (
        "没有这项合并申请，或其中一人已不在您的范围内。",
        "There is no such request to merge in your care.",
    ),
    "merge_request_decided": (
        "这项合并申请已经处理过了。",
        "This request to merge was decided already.",
    ),
    "merge_read_on": (
        "之后又有别的档案并入这份档案，并改动了同一段居住、工作或外出经历。请先撤销后一次合并，再撤销这一次。",
        "Another record was merged into this one later and changed the same stay, job or absence. Undo that later merge first.",
    ),
    "merge_built_on": (
        "保留的档案后来又并入了另一份档案，请先撤销那次合并。",
        "The record that was kept was itself merged into another one since. Undo that merge first.",
    ),
    "linkage_found_different": (
        "这两份档案已认定是两个人，不能合并。请在“重复档案”中并排打开这两份档案，撤回这项认定后再合并。",
        "These records were found to be two people and cannot be merged. Open the two under “Duplicate records”, take that finding back, then merge.",
    ),
    "linkage_not_decided": (
        "这两份档案没有认定过是两个人，或认定已撤回。",
        "These records were not found to be two people, or the finding was taken back.",
    ),
    "linkage_untrained": (
        "还没有训练过查重参数，请先运行 ./anju linkage train。",
        "No weights were trained yet. Run ./anju linkage train first.",
    ),
    "linkage_too_few": (
        "登记的人太少，无从训练查重参数。",
        "There are too few records to learn weights from.",
    ),
    "linkage_set_unknown": ("没有这一版查重参数。", "There are no weights of this number."),
    "linkage_set_unfit": (
        "这一版查重参数的分级与现在的程序不同，不能再用，请重新训练。",
        "These weights are for other levels than this version compares in. Train anew.",
    ),
    "merge_undone_already": ("这次合并已经撤销过了。", "This merge was undone already."),
}
