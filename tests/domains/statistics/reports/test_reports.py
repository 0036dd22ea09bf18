"""Every cell of every report is what a naive count of the rows gives, and the blocks of a form sum to their row."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from anju.domains.people.models import Person
from anju.domains.regions.models import Area
from anju.domains.register.ledger.models import Absence, Stay
from anju.domains.statistics.api import indicators as statistics
from anju.domains.statistics.api import reports
from anju.domains.statistics.api.reports import Wanted, make_report, period
from anju.foundation import codes
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import run
from anju.foundation.errors import NotAllowed, NotFound
from tests.domains.statistics.indicators.test_figures import STEPS, lived, on, stays_held
from tests.factories.register import HERE, PLATFORM, STREET, Street

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 2, tzinfo=UTC)
TODAY = date(2026, 11, 20)
ALL = reports.reports()


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built, at=START)


def leader(*places: str) -> Actor:
    grants = tuple(Grant("leader", frozenset({"stats.see"}), region=place) for place in places)
    return Actor(kind="staff", user_id=9, label="领导", grants=grants, purpose="statistics")


def wanted(code: str, place: str, **more) -> Wanted:
    return Wanted(code, place, period(more.pop("period", "2026-03")), TODAY, **more)


def test_every_report_names_indicators_and_dimensions_that_are_there():
    for code, one in ALL.items():
        assert code == one.code
        assert all([*one.name, one.number, *one.source]), code
        assert set(one.indicators) <= set(statistics.indicators()), code
        for table in one.tables:
            for grouping in [c.grouping for c in table.columns if c.grouping] + (
                [table.rows] if table.rows else []
            ):
                values = [v for g in grouping.groups for v in g.values]
                assert len(values) == len(set(values)), grouping.code
                assert sum(g.rest for g in grouping.groups) <= 1


def test_police_words_of_the_code_table_all_have_a_row():
    rows = ALL["r1"].tables[0].rows
    named = {v for g in rows.groups for v in g.values}
    assert named <= set(codes.POLICE_REASON.names)
    assert set(codes.POLICE_REASON.names) - named == {"其他", "拆迁搬家", "寄挂户口", "人才引进"}


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(
    steps=STEPS,
    then=st.booleans(),
    place=st.sampled_from(["", "43", "4301", "430181", STREET, HERE]),
)
def test_blocks_sum_to_their_row_and_rows_to_the_total_and_figures_to_the_indicators(
    street, steps, then, place
):
    from django.db import transaction

    with transaction.atomic():
        end = lived(street, steps)
        with acting(PLATFORM):
            for code in ALL:
                asked = wanted(code, place, period=f"{end:%Y-%m}", known_then=then, as_now=False)
                report = make_report(asked, actor=leader(place))
                for table, definition in zip(report.tables, ALL[code].tables, strict=True):
                    sums(table, definition)
                    agree(table, asked, place)
            naive_r1(
                make_report(wanted("r1", place, period=f"{end:%Y-%m}"), actor=leader("")), place
            )
            naive_r3(
                make_report(wanted("r3", place, period=f"{end:%Y-%m}"), actor=leader("")), place
            )
        transaction.set_rollback(True)


def sums(table, definition) -> None:
    """Each block of a line sums to the line's whole; in a cross table each column to the total."""
    for row in table.rows if definition.kind != "items" else ():
        at = 0
        whole: dict[str, int] = {}
        for column in definition.columns:
            if column.grouping is None:
                cell = row.cells[at]
                if cell.figure is not None and not cell.change:
                    whole[column.indicator] = cell.figure.numerator
                at += 1
                continue
            block = row.cells[at : at + len(column.grouping.groups)]
            at += len(block)
            if all(c.figure is None for c in row.cells):
                continue
            assert sum(c.figure.numerator for c in block if c.figure) == whole[column.indicator]
    if definition.kind == "cross":
        total, *others = table.rows
        for n, cell in enumerate(total.cells):
            if cell.figure is not None:
                assert cell.figure.numerator == sum(
                    r.cells[n].figure.numerator for r in others if r.cells[n].figure
                )


def agree(table, asked, place) -> None:
    """A cell is the indicator's figure of its place, or the length of the list that its values choose."""
    for row in table.rows:
        for cell in row.cells:
            if cell.figure is None or cell.change or not cell.current:
                continue
            one = statistics.indicators()[cell.indicator]
            span = asked.span_of(one, asked.spans[0])
            where = cell.place or place
            if not cell.chosen:
                (figure,) = statistics.figures([one], where, [span], actor=PLATFORM)[one.code]
                assert cell.figure == figure, (asked.code, one.code, where)
            elif set(dict(cell.chosen)) <= set(one.by):
                found = statistics.behind(
                    one, where, span, actor=PLATFORM, chosen=dict(cell.chosen), limit=1
                )
                assert found.total == cell.figure.numerator, (asked.code, cell)


