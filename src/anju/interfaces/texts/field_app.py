"""Words of the field app, with or without a network. Name → (Chinese, English)."""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

from anju.interfaces.texts.access import REASONS
from anju.interfaces.texts.office import REASONS as OF_OFFICE
from anju.interfaces.texts.reasons import ROWS

APP_WORDS: dict[str, tuple[str, str]] = {
    "title": ("安居外业", "Anju in the field"),
    "offline": (
        "没有网络，记录存在手机里，有网络后自动发送。",
        "No network. Entries stay on the phone and are sent when there is one.",
    ),
    "unsent": ("{n} 项未发送。", "{n} not sent yet."),
    "valid_until": ("数据可用至 {t}。", "Data may be shown until {t}."),
    "too_old": (
        "数据已到期，请联网同步后再看。仍可登记，记录照常发送。",
        "The data are too old to be shown: synchronise. You can go on writing entries.",
    ),
    "synchronising": ("正在同步…", "Synchronising…"),
    "synchronised": ("已同步。", "Synchronised."),
    "no_homes": (
        "手机里还没有房屋。请联网后点“同步”。",
        "No homes on this phone yet. Go online and synchronise.",
    ),
    "nothing_found": (
        "没有找到。请换个写法，或录入新房屋。",
        "Nothing found. Write it differently, or enter a new home.",
    ),
    "more_homes": ("还有 {n} 套，请输入地址或房间缩小范围。", "{n} more. Type an address or room."),
    "leave": ("登记离开", "Move out"),
    "since": ("{day} 起", "since {day}"),
    "name_missing": ("请填写姓名。", "Enter the name."),
    "start_missing": ("请填写入住日期。", "Enter the day of moving in."),
    "end_missing": ("请填写离开日期。", "Enter the day of leaving."),
    "number_wrong": (
        "身份证号码不对：应为 18 位且校验码相符。请对照证件改正。",
        "The identity number cannot be right: 18 characters with a fitting last one. Compare it with the card.",
    ),
    "number_missing": (
        "请填写证件号码；没有证件的儿童，证件类型选“没有证件”。",
        "Enter the document number; for a child without a document choose so as the type.",
    ),
    **{name: ROWS[name] for name in ("name_symbols", "date_too_early", "date_too_late")},
    "birth_date_future": OF_OFFICE["birth_date_future"],
    "phone_invalid": REASONS["phone_invalid"],
    "birth_date_missing": (
        "没有证件的请填写出生日期。",
        "Without a document the day of birth is needed.",
    ),
    "nationality_missing": ("请选择国籍。", "Choose the nationality."),
    "capacity_wrong": ("可住人数应为 1 到 99。", "The number of people must be from 1 to 99."),
    "nothing_changed": ("没有改动。", "Nothing was changed."),
    "address_missing": ("请填写地址。", "Enter the address."),
    "room_missing": ("请填写房间。", "Enter the room."),
    "photos": ("已拍 {n} 张", "{n} taken"),
    "not_a_picture": (
        "这个文件不是照片，请重新拍照或选择。这一条还没有保存。",
        "This file is no photograph. Take or choose another one: this entry is not kept yet.",
    ),
    "not_written": (
        "手机没有写入成功，请检查存储空间后重试。这一条还没有保存。",
        "The phone could not write it down. Check its free space and try again: this entry is not kept yet.",
    ),
    "stage_unsent": ("未发送", "Not sent"),
    "stage_stuck": ("发不出去", "Cannot be sent"),
    "status_applied": ("已入册", "Applied"),
    "status_unchanged": ("无变化", "No change"),
    "status_waiting": ("待核", "Waiting"),
    "status_refused": ("未通过", "Refused"),
    "status_quarantined": ("由办公室查看", "For the office"),
    "kind_move_in": ("登记入住", "Move in"),
    "kind_move_out": ("登记离开", "Move out"),
    "kind_home": ("新房屋", "New home"),
    "kind_change": ("改房屋信息", "Home changed"),
    "kind_visit": ("走访", "Visit"),
    "kind_withdraw": ("撤回", "Withdrawal"),
    "kind_earlier": ("重新登记手机之前的记录", "Written before the phone was set up anew"),
    "visit_met": ("见到人", "Met"),
    "visit_nobody": ("无人应答", "Nobody opened"),
    "visit_declined": ("不愿受访", "Did not want to talk"),
    "field_capacity": ("可住人数", "Number of people"),
    "field_dwelling": ("住所类型", "Type of dwelling"),
    "of_name": ("姓名", "Name"),
    "of_doc_number": ("证件号码", "Document"),
    "of_phone": ("手机号码", "Phone"),
    "of_start": ("入住日期", "Moving in"),
    "of_end": ("离开日期", "Leaving"),
    "of_address": ("地址", "Address"),
    "of_building": ("楼栋", "Building"),
    "of_unit": ("单元", "Unit"),
    "of_room": ("房间", "Room"),
    "of_capacity": ("可住人数", "Number of people"),
    "of_dwelling": ("住所类型", "Type of dwelling"),
    "of_result": ("走访结果", "Visit"),
    "both_values": (
        "{field}：您填的是“{mine}”，办公室填的是“{theirs}”。",
        "{field}: you wrote “{mine}”, the office “{theirs}”.",
    ),
    "withdraw": ("撤回", "Withdraw"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "withdraw_sure": (
        "撤回这一条？已经入册的会撤销。",
        "Withdraw this entry? What it has done is undone.",
    ),
    "log_empty": ("还没有记录。", "No entries yet."),
    "device_holder": ("使用人", "Holder"),
    "device_until": ("登记有效至", "Set up until"),
    "device_last": ("上次同步", "Last synchronised"),
    "device_persisted": ("存储", "Storage"),
    "persisted_yes": ("浏览器已承诺不清除", "Kept by the browser"),
    "persisted_no": (
        "浏览器可能清除，请每天同步；把本页装到主屏幕可改善",
        "The browser may clear it: synchronise every day. Adding this page to the home screen helps",
    ),
    "forget_sure": ("清除这部手机里的全部数据？", "Clear everything on this phone?"),
    "forget_unsent": (
        "还有 {n} 项没有发送，清除后无法找回。确定清除？",
        "{n} are not sent and would be lost. Clear all the same?",
    ),
    "pin_wrong": ("口令不对，请再试。", "That is not the PIN. Try again."),
    "pin_again": ("请输入口令", "Enter the PIN"),
    "pin_short": ("口令至少 {n} 个字符。", "The PIN needs at least {n} characters."),
    "pin_differs": ("两次输入的口令不一样。", "The two PINs differ."),
    "passkey_added": ("下次可用指纹或面容打开。", "Next time it opens by fingerprint or face."),
    "passkey_unfit": (
        "这部手机不支持，请继续用口令。",
        "This phone cannot do that. Go on with the PIN.",
    ),
    "no_camera": (
        "没有摄像头或没有允许使用，请用上面的查找。",
        "No camera, or no leave to use it. Search above instead.",
    ),
    "plate_unknown": ("手机里没有这块门牌的房屋。", "The home of this plate is not on this phone."),
    "browser_unfit": (
        "这个浏览器不能安全保存数据，请用手机自带的 Chrome 或系统浏览器打开，不要在微信里打开。",
        "This browser cannot keep data safely. Open the page in Chrome or the phone's own browser, not inside a chat app.",
    ),
    "device_name_missing": ("请给这部手机起个名字。", "Give this phone a name."),
    "enrol_again": (
        "手机里还有 {n} 项未发送，重新登记后继续发送。",
        "{n} entries are not sent yet; they are sent after the phone is set up anew.",
    ),
    "another_holder": (
        "手机里还有另一位使用人未发送的 {n} 项。请由他登录发送，或先导出。",
        "{n} entries of another holder are not sent yet. Let them sign in and send, or export them first.",
    ),
}
"""What the app says by itself, and what the office reads of its entries."""
