"""Reading entries of the law and lines of a city's file; which entry holds; whether what is proved is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from anju.domains.casework.catalogue.data import (
    COLUMNS,
    MOST_ROWS,
    NEEDED,
    Fact,
    ProvedBy,
    RefusedLine,
    Service,
)
from anju.foundation.characters import visible
from anju.foundation.days import day_in
from anju.foundation.errors import Refused
from anju.foundation.law.reading import Part
from anju.foundation.law.validity import holding_in, rank

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
_SEPARATORS = re.compile(r"[、，,；;\n]+")
_TITLES = {title: name for name, title, _most in COLUMNS} | {
    "项目名称": "name",
    "服务项目名称": "name",
    "牵头单位": "lead",
    "支付方": "payer",
    "有效期起": "valid_from",
    "有效期止": "valid_to",
    "材料": "documents",
}
_LONGEST = {name: most for name, _title, most in COLUMNS}
_TITLE_OF = {name: title for name, title, _most in COLUMNS}


def read_fact(part: Part) -> Fact:
    """An entry of the section ``facts``. `Refused` ``law_file_invalid``."""
    code = part.text("code")
    try:
        proved_by = ProvedBy(part.text("proved_by"))
    except ValueError as error:
        raise part.wrong("one of register, permits, exchange, nobody", "proved_by") from error
    fact = Fact(code, part.words(), part.texts("titles", ()), proved_by, part.pair("source"))
    part.done()
    return fact


def read_service(part: Part, *, region: str) -> Service:
    """An entry of the section ``services``. `Refused` ``law_file_invalid``."""
    since = part.since()
    service = Service(
        code=part.text("code"),
        region=region,
        name=part.words(),
        field=part.pair("field"),
        audience=part.pair("audience"),
        content=part.pair("content"),
        standard=part.pair("standard"),
        payer=part.pair("payer"),
        lead=part.pair("lead"),
        place=part.pair("place"),
        valid_from=since,
        valid_to=part.until(since),
        matter=str(part("matter", "")),
        documents=part.texts("documents", ()),
        source=part.pair("source"),
        confidence=part.confidence(),
    )
    for column in ("field", "audience", "content", "standard", "payer", "lead", "source"):
        if not getattr(service, column)[0]:
            raise part.wrong(f"{column} is missing", column)
    part.done()
    return service


def proved_documents(documents: Iterable[str], facts: Sequence[Fact]) -> list[tuple[str, Fact]]:
    """Those of these documents or fields that ask for what is proved already, each with the fact."""
    by_title = {
        t: f
        for f in facts
        if f.proved_by is not ProvedBy.NOBODY
        for t in (f.code, f.words[0], *f.titles)
    }
    plain = {p: re.sub(r"(原件|复印件|及|和|的|（.*?）|\(.*?\)|\s)", "", p) for p in documents}
    return [(p, by_title[bare]) for p, bare in plain.items() if bare in by_title]


def asked_twice(asked: Mapping[str, Sequence[str]], facts: Sequence[Fact]) -> list[str]:
    """What is wrong with what forms ask, by the name of each form; empty when nothing is asked twice.

    A field names a fact that is known and that nobody proves, and no form asks it a second time.
    """
    known = {f.code: f for f in facts}
    faults: list[str] = []
    for form, fields in asked.items():
        for code in fields:
            fact = known.get(code)
            if fact is None:
                faults.append(f"{form}: {code} is no known fact")
            elif fact.proved_by is not ProvedBy.NOBODY:
                faults.append(f"{form}: {code} is proved by {fact.proved_by}")
        faults += [
            f"{form}: {c} is asked twice" for c in sorted(set(fields)) if fields.count(c) > 1
        ]
    return faults


def in_force(services: Iterable[Service], region: str, day: date) -> list[Service]:
    """The entries that hold in a region on a day: of those of one code the one of the narrowest region, and of
    these the one that began last. In the order of fields and codes as they came."""
    best: dict[str, Service] = {}
    for one in holding_in(services, region, day):
        held = best.get(one.code)
        if held is None or rank(one) > rank(held):
            best[one.code] = one
    return list(best.values())


def found(services: Iterable[Service], words: str) -> list[Service]:
    """Those in which every typed word occurs, whatever the column."""
    typed = visible(words).casefold().split()
    if not typed:
        return list(services)
    return [s for s in services if all(w in _whole(s) for w in typed)]


def _whole(s: Service) -> str:
    pairs = (s.field, s.name, s.audience, s.content, s.standard, s.payer, s.lead, s.place)
    return " ".join([s.code, *(t for pair in pairs for t in pair)]).casefold()


def read_table(
    cells: Sequence[Sequence[str | None]], *, region: str, facts: Sequence[Fact]
) -> tuple[list[Service], list[RefusedLine]]:
    """The entries of a city's file, and the lines that were left out. Titles stand in the first line that names
    at least three columns.

    `Refused` ``catalogue_titles`` when no line holds the titles that are needed, ``catalogue_too_long``.
    """
    start, columns = _titles(cells)
    if len(cells) - start > MOST_ROWS:
        raise Refused("catalogue_too_long", most=MOST_ROWS)
    good: dict[str, Service] = {}
    refused: list[RefusedLine] = []
    for number, line in enumerate(cells[start:], start + 1):
        texts = tuple(visible(c or "").strip() for c in line)
        row = {name: texts[i] if i < len(texts) else "" for name, i in columns.items()}
        if not any(row.values()):
            continue
        fault = _fault(row, facts) or (
            ("service_twice", "code") if row.get("code", "") in good else None
        )
        if fault:
            code, column = fault
            refused.append(
                RefusedLine(number, code, _TITLE_OF[column], row.get(column, "")[:200], texts)
            )
        else:
            good[row["code"]] = _service(row, region)
    return list(good.values()), refused


def _titles(cells: Sequence[Sequence[str | None]]) -> tuple[int, dict[str, int]]:
    for n, line in enumerate(cells[:20]):
        names = {
            _TITLES[t]: i
            for i, c in enumerate(line)
            if (t := re.sub(r"\s|[（(].*", "", c or "")) in _TITLES
        }
        if len(names) >= 3:
            missing = [_TITLE_OF[c] for c in NEEDED if c not in names]
            if missing:
                raise Refused("catalogue_titles", missing=missing)
            return n + 1, names
    raise Refused("catalogue_titles", missing=[_TITLE_OF[c] for c in NEEDED])


def _fault(row: Mapping[str, str], facts: Sequence[Fact]) -> tuple[str, str] | None:
    """(code of the sentence, column) of the first fault of a line."""
    for column in NEEDED:
        if not row.get(column):
            return "service_empty", column
    for column, text in row.items():
        if len(text) > _LONGEST[column]:
            return "service_long", column
    if not _CODE.fullmatch(row["code"]):
        return "service_code", "code"
    since, until = day_in(row["valid_from"]), day_in(row.get("valid_to", ""))
    if since is None:
        return "service_day", "valid_from"
    if row.get("valid_to") and (until is None or until <= since):
        return "service_day", "valid_to"
    if proved_documents(_documents(row), facts):
        return "service_asks_proved", "documents"
    return None


def _documents(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        p.strip()
        for p in _SEPARATORS.split(row.get("documents", ""))
        if p.strip() not in ("", "无")
    )


def _service(row: Mapping[str, str], region: str) -> Service:
    since = day_in(row["valid_from"])
    assert since is not None  # noqa: S101 - `_fault` asked
    same = {c: (row.get(c, ""), row.get(c, "")) for c in _LONGEST}
    return Service(
        code=row["code"],
        region=region,
        field=same["field"],
        name=same["name"],
        audience=same["audience"],
        content=same["content"],
        standard=same["standard"],
        payer=same["payer"],
        lead=same["lead"],
        place=same["place"],
        documents=_documents(row),
        valid_from=since,
        valid_to=day_in(row.get("valid_to", "")),
    )
