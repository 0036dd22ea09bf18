"""Sentences about old batch files."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "batch_too_large": ("文件超过 {most} MB。", "The file is larger than {most} MB."),
    "batch_not_text": (
        "文件不是 GB18030 或 UTF-8 文本，或引号没有闭合。",
        "The file is no text in GB 18030 or UTF-8, or a quotation mark was not closed.",
    ),
    "batch_entities": (
        "XML 里有文档类型或实体声明，整份不收。请去掉后重发。",
        "The XML declares a document type or entities and is refused whole. Send it without them.",
    ),
    "batch_not_xml": ("XML 在第 {line} 行断开。", "The XML breaks off at line {line}."),
    "batch_no_columns": (
        "找不到“姓名”或“身份证号码”列，或列太多。",
        "There is no column of names or identity numbers, or there are too many columns.",
    ),
    "batch_too_many_rows": ("一份文件最多 {most} 行。", "A file has at most {most} rows."),
    "batch_region": (
        "请填写 12 或 15 位的社区（村）代码。",
        "Give the code of a community: 12 or 15 digits.",
    ),
    "batch_row_too_wide": ("这一行的列比表头多。", "This row has more columns than the header."),
    "batch_act_unknown": (
        "不认识这个业务类型；可用：登记、建档、注销。",
        "This kind of act is not known; there are 登记, 建档 and 注销.",
    ),
    "batch_deletion": (
        "删除不能批量办理，请在居民档案里由人更正或撤销。",
        "Nothing is deleted by a file. A person corrects or undoes it in the record.",
    ),
    "batch_day": ("日期读不出。", "A date cannot be read."),
    "batch_form": (
        "请选择 CSV 或 XML，编码 GB18030 或 UTF-8。",
        "Choose CSV or XML, GB 18030 or UTF-8.",
    ),
    "batch_origin": (
        "请填写户籍地代码（2 至 12 位数字）。",
        "Give the code of the place of registration: 2 to 12 digits.",
    ),
    "batch_character": (
        "有姓名含此编码没有的字，请改用 UTF-8。",
        "A name has a character this encoding has not. Choose UTF-8.",
    ),
    "batch_no_file": ("请选择文件。", "Choose a file."),
}
