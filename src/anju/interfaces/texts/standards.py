"""Code tables of the national standards, each once: code → (Chinese, English in the case of running text)."""

from __future__ import annotations

from anju.foundation import kinship

Table = dict[str, tuple[str, str]]

SEX: Table = {
    "0": ("未知", "unknown"),
    "1": ("男", "male"),
    "2": ("女", "female"),
    "9": ("未说明", "not stated"),
}
MARITAL: Table = {
    "10": ("未婚", "single"),
    "20": ("已婚", "married"),
    "21": ("初婚", "first marriage"),
    "22": ("再婚", "remarried"),
    "23": ("复婚", "remarried to the same spouse"),
    "30": ("丧偶", "widowed"),
    "40": ("离婚", "divorced"),
    "90": ("未说明", "not stated"),
}
EDUCATION: Table = {
    "10": ("研究生", "postgraduate"),
    "11": ("博士毕业", "doctorate"),
    "14": ("硕士毕业", "master's degree"),
    "20": ("本科", "undergraduate"),
    "21": ("本科毕业", "bachelor's level"),
    "30": ("专科", "junior college"),
    "31": ("专科毕业", "junior college completed"),
    "40": ("中职", "vocational secondary"),
    "41": ("中专", "technical secondary"),
    "44": ("职高", "vocational high school"),
    "47": ("技校", "technical school"),
    "60": ("高中", "senior secondary"),
    "61": ("高中毕业", "senior secondary completed"),
    "70": ("初中", "junior secondary"),
    "80": ("小学", "primary school"),
    "90": ("其他", "other"),
}
_RELATION_EN = {
    "01": "self",
    "02": "head of household",
    "10": "spouse",
    "11": "husband",
    "12": "wife",
    "20": "son",
    "21": "only son",
    "22": "eldest son",
    "23": "second son",
    "24": "third son",
    "25": "fourth son",
    "26": "fifth son",
    "27": "adopted son or stepson",
    "28": "son-in-law",
    "29": "other son",
    "30": "daughter",
    "31": "only daughter",
    "32": "eldest daughter",
    "33": "second daughter",
    "34": "third daughter",
    "35": "fourth daughter",
    "36": "fifth daughter",
    "37": "adopted daughter or stepdaughter",
    "38": "daughter-in-law",
    "39": "other daughter",
    "40": "grandchild",
    "41": "son's son",
    "42": "son's daughter",
    "43": "daughter's son",
    "44": "daughter's daughter",
    "45": "grandson's wife",
    "46": "granddaughter's husband",
    "47": "great-grandson",
    "48": "great-granddaughter",
    "49": "other grandchild",
    "50": "parent",
    "51": "father",
    "52": "mother",
    "53": "husband's father",
    "54": "husband's mother",
    "55": "wife's father",
    "56": "wife's mother",
    "57": "stepfather or adoptive father",
    "58": "stepmother or adoptive mother",
    "59": "other parental relation",
    "60": "grandparent",
    "61": "father's father",
    "62": "father's mother",
    "63": "mother's father",
    "64": "mother's mother",
    "65": "spouse's grandparent",
    "66": "great-grandfather",
    "67": "great-grandmother",
    "68": "spouse's great-grandparent",
    "69": "other grandparental relation",
    "70": "sibling",
    "71": "elder brother",
    "72": "elder brother's wife",
    "73": "younger brother",
    "74": "younger brother's wife",
    "75": "elder sister",
    "76": "elder sister's husband",
    "77": "younger sister",
    "78": "younger sister's husband",
    "79": "other sibling",
    "80": "other",
    "81": "father's elder brother",
    "82": "wife of father's elder brother",
    "83": "father's younger brother",
    "84": "wife of father's younger brother",
    "85": "mother's brother",
    "86": "wife of mother's brother",
    "87": "husband of mother's sister",
    "88": "mother's sister",
    "89": "husband of father's sister",
    "90": "father's sister",
    "91": "cousin on the father's side",
    "92": "cousin by an aunt or the mother's side",
    "93": "brother's son",
    "94": "brother's daughter",
    "95": "sister's son",
    "96": "sister's daughter",
    "97": "other relative",
    "98": "domestic worker",
    "99": "not related",
}
RELATION: Table = {code: (name, _RELATION_EN[code]) for code, name in kinship.RELATIONS.items()}
REASON: Table = {
    "01": ("务工", "employment"),
    "02": ("务农", "farming"),
    "03": ("经商", "business"),
    "04": ("学习培训", "study or training"),
    "05": ("婚嫁", "marriage"),
    "06": ("随迁", "moving with family"),
    "07": ("治病疗养", "medical care"),
    "08": ("投亲靠友", "joining relatives or friends"),
    "09": ("工作调动", "transfer"),
    "99": ("其他", "other"),
}
DWELLING: Table = {
    "01": ("自购房屋", "own home"),
    "02": ("租赁房屋", "rented home"),
    "03": ("寄宿", "boarding"),
    "04": ("借住", "staying with others"),
    "05": ("单位宿舍", "employer's dormitory"),
    "06": ("临时性宿舍", "temporary dormitory"),
    "07": ("农民工公寓", "workers' apartments"),
    "99": ("其他", "other"),
}
DOCUMENT: Table = {
    "111": ("居民身份证", "identity card"),
    "112": ("临时居民身份证", "temporary identity card"),
    "113": ("户口簿", "household register"),
    "414": ("护照", "passport"),
    "511": ("台湾居民来往大陆通行证", "Taiwan residents' travel permit"),
    "513": ("往来港澳通行证", "exit permit to Hong Kong and Macao"),
    "516": ("港澳居民来往内地通行证", "Hong Kong and Macao residents' travel permit"),
    "553": ("外国人永久居留身份证", "foreign permanent resident card"),
    "HMT": ("港澳台居民居住证", "residence permit of Hong Kong, Macao and Taiwan residents"),
}

STANDARDS: dict[str, Table] = {
    "GB/T 2261.1-2003": SEX,
    "GB/T 2261.2-2003": MARITAL,
    "GB/T 4658-2006": EDUCATION,
    "GB/T 4761-2008": RELATION,
    "GB/T 31000-2015 reasons": REASON,
    "GB/T 31000-2015 dwellings": DWELLING,
    "GA/T 517-2004": DOCUMENT,
}
"""Every table by its standard. `HMT` among the documents is our own code for the residence permit of Hong Kong, Macao
and Taiwan residents."""


def as_title(table: Table) -> Table:
    """The same table with English that begins a line."""
    return {
        code: (chinese, english[:1].upper() + english[1:])
        for code, (chinese, english) in table.items()
    }
