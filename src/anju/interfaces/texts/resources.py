"""The catalogue of data sets and services in words: what is wrong with an entry or a file of entries."""

from __future__ import annotations

from anju.domains.exchange.api import words
from anju.interfaces.texts.labels import Table

ENGLISH = {
    "side": "side",
    "title": "name",
    "code": "code",
    "provider": "provider",
    "provider_code": "provider's code",
    "summary": "summary",
    "form": "format",
    "item": "item",
    "item_type": "type",
    "sharing": "sharing",
    "condition": "condition",
    "way": "way of sharing",
    "basis": "legal basis",
    "openness": "open to the public",
    "cycle": "update cycle",
    "published": "publication date",
    "related": "related codes",
}
COLUMNS: Table = {name: (title, ENGLISH[name]) for name, title, _most in words.CATALOGUE_COLUMNS}
REASONS: Table = {
    "resource_unknown": ("目录里没有这个资源。", "There is no such resource in the catalogue."),
    "resource_known": (
        "这个代码已经在目录里，请打开那一条修改。",
        "This code is in the catalogue already. Open that entry and edit it.",
    ),
    "resource_changed": (
        "别人刚改过这一条，请看过新版再改。",
        "Somebody has just changed this entry. Look at the new version and edit that.",
    ),
    "resource_titles": (
        "表头缺少“{value}”。请用导出的表格填写。",
        "The column “{value}” is missing. Use the sheet that is exported here.",
    ),
    "resource_json": (
        "读不出资源。JSON 应是条目的数组，见导出的文件。",
        "No entries can be read. The JSON is an array of entries, as in the exported file.",
    ),
    "resource_none": ("文件里没有条目。", "There is no entry in the file."),
    "resource_too_many": ("一次最多 2000 条。", "2,000 entries at once at most."),
    "resource_too_large": ("文件超过 {mb} MB。", "The file is larger than {mb} MB."),
    "resource_file": ("请选择文件。", "Choose a file."),
    "resource_side": (
        "“{column}”写“提供”或“需求”。",
        "“{column}” is 提供 (offers) or 需求 (needs).",
    ),
    "resource_empty": ("请填写“{column}”。", "Fill in “{column}”."),
    "resource_long": ("“{column}”太长，请精简。", "“{column}” is too long. Shorten it."),
    "resource_code": (
        "代码“{value}”不对：类（1 位，1 至 3）、项（2 位）、目（3 位）、细目，再加“/”和顺序号，如 101001001/000001。",
        "The code “{value}” is not right: class (1 to 3), item (2), subject (3), detail, “/”, number, as 101001001/1.",
    ),
    "resource_code_twice": (
        "代码“{value}”在文件里出现不止一次。",
        "The code “{value}” stands in the file more than once.",
    ),
    "resource_credit_code": (
        "提供方代码“{value}”不是有效的统一社会信用代码（18 位）。",
        "The provider's code “{value}” is no valid unified credit code (18 characters).",
    ),
    "resource_word": (
        "“{column}”里的“{value}”不在可选的值里。",
        "“{value}” is none of the values of “{column}”.",
    ),
    "resource_related": (
        "关联代码“{value}”不对，或就是本条。",
        "The related code “{value}” is not right, or the entry's own.",
    ),
    "resource_items": ("信息项最多 300 个。", "300 items at most."),
    "resource_item": (
        "信息项“{value}”没有名称或太长。",
        "The item “{value}” has no name, or too long a one.",
    ),
    "resource_item_twice": ("信息项“{value}”重复。", "The item “{value}” is there twice."),
    "resource_added_condition": (
        "无条件共享不得附加条件。删去条件，或改为有条件共享并写明依据。",
        "Sharing without condition bears none. Remove it, or share on condition and name the law.",
    ),
    "resource_condition": (
        "有条件共享要写明条件。",
        "Say on which condition it is shared.",
    ),
    "resource_basis": (
        "有条件或不予共享要写明依据的法规名称，用书名号，如《政务数据共享条例》。",
        "Name the law by which it is shared on condition or not shared, in the marks 《…》.",
    ),
    "resource_open": (
        "不予共享的不能向社会开放。",
        "What is not shared cannot be open to the public.",
    ),
}
LISTED = {(code, "column"): COLUMNS for code in REASONS}
