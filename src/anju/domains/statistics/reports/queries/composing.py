"""Making a report: all its cells are asked of the indicators at once, then laid out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from anju.domains.statistics.indicators.data.registry import Formula, Indicator, indicators
from anju.domains.statistics.indicators.queries.figures import PARTS, Figure, two_times
from anju.domains.statistics.indicators.queries.tabulating import Asked, Cells, tabulated
from anju.domains.statistics.reports.data.definitions import (
    Column,
    Group,
    Grouping,
    Kind,
    ReportDefinition,
    TableDefinition,
    reports,
)
from anju.domains.statistics.reports.queries.tables import Cell, Head, Label, Report, Row, Table
from anju.domains.statistics.reports.rules.periods import Period
from anju.foundation.actor import Actor
from anju.foundation.clock import CHINA
from anju.foundation.errors import NotFound
from anju.foundation.facts import Span

TOTAL = ("合计", "Total")
ITEMS = (
    ("本期", "This period"),
    ("上期", "Previous period"),
    ("比上期", "Against it"),
    ("去年同期", "A year before"),
    ("比去年同期", "Against it"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report: of which area and period; `known_then`: as it was recorded at the end of each span; `as_now`: in
    the divisions of today; `against`: another area to set beside it."""

    code: str
    place: str
    period: Period
    today: date
    known_then: bool = False
    as_now: bool = True
    against: str = ""

    @property
    def definition(self) -> ReportDefinition:
        """Raises `NotFound` ``report_unknown``."""
        found = reports().get(self.code)
        if found is None:
            raise NotFound("report_unknown")
        return found

    @property
    def spans(self) -> tuple[Span, Span, Span]:
        """This period, the one before, the same a year before."""
        period, today = self.period, self.today
        days = (period.days(today), period.same_days(1, today), period.a_year_before(today))
        now, previous, year = (Span(*d, self._known(d[1])) for d in days)
        return now, previous, year

    def span_of(self, indicator: Indicator, span: Span) -> Span:
        """The span as it is asked of an indicator, which may have one time only."""
        return span if two_times(indicator) else replace(span, known_at=None)

    def _known(self, last: date) -> datetime | None:
        if not self.known_then or last >= self.today:
            return None
        return datetime.combine(last + timedelta(days=1), time(), CHINA).astimezone(UTC)


