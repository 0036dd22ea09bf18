"""Histories of declarations, decisions and undos in any order: the register reads as if what was undone had never been
declared, and as if what waits or was refused had never touched it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.crypto import decrypt
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, STREET, Street, declared

pytestmark = pytest.mark.django_db
WHO = [somebody("单小满", 901, phone=""), somebody("单大雪", 902, phone="")]
PHONES = ["13900000001", "13900000002", "13900000003"]
STAYS = """SELECT p.name, s.home_id, s.period::text, s.leave_due::text FROM register_stay s
    JOIN people_person p ON p.id = s.person_id WHERE s.superseded_at IS NULL"""
JOBS = """SELECT p.name, j.period::text, j.position FROM register_job j
    JOIN people_person p ON p.id = j.person_id WHERE j.superseded_at IS NULL"""
RECORDS = """SELECT p.name, p.hukou_text, p.origin, array(SELECT s.scope FROM people_scope s WHERE
 s.person_id = p.id ORDER BY 1),
    (SELECT c.value_cipher FROM people_contact c WHERE c.person_id = p.id AND c.live),
    array(SELECT f.region || f.slot FROM people_finding f WHERE f.person_id = p.id ORDER BY 1),
    (SELECT c.value_index FROM people_contact c WHERE c.person_id = p.id AND c.live)
    FROM people_person p WHERE p.withdrawn_at IS NULL"""


@dataclass
class Told:
    """One declaration of a history, and when it was accepted."""

    item: dict
    sender: Sender
    at: datetime
    batch: int = 0
    did: int = 0


@dataclass
class History:
    street: Street
    told: list[Told] = field(default_factory=list)
    tick: int = 0

    def moment(self) -> datetime:
        self.tick += 1
        return self.street.at + timedelta(seconds=self.tick)

    def declare(self, item: dict, sender: Sender) -> Told:
        made = Told(item, sender, self.moment())
        receipt = declared([item], sender=sender, at=made.at)
        made.batch, made.did = receipt.batch_id, receipt.outcomes[0].declaration_id
        self.told.append(made)
        return made

    def decide(self, told: Told, *, accept: bool) -> bool:
        """True when that settled it."""
        found = [q for q in open_questions() if q[1] == told.did]
        if not found:
            return False
        told.at = self.moment()
        with acting(PLATFORM):
            outcome = register.decide(
                found[0][0],
                decision="accept" if accept else "refuse",
                actor=PLATFORM,
                at=told.at,
                note="核实过",
            )
        return outcome.status != "waiting"

    def undo(self, told: Told) -> None:
        with acting(PLATFORM):
            before = reading()
            refused = None
            try:
                with transaction.atomic():
                    register.undo(told.batch, actor=PLATFORM, at=self.moment())
            except Conflict as conflict:
                refused = conflict
            if refused is not None:
                assert (refused.code in ("undo_changed_since", "undo_not_applied"), reading()) == (
                    True,
                    before,
                )

    def undecide(self, told: Told) -> None:
        """The decision about it is taken back, or refused and changes nothing; its waiting begins anew."""
        with acting(PLATFORM):
            with as_intake_role():
                decided = rows(
                    "SELECT id FROM register_review WHERE declaration_id = %s AND decision IN ('accept', 'refuse') "
                    "ORDER BY id DESC LIMIT 1",
                    [told.did],
                )
            if not decided:
                return
            before = reading()
            refused = None
            try:
                with transaction.atomic():
                    register.undo_decision(decided[0][0], actor=PLATFORM, at=self.moment())
            except Conflict as conflict:
                refused = conflict
            if refused is not None:
                assert (refused.code in ("undo_changed_since", "decision_undone"), reading()) == (
                    True,
                    before,
                )
                return
        assert statuses()[told.did] == "waiting"
        assert [q for q in open_questions() if q[1] == told.did] == [(decided[0][0], told.did)]


def open_questions():
    with as_intake_role():
        return rows(
            "SELECT id, declaration_id FROM register_review WHERE decided_at IS NULL ORDER BY id"
        )


def statuses():
    with acting(PLATFORM), as_intake_role():
        return dict(rows("SELECT id, status FROM register_declaration"))


def reading():
    """What the register says now, without the numbers of its rows."""
    with acting(PLATFORM), as_intake_role():
        records = [
            (*r[:4], decrypt(r[4], "contact.value", row=r[6]) if r[4] else "", r[5])
            for r in rows(RECORDS)
        ]
        return (
            sorted(map(str, rows(STAYS))),
            sorted(map(str, rows(JOBS))),
            sorted(map(str, records)),
        )


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def senders(street):
    return {
        "counter": Sender("user:0", "counter", "窗口", region=STREET),
        "landlord": Sender(street.holder, "landlord", "周房东", party=street.holder, region=HERE),
        "department": Sender("client:1", "api", "公安", region=STREET),
        "police": Sender("client:2", "api", "派出所", region=STREET),
        "employer": Sender(
            street.firm.party,
            "employer",
            street.firm.name,
            party=street.firm.party,
            employer_id=street.firm.id,
            region=STREET,
        ),
    }


def item(street, source, who, kind, room, day, phone, hukou):
    base = {**WHO[who].item, "kind": kind, "region": HERE, "phone": phone, "hukou_text": hukou}
    start = street.today - timedelta(days=day)
    if kind == "leave":
        return {**base, "end": start, "phone": None, "hukou_text": None}
    if kind == "hire":
        return {
            **base,
            "employer_code": street.firm.code,
            "start": start,
            "position": "装配" if day % 2 else "质检",
            "home_code": street.rooms[room].code if source == "counter" else None,
        }
    return {**base, "home_code": street.rooms[room].code, "start": start}


DECLARE = st.tuples(
    st.sampled_from(["counter", "landlord", "department", "police", "employer"]),
    st.integers(0, 1),
    st.sampled_from(["arrive", "arrive", "arrive", "hire", "leave"]),
    st.integers(0, 1),
    st.sampled_from([0, 1, 2, 30]),
    st.sampled_from([None, *PHONES]),
    st.sampled_from([None, "甲县", "乙县"]),
)
ANSWER = st.tuples(
    st.sampled_from(["accept", "accept", "refuse", "undo", "undo", "undecide", "undecide"]),
    st.integers(0, 9),
)
STEPS = st.lists(st.one_of(DECLARE, DECLARE, ANSWER), min_size=3, max_size=14)


@pytest.mark.long
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_the_register_reads_as_if_undone_waiting_and_refused_declarations_had_never_been(
    street, steps
):
    with transaction.atomic():
        history = History(street)
        for step in steps:
            if len(step) == 2:
                if history.told:
                    _answered(history, *step)
            else:
                source, who, kind, *rest = step
                if source == "employer" and kind != "hire":
                    continue
                history.declare(item(street, source, who, kind, *rest), senders(street)[source])
        found, status = reading(), statuses()
        transaction.set_rollback(True)
    with transaction.atomic():
        again = History(street)
        for told in sorted(history.told, key=lambda t: t.at):
            if status[told.did] in ("applied", "unchanged"):
                made = again.declare(told.item, told.sender)
                while (
                    again.decide(made, accept=True) is False and statuses()[made.did] == "waiting"
                ):
                    pass
        expected = reading()
        transaction.set_rollback(True)
    assert found == expected


def _answered(history: History, what: str, which: int) -> None:
    told = history.told[which % len(history.told)]
    if what == "undo":
        history.undo(told)
    elif what == "undecide":
        history.undecide(told)
    elif statuses()[told.did] == "waiting":
        history.decide(told, accept=what == "accept")
