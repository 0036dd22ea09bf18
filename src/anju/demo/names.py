"""Names of invented people: surnames as common as they are, given names of their years, names with a dot."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from anju.demo.chance import Chance

_COMMON = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_RARER = (
    "常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷"
    "盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝区"
)
_DOUBLE = ("欧阳", "上官", "司马", "尉迟", "诸葛", "司徒", "夏侯")

_MIDDLE = {  # first character of a two-character given name, by years of birth and sex (1 men, 2 women)
    ("old", "1"): "建国志文明永德光正大新春金玉少云",
    ("old", "2"): "秀桂玉淑春凤美兰翠菊金月素爱冬腊",
    ("80", "1"): "建志文海晓小永伟国立俊红正少新宏",
    ("80", "2"): "海晓小丽红艳雪春玉文美燕冬秋亚金",
    ("90", "1"): "俊嘉志浩文子家晓鹏宇明泽天思海振",
    ("90", "2"): "雨思梦佳晓欣雪婷文慧诗丽静燕海依",
    ("00", "1"): "子宇浩俊梓嘉泽天博皓文逸家铭奕沐",
    ("00", "2"): "子雨欣梓诗思佳语梦可一若芷紫沐依",
}
_LAST = {
    ("old", "1"): "国华明军平生民林祥清义初云贵富兵",
    ("old", "2"): "英兰珍芳华梅香莲云娥秀元姣连群华",
    ("80", "1"): "军伟勇强华平辉斌波林峰明龙飞兵超",
    ("80", "2"): "丽芳燕娟霞玲艳梅英华红萍平琴花辉",
    ("90", "1"): "杰鹏超浩伟宇辉龙飞凯豪强文鑫斌康",
    ("90", "2"): "婷娟芳莹敏琪慧玲洁颖雯丹琳倩妮霞",
    ("00", "1"): "轩豪杰涵宇浩然辰睿航泽阳铭博晨煜",
    ("00", "2"): "涵怡萱琪欣彤妍瑶婷馨桐冉玥诺晴雅",
}
_SINGLE = 0.16
"""Share of given names of one character."""

_UYGHUR = {
    "1": ("阿卜杜拉", "买买提", "艾尼瓦尔", "吐尔逊", "玉素甫", "木合塔尔", "艾合买提", "库尔班"),
    "2": (
        "阿依古丽",
        "古丽娜尔",
        "帕提古丽",
        "热依汗",
        "米日古丽",
        "祖丽胡玛尔",
        "阿米娜",
        "迪丽拜尔",
    ),
}
_TIBETAN = {
    "1": ("扎西多吉", "洛桑次仁", "旦增平措", "格桑顿珠", "索朗旺堆"),
    "2": ("次仁卓玛", "拉姆央金", "德吉白玛", "格桑曲珍", "旦增拉姆"),
}
_FOREIGN = {
    "1": (
        "HARTWELL THEO",
        "NGUYEN VAN LONG",
        "OKAFOR EMEKA",
        "BRANDT JONAS",
        "SATO KENTA",
        "KHAN BILAL",
    ),
    "2": ("HARTWELL MIRA", "NGUYEN THI LAN", "OKAFOR ADA", "BRANDT LENA", "SATO YUKI", "KHAN SANA"),
}


def surname_weights() -> dict[str, float]:
    """Surname → weight: Zipf-like by rank, as the published rankings have it (first 3 about a fifth of all)."""
    ordered = list(dict.fromkeys([*_COMMON, *_RARER]))
    weights = {name: 1.0 / (rank + 2.5) for rank, name in enumerate(ordered)}
    return weights | dict.fromkeys(_DOUBLE, 0.004) | {"欧阳": 0.012}


def decades(born: pl.Series) -> pl.Series:
    """Which fashion in names a birth date falls under: old, 80, 90, 00."""
    year = pl.col("y")
    chosen = pl.when(year < 1980).then(pl.lit("old")).when(year < 1990).then(pl.lit("80"))
    chosen = chosen.when(year < 2000).then(pl.lit("90")).otherwise(pl.lit("00"))  # type: ignore[assignment]
    return pl.DataFrame({"y": born.dt.year()}).select(chosen.alias("d"))["d"]


def _by_cohort(
    chance: Chance, tag: str, cohort: pl.Series, table: dict[tuple[str, str], str]
) -> pl.Series:
    keys = {f"{d}{s}": offset * 16 for offset, (d, s) in enumerate(table)}
    letters = pl.Series([c for text in table.values() for c in text[:16].ljust(16, text[0])])
    start = cohort.replace_strict(keys, return_dtype=pl.UInt32)
    return letters.gather(start + chance.below(len(cohort), tag, 16))


def given_names(chance: Chance, sex: pl.Series, born: pl.Series) -> pl.Series:
    """One or two characters, in the fashion of the birth decade."""
    cohort = decades(born) + sex
    last = _by_cohort(chance, "last", cohort, _LAST)
    middle = _by_cohort(chance, "middle", cohort, _MIDDLE)
    single = chance.chance(len(sex), "single", _SINGLE) | (middle == last)
    return last.zip_with(single, middle + last)


def surnames(chance: Chance, count: int) -> pl.Series:
    """Surnames as common as in the country."""
    return chance.weighted(count, "surname", surname_weights())


def full_names(
    chance: Chance, surname: pl.Series, sex: pl.Series, born: pl.Series, origin: pl.Series
) -> pl.Series:
    """Surname and given name; from Xinjiang and Tibet about half carry names of their own, some with the dot ·."""
    count = len(sex)
    frame = pl.DataFrame(
        {
            "sex": sex,
            "from": origin.str.slice(0, 2),
            "plain": surname + given_names(chance, sex, born),
            "own": chance.chance(count, "own", 0.55),
            "a": chance.below(count, "a", 8),
            "b": chance.below(count, "b", 8),
        }
    )
    men = pl.col("sex") == "1"

    def told(table: Mapping[str, tuple[str, ...]], place: str) -> pl.Expr:
        sized = {key: pl.lit(pl.Series(names)) for key, names in table.items()}
        turn = {key: pl.col(place) % len(names) for key, names in table.items()}
        return (
            pl.when(men).then(sized["1"].gather(turn["1"])).otherwise(sized["2"].gather(turn["2"]))
        )

    father = pl.lit(pl.Series(_UYGHUR["1"])).gather(pl.col("b"))
    named = pl.when(pl.col("own") & (pl.col("from") == "65")).then(
        told(_UYGHUR, "a") + "·" + father
    )
    named = named.when(pl.col("own") & (pl.col("from") == "54")).then(told(_TIBETAN, "a"))  # type: ignore[assignment]
    return frame.select(named.otherwise("plain").alias("name"))["name"]


def foreign_names(chance: Chance, sex: pl.Series) -> pl.Series:
    """Names as a passport's machine-readable page prints them."""
    men, women = pl.Series(_FOREIGN["1"]), pl.Series(_FOREIGN["2"])
    turn = chance.below(len(sex), "foreign", 6)
    return men.gather(turn).zip_with(sex == "1", women.gather(turn))
