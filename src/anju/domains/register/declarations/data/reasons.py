"""Why somebody came: the list of GB/T 31000-2015, the list of police forms, and the way between them."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "01": "务工",
    "02": "务农",
    "03": "经商",
    "04": "学习培训",
    "05": "婚嫁",
    "06": "随迁",
    "07": "治病疗养",
    "08": "投亲靠友",
    "09": "工作调动",
    "99": "其他",
}
POLICE_REASONS: tuple[str, ...] = (
    "务工",
    "经商",
    "务农",
    "服务",
    "因公出差",
    "借读培训",
    "治病疗养",
    "随迁亲属",
    "拆迁搬家",
    "寄挂户口",
    "婚姻嫁娶",
    "投靠亲友",
    "保姆",
    "探亲访友",
    "旅游观光",
    "人才引进",
    "其他",
)
POLICE_TO_STANDARD: dict[str, str] = {
    "务工": "01",
    "经商": "03",
    "务农": "02",
    "服务": "01",
    "因公出差": "99",
    "借读培训": "04",
    "治病疗养": "07",
    "随迁亲属": "06",
    "拆迁搬家": "99",
    "寄挂户口": "99",
    "婚姻嫁娶": "05",
    "投靠亲友": "08",
    "保姆": "01",
    "探亲访友": "08",
    "旅游观光": "99",
    "人才引进": "09",
    "其他": "99",
}
STANDARD_TO_POLICE: dict[str, str] = {
    "01": "务工",
    "02": "务农",
    "03": "经商",
    "04": "借读培训",
    "05": "婚姻嫁娶",
    "06": "随迁亲属",
    "07": "治病疗养",
    "08": "投靠亲友",
    "09": "其他",
    "99": "其他",
}
"""A transfer (09) has no entry of its own on the police list."""

REASON_TEXTS: dict[str, str] = {
    "打工": "务工",
    "工作": "务工",
    "上班": "务工",
    "就业": "务工",
    "做工": "务工",
    "进厂": "务工",
    "实习": "务工",
    "务工就业": "务工",
    "做生意": "经商",
    "个体": "经商",
    "个体经营": "经商",
    "开店": "经商",
    "创业": "经商",
    "种地": "务农",
    "种植": "务农",
    "养殖": "务农",
    "餐饮服务": "服务",
    "出差": "因公出差",
    "学习": "借读培训",
    "学习培训": "借读培训",
    "读书": "借读培训",
    "上学": "借读培训",
    "就学": "借读培训",
    "求学": "借读培训",
    "培训": "借读培训",
    "借读": "借读培训",
    "陪读": "随迁亲属",
    "治病": "治病疗养",
    "就医": "治病疗养",
    "看病": "治病疗养",
    "疗养": "治病疗养",
    "随迁": "随迁亲属",
    "随同": "随迁亲属",
    "家属": "随迁亲属",
    "带小孩": "随迁亲属",
    "照顾家人": "随迁亲属",
    "随父母": "随迁亲属",
    "拆迁": "拆迁搬家",
    "搬家": "拆迁搬家",
    "结婚": "婚姻嫁娶",
    "婚嫁": "婚姻嫁娶",
    "投亲靠友": "投靠亲友",
    "投靠": "投靠亲友",
    "投亲": "投靠亲友",
    "家政": "保姆",
    "探亲": "探亲访友",
    "访友": "探亲访友",
    "旅游": "旅游观光",
    "人才": "人才引进",
    "其它": "其他",
}
"""What people write → the police list."""

DWELLINGS: dict[str, str] = {
    "01": "自购房屋",
    "02": "租赁房屋",
    "03": "寄宿",
    "04": "借住",
    "05": "单位宿舍",
    "06": "临时性宿舍",
    "07": "农民工公寓",
    "99": "其他",
}
DWELLING_TEXTS: dict[str, str] = {
    "自购": "01",
    "自有": "01",
    "自购房": "01",
    "自有住房": "01",
    "购房": "01",
    "商品房": "01",
    "租赁": "02",
    "租房": "02",
    "租住": "02",
    "出租屋": "02",
    "出租房": "02",
    "出租房屋": "02",
    "合租": "02",
    "整租": "02",
    "借住": "04",
    "亲友家": "04",
    "宿舍": "05",
    "员工宿舍": "05",
    "集体宿舍": "05",
    "单位内部": "05",
    "公司宿舍": "05",
    "工棚": "06",
    "工地": "06",
    "工地现场": "06",
    "公寓": "07",
    "其它": "99",
}


def read_reason(text: str) -> tuple[str, str]:
    """(GB/T 31000 code, police word) for what was written; unknown words give ("99", "其他")."""
    if text in REASONS:
        return text, STANDARD_TO_POLICE[text]
    for code, word in REASONS.items():
        if text == word:
            police = text if text in POLICE_TO_STANDARD else STANDARD_TO_POLICE[code]
            return code, police
    police = text if text in POLICE_TO_STANDARD else REASON_TEXTS.get(text, "")
    if not police:
        police = next((p for word, p in REASON_TEXTS.items() if word in text), "其他")
    return ("09", "其他") if "调动" in text else (POLICE_TO_STANDARD[police], police)


def read_dwelling(text: str) -> str:
    """GB/T 31000 code of a dwelling type as written; unknown words give "99"."""
    if text in DWELLINGS:
        return text
    exact = next(
        (code for code, word in DWELLINGS.items() if word == text), None
    ) or DWELLING_TEXTS.get(text)
    return exact or next((code for word, code in DWELLING_TEXTS.items() if word in text), "99")