def make_report(wanted: Wanted, *, actor: Actor) -> Report:
    """The report. One statement for all its figures, one for what became of divisions. Raises `NotFound`
    ``report_unknown``, `NotAllowed` outside the actor's area."""
    definition = wanted.definition
    plans = [_PLANS[table.kind](table, wanted) for table in definition.tables]
    asked = [one for plan in plans for one in plan.asked]
    answers = iter(tabulated(asked, actor=actor, as_now=wanted.as_now))
    tables = [
        plan.laid_out([next(answers) for one in plan.asked for _ in one.answers]) for plan in plans
    ]
    now = wanted.spans[0]
    one_time = [c for c in definition.indicators if not two_times(indicators()[c])]
    return Report(
        definition,
        wanted.place,
        wanted.period.code,
        now.since,
        now.until,
        wanted.known_then,
        wanted.as_now,
        wanted.period.provisional(wanted.today),
        tuple(one_time) if wanted.known_then else (),
        tuple(tables),
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a table asks, and how it is laid out of the answers."""

    asked: Sequence[Asked]
    laid_out: Callable[[list[Cells]], Table]


def _asked(
    wanted: Wanted, code: str, across: tuple[str, ...] = (), digits: int = 0, **more: object
) -> Asked:
    one = indicators()[code]
    place, span = str(more.get("place", wanted.place)), more.get("span", wanted.spans[0])
    assert isinstance(span, Span)  # noqa: S101 - for the type
    return Asked(one, place, wanted.span_of(one, span), across, digits)


def _cross(table: TableDefinition, wanted: Wanted) -> _Plan:
    rows = table.rows
    assert rows is not None  # noqa: S101 - read so
    code = table.columns[0].indicator
    dimensions = tuple(c.grouping.dimension for c in table.columns if c.grouping)
    asked = [
        replace(
            _asked(wanted, code, (rows.dimension, *dimensions)),
            blocks=((rows.dimension,), *((rows.dimension, one) for one in dimensions)),
        )
    ]

    def laid_out(answers: list[Cells]) -> Table:
        counts = [
            {
                key[1:]: figure.numerator
                for key, figure in cells.items()
                if not table.own_province or key[1][:2] == wanted.place[:2] != ""
            }
            for cells in answers
        ]
        groups = [Group(TOTAL, (), rest=True), *_groups(rows, {k[0] for k in counts[0]})]
        lines = [
            Row(
                _label(rows, group),
                tuple(_cross_cells(table, counts, rows, group, n > 0 or table.own_province)),
                total=not n,
            )
            for n, group in enumerate(groups)
        ]
        heads = _heads(table.columns)
        return Table(table.title, Label(rows.name), heads, tuple(lines), table.notes)

    return _Plan(asked, laid_out)


def _cross_cells(
    table: TableDefinition,
    counts: Sequence[Mapping[tuple[str, ...], int]],
    rows: Grouping,
    group: Group,
    narrowed: bool,
) -> Sequence[Cell]:
    """The cells of one line of a cross table; the line of all when not `narrowed`. `counts`: by the values of the
    rows, then by those and the values of each block."""
    code = table.columns[0].indicator
    if not group.kept:
        return [Cell(None)] * sum(_width(c) for c in table.columns)
    every = {k[0] for k in counts[0]}
    inside = _inside(rows, group, every) if narrowed else every
    of_row = ((rows.dimension, tuple(sorted(inside))),) if narrowed else ()
    found = [_count(code, sum(n for k, n in counts[0].items() if k[0] in inside), of_row)]
    blocks = [c.grouping for c in table.columns if c.grouping]
    for block, of_block in zip(blocks, counts[1:], strict=True):
        values = {value for _row, value in of_block}
        for part in block.groups:
            if not part.kept:
                found.append(Cell(None))
                continue
            some = _inside(block, part, values)
            n = sum(m for k, m in of_block.items() if k[0] in inside and k[1] in some)
            found.append(_count(code, n, (*of_row, (block.dimension, tuple(sorted(some))))))
    return found


def _count(code: str, n: int, chosen: tuple[tuple[str, tuple[str, ...]], ...]) -> Cell:
    return Cell(Figure(Formula.COUNT, n), code, chosen=chosen)


def _parts(table: TableDefinition, wanted: Wanted) -> _Plan:
    digits = PARTS.get(len(wanted.place), 0)
    asked = []
    for column in table.columns:
        across = (column.grouping.dimension,) if column.grouping else ()
        asked.append(_asked(wanted, column.indicator, across))
        if digits:
            asked.append(_asked(wanted, column.indicator, across, digits))

    def laid_out(answers: list[Cells]) -> Table:
        step = 2 if digits else 1
        wholes, divided = answers[::step], answers[1::step] if digits else []
        parts = sorted({key[0] for cells in divided for key in cells})
        lines = [
            Row(Label(TOTAL), tuple(_part_cells(table.columns, wholes, "", wanted.place)), True)
        ]
        lines += [
            Row(Label(part=part), tuple(_part_cells(table.columns, divided, part, part)))
            for part in parts
        ]
        return Table(
            table.title, Label(("地区", "Area")), _heads(table.columns), tuple(lines), table.notes
        )

    return _Plan(asked, laid_out)


def _part_cells(
    columns: Sequence[Column], answers: Sequence[Cells], part: str, place: str
) -> Sequence[Cell]:
    found = []
    for column, cells in zip(columns, answers, strict=True):
        code, block = column.indicator, column.grouping
        if block is None:
            nothing = _nothing(indicators()[code])
            found.append(Cell(cells.get((part,), nothing), code, place=place))
            continue
        values = {key[1] for key in cells}
        for group in block.groups:
            some = _inside(block, group, values)
            n = sum(f.numerator for k, f in cells.items() if k[0] == part and k[1] in some)
            chosen = ((block.dimension, tuple(sorted(some))),)
            found.append(
                Cell(Figure(Formula.COUNT, n), code, chosen=chosen, place=place)
                if group.kept
                else Cell(None)
            )
    return found


def _items(table: TableDefinition, wanted: Wanted) -> _Plan:
    asked = [_asked(wanted, c.indicator, span=span) for c in table.columns for span in wanted.spans]
    if wanted.against:
        asked += [_asked(wanted, c.indicator, place=wanted.against) for c in table.columns]

    def laid_out(answers: list[Cells]) -> Table:
        heads = [Head(Label(text)) for text in ITEMS]
        if wanted.against:
            heads.append(Head(Label(part=wanted.against)))
        lines = []
        for n, column in enumerate(table.columns):
            one = indicators()[column.indicator]
            now, previous, year = (_whole(one, a) for a in answers[3 * n : 3 * n + 3])
            cells = [
                Cell(now, one.code),
                Cell(previous, one.code, current=False),
                Cell(now, one.code, previous, change=True),
                Cell(year, one.code, current=False),
                Cell(now, one.code, year, change=True),
            ]
            if wanted.against:
                other = _whole(one, answers[3 * len(table.columns) + n])
                cells.append(Cell(other, one.code, place=wanted.against))
            lines.append(Row(Label(_with_unit(one)), tuple(cells)))
        return Table(
            table.title, Label(("指标", "Indicator")), (tuple(heads),), tuple(lines), table.notes
        )

    return _Plan(asked, laid_out)


_PLANS = {Kind.CROSS: _cross, Kind.PARTS: _parts, Kind.ITEMS: _items}


def _whole(one: Indicator, cells: Cells) -> Figure:
    return cells.get(("",), _nothing(one))


def _nothing(one: Indicator) -> Figure:
    return Figure(one.formula, *(0 for _term in one.terms))


def _with_unit(one: Indicator) -> tuple[str, str]:
    return f"{one.name[0]}（{one.unit[0]}）", f"{one.name[1]} ({one.unit[1]})"


def _width(column: Column) -> int:
    return len(column.grouping.groups) if column.grouping else 1


def _heads(columns: Sequence[Column]) -> tuple[tuple[Head, ...], ...]:
    """Two lines of titles: the blocks, and what stands in each."""
    top, below = [], []
    for column in columns:
        block, one = column.grouping, indicators()[column.indicator]
        several = len({c.indicator for c in columns}) > 1
        if block is None:
            top.append(Head(Label(_with_unit(one) if several else one.name)))
            below.append(Head(Label(TOTAL)))
            continue
        top.append(Head(Label(block.name), _width(column)))
        below += [Head(Label(group.name)) for group in block.groups]
    if all(column.grouping is None for column in columns):
        return (tuple(top),)
    return tuple(top), tuple(below)


def _groups(grouping: Grouping, values: set[str]) -> Sequence[Group]:
    """The groups of a grouping; without any, each value alone, in order of code."""
    return grouping.groups or [Group(("", ""), (value,)) for value in sorted(values)]


def _inside(grouping: Grouping, group: Group, values: set[str]) -> set[str]:
    """The values that a group stands for."""
    if not group.rest:
        return set(group.values)
    return values - {v for other in grouping.groups for v in other.values}


def _label(rows: Grouping, group: Group) -> Label:
    if group.name != ("", ""):
        return Label(group.name)
    return Label(dimension=rows.dimension, value=group.values[0])
