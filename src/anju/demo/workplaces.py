"""Who gives work: the plant and the smaller employers. All invented."""

from __future__ import annotations

import polars as pl

from anju.demo import numbers
from anju.demo.chance import Chance
from anju.demo.divisions import TOWN, TOWN_NAME
from anju.demo.homes import PLANT_COMMUNITY

PLANT, PLANT_NAME = "E000", "蓝湘精密制造有限公司"
SMALL_EMPLOYERS = 106
PLANT_POSTS = {
    "一厂磨砂": 9,
    "二厂丝印": 14,
    "三厂抛光": 12,
    "四厂镀膜": 10,
    "五厂组装": 16,
    "模具": 5,
    "品质部": 11,
    "仓储物流": 8,
    "研发中心": 6,
    "设备部": 4,
    "后勤": 3,
    "人事行政": 2,
}
_POSTS = ("操作工", "普工", "技术员", "包装", "质检", "司机", "文员", "焊工", "厨师", "服务员")
_FIRST, _SECOND = "栖澜屿榕禾岫沅栎岚笙珩溪汐芷椿", "禾屿朗澍岩舟崧桁野川铭栩峤砚沣"
_TRADES = {
    "C39": ("电子科技", 20),
    "C33": ("五金制品", 16),
    "C29": ("橡塑制品", 10),
    "C22": ("包装材料", 8),
    "C34": ("机械制造", 9),
    "C18": ("服饰", 5),
    "E50": ("装饰工程", 6),
    "F52": ("商贸", 8),
    "G54": ("物流", 8),
    "H62": ("餐饮管理", 8),
    "L72": ("人力资源服务", 5),
    "O80": ("家政服务", 3),
}


def found(chance: Chance, communities: pl.DataFrame, people: int) -> pl.DataFrame:
    """Employers: key, name, uscc, industry (GB/T 4754), address, community, weight (share of small
    employers' workers)."""
    chance = chance.within("firms")
    count = max(6, round(SMALL_EMPLOYERS * min(1.0, people / 48_000)))
    trade = chance.weighted(count, "trade", {code: weight for code, (_, weight) in _TRADES.items()})
    order, size = chance.rank(len(_FIRST) * len(_SECOND), "brand").to_list(), len(_SECOND)
    brands = [_FIRST[k // size] + _SECOND[k % size] for k in order[:count]]
    rows = [
        (
            PLANT,
            PLANT_NAME,
            numbers.credit_code(1, TOWN[:6]),
            "C39",
            TOWN_NAME + "园丰路1号",
            PLANT_COMMUNITY,
            0.0,
        )
    ]
    place = chance.pick(count, "community", communities["code"]).to_list()
    labels = dict(communities.iter_rows())
    for n, (brand, code) in enumerate(zip(brands, trade.to_list(), strict=True), start=1):
        rows.append(
            (
                f"E{n:03d}",
                f"浏阳{brand}{_TRADES[code][0]}有限公司",
                numbers.credit_code(n + 1, TOWN[:6]),
                code,
                f"{TOWN_NAME}{labels[place[n - 1]]}工业路{n}号",
                place[n - 1],
                1.0 / (n + 4),
            )
        )
    return pl.DataFrame(
        rows,
        schema=["key", "name", "uscc", "industry", "address", "community", "weight"],
        orient="row",
    )


def posts(chance: Chance, employer: pl.Series) -> pl.Series:
    """A department of the plant, or a trade at a small employers."""
    count = len(employer)
    return chance.weighted(count, "plant post", dict(PLANT_POSTS)).zip_with(
        employer == PLANT, chance.pick(count, "small post", _POSTS)
    )


def small(chance: Chance, employers: pl.DataFrame, count: int, tag: str) -> pl.Series:
    """Keys of smaller employers, the large ones oftener."""
    ordinary = employers.filter(pl.col("key") != PLANT)
    return chance.weighted(count, tag, dict(zip(ordinary["key"], ordinary["weight"], strict=True)))
