"""What is found of a dwelling, what to do about it, and the facts it is known by: code → (Chinese, English).

A finding's words take ``measured`` and ``limit``.
"""
# ruff: noqa: E501 - word tables read better as blocks than one word a line

from __future__ import annotations

from anju.interfaces.texts.labels import Table

PURPOSES: Table = {
    "bedroom": ("卧室", "Bedroom"),
    "living": ("客厅", "Living room"),
    "kitchen": ("厨房", "Kitchen"),
    "bathroom": ("卫生间", "Bathroom"),
    "balcony": ("阳台", "Balcony"),
    "corridor": ("过道", "Corridor"),
    "storage": ("储藏室", "Store"),
    "basement": ("地下室", "Basement"),
    "garage": ("车库", "Garage"),
    "other": ("其他房间", "Other room"),
}
PARTITIONS: Table = {
    "none": ("原有房间", "As built"),
    "living": ("由客厅隔出", "Partitioned from the living room"),
    "other": ("由其他房间隔出", "Partitioned from another room"),
}
BARS: Table = {
    "none": ("没有防盗网", "No bars"),
    "opens": ("有，能从室内打开", "Bars that open from inside"),
    "fixed": ("有，不能打开", "Fixed bars"),
}
GAS: Table = {
    "none": ("不用燃气", "No gas"),
    "piped": ("管道燃气", "Piped gas"),
    "bottle": ("瓶装液化气", "Gas bottle"),
}
FINDINGS: Table = {
    "never_let": ("不能出租给人住", "May not be let for living in"),
    "outside_window": (
        "没有外窗，不能单独出租",
        "Has no window to the open air and may not be let",
    ),
    "area_per_person": (
        "人均 {measured} 平方米，不到 {limit} 平方米",
        "{measured} m² a person, less than {limit} m²",
    ),
    "people_per_room": (
        "住 {measured} 人，超过 {limit} 人",
        "{measured} persons live there, more than {limit}",
    ),
    "undivided": ("是隔出来的房间，不能出租", "Was made by a partition and may not be let"),
    "partition.of_room": (
        "由卧室等房间隔出，不能出租",
        "Was partitioned from a room other than the living room and may not be let",
    ),
    "partition.living_small": (
        "由 {measured} 平方米的客厅隔出，客厅不到 {limit} 平方米不能隔",
        "Was partitioned from a living room of {measured} m²; below {limit} m² that is not allowed",
    ),
    "partition.living_many": (
        "客厅隔出了 {measured} 间，最多隔 {limit} 间",
        "{measured} rooms were partitioned from the living room, at most {limit} may be",
    ),
    "hood": ("防烟面罩 {measured} 个，应有 {limit} 个", "{measured} escape hoods, {limit} needed"),
    "whistle": ("口哨 {measured} 个，应有 {limit} 个", "{measured} whistles, {limit} needed"),
    "torch": ("手电筒 {measured} 个，应有 {limit} 个", "{measured} torches, {limit} needed"),
    "extinguishers": (
        "灭火器 {measured} 具，应有 {limit} 具",
        "{measured} fire extinguishers, {limit} needed",
    ),
    "extinguisher_size": (
        "最小的灭火器 {measured} 公斤，应有 {limit} 公斤",
        "The smallest extinguisher holds {measured} kg, {limit} kg needed",
    ),
    "detectors": (
        "火灾探测报警器 {measured} 个，应有 {limit} 个",
        "{measured} fire detectors, {limit} needed",
    ),
    "emergency_lights": (
        "应急照明灯 {measured} 盏，应有 {limit} 盏",
        "{measured} emergency lights, {limit} needed",
    ),
    "window_bars": ("防盗网不能从室内打开", "Window bars do not open from inside"),
    "ebike_indoors": (
        "电动自行车在室内停放或充电",
        "Electric bicycles are kept or charged indoors",
    ),
    "gas_bottle_place": ("液化气瓶不在厨房", "A gas bottle stands outside the kitchen"),
    "gas_bottle_high_rise": (
        "高层（{measured} 层）使用瓶装液化气",
        "A gas bottle is used in a high-rise ({measured} floors)",
    ),
}
"""What is wrong, after the name of the space or of the home."""
REMEDIES: Table = {
    "never_let": (
        "不要再让人住在里面；已住人的，请另行安排。",
        "Let nobody live there; find another room for who does.",
    ),
    "outside_window": ("不要单独出租这一间。", "Do not let this room by itself."),
    "area_per_person": (
        "减少入住人数，或换更大的房间。",
        "Let fewer persons live there, or give them a larger room.",
    ),
    "people_per_room": (
        "减少入住人数；一家人同住的，在房间情况里勾选“一家人”。",
        "Let fewer persons live there; tick “one family” where they are bound to support each other.",
    ),
    "undivided": ("拆除隔断，恢复原来的房间。", "Take the partition out."),
    "partition.of_room": ("拆除隔断，恢复原来的房间。", "Take the partition out."),
    "partition.living_small": (
        "拆除隔断，恢复客厅。",
        "Take the partition of the living room out.",
    ),
    "partition.living_many": (
        "只保留允许的间数，其余隔断拆除。",
        "Keep as many as are allowed and take the other partitions out.",
    ),
    "hood": (
        "给这一间配齐防烟面罩（过滤式自救呼吸器）。",
        "Put an escape hood into this room.",
    ),
    "whistle": ("给这一间配口哨。", "Put a whistle into this room."),
    "torch": ("给这一间配手电筒。", "Put a torch into this room."),
    "extinguishers": (
        "配足灭火器，放在容易拿到的地方。",
        "Get the missing ones and keep them within reach.",
    ),
    "extinguisher_size": (
        "换成够重的灭火器，并看有效期。",
        "Replace it by one that is heavy enough, and look at its date.",
    ),
    "detectors": (
        "安装独立式火灾探测报警器，并试一次响不响。",
        "Fit self-contained fire detectors and test that they sound.",
    ),
    "emergency_lights": (
        "在走道和楼梯安装应急照明灯。",
        "Fit emergency lights in corridor and stairs.",
    ),
    "window_bars": (
        "改成能从室内打开的防盗网，或留出逃生口。",
        "Make the bars open from inside, or cut an escape opening.",
    ),
    "ebike_indoors": (
        "移到室外的集中停放充电点，电池也不要带上楼。",
        "Move them to a charging place outdoors, batteries too.",
    ),
    "gas_bottle_place": (
        "移到厨房，并请燃气公司检查软管和阀门。",
        "Move it to the kitchen and have hose and valve checked.",
    ),
    "gas_bottle_high_rise": (
        "停用，改用管道燃气或电。",
        "Stop using it; use piped gas or electricity.",
    ),
}
"""What to do about it."""
MISSING: Table = {
    "outside_window": ("有没有外窗", "whether there is a window to the open air"),
    "area_per_person": ("面积或住几个人", "the area, or how many live there"),
    "people_per_room": ("住几个人", "how many live there"),
    "partition": ("客厅原来的面积", "the area of the living room before the partition"),
    "hood": ("防烟面罩", "escape hoods"),
    "whistle": ("口哨", "whistles"),
    "torch": ("手电筒", "torches"),
    "extinguishers": ("合住户数或灭火器数量", "the number of households or of extinguishers"),
    "extinguisher_size": (
        "合住户数或灭火器重量",
        "the number of households or the weight of the extinguishers",
    ),
    "detectors": ("火灾探测报警器", "fire detectors"),
    "emergency_lights": ("应急照明灯", "emergency lights"),
    "window_bars": ("防盗网", "window bars"),
    "ebike_indoors": ("电动自行车", "electric bicycles"),
    "gas_bottle_place": ("燃气种类和放在哪里", "which gas is used, and where"),
    "gas_bottle_high_rise": ("燃气种类", "which gas is used"),
}
"""The fact that is not stated where a rule cannot be applied."""
FIELDS: Table = {
    "households": ("合住几户", "Households"),
    "living_area": ("客厅原来的面积", "Living room before partition"),
    "extinguishers": ("灭火器", "Fire extinguishers"),
    "extinguisher_kilograms": ("最小的灭火器重量", "Weight of the smallest extinguisher"),
    "detectors": ("火灾探测报警器", "Fire detectors"),
    "emergency_lights": ("应急照明灯", "Emergency lights"),
    "area": ("使用面积", "Area"),
    "people": ("住几个人", "Persons"),
    "hoods": ("防烟面罩", "Escape hoods"),
    "whistles": ("口哨", "Whistles"),
    "torches": ("手电筒", "Torches"),
}
REASONS: dict[str, tuple[str, str]] = {
    "dwelling_spaces_many": (
        "一套房屋最多填 {most} 个房间。",
        "A home has at most {most} rooms.",
    ),
    "dwelling_number_out_of_range": (
        "{field}填得不合理，请核对：面积在 0 到 1000 平方米之间（最多两位小数），数量在 0 到 999 之间。",
        "{field}: this cannot be. Areas lie between 0 and 1,000 m² with at most two decimals, counts between 0 and 999.",
    ),
    "dwelling_word_unknown": (
        "有一项不在可选范围内（{word}），请重新选择。",
        "One choice is not among those offered ({word}). Choose again.",
    ),
}
LISTED = {("dwelling_number_out_of_range", "field"): FIELDS}
"""Words of the fields that a refusal names."""


def finding_words(key: str, detail: str, language: str) -> tuple[str, str]:
    """(what is wrong, with its figures still to be filled in; what to do) of a finding."""
    name = f"{key}.{detail}" if detail else key
    turn = 0 if language.startswith("zh") else 1
    return FINDINGS[name][turn], REMEDIES[name][turn]
