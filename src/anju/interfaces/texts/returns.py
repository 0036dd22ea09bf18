"""Words of comparisons with what upper levels send back."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "return_too_large": ("文件超过 {most} MB。", "The file is larger than {most} MB."),
    "return_columns": (
        "第一行里要有“姓名”和“身份证号码”。",
        "The first row has to name a column of names and one of identity numbers.",
    ),
    "return_unknown": ("没有这一条，或不在您的范围内。", "There is no such entry in your care."),
    "return_closed": ("这条已经答复过，请刷新页面。", "This has been answered. Reload the page."),
    "return_decision": ("请选择一种处理方式。", "Choose what became of it."),
    "return_note": ("请写明核实的结果。", "Say what was found."),
    "return_no_file": ("请选择文件。", "Choose a file."),
}
FIELDS: dict[str, tuple[str, str]] = {
    "name": ("姓名", "Name"),
    "sex": ("性别", "Sex"),
    "birth_date": ("出生日期", "Date of birth"),
    "division": ("现居住地", "Division"),
}
COUNTS: dict[str, tuple[str, str]] = {
    "rows": ("行数", "Rows"),
    "same": ("一致", "Same"),
    "differs": ("不一致", "Differ"),
    "only_theirs": ("只有对方有", "Only theirs"),
    "only_ours": ("只有本地有", "Only ours"),
    "repeated": ("同一人重复的行", "Rows about somebody named before"),
    "unreadable": ("没有证件号码的行", "Rows without a number"),
}
DECISIONS: dict[str, tuple[str, str]] = {
    "ours_stands": ("本地无误", "ours is right"),
    "corrected": ("已在档案里更正", "corrected in the record"),
    "reported": ("已报上级更正", "reported to the upper level"),
}
