"""Who works for the town, and one sign-in for each kind of public user."""

from __future__ import annotations

import polars as pl

from anju.demo.chance import Chance
from anju.demo.declarations import CLERK, COUNTERS
from anju.demo.divisions import TOWN
from anju.demo.names import full_names, surnames
from anju.demo.workplaces import PLANT

GROUP_LEADERS = 13
RESIDENT_SINCE = 400
"""Days after which it does not matter any more for whom one signs in how long they have lived here."""
_OFFICES = [
    (CLERK, "street", TOWN, "街道办业务员"),
    ("street02", "street", TOWN, "街道办审核员"),
    ("district", "district", TOWN[:6], "市民政专干"),
    ("city", "city", TOWN[:4], "市级业务主管"),
    ("police", "police", TOWN, "派出所户籍民警"),
    ("leader", "leader", TOWN, "分管领导"),
    ("mayor", "leader", TOWN[:4], "市领导"),
    ("sysadmin", "sysadmin", "", "系统管理员"),
    ("secadmin", "secadmin", "", "安全管理员"),
    ("auditor", "auditor", "", "审计管理员"),
]


def hire(
    chance: Chance,
    grids: pl.DataFrame,
    communities: pl.DataFrame,
    buildings: pl.DataFrame,
    people: pl.DataFrame,
) -> pl.DataFrame:
    """username, role, region (prefix; null for a party), party (holder:, employer:, person: and a key), name, title."""
    rows: list[tuple[str, str, str | None, str | None, str]] = [
        (f"counter{n:02d}", "counter", TOWN, None, "便民服务窗口") for n in range(1, COUNTERS + 1)
    ]
    rows += [(user, role, region, None, title) for user, role, region, title in _OFFICES]
    codes = communities["code"].to_list()
    spread = [codes[n % len(codes)] for n in range(GROUP_LEADERS)]
    rows += [
        (f"group{n:02d}", "grid", code, None, "片长") for n, code in enumerate(spread, start=1)
    ]
    rows += [
        (worker, "grid", code, None, "网格员")
        for code, worker in grids.select("code", "worker").iter_rows()
    ]
    let = (
        buildings.filter(pl.col("kind") == "rental")["holder"]
        .value_counts()
        .sort("count", "holder", descending=True)
    )
    residents = _resident_since(people)
    resident, applicant = residents[:1], residents[1:2]
    rows += [
        ("landlord", "landlord", None, f"holder:{let['holder'][0]}", "房东"),
        ("employer", "employer", None, f"employer:{PLANT}", "企业人事专员"),
        ("resident", "resident", None, f"person:{resident['doc_number'][0]}", "居民"),
        ("applicant", "resident", None, f"person:{applicant['doc_number'][0]}", "居民"),
        ("rescue", "rescue", TOWN[:6], None, "救助站值班员"),
        ("nurse", "clinic", TOWN, None, "接种门诊护士"),
        ("midwife", "maternal", TOWN, None, "妇幼保健医生"),
        ("cdc", "cdc", TOWN[:6], None, "疾控中心专干"),
        ("rescuehead", "rescue_head", TOWN[:6], None, "救助站站长"),
        ("education", "education", TOWN[:6], None, "教育局招生专干"),
        ("school", "school", min(codes), None, "学校教务员"),
        ("checker", "checker", TOWN[:6], None, "抽样核查员"),
    ]
    frame = pl.DataFrame(
        rows, schema=["username", "role", "region", "party", "title"], orient="row"
    )
    own, n = chance.within("staff"), frame.height
    born = pl.Series(["1985-05-05"]).str.to_date().new_from_index(0, n)
    sex, area = (
        own.weighted(n, "sex", {"1": 0.5, "2": 0.5}),
        pl.Series([TOWN[:6]]).new_from_index(0, n),
    )
    invented = full_names(own, surnames(own, n), sex, born, area)
    names = pl.DataFrame({"username": frame["username"], "invented": invented})
    own_name = (
        pl.when(pl.col("username") == "resident")
        .then(pl.lit(resident["name"][0]))
        .when(pl.col("username") == "applicant")
        .then(pl.lit(applicant["name"][0]))
        .otherwise("invented")
    )
    return frame.join(names, on="username", maintain_order="left").select(
        "username", "role", "region", "party", name=own_name, title="title"
    )


def _resident_since(people: pl.DataFrame) -> pl.DataFrame:
    """Heads of families with a phone, those who have long lived here first: one holds a permit, the
    next one may apply."""
    heads = people.filter(
        (pl.col("group") == "home")
        & (pl.col("role") == "head")
        & pl.col("phone").is_not_null()
        & (pl.col("doc_type") == "111")
        & ~pl.col("origin").str.starts_with(TOWN[:4])
    )
    return heads.sort(
        pl.col("since").clip(upper_bound=RESIDENT_SINCE),
        pl.col("kind") == "child",
        descending=True,
        maintain_order=True,
    )
