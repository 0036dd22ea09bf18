"""Words of the integrated picture."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "ticket_unknown": (
        "没有这条待核实，或不在您的范围内。",
        "There is no such contradiction in your care.",
    ),
    "ticket_closed": ("这条已经答复过，请刷新页面。", "This has been answered. Reload the page."),
    "ticket_decision": ("请选择一种处理方式。", "Choose what became of it."),
    "ticket_note": ("请写明核实的结果。", "Say what was found."),
}
SOURCES: dict[str, tuple[str, str]] = {
    "record": ("人员档案", "record"),
    "register": ("居住工作登记", "register"),
    "lease": ("租赁备案", "lease on file"),
    "permit": ("居住证", "permit"),
    "police": ("公安", "police"),
    "counter": ("窗口申报", "counter"),
    "street": ("街道申报", "street office"),
    "employer": ("用工单位申报", "employer"),
    "landlord": ("房东申报", "landlord"),
    "resident": ("本人申报", "resident"),
    "field": ("上门登记", "field"),
    "file": ("批量导入", "import"),
    "exchange": ("外地或摆渡", "another place"),
}
BY: dict[str, tuple[str, str]] = {
    "order": ("按来源次序，同一来源取最新", "by the order of sources, the latest of one source"),
    "latest": ("取最新，同一天按来源次序", "the latest, of one day by the order of sources"),
}
DECISIONS: dict[str, tuple[str, str]] = {
    "ours_stands": ("采用的值无误", "what was chosen is right"),
    "corrected": ("已在档案里更正", "corrected in the record"),
    "source_asked": ("已请来源更正", "the source was asked to correct"),
}
