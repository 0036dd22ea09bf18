"""How a name is read aloud and typed: pinyin without tones, initials, and other readings of it.

pypinyin reads characters by frequency and so misreads some surnames and given names. Those that differ as surnames, and
characters that are read in more than one way in given names, stand in tables (Xinhua Dictionary, 12th edition; surnames
as GB/T 28039-2011 transcribes them). Traditional and compatibility characters are read as the ones they stand for.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, lazy_pinyin

from anju.domains.people.rules.scripts import plain

PINYIN_LENGTH, INITIALS_LENGTH = 200, 60
"""Longest keys kept; a longer name is found by its beginning."""
MOST_READINGS = 6
"""Further readings kept of one name: each costs a search row in every region the person belongs to."""

SURNAMES = {
    "单": "shan",
    "仇": "qiu",
    "区": "ou",
    "查": "zha",
    "曾": "zeng",
    "解": "xie",
    "盖": "ge",
    "朴": "piao",
    "卜": "bu",
    "任": "ren",
    "华": "hua",
    "乐": "yue",
    "缪": "miao",
    "召": "shao",
    "尉": "wei",
    "种": "chong",
    "冼": "xian",
    "都": "du",
    "覃": "qin",
    "翟": "zhai",
    "员": "yun",
    "黑": "he",
    "秘": "bi",
    "折": "she",
    "逄": "pang",
    "纪": "ji",
    "藏": "zang",
    "晁": "chao",
    "洗": "xian",
    "车": "che",
    "晟": "cheng",
    "贠": "yun",
    "牟": "mu",
    "郇": "xun",
    "万": "wan",
    "粘": "nian",
    "阚": "kan",
    "隗": "wei",
    "么": "yao",
    "幺": "yao",
    "繁": "po",
    "能": "nai",
    "句": "gou",
    "勾": "gou",
    "乜": "nie",
    "佴": "nai",
    "薄": "bo",
    "仉": "zhang",
    "祭": "zhai",
    "钭": "tou",
    "亓": "qi",
    "仝": "tong",
    "厍": "she",
    "郄": "qie",
    "禤": "xuan",
    "谌": "chen",
    "褚": "chu",
    "柏": "bai",
    "訾": "zi",
    "眭": "sui",
    "炅": "gui",
    "过": "guo",
    "应": "ying",
    "宁": "ning",
    "那": "na",
    "哈": "ha",
    "郗": "xi",
    "相": "xiang",
    "莘": "shen",
    "宓": "mi",
    "俞": "yu",
    "於": "yu",
    "佘": "she",
    "葛": "ge",
    "盛": "sheng",
    "适": "kuo",
    "宿": "su",
    "逯": "lu",
    "昝": "zan",
    "重": "chong",
    "朝": "chao",
    "隽": "juan",
    "殷": "yin",
    "叶": "ye",
    "曲": "qu",
    "强": "qiang",
    "长": "chang",
    "石": "shi",
    "沈": "shen",
    "尹": "yin",
    "冯": "feng",
    "贾": "jia",
    "夏": "xia",
    "广": "guang",
    "谷": "gu",
    "令": "ling",
    "占": "zhan",
    "咎": "jiu",
    "鲜": "xian",
    "撒": "sa",
    "洼": "wa",
    "瞿": "qu",
    "龟": "qiu",
    "费": "fei",
    "阙": "que",
    "麻": "ma",
    "牛": "niu",
    "率": "shuai",
    "行": "xing",
    "角": "jue",
    "奇": "qi",
    "参": "shen",
    "底": "di",
    "呙": "guo",
    "缴": "jiao",
    "期": "ji",
    "妫": "gui",
}
"""The usual reading of a surname."""
COMPOUND = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "长孙": ("zhang", "sun"),
    "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"),
    "令狐": ("ling", "hu"),
    "鲜于": ("xian", "yu"),
    "濮阳": ("pu", "yang"),
    "亓官": ("qi", "guan"),
    "宰父": ("zai", "fu"),
    "皇甫": ("huang", "fu"),
    "呼延": ("hu", "yan"),
}
OTHER = {
    "单": ("dan",),
    "仇": ("chou",),
    "区": ("qu",),
    "查": ("cha",),
    "曾": ("ceng",),
    "解": ("jie",),
    "盖": ("gai",),
    "朴": ("pu",),
    "乐": ("le",),
    "覃": ("tan",),
    "翟": ("di",),
    "员": ("yuan",),
    "黑": ("hei",),
    "种": ("zhong",),
    "缪": ("mou", "miu"),
    "折": ("zhe",),
    "牟": ("mou",),
    "尉": ("yu",),
    "召": ("zhao",),
    "纪": ("ji",),
    "隗": ("kui",),
    "谌": ("shen",),
    "褚": ("zhu",),
    "柏": ("bo",),
    "郗": ("chi",),
    "莘": ("xin",),
    "宓": ("fu",),
    "俞": ("shu",),
    "於": ("wu",),
    "盛": ("cheng",),
    "隽": ("jun",),
    "万": ("mo",),
    "费": ("bi",),
    "过": ("guo",),
    "冼": ("shen",),
    "长": ("zhang",),
    "句": ("ju",),
    "那": ("nuo",),
    "繁": ("fan",),
    "阚": ("han",),
    "晟": ("sheng",),
    "尉迟": ("wei", "chi"),
    "澹台": ("dan", "tai"),
    "长孙": ("chang", "sun"),
    "万俟": ("wan", "qi"),
}
"""Another reading that people use or type, right or wrong; of a compound surname syllable by syllable."""
GIVEN = {
    "长": ("chang", "zhang"),
    "珩": ("heng", "hang"),
    "茜": ("xi", "qian"),
    "乐": ("yue", "le"),
    "行": ("xing", "hang", "heng"),
    "朝": ("chao", "zhao"),
    "重": ("chong", "zhong"),
    "参": ("shen", "can"),
    "晟": ("sheng", "cheng"),
    "曾": ("zeng", "ceng"),
    "藏": ("cang", "zang"),
    "薄": ("bo", "bao"),
    "降": ("xiang", "jiang"),
    "见": ("jian", "xian"),
    "柏": ("bai", "bo"),
    "娜": ("na", "nuo"),
    "蔚": ("wei", "yu"),
    "浚": ("jun", "xun"),
    "隽": ("juan", "jun"),
    "筠": ("yun", "jun"),
    "莎": ("sha", "suo"),
    "荨": ("xun", "qian"),
    "拓": ("tuo", "ta"),
    "伽": ("jia", "qie", "ga"),
    "颉": ("xie", "jie"),
    "禅": ("chan", "shan"),
    "楷": ("kai", "jie"),
    "栖": ("qi", "xi"),
    "栎": ("li", "yue"),
    "泊": ("bo", "po"),
    "澄": ("cheng", "deng"),
    "炅": ("jiong", "gui"),
    "率": ("shuai", "lv"),
    "省": ("xing", "sheng"),
    "识": ("shi", "zhi"),
    "说": ("shuo", "yue"),
    "殷": ("yin", "yan"),
    "还": ("huan", "hai"),
    "角": ("jue", "jiao"),
    "觉": ("jue", "jiao"),
    "乾": ("qian", "gan"),
    "干": ("qian", "gan"),
    "合": ("he", "ge"),
    "堡": ("bao", "bu"),
    "弄": ("nong", "long"),
    "会": ("hui", "kuai"),
    "传": ("chuan", "zhuan"),
    "仔": ("zai", "zi"),
    "勒": ("le", "lei"),
    "宿": ("su", "xiu"),
    "都": ("du", "dou"),
    "单": ("shan", "dan"),
    "盛": ("sheng", "cheng"),
    "车": ("che", "ju"),
    "度": ("du", "duo"),
    "奇": ("qi", "ji"),
    "其": ("qi", "ji"),
    "强": ("qiang", "jiang"),
    "调": ("tiao", "diao"),
    "弹": ("tan", "dan"),
    "量": ("liang",),
    "祎": ("yi",),
    "翟": ("di", "zhai"),
    "解": ("jie", "xie"),
    "校": ("xiao", "jiao"),
    "便": ("bian", "pian"),
    "露": ("lu", "lou"),
    "折": ("zhe", "she"),
    "阿": ("a", "e"),
    "员": ("yuan", "yun"),
    "尉": ("wei", "yu"),
    "藉": ("ji", "jie"),
    "媛": ("yuan",),
    "臧": ("zang",),
    "昕": ("xin",),
    "煊": ("xuan",),
    "彧": ("yu",),
    "玥": ("yue",),
    "璟": ("jing",),
    "瞿": ("qu", "ju"),
    "湛": ("zhan", "chen"),
    "浒": ("hu", "xu"),
    "炔": ("gui", "que"),
    "鲜": ("xian",),
    "亲": ("qin", "qing"),
    "俊": ("jun", "zun"),
    "纶": ("lun", "guan"),
    "济": ("ji",),
    "贲": ("ben", "bi"),
    "胖": ("pan", "pang"),
    "茄": ("jia", "qie"),
    "尧": ("yao",),
    "爰": ("yuan",),
    "妤": ("yu",),
    "偲": ("si", "cai"),
    "偕": ("xie",),
    "翀": ("chong",),
    "煜": ("yu",),
}
"""Characters read in more than one way in given names: every reading."""

TYPED = {"lv": "lu", "nv": "nu", "lve": "lue", "nve": "nue"}
"""Syllables with ü as keyboards without it give them."""


@lru_cache(maxsize=65536)
def _syllable(char: str) -> str:
    read = lazy_pinyin(char, style=Style.NORMAL)
    return "".join(c for c in "".join(read).lower().replace("ü", "v") if c.isalnum())


def syllables(name: str) -> list[str]:
    """The syllables of a name, its surname read as a surname; ("单晓" → ["shan", "xiao"])."""
    return [choices[0] for choices in _choices(plain(name))]


def readings(name: str) -> tuple[str, str, str]:
    """(full pinyin, initials, other full readings parted by spaces or "").

    ü is written v; a name that holds one has a reading with u besides, as many keyboards give it.
    """
    name = plain(name)
    choices = _choices(name)
    readings = list(islice(product(*choices), MOST_READINGS))
    if name[:2] in OTHER:
        readings.append((*OTHER[name[:2]], *(c[0] for c in choices[2:])))
    typed = (
        [tuple(TYPED.get(s, s) for s in parts) for parts in readings]
        if any(c[0] in TYPED for c in choices)
        else []
    )
    full, *others = dict.fromkeys("".join(parts)[:PINYIN_LENGTH] for parts in (*readings, *typed))
    other = ""
    for reading in others[:MOST_READINGS]:
        if len(other) + len(reading) < PINYIN_LENGTH:
            other = f"{other} {reading}".strip()
    return full, "".join(c[0][0] for c in choices)[:INITIALS_LENGTH], other


def _choices(name: str) -> list[tuple[str, ...]]:
    """For each syllable its readings, the usual one first."""
    head = COMPOUND.get(name[:2])
    rest = name[2:] if head else name[1:]
    first = [(h,) for h in head] if head else [_surname(name[:1])]
    return [c for c in (*first, *(_given(char) for char in rest)) if c and c[0]]


def _surname(char: str) -> tuple[str, ...]:
    usual = _syllable(char)
    return tuple(dict.fromkeys((SURNAMES.get(char, usual), *OTHER.get(char, ()), usual)))


@lru_cache(maxsize=65536)
def _given(char: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((_syllable(char), *GIVEN.get(char, ()))))
