"""From what was posted to declarations: the head, the rows of the family, the stay they share."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl
from django.http import QueryDict

from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.domains.register.api import Missing
from anju.foundation import codes, countries
from anju.foundation.actor import Actor
from anju.foundation.days import day_in
from anju.interfaces.web.office.links import record_number

OF_PERSON, OF_STAY = "person", "stay"
"""Parts of the form (`register.asked`)."""
PERSON_FIELDS = (
    "person",
    "hukou",
    "hukou_detail",
    "kinship",
    *register.asked(OF_PERSON),
)
STAY_FIELDS = ("proxy_name", "proxy_relation", *register.asked(OF_STAY))
DRAWN = frozenset(
    {
        "relation", "doc_type", "doc_number", "name", "sex", "birth_date", "nationality", "phone",
        "home_code", "address", "room", "region", "reason", "police_reason", "dwelling", "start",
    }
)  # fmt: skip
"""Fields that the form draws in a way of their own. Any other is drawn and read by its type (`drawn_by_type`)."""
MOST_ROWS = 20


@dataclass(slots=True)
class Filled:
    """The form as it was filled in. Texts, nothing judged yet. `rows[0]` is the head."""

    key: str
    rows: list[dict[str, str]] = field(default_factory=list)
    stay: dict[str, str] = field(default_factory=dict)
    known: dict[int, PersonView] = field(default_factory=dict)

    def about(self, n: int) -> int | None:
        """The record this row stands for, where it was chosen and no other document is given."""
        given = self.rows[n].get("person", "")
        return (
            int(given)
            if given.isdecimal() and int(given) in self.known and not self.rows[n]["doc_number"]
            else None
        )


def read(post: QueryDict, *, key: str) -> Filled:
    """Read a post; rows of the family that say nothing are dropped."""
    filled = Filled(key, stay={f: post.get(f, "").strip() for f in STAY_FIELDS})
    numbers = sorted(
        {int(m[1]) for name in post if (m := re.fullmatch(r"m([0-9]{1,3})-name", name))}
    )
    for prefix in ["m0", *(f"m{n}" for n in numbers if n)][:MOST_ROWS]:
        row = {f: post.get(f"{prefix}-{f}", "").strip() for f in PERSON_FIELDS}
        if prefix == "m0" or any(
            row[f] for f in ("doc_number", "name", "birth_date", "phone", "person")
        ):
            filled.rows.append({**row, "prefix": prefix})
    stands = people.all_canonical([n for r in filled.rows if (n := record_number(r["person"]))])
    for row in filled.rows:
        row["person"] = str(stands.get(record_number(row["person"]) or 0, ""))
    filled.known = people.persons(sorted(stands.values()))
    return filled


def frame(filled: Filled) -> pl.DataFrame:
    """The declarations: one arrival a row."""
    hukou = regions.names([r["hukou"] for r in filled.rows if r["hukou"]])
    head = filled.rows[0]["doc_number"].replace(" ", "").upper() or None
    items = [_item(filled, n, hukou, head) for n in range(len(filled.rows))]
    return pl.DataFrame(items, schema={c: register.ITEM_SCHEMA[c] for c in items[0]}, orient="row")


def _item(filled: Filled, n: int, hukou: dict[str, str], head: str | None) -> dict[str, Any]:
    row, stay = filled.rows[n], filled.stay
    about = filled.about(n)
    known = filled.known.get(about) if about else None
    alone = len(filled.rows) == 1
    reason = (
        "06" if n and stay["reason"] in ("01", "02", "03", "09") else stay["reason"]
    )  # family moves along
    proxy = (
        {"proxy": {"name": stay["proxy_name"], "relation": stay["proxy_relation"]}}
        if stay["proxy_name"]
        else {}
    )
    more = {
        **{f: typed(f, row[f]) for f in drawn_by_type(OF_PERSON)},
        **{f: typed(f, stay[f]) for f in drawn_by_type(OF_STAY)},
    }
    return {
        **more,
        "key": f"{filled.key}:{row['prefix']}",
        "row": n + 1,
        "kind": "arrive",
        "name": (known.name if known else row["name"]) or None,
        "doc_type": row["doc_type"] or "111",
        "doc_number": row["doc_number"].replace(" ", "").upper() or None,
        "sex": known.sex if known else row["sex"] or None,
        "birth_date": known.birth_date if known else day_in(row["birth_date"]),
        "nationality": known.nationality if known else nationality_of(row),
        "phone": row["phone"] or None,
        "hukou_text": (hukou.get(row["hukou"], "") + row["hukou_detail"]) or None,
        "origin": row["hukou"][:6] or None,
        "home_code": stay["home_code"] or None,
        "address": stay["address"] or None if not stay["home_code"] else None,
        "room": stay["room"] or None if not stay["home_code"] else None,
        "region": stay["region"] or None,
        "reason": reason or "99",
        "police_reason": stay["police_reason"]
        or codes.MOVE_REASON.column("police").get(reason or "99"),
        "dwelling": stay["dwelling"] or None,
        "start": day_in(stay["start"]),
        "relation": None if alone else (row["relation"] or "80") if n else "02",
        "head": None if alone else head,
        "raw": json.dumps(proxy, ensure_ascii=False) if proxy else None,
    }


def drawn_by_type(part: str) -> list[str]:
    """The fields of a part of the form that need no markup of their own."""
    return [f for f in register.asked(part) if f not in DRAWN]


def typed(field: str, text: str) -> Any:  # noqa: ANN401 - of the type of the field
    """A text of the form as the standard frame holds it; None when it is empty."""
    dtype = register.FIELDS[field].dtype
    if dtype == pl.Date:
        return day_in(text)
    if dtype == pl.Boolean:
        return {"1": True, "0": False}.get(text)
    return text or None


def nationality_of(row: dict[str, str]) -> str | None:
    """The nationality that goes with the document; of foreigners' documents the one that was given, if any."""
    if (row["doc_type"] or "111") not in register.FOREIGN:
        return "CHN"
    return countries.code_of(row["nationality"]) if row["nationality"] else None


