"""How people write one value into a cell: each function gives (cell, what is meant, reason of refusal or None)."""
# ruff: noqa: E501 - tables read better as blocks

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tests.domains.register.imports.generated.paper import Value
from tests.factories.spreadsheets import WEIGHTS, number

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲辉鹏飞云峰宇浩然子轩梓涵思雨欣怡嘉豪志远建国爱民春梅冬生"
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟")
Spelt = tuple[Value, Any, str | None]
WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})


def a_name(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.05:
        return rng.choice(COMPOUND) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2))))
    if kind < 0.09:
        return (
            rng.choice(("阿依古丽", "买买提", "古丽娜尔", "次仁"))
            + "·"
            + rng.choice(("吐尔逊", "艾合买提", "卓玛", "热合曼"))
        )
    return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=2 if rng.random() < 0.75 else 1))


def name(rng: random.Random, whole: str) -> Spelt:
    way = rng.random()
    if "·" in whole:
        return whole.replace("·", rng.choice("·•・.．‧●")), whole, None
    if way < 0.80:
        return whole, whole, None
    if way < 0.86 and len(whole) == 2:
        return f"{whole[0]}{rng.choice((' ', '  ', chr(0x3000)))}{whole[1]}", whole, None
    if way < 0.90:
        return (
            rng.choice((" ", "\u3000", "\t", "\u200b", "\ufeff"))
            + whole
            + rng.choice(("", " ", "\n")),
            whole,
            None,
        )
    if way < 0.93:
        return " ".join(whole), whole, None
    if way < 0.96:
        return whole + rng.choice(("（组长）", "(班长)", "（户主）", " （新）")), whole, None
    return whole, whole, None


def _check(first: str) -> str:
    return "10X98765432"[sum(int(d) * w for d, w in zip(first, WEIGHTS, strict=True)) % 11]


def citizen(rng: random.Random, whole: str, *, numbers: bool) -> Spelt:
    """An identity number as it is written. `numbers`: the format has number cells."""
    way = rng.random()
    if way < 0.62:
        return whole, whole, None
    if way < 0.66:
        return rng.choice(("'", "’", "‘")) + whole, whole, None
    if way < 0.70:
        gap = rng.choice((" ", "-", "\u3000", "\u00a0", "－"))
        return f"{whole[:6]}{gap}{whole[6:14]}{gap}{whole[14:]}", whole, None
    if way < 0.73:
        return whole.translate(WIDE), whole, None
    if way < 0.76 and whole.endswith("X"):
        return whole[:17] + rng.choice("xX×хХΧ*✕Ｘ".replace("*", "")), whole, None
    if way < 0.80 and whole[6:8] == "19":
        old = whole[:6] + whole[8:17]
        if old[12:] in ("996", "997", "998", "999"):
            old = old[:12] + f"{rng.randrange(100 + int(old[14]) % 2, 990, 2):03}"
        full = old[:6] + "19" + old[6:]
        return old, full + _check(full), None
    if way < 0.83 and not whole.endswith("X"):
        return (
            (int(whole), None, "id_precision_lost")
            if numbers
            else (f"{whole[0]}.{whole[1:6]}E+17", None, "id_precision_lost")
        )
    if way < 0.85:
        wrong = "1" if whole[17] != "1" else "2"
        return whole[:17] + wrong, None, "id_checksum"
    if way < 0.87:
        return whole[: rng.choice((10, 14, 16, 17))], None, "id_length"
    if way < 0.89:
        return f"{whole[:6]}19901332{whole[14:]}", None, "id_birth_date"
    if way < 0.91:
        return rng.choice((None, "无", "/", "-", "暂无", "#N/A")), None, "id_missing"
    if way < 0.93:
        return f"{whole[:6]}{'*' * 8}{whole[14:]}", None, "id_masked"
    if way < 0.96 and "0" in whole[6:14]:
        at = whole.index("0", 6)
        return whole[:at] + rng.choice("Oo") + whole[at + 1 :], None, "id_letters"
    if way < 0.98:
        return rng.choice(("身份证：", "身份证号:", "")) + whole, whole, None
    return f"\t{whole}\n", whole, None


