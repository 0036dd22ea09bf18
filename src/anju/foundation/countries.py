"""Countries and territories: ISO 3166-1, the whole table, and the everyday words for them.

Every other list of countries is a choice of these codes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from anju.foundation.simplified import simplified

FILE = Path(__file__).with_name("countries.csv")
"""ISO 3166-1: alpha-2, alpha-3, numeric, Chinese and English short names."""
_CHINA = (
    "中国",
    "中国籍",
    "大陆",
    "内地",
    "中国大陆",
    "中华人民共和国",
    "香港",
    "澳门",
    "台湾",
    "中国香港",
    "中国澳门",
    "中国台湾",
    "中国香港特别行政区",
    "中国澳门特别行政区",
    "HONG KONG",
    "MACAO",
    "MACAU",
    "TAIWAN",
    "PRC",
)
_PARTS_OF_CHINA = ("HKG", "MAC", "TWN")
_WORDS = {
    "大韩民国": "KOR",
    "南韩": "KOR",
    "KOREA": "KOR",
    "北朝鲜": "PRK",
    "美利坚合众国": "USA",
    "U.S.A.": "USA",
    "U.S.": "USA",
    "AMERICA": "USA",
    "UNITED STATES": "USA",
    "大不列颠及北爱尔兰联合王国": "GBR",
    "UK": "GBR",
    "U.K.": "GBR",
    "ENGLAND": "GBR",
    "BRITAIN": "GBR",
    "英格兰": "GBR",
    "苏格兰": "GBR",
    "俄国": "RUS",
    "俄罗斯": "RUS",
    "RUSSIA": "RUS",
    "印尼": "IDN",
    "蒙古国": "MNG",
    "外蒙古": "MNG",
    "日本国": "JPN",
    "泰王国": "THA",
    "德意志联邦共和国": "DEU",
    "法兰西共和国": "FRA",
    "孟加拉": "BGD",
    "孟加拉国": "BGD",
    "沙特": "SAU",
    "阿联酋": "ARE",
    "UAE": "ARE",
    "叙利亚": "SYR",
    "朝鲜": "PRK",
    "老挝": "LAO",
    "LAOS": "LAO",
    "越南": "VNM",
    "VIETNAM": "VNM",
    "VIET NAM": "VNM",
    "MYANMAR": "MMR",
    "BURMA": "MMR",
    "刚果": "COG",
    "刚果布": "COG",
    "刚果金": "COD",
    "波黑": "BIH",
    "中非": "CAF",
    "科特迪瓦": "CIV",
    "象牙海岸": "CIV",
    "捷克": "CZE",
    "伊朗": "IRN",
    "坦桑尼亚": "TZA",
    "委内瑞拉": "VEN",
    "玻利维亚": "BOL",
    "摩尔多瓦": "MDA",
    "马其顿": "MKD",
    "北马其顿": "MKD",
    "巴勒斯坦": "PSE",
    "文莱": "BRN",
    "东帝汶": "TLS",
    "斯威士兰": "SWZ",
    "密克罗尼西亚": "FSM",
    "土耳其": "TUR",
    "TURKEY": "TUR",
    "梵蒂冈": "VAT",
    "吉尔吉斯": "KGZ",
    "多米尼加": "DOM",
    "几内亚比绍": "GNB",
}
_KIND = re.compile(
    r"(?:(?:社会主义|民主社会主义|民主主义|民主|人民|伊斯兰|阿拉伯|联邦|联合|合作|多民族|玻利瓦尔|东岸)*(?:共和国|王国|合众国|大公国|公国|联邦)"
    r"|苏丹国|酋长国|独立国)$"
)
_WHOSE = re.compile(r"(?:国籍|籍|公民|国民|人)$")


def code_of(text: str) -> str | None:
    """Alpha-3 of a country in words, by its codes, short or long name; None for an unknown word. Hong
    Kong, Macao and Taiwan are China's: nationality is meant."""
    words = _plain(text)
    known = _table()
    for form in _forms(words):
        if form in known:
            return known[form]
    return words if re.fullmatch(r"[A-Z]{3}", words) else None


def _plain(text: str) -> str:
    return re.sub(r"[\s()（）]+", " ", simplified(text)).strip().upper()


def _forms(words: str) -> Iterator[str]:
    yield words
    yield words.replace(" ", "")
    bare = _WHOSE.sub("", words)
    yield bare
    yield bare + "国"
    yield _KIND.sub("", words)


@cache
def _table() -> dict[str, str]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table: dict[str, str] = {}
    for row in rows:
        code = "CHN" if row["alpha3"] in _PARTS_OF_CHINA else row["alpha3"]
        for key in (
            row["zh"],
            row["en"],
            row["alpha2"],
            row["alpha3"],
            row["numeric"],
            _KIND.sub("", row["zh"]),
        ):
            table.setdefault(_plain(key), code)
            table.setdefault(_plain(key).replace(" ", ""), code)
    return table | _WORDS | dict.fromkeys(_CHINA, "CHN")
