"""How a file was read, in words: code → (Chinese, English)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anju.interfaces.texts.labels import label_in
from anju.interfaces.texts.sentences import text_of

WHY: dict[str, tuple[str, str]] = {
    "other_person": ("是别人的信息，未采用", "another person's, left over"),
    "former": ("是以前的或另外的信息，未采用", "a former or another one, left over"),
    "other_matter": (
        "说的是另一件事（如合同、填报），未采用",
        "about another matter (a contract, the form), left over",
    ),
    "second": ("同类信息已采用另一列", "another column was taken for the same"),
    "unknown": ("不认识的列，未采用", "not known, left over"),
    "empty": ("没有列名，未采用", "without a title, left over"),
    "not_kept": ("按规定不保存", "never kept"),
    "not_used": ("认识，但不写入登记", "known, but not entered"),
}
"""Why a column was left over."""

ROWS: dict[str, tuple[str, str]] = {
    "left_out_total": ("合计、签名或说明行，略过", "totals, signatures or remarks, left out"),
    "left_out_header": ("重复的表头，略过", "the header printed again, left out"),
    "left_out_heading": ("小标题行，略过", "headings, left out"),
    "left_out_empty": ("没有人员信息的行，略过", "rows without a person, left out"),
    "hidden": ("隐藏的行，仍然读入", "hidden rows, taken in all the same"),
    "struck": ("画了删除线的行，仍然读入", "rows struck through, taken in all the same"),
    "hidden_left_out": ("隐藏的行，已略过", "hidden rows, left out"),
    "struck_left_out": ("画了删除线的行，已略过", "rows struck through, left out"),
    "damaged": ("文字有损坏的行", "rows with damaged text"),
    "formula": ("公式没有结果的行", "rows with a formula without a result"),
    "filled_down": ("合并单元格，向下填到各行，列", "merged cells, filled down in column"),
    "cards": (
        "按登记卡读入（标签在值的旁边），一张卡一人",
        "read as cards, a label beside each value, one person a card",
    ),
    "ditto": ("写“同上”，按上一行补充，列", "ditto marks, completed from the row above in column"),
    "family_home": (
        "未写住处，按户主的住处补充",
        "family members without a home of their own, entered in the householder's",
    ),
    "group": ("按上方的小标题补充", "completed by the line above"),
}
"""What became of rows."""

SHEETS: dict[str, tuple[str, str]] = {
    "hidden": ("隐藏的工作表，未读", "a hidden sheet, not read"),
    "empty": ("空白工作表", "an empty sheet"),
    "not_chosen": (
        "同类的工作表，未读；可另选",
        "a sheet of the same kind, not read; it can be chosen",
    ),
    "no_header": ("没有找到表头，未读", "no header found, not read"),
}
"""Why a sheet was not read."""

UNTRIED: dict[str, tuple[str, str]] = {
    "many_rows": (
        "超过 {most} 行，没有预先试算写入的结果；写入后请看结果。",
        "The file has more than {most} rows: what applying would do was not tried. See the result after applying.",
    ),
    "refused": ("没有预先试算写入的结果：{why}", "What applying would do was not tried: {why}"),
}
"""Why a preview does not say what applying would do."""

STATUSES: dict[str, tuple[str, str]] = {
    "applied": ("写入", "entered"),
    "unchanged": ("无变化", "unchanged"),
    "waiting": ("等待核实", "waiting for a decision"),
    "refused": ("不写入", "refused"),
}
"""What becomes of rows when a file is applied."""


def unforeseen(foreseen: Mapping[str, Any], language: str) -> str:
    """Why it was not tried what applying a list would do (`register` foresight of a preview); "" where it was."""
    why = foreseen.get("unforeseen", "")
    if why == "many_rows":
        return label_in(UNTRIED, why, language).format(most=foreseen["most"])
    return (
        label_in(UNTRIED, "refused", language).format(why=text_of(why, language, {})) if why else ""
    )
