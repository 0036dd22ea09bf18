"""Layouts: structures and decorations, combined by a seeded choice; every file with its truth."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.domains.register.imports.generated import spelling
from tests.domains.register.imports.generated.builder import Builder, Column
from tests.domains.register.imports.generated.paper import Made, Page, Value
from tests.domains.register.imports.generated.wording import DEPARTMENTS, FORMS


def make(seed: int, can: frozenset[str]) -> Made:
    """The file of this seed, for a format that can hold `can`."""
    rng = random.Random(seed)
    form = rng.choice(FORMS)
    b = Builder(
        rng, form, can, day_style=rng.choice((None, None, rng.randrange(spelling.DAY_STYLES)))
    )
    possible = [
        "plain",
        "plain",
        "plain",
        "two_lines",
        "status",
        "groups",
        "below",
        "beside",
        "same_line_phone",
        "parts",
        "ditto",
        "households",
        "surname",
        "page_again",
        "spans",
        "numbered_people",
    ]
    if "merged" in can:
        possible += ["merged", "merged", "two_lines", "three_lines"]
    if "sheets" in can:
        possible += ["sheets"]
    structure = rng.choice(possible)
    b.kinds.append(structure)
    page = Page("名单")
    pages = [page]
    above(b, page)
    STRUCTURES[structure](b, pages)
    below(b, pages[0])
    decorate(b, pages)
    return Made(b.form, pages, b.truth, b.kinds)


def above(b: Builder, page: Page) -> None:
    r = b.rng
    if r.random() < 0.55:
        b.kinds.append("title")
        page.add(
            r.choice(
                (
                    "某厂员工花名册",
                    "洞阳镇人员信息登记表",
                    "2026年11月人员情况统计表",
                    "出租屋人员登记表（第3期）",
                    "来本地居住人员台账",
                )
            )
        )
        if r.random() < 0.4:
            page.add("填报单位：某单位（盖章）", None, None, "填报日期：2026年11月20日")
        if r.random() < 0.2:
            page.add("填表说明：1.身份证号必须为18位；2.日期格式为2026-01-01；3.带*为必填")
        if r.random() < 0.2:
            page.add()


def below(b: Builder, page: Page) -> None:
    r = b.rng
    if r.random() < 0.3:
        b.kinds.append("foot")
        if r.random() < 0.5:
            page.add()
        for line in r.sample(
            (
                ("合计", None, f"{len(page.rows)}人"),
                ("制表人：李四", None, None, "审核人：王五"),
                ("备注：本表一式两份。",),
                ("填表人：赵六   联系电话：13812345678   日期：2026年11月20日",),
                ("注：1、人员变动请及时上报。",),
                (None, "总计", None, 12),
                ("单位负责人（签字）：", None, None, "填表日期："),
                ("以上情况属实，如有虚假愿承担责任。",),
                ("第1页 共1页",),
                ("共12人",),
            ),
            r.choice((1, 2, 3)),
        ):
            page.add(*line)


def decorate(b: Builder, pages: list[Page]) -> None:
    r = b.rng
    page = pages[0]
    if "hidden" in b.can and r.random() < 0.2:
        here = [k for k in (*b.truth.taken, *b.truth.refused) if k[0] == page.name]
        for place in r.sample(here, min(len(here), r.choice((1, 2)))):
            page.hidden_rows.append(place[1] - 1)
            if any(k[:2] == place[:2] for k in b.truth.taken):
                b.truth.told.add((place[1], "row_hidden"))
            b.truth.notes.add("hidden")
        b.kinds.append("hidden rows")
    if "sheets" in b.can and r.random() < 0.3:
        b.kinds.append("other sheets")
        if r.random() < 0.6:
            pages.append(
                Page("填写说明", [["填写说明"], ["1、身份证号为18位"], ["2、日期为2026-01-01"]])
            )
            b.truth.sheets_unread.add("填写说明")
        if r.random() < 0.5:
            pages.append(
                Page(
                    "字典",
                    [["民族", "学历", "关系"], ["某族", "初中", "户主"], ["某族", "高中", "配偶"]],
                )
            )
            b.truth.sheets_unread.add("字典")
        if r.random() < 0.5:
            pages.append(
                Page(
                    "旧数据",
                    [["姓名", "身份证号", "日期"], ["旧人甲", spelling.number(77), "2020-01-01"]],
                    hidden=True,
                )
            )
            b.truth.sheets_unread.add("旧数据")


def people_rows(b: Builder, page: Page, columns: list[Column], count: int, **more: Any) -> None:
    for n in range(count):
        if n and b.rng.random() < 0.03:
            page.add()
        b.write(page, b.person(), columns, **more)


def some(b: Builder) -> int:
    return b.rng.choice((2, 3, 4, 5, 6, 8, 11))


def plain(b: Builder, pages: list[Page]) -> None:
    page, columns = pages[0], b.with_extras(b.columns())
    page.add(*(c.title for c in columns))
    people_rows(b, page, columns, some(b))


def page_again(b: Builder, pages: list[Page]) -> None:
    page, columns = pages[0], b.with_extras(b.columns())
    for _ in range(b.rng.choice((2, 3))):
        page.add(*(c.title for c in columns))
        people_rows(b, page, columns, some(b))
        if b.rng.random() < 0.5:
            page.add(*(["小计"] if columns[0].key == "serial" else [None, "小计"]), None, "人数")


def two_lines(b: Builder, pages: list[Page]) -> None:
    page, columns = pages[0], b.with_extras(b.columns())
    groups = {
        "name": "基本信息",
        "number": "基本信息",
        "sex": "基本信息",
        "phone": "联系方式",
        "hukou": "户籍信息",
        "address": "居住信息",
        "building": "居住信息",
        "room": "居住信息",
        "dorm": "居住信息",
        "position": "工作信息",
        "start": "",
        "serial": "",
        "destination": "流动信息",
        "extra": "",
    }
    line = [groups.get(c.key, "") for c in columns]
    top = page.add() - 1
    first: list[Value] = []
    second: list[Value] = []
    for i, c in enumerate(columns):
        alone = not line[i]
        first.append(c.title if alone else (line[i] if i == 0 or line[i - 1] != line[i] else None))
        second.append(None if alone else c.title)
    page.rows[top] = first
    sub = page.add(*second) - 1
    if "merged" in b.can:
        i = 0
        while i < len(columns):
            if not line[i]:
                page.merged.append((top, i, sub, i))
                i += 1
                continue
            j = i
            while j + 1 < len(columns) and line[j + 1] == line[i]:
                j += 1
            if j > i:
                page.merged.append((top, i, top, j))
            i = j + 1
    people_rows(b, page, columns, some(b))


def three_lines(b: Builder, pages: list[Page]) -> None:
    page = pages[0]
    b.form = "inflow" if b.form == "outflow" else b.form
    keys = ["serial", "name", "number", "phone", "start"]
    columns = [b.column(k) for k in keys]
    columns[1].title, columns[2].title = "姓名", "身份证号码"
    at = len(page.rows)
    page.add("序号", "人员信息", None, None, columns[4].title, "紧急联系人", None)
    page.add(None, "证件信息", None, "联系", None, None, None)
    page.add(None, "姓名", "身份证号码", columns[3].title, None, "姓名", "电话")
    page.merged += [
        (at, 0, at + 2, 0),
        (at, 1, at, 3),
        (at + 1, 1, at + 1, 2),
        (at, 4, at + 2, 4),
        (at, 5, at + 1, 6),
    ]
    for _ in range(some(b)):
        row = b.write(page, b.person(), columns)
        page.rows[row - 1] += [spelling.a_name(b.rng), f"137{b.rng.randrange(10**8):08}"]


def status(b: Builder, pages: list[Page]) -> None:
    r, page = b.rng, pages[0]
    if b.form == "outflow":
        b.form = "inflow"
    columns = b.columns()
    columns.append(b.column("status"))
    with_end = r.random() < 0.7
    if with_end:
        columns.append(b.column("end"))
    page.add(*(c.title for c in columns))
    title = next(c.title for c in columns if c.key == "status")
    words = (
        (("是",), ("否",))
        if "是否" in title
        else (
            (("在职", "试用期", "正常"), ("离职", "已离职", "辞职"))
            if b.form == "employer-roster"
            else (("在住", "居住中", "正常"), ("已搬离", "退租", "已退租"))
        )
    )
    for _ in range(some(b)):
        p = b.person()
        p["closed"] = r.random() < 0.35
        p["status"] = r.choice(words[p["closed"]])
        row = b.write(page, p, columns, blank=frozenset() if p["closed"] else frozenset({"end"}))
        place = (page.name, row, 0)
        if p["closed"] and place in b.truth.taken and not with_end:
            b.truth.told.add((row, "last_day_missing"))


def groups(b: Builder, pages: list[Page]) -> None:
    r, page = b.rng, pages[0]
    if b.form == "outflow":
        b.form = "inflow"
    by_place = b.form != "employer-roster"
    drop = {"building", "dorm", "position"}
    columns = [c for c in b.columns() if c.key not in drop]
    if by_place and not any(c.key == "room" for c in columns):
        columns.append(b.column("room"))
    if not by_place:
        columns = [c for c in columns if c.key != "room"]
    page.add(*(c.title for c in columns))
    for n in range(r.choice((2, 3))):
        text = f"{n + 3}栋" if by_place else DEPARTMENTS[n]
        line = text + (r.choice(("", "：", "（共3人）")) if by_place else r.choice(("", "：")))
        page.add(*((line,) if r.random() < 0.6 else (None, line)))
        b.truth.notes.add("group")
        for _ in range(r.choice((1, 2, 3))):
            b.write(page, b.person(), columns, also={"building" if by_place else "position": text})
        if r.random() < 0.3:
            page.add("小计", None, "3人")


def below_table(b: Builder, pages: list[Page]) -> None:
    """Leavers in a table of their own below, under other titles in another order."""
    r, page = b.rng, pages[0]
    if b.form == "outflow":
        b.form = "inflow"
    columns = b.columns()
    hire = b.form == "employer-roster"
    page.add("一、在职人员" if hire else "一、在住人员")
    page.add(*(c.title for c in columns))
    people_rows(b, page, columns, some(b))
    for _ in range(r.choice((0, 1, 2))):
        page.add()
    page.add("二、离职人员" if hire else "二、搬离人员")
    second = [b.column("number"), b.column("name"), b.column("end")]
    if r.random() < 0.5:
        second.insert(0, b.column("phone"))
    page.add(*(c.title for c in second))
    for _ in range(r.choice((1, 2, 3))):
        b.write(page, b.person() | {"closed": True}, second)


def beside(b: Builder, pages: list[Page]) -> None:
    r, page = b.rng, pages[0]
    if b.form == "outflow":
        b.form = "inflow"
    keys = (
        ["name", "number", "phone", "start"]
        if r.random() < 0.5
        else ["serial", "name", "number", "start"]
    )
    left = [b.column(k) for k in keys]
    gap = r.random() < 0.6
    page.add(*(c.title for c in left), *([None] if gap else []), *(c.title for c in left))
    for _ in range(some(b)):
        row = b.write(page, b.person(), left)
        first = page.rows.pop()
        if r.random() < 0.8:
            b.write(page, b.person(), left, offset=1, before=[*first, *([None] if gap else [])])
        else:
            page.rows.append(first)
        assert len(page.rows) == row


def same_line_phone(b: Builder, pages: list[Page]) -> None:
    """Name with number or phone in one cell."""
    r, page = b.rng, pages[0]
    start = b.column("start")
    with_number = r.random() < 0.5
    page.add(
        "序号",
        "姓名及身份证号" if with_number else "姓名/电话",
        *([] if with_number else ["身份证号"]),
        start.title,
    )
    for n in range(some(b)):
        p = b.person()
        day, meant, why = spelling.day(r, p["start"], dates="numbers" in b.can, style=b.day_style)
        if with_number:
            cell = r.choice(
                (
                    f"{p['name']}{p['number']}",
                    f"{p['name']} {p['number']}",
                    f"{p['name']}（{p['number']}）",
                    f"{p['name']}\n{p['number']}",
                    f"{p['name']}，身份证号：{p['number']}",
                )
            )
            row = page.add(str(n + 1), cell, day)
            truth = {"name": p["name"], "doc_number": p["number"], "start": meant}
        else:
            cell = r.choice(
                (
                    f"{p['name']}{p['phone']}",
                    f"{p['name']} {p['phone']}",
                    f"{p['name']}/{p['phone']}",
                    f"{p['name']}（{p['phone']}）",
                    f"{p['name']}\n{p['phone']}",
                    f"{p['name']} 电话：{p['phone']}",
                )
            )
            row = page.add(str(n + 1), cell, p["number"], day)
            truth = {
                "name": p["name"],
                "doc_number": p["number"],
                "start": meant,
                "phone": p["phone"],
            }
        b.settle(page, row, 0, p, truth, [why] if why else [], [])


def parts(b: Builder, pages: list[Page]) -> None:
    """Addresses in several columns."""
    r, page = b.rng, pages[0]
    b.form = r.choice(("inflow", "rental-tenants"))
    which = r.choice(("hukou", "address"))
    tail = r.choice((["街道门牌"], ["门牌号"], ["详细地址"]))
    if which == "hukou":
        stem = r.choice(("户籍地", "户籍", "户籍所在地"))
        style = r.choice(("{0}{1}", "{0}（{1}）", "{0}-{1}"))
        parts_ = ["省", "市", "县"] if r.random() < 0.5 else ["省", "市", "区县", "详细地址"]
        titles = [style.format(stem, p) for p in parts_]
        values = ["湖南省", "长沙市", "浏阳市", "官渡镇竹联村8组"][: len(titles)]
        meant = {"hukou_text": "".join(values)}
    else:
        titles = ["居住社区", *tail] if r.random() < 0.5 else ["社区", "街路巷", "门牌号"]
        values = ["长郡社区", "洞阳路8号"] if len(titles) == 2 else ["长郡社区", "洞阳路", "8号"]
        meant = {"address": "".join(values)}
    columns = [b.column(k) for k in ("name", "number", "phone", "start")]
    at = r.randrange(2, 5)
    page.add(*(c.title for c in columns[:at]), *titles, *(c.title for c in columns[at:]))
    for _ in range(some(b)):
        row = b.write(page, b.person(), columns, also=dict(meant))
        cells = page.rows[row - 1]
        page.rows[row - 1] = [*cells[:at], *values, *cells[at:]]


def ditto(b: Builder, pages: list[Page]) -> None:
    """同上 and the like in columns that repeat."""
    r, page = b.rng, pages[0]
    b.form = r.choice(("inflow", "employer-roster"))
    columns = [
        b.column(k)
        for k in (
            "serial",
            "name",
            "number",
            "start",
            "position" if b.form == "employer-roster" else "address",
        )
    ]
    page.add(*(c.title for c in columns))
    key = columns[-1].key
    above_: dict[str, Any] = {}
    for n in range(some(b)):
        p = b.person()
        if n and r.random() < 0.6:
            p[key] = above_[key]
            row = b.write(page, p, columns)
            page.rows[row - 1][-1] = r.choice(("同上", "〃", "同上。", "″", "(同上)", "同  上"))
            b.truth.notes.add("ditto")
        else:
            b.write(page, p, columns)
        above_ = p


def households(b: Builder, pages: list[Page]) -> None:
    """Families one below the other; the address stands with the householder alone."""
    r, page = b.rng, pages[0]
    b.form = r.choice(("inflow", "rental-tenants"))
    columns = [
        b.column(k) for k in ("serial", "relation", "name", "number", "address", "room", "start")
    ]
    page.add(*(c.title for c in columns))
    merge = "merged" in b.can and r.random() < 0.5
    for n in range(r.choice((2, 3, 4))):
        head = b.person()
        first = len(page.rows)
        b.write(
            page,
            head | {"relation": r.choice((("户主", "02"), ("本人", "01")))},
            columns,
            faults=False,
        )
        page.rows[-1][0] = str(n + 1)
        for word, code in r.sample(
            (("配偶", "10"), ("儿子", "20"), ("女儿", "30"), ("母亲", "52")), r.choice((1, 2, 3))
        ):
            p = b.person()
            while (code in ("20", "30", "52")) and int(p["number"][16]) % 2 != (code == "20"):
                p = b.person()
            p |= {
                "relation": (word, code),
                "address": head["address"],
                "room": head["room"],
                "start": head["start"],
            }
            row = b.write(
                page,
                p,
                columns,
                faults=False,
                blank=frozenset({"address", "room"}),
                also={"address": head["address"], "room": head["room"]},
            )
            page.rows[row - 1][0] = None
        b.truth.notes.add("filled_down" if merge else "family_home")
        if merge:
            last = len(page.rows) - 1
            page.merged += [(first, c, last, c) for c in (0, 4, 5)]


def surname(b: Builder, pages: list[Page]) -> None:
    r, page = b.rng, pages[0]
    columns = [b.column(k) for k in ("number", "phone", "start")]
    titles = r.choice(
        (("姓", "名"), ("姓氏", "名字"), ("Last Name", "First Name"), ("Surname", "Given Name"))
    )
    page.add(*titles, *(c.title for c in columns))
    for _ in range(some(b)):
        p = b.person()
        while "·" in p["name"]:
            p = b.person()
        cut = 2 if p["name"][:2] in spelling.COMPOUND else 1
        b.write(
            page, p, columns, before=[p["name"][:cut], p["name"][cut:]], also={"name": p["name"]}
        )


def spans(b: Builder, pages: list[Page]) -> None:
    """A lease written as one span."""
    r, page = b.rng, pages[0]
    b.form = "rental-tenants"
    columns = [b.column(k) for k in ("name", "number", "phone", "address")]
    page.add(*(c.title for c in columns), r.choice(("租期", "租赁期限", "租期起止", "租住期限")))
    for _ in range(some(b)):
        p = b.person()
        s, e = p["start"], p["start"] + timedelta(days=365)
        text = r.choice(
            (
                f"{s.year}.{s.month}.{s.day}-{e.year}.{e.month}.{e.day}",
                f"{s:%Y-%m-%d}至{e:%Y-%m-%d}",
                f"{s:%Y/%m/%d}~{e:%Y/%m/%d}",
                f"{s.year}年{s.month}月{s.day}日至{e.year}年{e.month}月{e.day}日",
                f"{s:%Y%m%d}-{e:%Y%m%d}",
                f"{s:%Y.%m.%d}—{e:%Y.%m.%d}",
            )
        )
        row = b.write(page, p, columns, also={"start": s, "end": e})
        page.rows[row - 1].append(text)


def numbered_people(b: Builder, pages: list[Page]) -> None:
    """Several people in one line, numbered; what stands around them is of all."""
    r, page = b.rng, pages[0]
    b.form = "rental-tenants"
    start = b.column("start")
    marks = r.choice((("1", "2"), ("一", "二"), ("①", "②")))
    page.add(
        "房号",
        *(f"{t}{m}" for m in marks for t in ("姓名", "身份证号", "手机号")),
        start.title,
        "地址",
    )
    for _ in range(some(b)):
        one, two = b.person(), b.person()
        both = {
            "room": one["room"],
            "address": one["address"],
            "start": one["start"],
            "kind": "arrive",
        }
        here = r.random() < 0.7
        second = [two["name"], two["number"], two["phone"]] if here else [None, None, None]
        row = page.add(
            one["room"],
            one["name"],
            one["number"],
            one["phone"],
            *second,
            one["start"].isoformat(),
            one["address"],
        )
        b.settle(
            page,
            row,
            0,
            one,
            {"name": one["name"], "doc_number": one["number"], "phone": one["phone"], **both},
            [],
            [],
        )
        if here:
            b.settle(
                page,
                row,
                1,
                two,
                {"name": two["name"], "doc_number": two["number"], "phone": two["phone"], **both},
                [],
                [],
            )


def merged(b: Builder, pages: list[Page]) -> None:
    """A department, a dormitory or a household's address joined downwards."""
    r, page = b.rng, pages[0]
    b.form = r.choice(("employer-roster", "inflow", "rental-tenants"))
    keys = (
        ["position", "name", "number", "start", "building", "room"]
        if b.form == "employer-roster"
        else ["address", "room", "name", "number", "start"]
    )
    columns = [b.column(k) for k in keys]
    page.add(*(c.title for c in columns))
    joined = [i for i, k in enumerate(keys) if k in ("position", "building", "room", "address")]
    for _ in range(r.choice((2, 3))):
        head, size = b.person(), r.choice((2, 3, 4))
        first = len(page.rows)
        said = {k: head[k] for k in ("position", "building", "room", "address") if k in keys}
        for n in range(size):
            p = b.person() | said
            b.write(
                page,
                p,
                columns,
                blank=frozenset(said) if n else frozenset(),
                also=dict(said) if n else None,
            )
        page.merged += [(first, i, first + size - 1, i) for i in joined]
        b.truth.notes.add("filled_down")


def sheets(b: Builder, pages: list[Page]) -> None:
    """A sheet a building."""
    r = b.rng
    b.form = r.choice(("inflow", "rental-tenants"))
    columns = [b.column(k) for k in ("name", "number", "phone", "room", "start")]
    pages.clear()
    for n in range(r.choice((2, 3))):
        page = Page(f"{n + 1}栋")
        pages.append(page)
        if n == 0:
            above(b, page)
        page.add(*(c.title for c in columns))
        for _ in range(r.choice((2, 3, 4))):
            b.write(page, b.person(), columns, also={"building": page.name})


STRUCTURES: dict[str, Callable[[Builder, list[Page]], None]] = {
    "plain": plain,
    "two_lines": two_lines,
    "three_lines": three_lines,
    "status": status,
    "groups": groups,
    "below": below_table,
    "beside": beside,
    "same_line_phone": same_line_phone,
    "parts": parts,
    "ditto": ditto,
    "households": households,
    "surname": surname,
    "page_again": page_again,
    "spans": spans,
    "numbered_people": numbered_people,
    "merged": merged,
    "sheets": sheets,
}
