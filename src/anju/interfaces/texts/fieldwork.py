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
    "device_revoked": (
        "这部外业终端已停用，不再提供数据。手机上尚未发送的内容仍会收下，由办公室处理。",
        "This field device was stopped and is given nothing any more. What it still holds is taken in for the office.",
    ),
    "device_expired": (
        "这部外业终端的登记已到期，请重新登记。尚未发送的内容仍会收下。",
        "This field device's term has ended: set it up again. What it still holds is taken in.",
    ),
    "epoch_missing": (
        "没有写明登记库的恢复编号（Anju-Epoch），请更新外业应用。",
        "The number of the restore (Anju-Epoch) is missing or not the present one. Update the field app.",
    ),
    "bundle_too_large": (
        "辖区内房屋超过 {most} 套，一部手机装不下，请把网格划小。",
        "There are more than {most} homes in this area, too many for one phone. Divide the grid.",
    ),
    "bundle_unknown": (
        "这份数据已过期，请重新同步。",
        "This bundle is no longer there. Synchronise again.",
    ),
    "photo_unknown": (
        "还没有收到这张照片所属的记录，请先发送记录。",
        "The operation of this photograph is not here yet. Send it first.",
    ),
    "photo_piece_size": (
        "照片须分段发送，每段不超过 {most} 字节。",
        "Send a photograph in pieces of at most {most} bytes.",
    ),
    "photo_too_large": (
        "照片超过 {most} 字节，请压缩后重拍。",
        "The photograph is larger than {most} bytes. Take a smaller one.",
    ),
    "photo_damaged": (
        "照片在手机上已损坏，请重拍。",
        "The photograph was damaged on the phone. Take it again.",
    ),
    "field_queue_unreadable": (
        "这不是外业手机导出的文件，或文件已损坏、超过 16 MB。请在手机上重新导出。",
        "This is no file exported by a phone of the field, or it is damaged or larger than 16 MB. Export it again.",
    ),
    "field_value": (
        "“{field}”的内容不正确，请改正后重新填写。",
        "The value of {field} cannot be one. Correct it.",
    ),
    "home_field_unknown": ("房屋没有“{field}”这一项。", "A home has no field {field}."),
    "dwelling_unknown": ("不认识这种住所类型。", "This type of dwelling is not known."),
    "earlier_missing": (
        "它所依据的那条记录还没有收到，收到后自动处理。",
        "What this builds on has not come yet; it is dealt with when that arrives.",
    ),
    "earlier_waiting": (
        "它所依据的那条记录正在处理，完成后自动继续。",
        "What this builds on is being looked at; this goes on afterwards.",
    ),
    "earlier_refused": (
        "它所依据的那条记录没有通过，由办公室处理。",
        "What this builds on was not accepted; the office sees to it.",
    ),
    "both_changed": (
        "您和办公室都改了同一项，两个值都保留，由工作人员决定。",
        "You and the office changed the same field. Both values are kept; an official decides.",
    ),
    "home_alike": (
        "同一社区已有地址相近、房号相同的房屋，可能就是同一套，请选定。",
        "The community has a home with a like address and the same room: perhaps the same one. Say which it is.",
    ),
    "for_office": (
        "已收到，由办公室处理。",
        "Received. The office sees to it.",
    ),
    "outside_area": (
        "发送人当前没有该处的授权，请办公室决定是否采纳。",
        "The sender holds no right there now. Decide whether it counts.",
    ),
    "undo_by_office": (
        "这一条已有后续登记，由办公室撤销。",
        "Others build on this; the office undoes it.",
    ),
    "withdrawn": ("已由发送人撤回。", "Withdrawn by its sender."),
    "operation_unreadable": (
        "内容无法读取，已原样保存，请工作人员查看。",
        "It cannot be read. It is kept as it came, for an official to look at.",
    ),
    "operation_version": (
        "由较新版本的应用写成，已原样保存，请先更新系统。",
        "Written by a newer version of the app. It is kept as it came; update the system.",
    ),
    "operation_kind": (
        "不认识这种记录，已原样保存，请工作人员查看。",
        "This kind of entry is not known. It is kept as it came, for an official to look at.",
    ),
    "operation_failed": (
        "处理时出错，已原样保存，请工作人员查看。",
        "Processing failed. It is kept as it came, for an official to look at.",
    ),
    "refused_by_office": ("办公室未采纳。", "The office did not accept it."),
    "closed_by_office": (
        "办公室已另行处理。",
        "The office has seen to it by other means.",
    ),
    "undone": ("已被撤销。", "It was undone."),
    "operation_unknown": (
        "没有这条外业记录，或不在您的辖区。",
        "There is no such entry from the field in your area.",
    ),
    "operation_decided": ("这条外业记录已有人处理。", "Somebody has decided this entry already."),
    "operation_still_waits": (
        "还不能采纳：请先指明房屋，或先处理它所依据的记录。",
        "It cannot count yet. Say which home is meant, or decide first what it builds on.",
    ),
    "decision_unfit": (
        "这条记录不能这样处理。",
        "This cannot be decided about this entry.",
    ),
    "side_missing": (
        "请为两边都改过的每一项选定采用哪个值。",
        "Choose a value for each field that both sides changed.",
    ),
    "campaign_unknown": (
        "没有这次集中登记，或不在您的辖区。",
        "There is no such campaign in your area.",
    ),
    "campaign_closed": ("这次集中登记已结束。", "This campaign is closed already."),
    "campaign_name": (
        "请给集中登记起个名称，最多 60 个字。",
        "Give the campaign a name of at most 60 characters.",
    ),
    "campaign_regions": (
        "请选择范围：至少一个、最多 50 个区划。",
        "Choose its area: one to fifty divisions.",
    ),
    "campaign_phases": (
        "请填写阶段：一到六个，每个有名称和截止日。",
        "Give one to six phases, each with a name and a last day.",
    ),
    "campaign_days": (
        "各阶段的截止日须依次往后，且不早于开始日。",
        "The last days of the phases follow each other, the first not before the beginning.",
    ),
    "campaign_targets": (
        "各阶段的目标须在 1% 到 100% 之间，后一阶段不低于前一阶段。",
        "Targets lie between 1 and 100 per cent, a later one not below an earlier one.",
    ),
    "campaign_items": (
        "每扇门的核对事项最多 12 项，每项最多 60 个字。",
        "There are at most 12 items a door, each of at most 60 characters.",
    ),
    "visit_outcome": (
        "请选择走访结果。",
        "Choose how the visit ended.",
    ),
    "visit_note": (
        "备注最多 {most} 个字，请写短些。",
        "A note has at most {most} characters. Make it shorter.",
    ),
    "visit_note_number": (
        "备注里不写证件号码和电话。请去掉号码再保存。",
        "A note holds no document or phone number. Take it out and save again.",
    ),
    "visit_in_future": (
        "走访时间不能在将来，请核对时间。",
        "A visit cannot lie in the future. Check its time.",
    ),
    "visit_unknown": (
        "没有这次走访，或不是您登记的。",
        "There is no such visit of yours.",
    ),
    "visit_withdrawn": ("这次走访已撤回。", "This visit was taken back already."),
    "visit_too_old": (
        "登记超过两小时的走访不能撤回，请再登记一次走访。",
        "A visit entered more than two hours ago cannot be taken back. Enter another one.",
    ),
    "visit_key_used": (
        "这次提交的编号已用于另一次走访，请刷新页面重新登记。",
        "The key of this request belongs to another visit. Reload the page and enter it again.",
    ),
}

