"""Stock in words: what is refused, kinds of moves, ways of giving."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

REASONS: Table = {
    "stock_point_unknown": (
        "没有这个发放点，或不归您管。",
        "There is no such point of issue, or it is not yours.",
    ),
    "stock_point_name": ("请填写发放点的名称。", "Give the point a name."),
    "stock_region": ("请选择发放点所在的区划。", "Choose where the point stands."),
    "stock_not_empty": (
        "还有库存，不能关闭。请先发完、报废或盘到 0。",
        "Something is on hand. Give it out or discard it first.",
    ),
    "stock_item_unknown": (
        "没有这种用品，请重新选择。",
        "There is no such item. Choose another one.",
    ),
    "stock_lot_unknown": (
        "没有这个批号，请重新选择。",
        "There is no such lot. Choose another one.",
    ),
    "stock_too_few": (
        "能发的只有 {usable}，不够。过期的不能发。",
        "There are {usable} that may be given. Expired ones are not.",
    ),
    "stock_quantity": ("数量要填整数，大于 0。", "Give a whole number greater than 0."),
    "stock_way": (
        "请选择窗口还是机器。",
        "Say whether it was given at the desk or by the machine.",
    ),
    "stock_name": ("请填写品名。", "Name the item."),
    "stock_unit": ("请填写单位，例如：盒。", "Give the unit, such as box."),
    "stock_unit_other": (
        "“{name}”一直按“{unit}”计数，请用同一单位。",
        "Until now “{name}” was counted in “{unit}”. Use the same unit.",
    ),
    "stock_low": ("“低于多少提醒”要填整数。", "The number for the reminder is a whole number."),
    "stock_expired": ("有效期 {day} 已过，不能入库。", "It expired on {day} and is not taken in."),
    "stock_day": ("日期要写成 2026-01-31 的样子。", "Write a day like 2026-01-31."),
    "stock_long": ("文字太长，最多 {most} 字。", "This is too long: {most} characters at most."),
    "stock_note": ("请写明理由。", "Give the reason."),
    "stock_act": ("请选择要做什么。", "Choose what to do."),
    "stock_titles": ("表头缺少：{missing}。", "These column titles are missing: {missing}."),
    "stock_lines_many": ("一份清单最多 {most} 行。", "A list has {most} lines at most."),
    "stock_file_empty": (
        "请选择文件；清单里至少要有一行。",
        "Choose a file. A list has at least one line.",
    ),
    "stock_too_large": ("文件超过 {mb} MB。", "The file is larger than {mb} MB."),
    "stock_lines": (
        "有 {n} 行不对，什么也没有入库。先改第 {line} 行的“{column}”：{value}",
        "{n} lines are wrong, and nothing was taken in. Begin with line {line}, “{column}”: {value}",
    ),
}
KINDS: Table = {
    "received": ("到货", "Received"),
    "found": ("盘盈", "More than in the book"),
    "issued": ("发放", "Given out"),
    "discarded": ("报废", "Discarded"),
    "lost": ("盘亏", "Less than in the book"),
}
OFFERS: Table = {
    "counter": ("窗口领取", "At a desk"),
    "machine": ("自助机领取", "From a machine"),
    "both": ("窗口和自助机都能领", "At a desk and from a machine"),
}
