"""Where the header stands, and which rows below it are data."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from anju.domains.register.imports.rules.titles import clean_title, fields_named, meaning, recognise
from anju.domains.register.intake.data.cell_vocabulary import GROUP_CLOSED, GROUP_OPEN

LOOK_AT = 60
"""Rows from the top in which the header is sought."""
LINES = 3
"""Lines of a header at the most."""
_DATA = (
    r"\d{15}|\d{17}[\dXx]|1[3-9]\d{9}|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|^\d+(?:\.\d+)?[eE]\+?\d+$"
)
_NUMBER = r"[0-9\uff10-\uff19]{12}|[0-9]{6}\D{1,2}[0-9]{8}\D{1,2}[0-9]{3}|[A-Za-z]{1,3}[0-9]{5}|[0-9][eE]\+?[0-9]"
_TOTAL = (
    r"^\s*(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*人\s*数|总\s*数|人\s*数|累\s*计|本页|本月|汇\s*总|总共|统计|共\s*\d+|"
    r"第\s*\d+\s*页|total|subtotal|sum)"
)
_FOOT = (
    r"^\s*(?:制\s*表|审\s*核|填\s*报|填\s*表|复\s*核|审\s*批|经\s*办|单位负责人|负责人|盖\s*章|单位盖章|联系人|备\s*注|说\s*明|注\s*[:\uff1a]|"
    r"附\s*注|填写说明|注意|此表|本表|以上|以下|承诺|签\s*名|签\s*字|签章|日\s*期|报送|单位\s*[:\uff1a]|示例|例\s*[:\uff1a]|\*|※)"
)
_EXAMPLE = r"^\s*(?:示例|样例|范例|填写示例|例如|[(\uff08]?例[)\uff09]?[:\uff1a])"
_MARKS = f"(?i){_TOTAL}|{_FOOT}"
"""What totals, signatures and remarks begin with."""


@dataclass(frozen=True, slots=True)
class Header:
    """Frame rows `first`..`last` (inclusive, 0-based) hold the header; `titles` has one text a column.

    `last` is -1 when there is none: a person said so, or people stand as cards (`cards`) with a label
    beside each value.
    """

    first: int
    last: int
    titles: tuple[str | None, ...]
    fields: int = 0
    cards: bool = False


def find_header(cells: pl.DataFrame, as_: str) -> Header | None:
    """The row, or pair of rows, naming the most fields; None when none names two, a name or number among them."""
    rows = [list(r) for r in cells.head(LOOK_AT).rows()]
    best: Header | None = None
    best_score = 0.0
    for i, row in enumerate(rows):
        if is_data(row):
            continue
        for last, titles in _candidates(rows, i):
            named = fields_named(titles, as_)
            score = len(named) - 0.5 * (last - i)
            if best and i > best.last and len(named) <= best.fields:
                continue  # printed again on a later page, perhaps in one line where the first has two
            if score > best_score and len(named) >= 2 and named & {"name", "doc_number"}:
                best, best_score = Header(i, last, tuple(titles), len(named)), score
    return best


def header_at(cells: pl.DataFrame, at: int, as_: str) -> Header:
    """The header that begins in this row: of one line, or of as many as name the most fields."""
    rows = [list(r) for r in cells.slice(at, LINES).rows()]
    best = max(_candidates(rows, 0), key=lambda c: len(fields_named(c[1], as_)) - 0.5 * c[0])
    return Header(at, at + best[0], tuple(best[1]), len(fields_named(best[1], as_)))


def _candidates(rows: list[list[str | None]], i: int) -> list[tuple[int, list[str | None]]]:
    found = [(i, rows[i])]
    titles = rows[i]
    for last in range(i + 1, min(i + LINES, len(rows))):
        below = rows[last]
        if (
            is_data(below)
            or sum(v is not None for v in titles) < 2
            or _continues_as_data(titles, below)
        ):
            break
        titles = _merge(titles, below)
        found.append((last, titles))
    return found


def _continues_as_data(above: list[str | None], below: list[str | None]) -> bool:
    """A second header line fills gaps of the first; a row of data also answers columns with a title of their own."""
    if "name" in (fields := fields_named(below, "inflow")) and "doc_number" in fields:
        return False  # titles under groups that are not joined, as in delimited text
    own = [
        i
        for i, v in enumerate(above)
        if v is not None and (i + 1 >= len(above) or above[i + 1] is not None)
    ]
    return sum(below[i] is not None and below[i] != above[i] for i in own) > len(own) // 2 + 1


def _merge(above: list[str | None], below: list[str | None]) -> list[str | None]:
    """Two lines as one: a merged title above speaks for the empty cells to its right, where the line below has text."""
    out: list[str | None] = []
    group: str | None = None
    for top, sub in zip(above, below, strict=True):
        group = top if top is not None else (group if sub is not None else None)
        if sub is None or sub == top:
            out.append(top)
        elif group is None:
            out.append(sub)
        else:
            out.append(f"{group}·{sub}" if _ambiguous(sub, group) else sub)
    return out


def _ambiguous(sub: str, group: str) -> bool:
    """Below "户籍地" a sub-title "省" or "地址" belongs to the group; below "基本情况" the sub-title
    speaks for itself."""
    grouped, own = meaning(group, "inflow").field, meaning(sub, "inflow")
    if grouped in ("other", "former", "landlord"):
        return True
    if own.field in ("hukou_text", "destination") and not own.part:
        return False
    return clean_title(group)[:2] in (
        "户籍",
        "户口",
        "房东",
        "紧急",
        "籍贯",
        "流往",
        "外出",
        "去向",
    ) or (grouped != "" and recognise(sub, "inflow")[0] == "")


def is_data(row: list[str | None]) -> bool:
    """A row that holds numbers, dates or phones, or nothing, is no header."""
    values = pl.Series([v for v in row if v], dtype=pl.String)
    return values.len() == 0 or bool(values.str.strip_chars(" '\u2019").str.contains(_DATA).any())


def data_rows(
    cells: pl.DataFrame,
    header: Header,
    columns: dict[str, tuple[int, ...]],
    *,
    first: int = -1,
    stop: int | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(rows that speak of a person, filled rows that do not), with their number in the file as `row` (1-based).

    Left out: blank rows, rows numbered in advance, totals, signatures and remarks, group headings, the header again.
    Of what is left out `why` says total, header, heading or empty, and `text` the line.
    """
    begin = first if first >= 0 else header.last + 1
    body = cells.with_row_index("row", offset=1).slice(
        begin, None if stop is None else max(stop - begin, 0)
    )
    text = cells.columns
    mapped = [str(i) for f, at in columns.items() if f not in ("serial", "remark") for i in at]
    doc = [str(i) for i in columns.get("doc_number", ())]
    name = [str(i) for f in ("name", "surname", "given") for i in columns.get(f, ())]
    body = body.with_columns(
        pl.col("row").cast(pl.Int64),
        (_any(doc, _NUMBER) & ~_any(doc, _MARKS) & ~_any(text[:3], _EXAMPLE)).alias("_doc"),
    )
    doubtful = body.filter(~pl.col("_doc"))
    kept = doubtful.filter(_speaks_of_a_person(header, text, mapped, name))
    away = (
        doubtful.filter(~pl.col("row").is_in(kept["row"].implode()))
        if kept.height < doubtful.height
        else body.clear()
    )
    rest = _left_out(away, header, text)
    if away.height == 0:
        return body.drop("_doc"), rest
    return body.filter(pl.col("_doc") | pl.col("row").is_in(kept["row"].implode())).drop(
        "_doc"
    ), rest