CAUSES: dict[str, tuple[str, str]] = {
    "unconfirmed": ("申报待核实", "A declaration to confirm"),
    "contested": ("本人有异议", "A record is contested"),
    "move_out": ("逾期未搬离", "Move-out overdue"),
    "routine": ("定期走访", "Regular visit"),
    "campaign": ("集中登记", "Campaign"),
    "inspection": ("安全检查到期", "Inspection due"),
    "second_look": ("整改待复查", "Hazard to look at again"),
}
"""Why somebody is to go to a home."""
OUTCOMES: dict[str, tuple[str, str]] = {
    "met": ("见到人", "Somebody was met"),
    "nobody": ("无人应答", "Nobody opened"),
    "declined": ("不愿受访", "Did not want to talk"),
    "moved": ("已搬离", "Moved away"),
    "not_found": ("地址找不到", "Address not found"),
}
"""How a visit ended."""
PARTS: dict[str, tuple[str, str]] = {
    "morning": ("上午", "morning"),
    "afternoon": ("下午", "afternoon"),
    "evening": ("傍晚", "evening"),
}
"""Parts of a day between the quiet hours."""
BASES: dict[str, tuple[str, str]] = {
    "building": ("本楼这个时段开门多", "more doors of this building open then"),
    "community": ("本社区这个时段开门多", "more doors of this community open then"),
    "usual": ("换个时段", "another time of day"),
}
"""What the proposal of another time rests on."""
