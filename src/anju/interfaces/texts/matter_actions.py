"""What was done about cases, enrolment, supplies and rescue, in groups of `actions`: action → (Chinese, English)."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

MATTERS: Table = {
    "casework.step": ("事项办理", "Step of a case"),
    "casework.mandate": ("委托代办", "Mandate given"),
    "casework.mandate_accepted": ("接受委托", "Mandate taken on"),
    "casework.mandate_ended": ("终止委托", "Mandate ended"),
    "casework.catalogue": ("公布服务目录", "List of services published"),
    "casework.enrolment": ("入学报名办理", "Step of an application for school"),
    "casework.round_opened": ("公布招生批次", "Round of enrolment announced"),
    "casework.schools": ("导入学校和学位", "Schools and places brought"),
    "casework.places_allocated": ("分配学位", "Places allocated"),
    "casework.catalogue_withdrawn": ("撤回服务目录", "List of services withdrawn"),
    "stock.opened": ("设立发放点", "Point of issue opened"),
    "stock.closed": ("关闭发放点", "Point of issue closed"),
    "stock.received": ("用品到货", "Supplies received"),
    "stock.issued": ("用品发放", "Supplies given out"),
    "stock.discarded": ("用品报废", "Supplies discarded"),
    "stock.counted": ("用品盘点更正", "Stock put right after a count"),
    "rescue.step": ("救助站办理", "Step at a rescue station"),
    "rescue.station_opened": ("设立救助站", "Rescue station opened"),
    "rescue.station_closed": ("关闭救助站", "Rescue station closed"),
    "rescue.beds": ("调整救助站床位", "Beds of a rescue station changed"),
}
