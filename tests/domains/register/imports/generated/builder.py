"""One person's row after another, each with its truth."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.domains.register.imports.generated import spelling
from tests.domains.register.imports.generated.paper import Page, Truth, Value
from tests.domains.register.imports.generated.wording import (
    DEPARTMENTS,
    EXTRAS,
    HUKOU,
    KIND,
    ROADS,
    TITLES,
    TOWNS,
)


@dataclass(slots=True)
class Column:
    """A column: its title (in lines), what it holds of a person, and how it is written."""

    key: str
    title: str
    group: str = ""


@dataclass(slots=True)
class Builder:
    """One file under construction."""

    rng: random.Random
    form: str
    can: frozenset[str]
    used: set[str] = field(default_factory=set)
    truth: Truth = field(default_factory=Truth)
    kinds: list[str] = field(default_factory=list)
    day_style: int | None = None

    def person(self) -> dict[str, Any]:
        r = self.rng
        building, room = f"{r.randrange(1, 20)}栋", f"{r.randrange(1, 9)}{r.randrange(1, 20):02}"
        start = date(2025, 1, 1) + timedelta(days=r.randrange(600))
        return {
            "name": spelling.a_name(r),
            "number": spelling.a_number(r, self.used),
            "phone": f"13{r.randrange(10**9):09}",
            "hukou": r.choice(HUKOU),
            "start": start,
            "end": start + timedelta(days=r.randrange(1, 60)),
            "position": r.choice(DEPARTMENTS),
            "building": building,
            "room": room,
            "closed": False,
            "address": f"{r.choice(TOWNS)}{r.choice(ROADS)}{r.randrange(1, 200)}号",
            "destination": r.choice(("广东省东莞市", "浙江省义乌市", "福建省晋江市")),
        }

    def columns(self) -> list[Column]:
        r, form = self.rng, self.form
        keys = ["name", "number"]
        keys += [
            k
            for k, p in (("serial", 0.6), ("sex", 0.5), ("phone", 0.8), ("hukou", 0.5))
            if r.random() < p
        ]
        keys.append("start")
        if form == "employer-roster":
            keys += ["position"] * (r.random() < 0.7)
            keys += r.choice((["building", "room"], ["dorm"], []))
        elif form == "outflow":
            keys.append("destination")
        else:
            keys.append("address")
            keys += r.choice(
                (
                    ["building", "room"],
                    ["room"],
                    ["dorm"] if form == "rental-tenants" else ["room"],
                    [],
                )
            )
        if r.random() < 0.45:
            lead = [k for k in keys if k == "serial"]
            rest = [k for k in keys if k != "serial"]
            r.shuffle(rest)
            if "building" in rest and "room" in rest:
                rest.remove("room")
                rest.insert(rest.index("building") + 1, "room")
            keys = lead + rest
        return [self.column(k) for k in keys]

    def column(self, key: str) -> Column:
        hire = self.form == "employer-roster"
        name = {
            "start": "sheet_go"
            if self.form == "outflow"
            else "sheet_hire"
            if hire
            else "sheet_arrive",
            "end": "end_hire" if hire else "end_arrive",
            "status": "status_hire" if hire else "status_arrive",
        }.get(key, key)
        return Column(key, self.rng.choice(TITLES[name]))

    def with_extras(self, columns: list[Column]) -> list[Column]:
        r = self.rng
        chosen = r.sample(EXTRAS, r.choice((0, 0, 1, 2, 4)))
        for title, _ in chosen:
            at = r.randrange(1, len(columns) + 1)
            if columns[min(at, len(columns) - 1)].key == "room":
                at = len(columns)
            if title in (
                "房东姓名",
                "房东电话",
                "配偶姓名",
                "配偶身份证号",
                "紧急联系人",
                "紧急联系电话",
                "担保人",
                "担保人身份证号码",
                "父亲姓名",
                "推荐人电话",
                "车间主任",
            ):
                at = len(columns)
            columns.insert(at, Column("extra", title))
            if title not in ("备注", "学历", "婚姻状况", "民族", "年龄", "工号", "房东姓名"):
                self.truth.left_columns.add(title)
        return columns

    def write(
        self,
        page: Page,
        person: dict[str, Any],
        columns: list[Column],
        *,
        offset: int = 0,
        faults: bool = True,
        blank: frozenset[str] = frozenset(),
        also: dict[str, Any] | None = None,
        before: list[Value] | None = None,
    ) -> int:
        """One person's row in these columns; `blank`: keys left empty here (said elsewhere)."""
        r = self.rng
        meant: dict[str, Any] = {}
        reasons: list[str] = []
        told: list[str] = []
        cells: list[Value] = []
        numbers = "numbers" in self.can
        for c in columns:
            cell: Value = None
            if c.key == "serial":
                cell = len(page.rows) if numbers else str(len(page.rows))
            elif c.key == "extra":
                cell = dict(EXTRAS)[c.title](r)
            elif c.key in blank:
                pass
            elif c.key == "name":
                cell, meant["name"], _ = spelling.name(r, person["name"])
                if faults and r.random() < 0.015:
                    cell, _ = r.choice((None, "#N/A", "无")), reasons.append("name_missing")
            elif c.key == "number":
                cell, meant["doc_number"], why = (
                    spelling.citizen(r, person["number"], numbers=numbers)
                    if faults
                    else (person["number"], person["number"], None)
                )
                if why:
                    reasons.append(why)
            elif c.key == "sex":
                truly = "1" if int(person["number"][16]) % 2 else "2"
                cell = r.choice(
                    {"1": ("男", "男", "男性", "M"), "2": ("女", "女", "女性", "F")}[truly]
                )
            elif c.key == "phone":
                cell, meant["phone"], why = spelling.phone(r, person["phone"], numbers=numbers)
                if why:
                    told.append(why)
            elif c.key in ("start", "end"):
                cell, meant[c.key], why = spelling.day(
                    r, person[c.key], dates=numbers, style=self.day_style if faults else 0
                )
                if why:
                    reasons.append(why)
            elif c.key == "hukou":
                cell = meant["hukou_text"] = person["hukou"]
            elif c.key == "building":
                cell = meant["building"] = person["building"]
            elif c.key == "room":
                cell, meant["room"] = (
                    person["room"] + r.choice(("", "", "室", "房")),
                    person["room"],
                )
                if numbers and r.random() < 0.3:
                    cell = int(person["room"])
            elif c.key == "dorm":
                cell = (
                    person["building"] + r.choice(("", "-")) + person["room"] + r.choice(("", "室"))
                )
                meant["building"], meant["room"] = person["building"], person["room"]
            elif c.key in ("position", "address", "destination"):
                cell = meant[c.key] = person[c.key]
            elif c.key == "status":
                cell = person["status"]
            elif c.key == "relation":
                cell, meant["relation"] = person["relation"]
            cells.append(cell)
        line = [*(before or []), *cells]
        row = page.add(*line)
        self.settle(page, row, offset, person, meant | (also or {}), reasons, told)
        return row

    def settle(
        self,
        page: Page,
        row: int,
        offset: int,
        person: dict[str, Any],
        meant: dict[str, Any],
        reasons: list[str],
        told: list[str],
    ) -> None:
        place = (page.name, row, offset)
        order = [
            "name_missing",
            "id_missing",
            "id_precision_lost",
            "id_masked",
            "id_letters",
            "id_length",
            "id_birth_date",
            "id_checksum",
            "date_unreal",
            "date_without_year",
        ]
        if reasons:
            self.truth.refused[place] = min(reasons, key=order.index)
            return
        meant["kind"] = KIND[self.form][bool(person["closed"])]
        if meant["kind"] in ("dismiss", "leave"):
            meant.pop("start", None)
        if meant.get("doc_number"):
            odd = int(meant["doc_number"][16]) % 2
            meant["sex"] = "1" if odd else "2"
        self.truth.taken[place] = meant
        for code in told:
            self.truth.told.add((row, code))
