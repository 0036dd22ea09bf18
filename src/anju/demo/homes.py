"""Where the town lives: grids, landlords, buildings of every kind, rooms with their capacity."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import polars as pl

from anju.demo import numbers
from anju.demo.chance import Chance
from anju.demo.divisions import TOWN, TOWN_NAME
from anju.demo.names import full_names, surnames

GRID_WORKERS = 15
PLANT_COMMUNITY = TOWN + "227"
_BUSY = {
    TOWN + "007": 8.0,
    TOWN + "226": 4.0,
    TOWN + "227": 4.0,
    TOWN + "228": 3.5,
    TOWN + "229": 3.0,
    TOWN + "230": 2.0,
}
_ROADS = (
    "幸福路",
    "园丰路",
    "洞阳大道",
    "康宁路",
    "映山路",
    "溪口路",
    "新塘路",
    "和平街",
    "梅花巷",
    "西塘路",
    "东升路",
    "九龙路",
)
_LET, _BEDS_TAKEN = 0.80, 0.88
"""Shares of rental rooms and dormitory beds that are taken."""
_FLOORS, _A_FLOOR = 7, 26


@dataclass(frozen=True, slots=True)
class Homes:
    """Frames of places; the columns are told at `town.Town`."""

    communities: pl.DataFrame
    grids: pl.DataFrame
    holders: pl.DataFrame
    buildings: pl.DataFrame
    rooms: pl.DataFrame


def build(
    chance: Chance,
    communities: pl.DataFrame,
    families: dict[int, int],
    beds: dict[str, int],
    today: date,
) -> Homes:
    """Homes enough for so many households by size, and so many dormitory sleepers by sex (2 women, 1 men)."""
    chance = chance.within("homes")
    grids = _grids(communities)
    flats = _flats(chance, _quotas(families))
    blocks = pl.concat(
        [_dormitory(chance, sex, need) for sex, need in sorted(beds.items(), reverse=True) if need]
    )
    buildings = pl.concat(
        [_let_buildings(chance, flats, grids), _dormitory_buildings(blocks, grids)]
    )
    flats = flats.select(_ROOM)
    rooms = pl.concat([flats, blocks.select(_ROOM)]).with_columns(
        key=pl.col("building") + "-" + pl.col("number")
    )
    holders = _holders(chance, buildings, today)
    return Homes(communities, grids, holders, buildings, rooms.select("key", *_ROOM))


_ROOM = ("building", "unit", "floor", "number", "capacity", "area", "sex")


def _grids(communities: pl.DataFrame) -> pl.DataFrame:
    """Fifteen grids: one a community, the rest where most people live."""
    codes = communities["code"].to_list()
    parts = dict.fromkeys(codes, 1)
    for _ in range(GRID_WORKERS - len(codes)):
        parts[max(codes, key=lambda code: _BUSY.get(code, 1.0) / parts[code])] += 1
    names = dict(zip(codes, communities["name"], strict=True))
    rows = [
        (f"{code}{n:03d}", code, f"{names[code]}第{n}网格")
        for code in codes
        for n in range(1, parts[code] + 1)
    ]
    frame = pl.DataFrame(rows, schema=["code", "community", "name"], orient="row").with_row_index(
        "n", offset=1
    )
    return frame.select(
        "code", "community", "name", worker="grid" + pl.col("n").cast(pl.String).str.zfill(2)
    )


def _quotas(families: dict[int, int]) -> list[int]:
    """Capacity of every room to be let: for each household one that holds it, and a quarter more standing empty."""
    wanted = {
        2: families.get(1, 0) + families.get(2, 0),
        3: families.get(3, 0),
        4: families.get(4, 0),
    }
    return [
        capacity for capacity, count in wanted.items() for _ in range(math.ceil(count / _LET) + 1)
    ]


def _flats(chance: Chance, capacities: list[int]) -> pl.DataFrame:
    """Rooms of rentals (2-8 floors), self-built houses (2-3) and apartment houses (11-18, units)."""
    need = len(capacities)
    drawn = pl.DataFrame(
        {
            "kind": chance.weighted(
                need, "kind", {"rental": 0.78, "house": 0.18, "apartment": 0.04}
            ),
            "low": chance.between(need, "floors", 2, 8),
            "a_floor": chance.between(need, "a floor", 3, 8),
        }
    ).with_row_index("b")
    kind = pl.col("kind")
    drawn = drawn.with_columns(
        floors=pl.when(kind == "rental")
        .then("low")
        .when(kind == "house")
        .then(2 + pl.col("low") % 2)
        .otherwise(10 + pl.col("low")),
        a_floor=pl.when(kind == "rental")
        .then("a_floor")
        .when(kind == "house")
        .then(1)
        .otherwise(4),
    ).with_columns(total=(pl.col("floors") * pl.col("a_floor")).cum_sum())
    drawn = drawn.filter(pl.col("total").shift(1, fill_value=0) < need)
    rooms = drawn.with_columns(floor=pl.int_ranges(1, pl.col("floors") + 1)).explode("floor")
    rooms = rooms.with_columns(door=pl.int_ranges(1, pl.col("a_floor") + 1)).explode("door")
    spare = [2] * (rooms.height - need)
    fitted = pl.Series(capacities + spare).gather(chance.rank(rooms.height, "fit"))
    space = chance.between(rooms.height, "area", 8, 12) * fitted - 2
    return rooms.with_columns(capacity=fitted.cast(pl.Int32), area=space.cast(pl.Int32)).select(
        "kind",
        "floors",
        "capacity",
        "area",
        sex=pl.lit(None, dtype=pl.String),
        building="B" + (pl.col("b") + 1).cast(pl.String).str.zfill(4),
        unit=pl.when(pl.col("kind") == "apartment").then(pl.lit("1单元")),
        floor=pl.col("floor").cast(pl.Int32),
        number=(pl.col("floor") * 100 + pl.col("door")).cast(pl.String),
    )


def _dormitory(chance: Chance, sex: str, need: int) -> pl.DataFrame:
    """Rooms of six or eight beds for one sex: blocks of seven floors."""
    count = math.ceil(need / _BEDS_TAKEN / 6.6) + 2
    a_floor = min(_A_FLOOR, math.ceil(count / _FLOORS))
    index = pl.int_range(0, count, eager=True)
    block, place = index // (_FLOORS * a_floor), index % (_FLOORS * a_floor)
    capacity = chance.weighted(count, "beds" + sex, {6: 0.7, 8: 0.3}).cast(pl.Int32)
    capacity = capacity.zip_with(index > 0, pl.Series([8], dtype=pl.Int32).new_from_index(0, count))
    floor = place // a_floor + 1
    return pl.DataFrame(
        {
            "building": ("D" + sex) + (block + 1).cast(pl.String).str.zfill(2),
            "floor": floor.cast(pl.Int32),
            "number": (floor * 100 + place % a_floor + 1).cast(pl.String),
            "capacity": capacity,
            "area": capacity * 5,
        }
    ).with_columns(unit=pl.lit(None, dtype=pl.String), sex=pl.lit(sex))


_BUILDING = ("key", "name", "community", "grid", "kind", "address", "floors", "holder")


def _let_buildings(chance: Chance, rooms: pl.DataFrame, grids: pl.DataFrame) -> pl.DataFrame:
    frame = rooms.unique("building", maintain_order=True).select("kind", "floors", key="building")
    count = frame.height
    parts = dict(grids.group_by("community").len().iter_rows())
    weights = {
        code: _BUSY.get(community, 0.7) / parts[community]
        for code, community in grids.select("code", "community").iter_rows()
    }
    road = chance.pick(count, "road", _ROADS)
    frame = frame.with_columns(
        grid=chance.weighted(count, "grid", weights),
        road=road,
        holder_turn=chance.unit(count, "holder"),
    ).with_columns(
        door=pl.int_range(1, pl.len() + 1).over("grid", "road"),
        community=pl.col("grid").str.slice(0, 12),
    )
    frame = frame.join(grids.select(grid="code", label="name"), on="grid", maintain_order="left")
    street = (
        pl.col("label").str.replace("第(\\d+)网格", "$1片")
        + pl.col("road")
        + pl.col("door").cast(pl.String)
        + "号"
    )
    people = max(1, round(count / 1.35))
    owner = "H" + ((pl.col("holder_turn") * people).floor().cast(pl.Int32) + 1).cast(
        pl.String
    ).str.zfill(4)
    return frame.with_columns(
        address=TOWN_NAME + street,
        floors=pl.col("floors").cast(pl.Int32),
        holder=pl.when(pl.col("kind") == "apartment").then(pl.lit("M0002")).otherwise(owner),
        name=pl.col("road") + pl.col("door").cast(pl.String) + "号",
    ).select(_BUILDING)


def _dormitory_buildings(rooms: pl.DataFrame, grids: pl.DataFrame) -> pl.DataFrame:
    frame = rooms.group_by("building", maintain_order=True).agg(floors=pl.col("floor").max())
    homes = grids.filter(pl.col("community") == PLANT_COMMUNITY)["code"]
    number = pl.int_range(1, frame.height + 1, eager=True)
    frame = frame.with_columns(
        grid=homes.gather((number - 1) % len(homes)),
        name=number.cast(pl.String) + "栋",
        kind=pl.lit("dormitory"),
        community=pl.lit(PLANT_COMMUNITY),
        holder=pl.lit("M0001"),
    )
    return frame.with_columns(
        key="building", address=TOWN_NAME + "园丰路1号蓝湘生活区" + pl.col("name")
    ).select(_BUILDING)


def _holders(chance: Chance, buildings: pl.DataFrame, today: date) -> pl.DataFrame:
    """Landlords born in the town, and two managing employers; only those who hold something."""
    keys = buildings["holder"].unique().sort().to_list()
    keys = [key for key in keys if key.startswith("H")]
    count, own = len(keys), chance.within("holders")
    sex = own.weighted(count, "sex", {"1": 0.62, "2": 0.38})
    days = pl.DataFrame({"d": own.between(count, "age", 28 * 366, 74 * 365)})
    born = days.select(pl.lit(today) - pl.duration(days="d")).to_series()
    area = pl.Series([TOWN[:6]]).new_from_index(0, count)
    known = numbers.unique_identity(area, born, sex, today)
    people = pl.DataFrame(
        {
            "key": keys,
            "name": full_names(own, surnames(own, count), sex, known["birth_date"], area),
            "kind": ["person"] * count,
            "doc_type": ["111"] * count,
            "doc_number": known["doc_number"],
            "phone": numbers.phones(
                pl.int_range(90_000_000, 90_000_000 + count, eager=True), own.seed
            ),
        }
    )
    employers = [
        (
            "M0001",
            "蓝湘精密制造有限公司生活区管理处",
            "firm",
            None,
            numbers.credit_code(1, TOWN[:6]),
            "15499990001",
        ),
        (
            "M0002",
            "浏阳栖邻物业服务有限公司",
            "firm",
            None,
            numbers.credit_code(90_002, TOWN[:6]),
            "15499990002",
        ),
    ]
    return pl.concat([people, pl.DataFrame(employers, schema=people.schema, orient="row")])
