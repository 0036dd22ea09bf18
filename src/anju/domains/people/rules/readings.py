"""How a name is read aloud and typed: pinyin without tones, initials, and the other reading of a surname.

pypinyin reads characters by frequency and so misreads some surnames; those that differ as surnames stand in a table.
"""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

SURNAMES = {
    "单": "shan", "仇": "qiu", "区": "ou", "查": "zha", "曾": "zeng", "解": "xie", "盖": "ge", "朴": "piao",
    "任": "ren", "华": "hua", "乐": "yue", "缪": "miao", "召": "shao", "尉": "wei", "种": "chong", "冼": "xian",
    "覃": "qin", "翟": "zhai", "员": "yun", "黑": "he", "秘": "bi", "折": "she", "逄": "pang", "纪": "ji",
    "晁": "chao", "洗": "xian", "车": "che", "晟": "cheng", "贠": "yun", "牟": "mu", "郇": "xun", "万": "wan",
}
COMPOUND = {"尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "单于": ("chan", "yu"),
            "澹台": ("tan", "tai"), "令狐": ("ling", "hu"), "鲜于": ("xian", "yu"), "濮阳": ("pu", "yang")}
OTHER = {"单": "dan", "仇": "chou", "区": "qu", "查": "cha", "曾": "ceng", "解": "jie", "盖": "gai", "朴": "pu",
         "乐": "le", "覃": "tan", "翟": "di", "员": "yuan", "黑": "hei", "种": "zhong", "缪": "mou", "折": "zhe",
         "牟": "mou", "尉": "yu", "召": "zhao", "纪": "ji", "尉迟": "wei chi"}


@lru_cache(maxsize=65536)
def _syllable(char: str) -> str:
    read = lazy_pinyin(char, style=Style.NORMAL)
    return "".join(c for c in "".join(read).lower().replace("ü", "v") if c.isalnum())


def syllables(name: str) -> list[str]:
    """The syllables of a name, its surname read as a surname; ("单晓" → ["shan", "xiao"])."""
    head = COMPOUND.get(name[:2])
    if head:
        return [*head, *(s for s in map(_syllable, name[2:]) if s)]
    out = [s for s in map(_syllable, name) if s]
    if out and name[0] in SURNAMES:
        out[0] = SURNAMES[name[0]]
    return out


def readings(name: str) -> tuple[str, str, str]:
    """(full pinyin, initials, other full reading or "")."""
    parts = syllables(name)
    other = ""
    if name[:2] in OTHER:
        other = "".join([*OTHER[name[:2]].split(), *parts[2:]])
    elif name[:1] in OTHER:
        other = "".join([OTHER[name[0]], *parts[1:]])
    full = "".join(parts)
    return full, "".join(p[0] for p in parts), "" if other == full else other
