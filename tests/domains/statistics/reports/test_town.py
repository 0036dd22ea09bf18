"""Every number of the demo town on the report pages is what a count in plain Python over the rows gives."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest

from anju.domains.housing.rentals.models import LetterSignature, Rental
from anju.domains.people.models import Person
from anju.domains.permits.models import PermitEvent
from anju.domains.places.models import Holder, Home
from anju.domains.register.ledger.models import Stay
from anju.domains.statistics.api import reports
from anju.domains.statistics.api.reports import Wanted, make_report, period_at
from anju.foundation.clock import CHINA, local_date, now
from anju.foundation.db.scope import acting
from tests.domains.statistics.indicators.test_figures import on
from tests.domains.statistics.reports.test_reports import agree, naive_r1, naive_r3, sums
from tests.factories.register import PLATFORM
from tests.factories.staff import signed_in, staff

pytestmark = [pytest.mark.town, pytest.mark.django_db]


@pytest.fixture
def today(town):
    return local_date(now())


def made(code: str, place: str, today: date):
    wanted = Wanted(code, place, period_at("quarter", today), today)
    return make_report(wanted, actor=PLATFORM), wanted


@pytest.mark.parametrize("code", list(reports.reports()))
def test_every_cell_is_its_indicator_or_its_list_and_every_block_sums(today, code):
    with acting(PLATFORM):
        for place in ("43", "430181"):
            report, wanted = made(code, place, today)
            for table, definition in zip(report.tables, report.definition.tables, strict=True):
                sums(table, definition)
                agree(table, wanted, place)


def test_residents_and_people_elsewhere_are_those_of_the_ledger(today):
    with acting(PLATFORM):
        for place in ("43", "430181", "430181124"):
            naive_r1(made("r1", place, today)[0], place)
            naive_r3(made("r3", place, today)[0], place)
        report = made("r1", "430181", today)[0]
        here = [
            s
            for s in Stay.objects.filter(habitual=True, superseded_at=None)
            if s.region.startswith("430181") and on(s.period, report.last)
        ]
        born = dict(Person.objects.values_list("id", "birth_date"))
        by_age = {row.label.text[0]: row.cells[0].figure.value for row in report.tables[1].rows}
        old = [s for s in here if born[s.person_id] and years(born[s.person_id], report.last) >= 60]
        young = [
            s for s in here if born[s.person_id] and years(born[s.person_id], report.last) < 15
        ]
        assert by_age["60 岁及以上"] == len(old)
        assert by_age["0–14 岁"] == len(young)
        streets = {s.region[:9] for s in here}
        assert {r.label.part: r.cells[0].figure.value for r in report.tables[2].rows[1:]} == {
            street: sum(s.region.startswith(street) for s in here) for street in streets
        }


def years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def test_homes_and_leases_are_those_on_file(today):
    with acting(PLATFORM):
        report = made("r2", "430181", today)[0]
        end = datetime.combine(report.last + timedelta(days=1), time(), CHINA)
        homes = [
            h
            for h in Home.objects.filter(region__startswith="430181", recorded_at__lt=end)
            if h.closed_on is None or h.closed_on > report.last
        ]
        kinds = {f"holder:{h.pk}": h.kind for h in Holder.objects.all()}
        cells = [c.figure.value for c in report.tables[0].rows[0].cells]
        assert cells[:4] == [
            len(homes),
            sum(h.dwelling in ("02", "07") for h in homes),
            sum(h.dwelling in ("05", "06") for h in homes),
            sum(h.dwelling not in ("02", "05", "06", "07") for h in homes),
        ]
        owned = [kinds.get(h.party) for h in homes]
        assert cells[4:7] == [owned.count("company"), owned.count("person"), owned.count(None)]
        let = {
            s.home_id
            for s in Stay.objects.filter(habitual=True, superseded_at=None, home_id__isnull=False)
            if s.region.startswith("430181") and on(s.period, report.last)
        }
        assert cells[7] == len(let)
        running = [
            r
            for r in Rental.objects.exclude(state="withdrawn").filter(recorded_at__lt=end)
            if r.region.startswith("430181")
            and r.since <= report.last
            and (r.ended_on is None or r.ended_on > report.last)
        ]
        signed = set(LetterSignature.objects.filter(at__lt=end).values_list("rental_id", flat=True))
        leases = [c.figure.value for c in report.tables[1].rows[0].cells]
        assert leases[:3] == [
            len(running),
            sum(r.pk in signed for r in running),
            sum(r.pk not in signed for r in running),
        ]


def test_permits_are_those_of_their_events(today):
    with acting(PLATFORM):
        report = made("permits", "430181", today)[0]
        kinds = {"permits_issued": {"made"}, "permits_endorsed": {"endorsed"}}
        kinds |= {"permits_suspended": {"suspended"}, "permits_restored": {"restored"}}
        kinds |= {"permits_ended": {"cancelled", "withdrawn", "expired"}}
        events = list(
            PermitEvent.objects.filter(
                effective__gte=report.first, effective__lte=report.last
            ).select_related("permit")
        )
        undone = {e.detail.get("undid") for e in PermitEvent.objects.filter(kind="undone")}
        for cell in report.tables[0].rows[0].cells:
            if cell.indicator in kinds:
                counted = [
                    e
                    for e in events
                    if e.kind in kinds[cell.indicator]
                    and e.pk not in undone
                    and e.detail.get("region", e.permit.region).startswith("430181")
                ]
                assert cell.figure.value == len(counted), cell.indicator


def test_the_pages_say_these_numbers(today):
    client = signed_in(staff("reports.town", ("leader", "430181"), name="孙领导"))
    code = period_at("quarter", today).code
    with acting(PLATFORM):
        for report_code in reports.reports():
            report = made(report_code, "430181", today)[0]
            page = client.get(
                f"/office/figures/reports/{report_code}/?period={code}"
            ).content.decode()
            shown = [
                c.strip()
                for row in re.findall(r"<tr[^>]*>\s*<th scope=\"row\".*?</tr>", page, re.S)
                for c in re.findall(r"<td>(?:<a [^>]*>)?([^<]*)", row)
            ]
            figures = [c for t in report.tables for r in t.rows for c in r.cells]
            assert len(shown) == len(figures)
            for text, cell in zip(shown, figures, strict=True):
                if cell.figure and not cell.change and cell.figure.formula == "count":
                    assert text == f"{cell.figure.value:,}"