def naive_r1(report, place: str) -> None:
    """Table 1 counted in plain Python: reason by sex and dwelling."""
    here = [s for s in stays_held(None) if s.region.startswith(place) and on(s.period, report.last)]
    sexes = dict(Person.objects.values_list("id", "sex"))
    police = codes.MOVE_REASON.column("police")
    family = {"投靠亲友", "随迁亲属", "婚姻嫁娶"}
    by_word = {row.label.text[0]: row for row in report.tables[0].rows}
    assert by_word["合计"].cells[0].figure.value == len(here)

    def word(stay: Stay) -> str:
        found = stay.police_reason or police.get(stay.reason, "其他")
        return "投靠亲友" if found in family else found if found in by_word else "其他"

    for name, row in by_word.items():
        mine = [s for s in here if name in ("合计", word(s))]
        assert row.cells[0].figure.value == len(mine), name
        assert row.cells[1].figure.value == sum(sexes[s.person_id] == "1" for s in mine)
        assert row.cells[2].figure.value == sum(sexes[s.person_id] == "2" for s in mine)
        rented = row.cells[-2].figure.value
        assert rented == sum(s.dwelling in ("02", "07") for s in mine)


def naive_r3(report, place: str) -> None:
    gone = [
        a
        for a in Absence.objects.filter(superseded_at=None)
        if a.region.startswith(place) and on(a.period, report.last)
    ]
    total = report.tables[0].rows[0]
    assert total.cells[0].figure.value == len({a.person_id for a in gone})
    rows = {r.label.value: r.cells[0].figure.value for r in report.tables[0].rows[1:]}
    assert rows == {
        d: sum(a.destination[:2] == d for a in gone) for d in {a.destination[:2] for a in gone}
    }


def test_what_was_entered_late_is_in_the_month_as_known_now_and_not_as_known_then(street):
    from tests.factories.people import somebody
    from tests.factories.register import moved_in

    late = datetime(2026, 5, 6, 2, tzinfo=UTC)
    moved_in(somebody("晚报", 61), street.rooms[0], date(2026, 3, 20), at=late)
    with acting(PLATFORM):
        now = make_report(wanted("r1", HERE), actor=PLATFORM)
        then = make_report(wanted("r1", HERE, known_then=True), actor=PLATFORM)
    assert total(now) == total(then) + 1


def test_what_lies_in_a_division_of_the_past_counts_in_the_one_that_took_its_place(street):
    """浏阳县 430123 became 浏阳市 430181; a stay recorded under the old code counts in it as divisions are now."""
    with acting(PLATFORM):
        before = {
            now: total(make_report(wanted("r1", "430181", as_now=now), actor=PLATFORM))
            for now in (True, False)
        }
        assert before[True] == before[False] > 0
        old = Area.objects.filter(successor="430181", certain=True).values_list("code", flat=True)
        moved = f"{old[0]}{HERE[6:]}"
        with as_intake_role():
            run("UPDATE register_stay SET region = %s WHERE region = %s", [moved, HERE])
        as_then = make_report(wanted("r1", "430181", as_now=False), actor=PLATFORM)
        as_now = make_report(wanted("r1", "430181"), actor=leader("430181"))
        assert total(as_now) == before[True] > total(as_then)
        prefecture = make_report(wanted("r1", "4301"), actor=leader("4301"))
        rows = {
            r.label.part: r.cells[0].figure.value for r in prefecture.tables[2].rows if r.label.part
        }
        assert rows["430181"] == before[True]
        assert old[0] not in rows


def total(report) -> int:
    return report.tables[0].rows[0].cells[0].figure.value


def test_a_report_of_another_area_or_an_unknown_one_is_refused(street):
    with acting(PLATFORM):
        for code in ALL:
            with pytest.raises(NotAllowed):
                make_report(wanted(code, "430182"), actor=leader(STREET))
            with pytest.raises(NotAllowed):
                make_report(wanted("r1", STREET, against="430182"), actor=leader(STREET))
        with pytest.raises(NotFound):
            make_report(wanted("nothing", STREET), actor=leader(STREET))


def test_another_area_stands_beside_ones_own(street):
    with acting(PLATFORM):
        report = make_report(wanted("r1", HERE, against=STREET), actor=leader(STREET))
        living = report.tables[3].rows[0]
        (whole,) = statistics.figures(
            [statistics.indicators()["living"]],
            STREET,
            [wanted("r1", STREET).spans[0]],
            actor=PLATFORM,
        )["living"]
    assert living.cells[-1].figure == whole
    assert living.cells[2].change and living.cells[4].change


def test_an_empty_place_has_a_whole_form_of_noughts(street):
    with acting(PLATFORM):
        for code in ALL:
            report = make_report(wanted(code, "44", period="2020Q1"), actor=leader("44"))
            assert report.last == date(2020, 3, 31)
            for table, definition in zip(report.tables, ALL[code].tables, strict=True):
                sums(table, definition)
    assert (report.last - report.first) > timedelta(days=80)
