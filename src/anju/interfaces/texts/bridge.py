"""Sentences of the bridge of separated networks."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "bridge_unknown": (
        "还没有设置摆渡通道，请先运行 ./anju bridge setup。",
        "No bridge is set up yet. Run ./anju bridge setup first.",
    ),
    "bridge_which": (
        "有多条摆渡通道，请指明是哪一条。",
        "There are several bridges. Say which one.",
    ),
    "bridge_known": ("这条摆渡通道已经有了。", "This bridge is entered already."),
    "bridge_name_form": (
        "两端名称由小写字母、数字和横线组成，2 至 20 位，两端不同。",
        "The two ends have different names of 2 to 20 small letters, digits and dashes.",
    ),
    "bridge_card": (
        "读不出对方的密钥卡，或不是给这一端的。",
        "The card of the other side cannot be read, or is not meant for this end.",
    ),
    "bridge_fingerprint": (
        "核对数字不符。请打电话请对方重读 24 位数字；仍不符，就不要登记。",
        "The digits differ. Have the other side read the 24 digits out again; if they still differ, do not enter it.",
    ),
    "bridge_key_known": ("这张密钥卡已经登记过。", "This card is entered already."),
    "bridge_key_unknown": (
        "签名的密钥没有登记，或已停用。",
        "The key of the signature is not entered, or was ended.",
    ),
    "bridge_no_key": (
        "还没有登记对方的密钥，不能发送。",
        "Nothing is sent before the other side's keys are entered.",
    ),
    "bridge_spool_lost": (
        "本机保存的文件 {file} 不在或已改变，不能重新摆渡；请从备份恢复数据目录。",
        "The kept file {file} is gone or altered and cannot be carried again. Restore the data directory.",
    ),
    "bridge_folder": ("没有文件夹 {folder}。", "There is no folder {folder}."),
    "bridge_item_unknown": (
        "没有这一条，或不在您的范围内。",
        "There is no such item in your care.",
    ),
    "bridge_item_done": (
        "这一条已经处理过，请刷新页面。",
        "This item has been seen to. Reload the page.",
    ),
    "bridge_answer": (
        "请选择不一致的项目，或写明不一致之处。",
        "Choose what differs, or say it in words.",
    ),
    "bridge_note": ("请写明核实的结果。", "Say what was found."),
}
OUTCOMES: dict[str, tuple[str, str]] = {
    "next": ("已收入", "taken in"),
    "repeated": ("重复，未改变任何数据", "repeated, changes nothing"),
    "receipt": ("回执", "receipt"),
    "old_receipt": ("旧回执，已略过", "older receipt, passed over"),
    "bridge_file_form": ("不是完整的摆渡文件", "not a whole file of a bridge"),
    "bridge_other_link": ("不是给这一端的文件", "not meant for this end"),
    "bridge_key_unknown": REASONS["bridge_key_unknown"],
    "bridge_signature": ("签名不符", "the signature is wrong"),
    "bridge_file_altered": ("内容被改动或截断", "the content was altered or cut"),
    "bridge_content": ("内容不是约定的表", "the content is not the agreed table"),
    "bridge_gap": ("前面缺文件，先等补齐", "a file before it is missing"),
    "bridge_number_reused": ("编号用过，内容不同", "the number came before with other content"),
    "bridge_chain_broken": ("接不上前一个文件", "it does not follow the file before"),
}
ROLES: dict[str, tuple[str, str]] = {
    "outside": ("外网端（受理）", "outer end (accepts)"),
    "inside": ("内网端（核查）", "inner end (checks)"),
}
VERDICTS: dict[str, tuple[str, str]] = {
    "agrees": ("一致", "agrees"),
    "differs": ("不一致", "differs"),
    "not_known": ("查无此人", "not on file"),
}
KINDS: dict[str, tuple[str, str]] = {
    "declaration": ("居住登记", "residence declaration"),
    "permit": ("居住证申请", "permit application"),
    "answer": ("核查结果", "answer"),
}
LISTS: dict[str, tuple[str, str]] = {
    "checks": ("待核查", "to be checked"),
    "checked": ("已核查", "checked"),
    "differences": ("核查不一致", "differences"),
    "asked": ("已送出待答复", "not answered yet"),
    "closed": ("已处理", "seen to"),
}
