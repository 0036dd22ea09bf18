"""Labels of code tables: table → code → (Chinese, English).

Which codes there are is data of the domains; here they only get words. Tables of national
standards are those of `anju.foundation.codes`.
"""

from __future__ import annotations

from anju.foundation import codes
from anju.interfaces.texts.reasons import sentence

Table = codes.Names

__all__ = ["TABLES", "choices", "label", "sentence"]

CHANNEL: Table = {
    "counter": ("窗口", "counter"),
    "landlord": ("房东", "landlord"),
    "resident": ("本人", "resident"),
    "employer": ("用工单位", "employer"),
    "grid": ("网格员", "grid worker"),
    "import": ("批量导入", "file"),
    "api": ("部门接口", "interface"),
    "exchange": ("异地交换", "exchange"),
    "demo": ("演示", "demo"),
    "system": ("系统", "system"),
    "cli": ("命令行导入", "command line"),
    "web": ("网页", "web"),
}
REVIEW: Table = {
    "same_person": ("是否同一人", "same person?"),
    "home_not_found": ("地址待核实", "address to be found"),
    "contradiction": ("来源矛盾", "sources contradict"),
    "doubtful": ("待核对证件", "to be checked with the document"),
    "confirm": ("待房东确认", "awaiting the landlord"),
    "tie": ("家庭关系待核对", "family relation to check"),
    "left": ("疑似离职", "left?"),
}
STATUS: Table = {
    "applied": ("已登记", "registered"),
    "unchanged": ("无变化", "unchanged"),
    "refused": ("未通过", "refused"),
    "waiting": ("待核实", "waiting"),
    "undone": ("已撤销", "undone"),
}
DECISION: Table = {
    "": ("待处理", "open"),
    "same": ("是同一人", "same person"),
    "new": ("是另一人", "another person"),
    "accept": ("同意", "accepted"),
    "refuse": ("不予登记", "refused"),
    "undone": ("随批次撤销", "undone with its batch"),
}
FORM: Table = {
    "employer-roster": ("用工花名册", "employer's roster"),
    "rental-tenants": ("出租屋租客名单", "tenants of rentals"),
    "inflow": ("流入人口台账", "inflow ledger"),
    "outflow": ("流出人口台账", "outflow ledger"),
}
IMPORT_STATE: Table = {
    "previewed": ("待确认", "to be confirmed"),
    "queued": ("排队中", "queued"),
    "applied": ("已生效", "applied"),
    "undone": ("已撤销", "undone"),
    "failed": ("失败", "failed"),
}

TABLES: dict[str, Table] = {
    "channel": CHANNEL,
    "decision": DECISION,
    "document": codes.DOCUMENT.names,
    "dwelling": codes.DWELLING.names,
    "education": codes.EDUCATION.names,
    "form": FORM,
    "import_state": IMPORT_STATE,
    "marital": codes.MARITAL_STATUS.names,
    "police_reason": codes.POLICE_REASON.names,
    "reason": codes.MOVE_REASON.names,
    "relation": codes.RELATION.names,
    "review": REVIEW,
    "sex": codes.SEX.names,
    "status": STATUS,
}
"""Every table by name."""


def label(table: str, code: str, language: str) -> str:
    """What a code is called, in Chinese (``zh…``) or English; the bare code when the table does not know it."""
    return _pick(TABLES[table].get(code, (code, code)), language)


def choices(table: str, language: str) -> list[tuple[str, str]]:
    """(code, label) of a whole table in its order, for a form."""
    return [(code, _pick(pair, language)) for code, pair in TABLES[table].items()]


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language.lower().startswith("zh") else pair[1]
