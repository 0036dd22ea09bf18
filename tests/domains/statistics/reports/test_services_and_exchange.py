"""The reports on services and on exchange are what a naive count of cases and messages gives, and cases keep whether
their office met its terms."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from anju.domains.casework.api import cases
from anju.domains.casework.models import Case
from anju.domains.exchange.models import Message, Peer
from anju.domains.statistics.api import indicators as statistics
from anju.domains.statistics.api.reports import Wanted, make_report, period
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.facts import Span
from tests.domains.casework.cases.town import clerk, did, filed, person, version
from tests.factories.register import HERE, OTHER_STREET, PLATFORM, STREET, Street

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 2, tzinfo=UTC)
TODAY = date(2026, 5, 20)
ALL = statistics.indicators()
PHASES = [Phase.explicit, Phase.generate]


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built, at=START)


def leader(place: str = "") -> Actor:
    grant = Grant("leader", frozenset({"stats.see"}), region=place)
    return Actor("staff", 9, "领导", (grant,), purpose="statistics")


def report(code: str, place: str = "430181", month: str = "2026-03"):
    with acting(PLATFORM):
        return make_report(Wanted(code, place, period(month), TODAY), actor=leader(place))


def by_row(table) -> dict[str, list[int]]:
    return {
        row.label.value: [cell.figure.numerator for cell in row.cells]
        for row in table.rows
        if not row.total
    }


def total(table) -> list[int]:
    return [cell.figure.numerator for row in table.rows if row.total for cell in row.cells]


CASES = st.lists(
    st.tuples(
        st.sampled_from(["wage_claim", "question", "legal_aid"]),
        st.sampled_from([HERE, STREET + "007", OTHER_STREET]),
        st.integers(0, 60),
        st.one_of(st.none(), st.integers(0, 40)),
        st.sampled_from(["in_time", "late", ""]),
    ),
    max_size=12,
)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(made=CASES, place=st.sampled_from(["", "430181", STREET, HERE]))
def test_services_are_what_a_naive_count_of_cases_gives(street, made, place):
    with transaction.atomic():
        with acting(PLATFORM), as_intake_role():
            for n, (matter, region, days, closed, terms) in enumerate(made):
                at = START + timedelta(days=days)
                ended = None if closed is None else at + timedelta(days=closed)
                Case.objects.create(
                    number=f"T{n}",
                    person_id=street.resident,
                    subject=str(n),
                    matter=matter,
                    region=region,
                    office=region,
                    department="labour",
                    state="closed" if ended else "open",
                    outcome="paid" if ended else "",
                    terms_met=terms if ended else "",
                    answers_cipher=b"",
                    key=str(n),
                    filed_at=at,
                    closed_at=ended,
                )
        with acting(PLATFORM), as_intake_role():
            found = [c for c in Case.objects.all() if c.region.startswith(place)]
        in_march = [c for c in found if local(c.filed_at).month == 3]
        ended = [c for c in found if c.closed_at and local(c.closed_at).month == 3]
        tables = report("services", place).tables
        assert {m: n for m, (n,) in by_row(tables[0]).items()} == Counter(
            c.matter for c in in_march
        )
        assert by_row(tables[1]) == lines(ended, "matter")
        assert by_row(tables[2]) == lines(ended, "outcome")
        assert total(tables[1])[0] == len(ended)
        with acting(PLATFORM):
            span = Span(date(2026, 3, 1), date(2026, 3, 31))
            its = statistics.figures(
                [ALL["cases_on_time"], ALL["cases_open"]], place, [span], actor=leader(place)
            )
        kept = [c.terms_met for c in ended if c.terms_met]
        (rate,), (open_then,) = its["cases_on_time"], its["cases_open"]
        assert (rate.numerator, rate.denominator) == (kept.count("in_time"), len(kept))
        assert open_then.value == sum(
            local(c.filed_at) <= span.until
            and (c.closed_at is None or local(c.closed_at) > span.until)
            for c in found
        )
        transaction.set_rollback(True)


def local(moment: datetime) -> date:
    return (moment + timedelta(hours=8)).date()


def lines(ended, field: str) -> dict[str, list[int]]:
    words = ("in_time", "late", "")
    return {
        value: [len(its), *(sum(c.terms_met == word for c in its) for word in words)]
        for value in {getattr(c, field) for c in ended}
        for its in ([c for c in ended if getattr(c, field) == value],)
    }


@pytest.mark.parametrize(("days", "met"), [(0, "in_time"), (400, "late")])
def test_a_closed_case_keeps_whether_the_office_met_its_terms_and_a_reopened_one_does_not(
    street, days, met
):
    worker, office = person(street.resident), clerk(STREET, 56)
    case_id, at = filed(street, code="question", what="居住证怎么办"), street.at
    later = at + timedelta(days=days)
    seen = version(case_id, office, later)
    did(cases.propose, case_id, office, later, "answered", text="到窗口办", seen=seen)
    did(cases.confirm, case_id, worker, later)
    assert terms_met(case_id) == met
    did(cases.reopen, case_id, worker, later + timedelta(days=1), "窗口说不行")
    assert terms_met(case_id) == ""


def terms_met(case_id: int) -> str:
    with acting(PLATFORM), as_intake_role():
        return Case.objects.get(id=case_id).terms_met


MESSAGES = st.lists(
    st.tuples(
        st.sampled_from(["in", "out"]),
        st.sampled_from(["arrival_notice", "enquiry"]),
        st.integers(0, 1),
        st.integers(0, 40),
        st.sampled_from(["sent", "queued", "rejected"]),
        st.one_of(st.none(), st.integers(1, 30)),
    ),
    max_size=12,
)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(made=MESSAGES)
def test_exchange_is_what_a_naive_count_of_messages_gives(street, made):
    with transaction.atomic():
        with acting(PLATFORM), as_intake_role():
            peers = [
                Peer.objects.create(code=code, name=code, url="https://x", made_at=START)
                for code in ("440300000000", "510100000000")
            ]
            test = Peer.objects.create(
                code="110000000000", name="test", url="https://x", made_at=START, test=True
            )
            put(test, 99, "in", "enquiry", START, "applied", None)
            for n, (way, kind, which, days, state, after) in enumerate(made):
                at = START + timedelta(days=days)
                state = state if way == "out" else "applied"
                put(peers[which], n, way, kind, at, state, after)
            found = [
                m
                for m in Message.objects.filter(peer__test=False).select_related("peer")
                if local(m.at).month == 3
            ]
            due = [
                m
                for m in Message.objects.filter(direction="out", kind="enquiry", peer__test=False)
                if m.answer_by.month == 3
            ]
        tables = report("exchange").tables
        for table, way, name in (
            (tables[0], "in", lambda m: m.peer.code),
            (tables[1], "in", lambda m: m.kind),
            (tables[2], "out", lambda m: m.peer.code),
            (tables[3], "out", lambda m: m.kind),
        ):
            assert {k: n[0] for k, n in by_row(table).items()} == Counter(
                name(m) for m in found if m.direction == way
            )
        sent = [sum(m.state == s for m in found) for s in ("sent", "queued", "rejected")]
        assert total(tables[2])[1:4] == sent
        on_time = [m for m in due if m.done_at and local(m.done_at) <= m.answer_by]
        late = [m for m in due if m.done_at and local(m.done_at) > m.answer_by]
        assert total(tables[4]) == [
            len(due),
            len(on_time),
            len(late),
            len(due) - len(on_time) - len(late),
        ]
        transaction.set_rollback(True)


def put(peer, n: int, way: str, kind: str, at: datetime, state: str, after: int | None) -> None:
    asked = kind == "enquiry" and way == "out"
    Message.objects.create(
        direction=way,
        peer=peer,
        message_id=uuid.uuid4(),
        kind=kind,
        agreement="A",
        purpose="service",
        subject=str(n),
        epoch=0,
        sequence=n,
        answer_by=local(at) + timedelta(days=15) if asked else None,
        digest=str(n),
        payload_cipher=b"",
        region="430181124205",
        state=state,
        result="known" if asked and after else "",
        at=at,
        done_at=at + timedelta(days=after) if asked and after else None,
    )
