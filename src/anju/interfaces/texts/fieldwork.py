"""Sentences of work in the field: devices and what they send. Code → (Chinese, English)."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "field_without_area": (
        "外业终端只装一个社区或网格的数据。您没有这样的授权，请向街道申请网格员授权。",
        "A field device carries one community or grid. You hold no such grant; ask the street for that of a grid worker.",
    ),
    "device_missing": (
        "这里只接收已登记的外业终端。请在手机上重新登记。",
        "Only a device that was set up may come here. Set the phone up again.",
    ),
    "device_name": (
        "请给这部手机起个名字，最多 {most} 个字。",
        "Give this phone a name of at most {most} characters.",
    ),
    "devices_too_many": (
        "您已有 {most} 部在用的外业终端，请先停用一部。",
        "You have {most} field devices in use. Stop one first.",
    ),
    "device_unknown": (
        "没有这部外业终端，或不在您的管理范围内。",
        "There is no such field device in your care.",
    ),
    "device_revoked_already": ("这部外业终端已停用。", "This field device was stopped already."),
}