def problems(filled: Filled, items: pl.DataFrame, *, actor: Actor, today: date) -> list[Missing]:
    """All that is missing or wrong, at once; what concerns the shared stay is said once."""
    found = [
        _at_its_field(filled, m)
        for m in register.missing(items, today=today)
        if m.reason == "start_before_birth"
        or (
            not (m.field in ("home_code", "start", "address", "room") and m.row)
            and not (filled.about(m.row) and m.field in ("doc_number", "birth_date", "nationality"))
        )
    ]
    code = filled.stay["home_code"]
    if code:
        home = places.home_by_code(code)
        if home is None:
            found.append(Missing(0, "home_code", "home_unknown"))
        elif not actor.may("declare", region=home.region):
            found.append(Missing(0, "home_code", "outside_jurisdiction"))
    elif filled.stay["address"]:
        if len(filled.stay["region"]) < 12:
            found.append(Missing(0, "region", "region_missing"))
        elif not actor.may("declare", region=filled.stay["region"]):
            found.append(Missing(0, "region", "outside_jurisdiction"))
    found += [
        Missing(n, "relation", "relation_missing")
        for n, row in enumerate(filled.rows)
        if n and not row["relation"] and not filled.about(n)
    ]
    numbers: dict[str, int] = {}
    for n, number in enumerate(items["doc_number"].to_list()):
        if number and numbers.setdefault(number, n) != n:
            found.append(Missing(n, "doc_number", "duplicate_in_form"))
    return sorted(found, key=lambda m: m.row)


def _at_its_field(filled: Filled, missing: Missing) -> Missing:
    """As the form names it: a nationality that was given and is missing is an unknown word."""
    if missing.field == "hukou_text":
        return replace(missing, field="hukou_detail")
    if missing.field == "nationality" and filled.rows[missing.row]["nationality"]:
        return replace(missing, reason="nationality_not_known")
    return missing


def unlikely(filled: Filled, items: pl.DataFrame, *, today: date) -> list[Missing]:
    """What somebody should compare with the card before it is registered; not of people chosen from the register."""
    return [m for m in register.unlikely(items, today=today) if not filled.about(m.row)]


def about(filled: Filled) -> dict[str, int]:
    """Item key → record, for rows whose record was chosen."""
    rows = ((f"{filled.key}:{r['prefix']}", filled.about(n)) for n, r in enumerate(filled.rows))
    return {k: p for k, p in rows if p is not None}
