"""How two members of a household stand to each other, by their relations to its head (GB/T 4761-2008).

A relation is stored as it was declared, to the head; what a page about another member shows is worked out by `between`.
"""

from __future__ import annotations

from anju.foundation import codes

RELATIONS: dict[str, str] = codes.RELATION.chinese
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
    "spouses": ("10", "11", "12"),
    "children": ("", "20", "30"),
    "parents": ("50", "51", "52"),
    "siblings": ("70", "70", "70"),
    "grandchildren": ("40", "41", "42"),
    "daughters_children": ("40", "43", "44"),
    "grandparents": ("60", "61", "62"),
    "mothers_parents": ("60", "63", "64"),
    "step_children": ("", "27", "37"),
    "step_parents": ("50", "57", "58"),
    "wifes_parents": ("", "55", "56"),
    "husbands_parents": ("", "53", "54"),
}
"""How somebody stands to another → code when the sex is not known, of a man, of a woman."""
_HEAD_TO: dict[str, str] = {
    **dict.fromkeys(SPOUSES, "spouses"),
    **dict.fromkeys(CHILDREN, "parents"),
    "27": "step_parents",
    "37": "step_parents",
    "28": "wifes_parents",
    "38": "husbands_parents",
    **dict.fromkeys(PARENTS, "children"),
    "57": "step_children",
    "58": "step_children",
    **dict.fromkeys(("41", "42"), "grandparents"),
    **dict.fromkeys(("43", "44"), "mothers_parents"),
    **dict.fromkeys(("61", "62"), "grandchildren"),
    **dict.fromkeys(("63", "64"), "daughters_children"),
    **dict.fromkeys(SIBLINGS, "siblings"),
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
        return _of_sex("spouses", sex)
    return ""


def _of_sex(kind: str, sex: str) -> str:
    codes = _BY_SEX.get(kind, ("", "", ""))
    return codes[int(sex)] if sex in ("1", "2") else codes[0]
