"""Services and cases in words: what is refused of a city's list."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

REASONS: Table = {
    "catalogue_unknown": (
        "没有这份服务目录。",
        "There is no such list of services.",
    ),
    "catalogue_file": ("请选择文件。", "Choose a file."),
    "catalogue_region": (
        "请先选择目录适用的区划。",
        "Choose the area the list is for.",
    ),
    "catalogue_too_large": (
        "文件超过 {mb} MB，请只留目录这一张表。",
        "The file is larger than {mb} MB. Keep the sheet of the list alone.",
    ),
    "catalogue_too_long": (
        "一份目录最多 {most} 行。",
        "A list has {most} lines at most.",
    ),
    "catalogue_titles": (
        "表头缺少：{missing}。请用“下载现行目录”的表头。",
        "These column titles are missing: {missing}. Use those of the list you can download here.",
    ),
    "catalogue_nothing": (
        "没有一行通过，什么也没有改。第 {line} 行“{column}”：{fault}",
        "No line is right, and nothing was changed. Line {line}, “{column}”: {fault}",
    ),
    "service_empty": ("“{column}”是空的，请补填。", "“{column}” is empty. Fill it in."),
    "service_long": ("“{column}”太长，请写短些。", "“{column}” is too long. Make it shorter."),
    "service_code": (
        "编号“{value}”只能用字母、数字、点和横线，最多 20 个字符。",
        "The number “{value}” may hold letters, digits, dots and dashes, at most 20 characters.",
    ),
    "service_day": (
        "“{column}”要写成 2026-01-01 的样子，失效日期晚于实施日期。",
        "Write “{column}” like 2026-01-01; the last day comes after the first.",
    ),
    "service_asks_proved": (
        "“{value}”里有登记或部门共享已能证明的材料，不得再向个人索要（在线政务规定第七条），请删去。",
        "“{value}” names what the register or an exchange proves; it may not be asked again. Take it out.",
    ),
    "service_twice": (
        "编号“{value}”在文件里出现了两次，只留一行。",
        "The number “{value}” stands twice in the file. Keep one line.",
    ),
}

FAULTS: Table = {
    "service_empty": ("是空的", "empty"),
    "service_long": ("太长", "too long"),
    "service_code": ("编号不合格", "not a number of an entry"),
    "service_day": ("日期不对", "not a day"),
    "service_asks_proved": ("要了已能证明的材料", "asks for what is proved already"),
    "service_twice": ("编号重复", "the number stands twice"),
}
LISTED = {("catalogue_nothing", "fault"): FAULTS}