def day(rng: random.Random, d: date, *, dates: bool, style: int | None = None) -> Spelt:
    """A day; `dates`: the format has date cells."""
    y, m, n = d.year, d.month, d.day
    chinese = "".join("〇一二三四五六七八九"[int(c)] for c in str(y))
    ways: list[Callable[[], Spelt]] = [
        lambda: (d.isoformat(), d, None),
        lambda: (f"{y}/{m}/{n}", d, None),
        lambda: (f"{y}.{m}.{n}", d, None),
        lambda: (f"{y}.{m:02}.{n:02}", d, None),
        lambda: (f"{y}年{m}月{n}日", d, None),
        lambda: (f"{y}年{m:02}月{n:02}号", d, None),
        lambda: (f"{y}{m:02}{n:02}", d, None),
        lambda: (d if dates else d.isoformat(), d, None),
        lambda: (str((d - date(1899, 12, 30)).days), d, None),
        lambda: ((d - date(1899, 12, 30)).days if dates else f"{y}-{m}-{n}", d, None),
        lambda: (f"{y}-{m:02}-{n:02} 08:30:00", d, None),
        lambda: (f"{y}/{m}/{n} 0:00", d, None),
        lambda: (f"{y}年{m}月{n}日 星期{'一二三四五六日'[d.weekday()]}", d, None),
        lambda: (f"{y}-{m}-{n}(周{'一二三四五六日'[d.weekday()]})", d, None),
        lambda: (f"{y}-{m}-{n} 上午9:05", d, None),
        lambda: (f"{chinese}年{_spoken(m)}月{_spoken(n)}日", d, None),
        lambda: (d.isoformat().translate(WIDE), d, None),
        lambda: (f"{d - timedelta(days=1)}T16:00:00Z", d, None),
        lambda: (f"{d}T00:00:00+08:00", d, None),
        lambda: (
            f"{n}-{('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')[m - 1]}-{y}",
            d,
            None,
        ),
        lambda: (f"{y}、{m}、{n}", d, None),
        lambda: (f"{y}.{m}.{n}.", d, None),
        lambda: (f"{y} 年 {m} 月 {n} 日", d, None),
        lambda: (f"{y}.{m}.{n}至今", d, None),
        lambda: (f"{y}年{m}月", date(y, m, 1), None),
        lambda: (
            f"{y}{m:02}{n:02}.0"
            if False
            else int(f"{y}{m:02}{n:02}")
            if dates
            else f"{y}{m:02}{n:02}",
            d,
            None,
        ),
        lambda: (f"{y}\\{m}\\{n}", d, None),
        lambda: (f"{y}—{m}—{n}", d, None),
        lambda: (f"{y}/{m}-{n}", d, None),
        lambda: (f"{y}-{m:02}-{n:02}日", d, None),
        lambda: (f"{y}年{m}.{n}", d, None),
    ]
    if style is None:
        bad = rng.random()
        if bad < 0.02:
            return f"{y}-02-30", None, "date_unreal"
        if bad < 0.04:
            return f"{m}月{n}日", None, "date_without_year"
        if bad < 0.05:
            return f"{y}-13-{n:02}", None, "date_unreal"
        style = rng.randrange(len(ways))
    return ways[style % len(ways)]()


DAY_STYLES = 31


def _spoken(n: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (
        digits[ones] if ones else ""
    )


def phone(rng: random.Random, whole: str, *, numbers: bool) -> Spelt:
    """A mobile number; of a reason here the row is taken without it and says so."""
    a, b, c = whole[:3], whole[3:7], whole[7:]
    other = f"139{rng.randrange(10**8):08}"
    ways: list[Spelt] = [
        (whole, whole, None),
        (whole, whole, None),
        (whole, whole, None),
        (int(whole) if numbers else whole, whole, None),
        (f"{a} {b} {c}", whole, None),
        (f"{a}-{b}-{c}", whole, None),
        (f"+86 {whole}", whole, None),
        (f"86{whole}", whole, None),
        (f"0086-{whole}", whole, None),
        (f"(+86){whole}", whole, None),
        (whole.translate(WIDE), whole, None),
        (f"{whole}.0", whole, None),
        (f"{whole}/{other}", whole, None),
        (f"{whole}、{other}", whole, None),
        (f"{whole}\n{other}", whole, None),
        (f"{whole}（本人）", whole, None),
        (f"手机：{whole}", whole, None),
        (f"'{whole}", whole, None),
        (f"+86-{a}-{b}-{c}", whole, None),
        (f"{whole};{other}", whole, None),
        ("0731-83456789", "0731-83456789", None),
        ("0731-83456789转801", "0731-83456789", None),
        ("(0731)83456789", "0731-83456789", None),
        ("010-66778899", "010-66778899", None),
        ("0755－26001234", "0755-26001234", None),
        (f"{a}.{b}.{c}", whole, None),
        ("无", None, None),
        ("/", None, None),
        (None, None, None),
        ("#REF!", None, None),
        (whole[:10], None, "phone_invalid"),
        (f"{whole[0]}.{whole[1:5]}E+10", None, "phone_invalid"),
        (f"{whole}9", None, "phone_invalid"),
        (f"{a}****{c}", None, "phone_invalid"),
        (f"{whole[:6]}O{whole[7:]}", None, "phone_invalid"),
        ("83456789", None, "phone_invalid"),
        (f"{whole}转", whole, None),
        (f"{a}_{b}_{c}", whole, None),
        (f"{whole} 微信同号", whole, None),
        (f"(0086){whole}", whole, None),
    ]
    return rng.choice(ways)


def a_number(rng: random.Random, used: set[str]) -> str:
    while (
        whole := number(
            rng.randrange(10**6),
            born=(date(1962, 1, 1) + timedelta(days=rng.randrange(16_000))).strftime("%Y%m%d"),
        )
    ) in used:
        pass
    used.add(whole)
    return whole


SEXES = {"男": "1", "女": "2"}