def _left_out(away: pl.DataFrame, header: Header, text: list[str]) -> pl.DataFrame:
    """Row, why and text of rows that are left out; blank ones are not worth a word."""
    filled = away.filter(pl.any_horizontal(pl.col(c).is_not_null() for c in text)) if text else away
    line = pl.concat_list([pl.col(c) for c in text]).list.drop_nulls()
    first, few = line.list.first(), line.list.unique().list.len() <= 2
    speaks = first.str.contains(f"{GROUP_CLOSED}|{GROUP_OPEN}") & ~first.str.contains(
        r"^\s*(?:备\s*注|注|说\s*明|附)"
    )
    return filled.select(
        "row",
        pl.when(_same_as_header(header, text))
        .then(pl.lit("header"))
        .when(few & speaks.fill_null(value=False))
        .then(pl.lit("heading"))
        .when(first.str.contains(_MARKS).fill_null(value=False))
        .then(pl.lit("total"))
        .when(few)
        .then(pl.lit("heading"))
        .otherwise(pl.lit("empty"))
        .alias("why"),
        line.list.unique(maintain_order=True)
        .list.head(3)
        .list.join(" ")
        .str.slice(0, 60)
        .alias("text"),
    )


def _speaks_of_a_person(
    header: Header, text: list[str], mapped: list[str], name: list[str]
) -> pl.Expr:
    """For rows without a number: whether they are data all the same."""
    filled = pl.sum_horizontal(pl.col(c).is_not_null() for c in mapped)
    first_texts = pl.concat_list([pl.col(c) for c in text[:3]]).list.drop_nulls().list.first()
    closing = (
        first_texts.str.contains(_MARKS).fill_null(value=False)
        | _any(name, _MARKS)
        | _any(text[:3], _EXAMPLE)
    )
    # what stands alone is a group's heading, unless it stands under "name" and looks like one
    lone = (filled < 2) & ~_any(name, r"^[\p{Han}·\s]{2,6}$")
    heading = (filled < 2) & _any(name, r"[部组班线厂栋楼村队店课科站所]$|车间|社区|小区|公司|中心")
    heading = heading | ((filled < 2) & _any(name, f"{GROUP_CLOSED}|{GROUP_OPEN}"))
    meaningful = (filled > 0) & (_any(name, r".") | (filled >= 3))
    ruled = _any(name, r"^[-\u2014\u2013=_:\uff0d]{2,}$")
    return meaningful & ~closing & ~ruled & ~lone & ~heading & ~_same_as_header(header, text)


def _any(columns: list[str], pattern: str) -> pl.Expr:
    if not columns:
        return pl.lit(value=False)
    return pl.any_horizontal(
        pl.col(c).str.contains(pattern).fill_null(value=False) for c in columns
    )


def _same_as_header(header: Header, text: list[str]) -> pl.Expr:
    """True for the header printed again on a later page: at least half of its titles stand in their places."""
    titled = [(c, t) for c, t in zip(text, header.titles, strict=False) if t]
    same = (
        pl.sum_horizontal((pl.col(c) == t).fill_null(value=False) for c, t in titled)
        if titled
        else pl.lit(0)
    )
    return same * 2 >= max(len(titled), 1)
