"""Relations to the head of a household: GB/T 4761-2008, the whole table, and how two members stand to each other.

Every other list of relations is a choice of these codes. A relation is stored as it was declared, to the head; what a
page about another member shows is worked out by `between`.
"""

from __future__ import annotations

RELATIONS: dict[str, str] = {
    "01": "本人",
    "02": "户主",
    "10": "配偶",
    "11": "夫",
    "12": "妻",
    "20": "子",
    "21": "独生子",
    "22": "长子",
    "23": "次子",
    "24": "三子",
    "25": "四子",
    "26": "五子",
    "27": "养子或继子",
    "28": "女婿",
    "29": "其他儿子",
    "30": "女",
    "31": "独生女",
    "32": "长女",
    "33": "次女",
    "34": "三女",
    "35": "四女",
    "36": "五女",
    "37": "养女或继女",
    "38": "儿媳",
    "39": "其他女儿",
    "40": "孙辈",
    "41": "孙子",
    "42": "孙女",
    "43": "外孙子",
    "44": "外孙女",
    "45": "孙媳妇或外孙媳妇",
    "46": "孙女婿或外孙女婿",
    "47": "曾孙子或曾外孙子",
    "48": "曾孙女或曾外孙女",
    "49": "其他孙辈",
    "50": "父母",
    "51": "父亲",
    "52": "母亲",
    "53": "公公",
    "54": "婆婆",
    "55": "岳父",
    "56": "岳母",
    "57": "继父或养父",
    "58": "继母或养母",
    "59": "其他父母关系",
    "60": "祖辈",
    "61": "祖父",
    "62": "祖母",
    "63": "外祖父",
    "64": "外祖母",
    "65": "配偶的祖辈",
    "66": "曾祖父",
    "67": "曾祖母",
    "68": "配偶的曾祖辈",
    "69": "其他祖辈关系",
    "70": "兄弟姐妹",
    "71": "兄",
    "72": "嫂",
    "73": "弟",
    "74": "弟媳",
    "75": "姐",
    "76": "姐夫",
    "77": "妹",
    "78": "妹夫",
    "79": "其他兄弟姐妹",
    "80": "其他",
    "81": "伯父",
    "82": "伯母",
    "83": "叔父",
    "84": "婶母",
    "85": "舅父",
    "86": "舅母",
    "87": "姨父",
    "88": "姨母",
    "89": "姑父",
    "90": "姑母",
    "91": "堂兄弟姐妹",
    "92": "表兄弟姐妹",
    "93": "侄子",
    "94": "侄女",
    "95": "外甥",
    "96": "外甥女",
    "97": "其他亲属",
    "98": "保姆",
    "99": "非亲属",
}
"""Code → name, in the order of the standard."""

SONS = frozenset({"20", "21", "22", "23", "24", "25", "26", "27", "29"})
DAUGHTERS = frozenset({"30", "31", "32", "33", "34", "35", "36", "37", "39"})
CHILDREN = SONS | DAUGHTERS
SPOUSES = frozenset({"10", "11", "12"})
PARENTS = frozenset({"50", "51", "52"})
SIBLINGS = frozenset({"70", "71", "73", "75", "77", "79"})
MALE = SONS | {
    "11",
    "28",
    "41",
    "43",
    "46",
    "47",
    "51",
    "53",
    "55",
    "57",
    "61",
    "63",
    "66",
    "71",
    "73",
    "76",
    "78",
    "81",
    "83",
    "85",
    "87",
    "89",
    "93",
    "95",
}
FEMALE = DAUGHTERS | {
    "12",
    "38",
    "42",
    "44",
    "45",
    "48",
    "52",
    "54",
    "56",
    "58",
    "62",
    "64",
    "67",
    "72",
    "74",
    "75",
    "77",
    "82",
    "84",
    "86",
    "88",
    "90",
    "94",
    "96",
}
"""Relations that say a sex."""
FAMILY = frozenset(code for code in RELATIONS if "10" <= code < "80")
"""Family members of the head: spouse to siblings."""

HEADS = ("01", "02")
_BY_SEX: dict[str, tuple[str, str, str]] = {
    "spouse": ("10", "11", "12"),
    "child": ("", "20", "30"),
    "parent": ("50", "51", "52"),
    "sibling": ("70", "70", "70"),
    "grandchild": ("40", "41", "42"),
    "daughters_child": ("40", "43", "44"),
    "grandparent": ("60", "61", "62"),
    "mothers_parent": ("60", "63", "64"),
    "step_child": ("", "27", "37"),
    "step_parent": ("50", "57", "58"),
    "wifes_parent": ("", "55", "56"),
    "husbands_parent": ("", "53", "54"),
}
"""How somebody stands to another → code when the sex is not known, of a man, of a woman."""
_HEAD_TO: dict[str, str] = {
    **dict.fromkeys(SPOUSES, "spouse"),
    **dict.fromkeys(CHILDREN, "parent"),
    "27": "step_parent",
    "37": "step_parent",
    "28": "wifes_parent",
    "38": "husbands_parent",
    **dict.fromkeys(PARENTS, "child"),
    "57": "step_child",
    "58": "step_child",
    **dict.fromkeys(("41", "42"), "grandparent"),
    **dict.fromkeys(("43", "44"), "mothers_parent"),
    **dict.fromkeys(("61", "62"), "grandchild"),
    **dict.fromkeys(("63", "64"), "daughters_child"),
    **dict.fromkeys(SIBLINGS, "sibling"),
}
"""A member's relation to the head → how the head stands to that member."""
_HEAD_CODE = {
    "40": "60",
    "60": "40",
    "53": "38",
    "54": "38",
    "55": "28",
    "56": "28",
    "97": "97",
    "99": "99",
}
"""The same where sex decides nothing."""


def between(mine: str, theirs: str, sex: str = "") -> str:
    """What one member is to another, from both relations to the head and the member's `sex`; "" where
    it does not follow.

    `mine` is the relation of the member the page is about, `theirs` of the one it names.
    """
    if mine in HEADS:
        return theirs
    if theirs in HEADS:
        return _HEAD_CODE.get(mine) or _of_sex(_HEAD_TO.get(mine, ""), sex)
    if mine in CHILDREN and theirs in CHILDREN:
        return "70"
    if mine in PARENTS and theirs in PARENTS:
        return _of_sex("spouse", sex)
    return ""


def _of_sex(kind: str, sex: str) -> str:
    codes = _BY_SEX.get(kind, ("", "", ""))
    return codes[int(sex)] if sex in ("1", "2") else codes[0]
