"""Empty lists to fill in: text columns that keep numbers whole, choices to pick from."""

from __future__ import annotations

import io

import xlsxwriter

from anju.foundation import codes

COLUMNS = (
    ("姓名", 12),
    ("证件类型", 14),
    ("身份证号码", 24),
    ("手机", 16),
    ("入职日期", 14),
    ("部门", 16),
    ("宿舍楼栋", 12),
    ("房号", 10),
    ("离职日期", 14),
)
_DOCUMENTS = codes.DOCUMENT.chinese
KINDS = (
    _DOCUMENTS["111"],
    _DOCUMENTS["414"],
    "港澳居民居住证",
    "台湾居民居住证",
    _DOCUMENTS["553"],
)
ROWS = 5000


def roster() -> bytes:
    """A roster with the columns the reader knows. Cells are text, so that a number keeps its last digits."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("花名册")
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for c, (title, width) in enumerate(COLUMNS):
        page.write_string(0, c, title, head)
        page.set_column(c, c, width, day if title.endswith("日期") else text)
    page.data_validation(1, 1, ROWS, 1, {"validate": "list", "source": list(KINDS)})
    page.data_validation(
        1,
        2,
        ROWS,
        2,
        {
            "validate": "length",
            "criteria": "between",
            "minimum": 5,
            "maximum": 20,
            "error_type": "warning",
            "error_title": "证件号码",
            "error_message": "请核对位数。",
        },
    )
    page.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
