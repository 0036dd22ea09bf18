"""A lease is filed with registered tenants, who confirm it or object; the letter is agreed to as it was shown; when its
end passes, both sides hear of it once."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from anju.domains.housing import handlers
from anju.domains.housing.api import rentals
from anju.domains.housing.api.rentals import Lease, RentalRecord, RentalState
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices import api as notices
from tests.domains.housing.premises.visits import landlord, officer
from tests.factories.register import ELSEWHERE, PLATFORM, RESIDENT, STREET, Street, declared
from tests.factories.staff import public
from tests.factories.tasks import events_since, last_event

_keys = itertools.count()


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def tenant(person: int, user: int = 33) -> Actor:
    return Actor("public", user, "租客", (), person_id=person)


def lease(street: Street, **change: object) -> Lease:
    day = street.today
    one = Lease(
        (street.resident,), day - timedelta(days=30), day + timedelta(days=335), Decimal(900)
    )
    return replace(one, **change)


def filed(
    street: Street, actor: Actor | None = None, key: str = "", **change: object
) -> RentalRecord:
    actor = actor or landlord(street)
    with acting(actor):
        return rentals.file_rental(
            street.rooms[0].code,
            lease(street, **change),
            key=key or f"f{next(_keys)}",
            actor=actor,
            at=street.at,
        )


def answered(
    street: Street, record: RentalRecord, actor: Actor, *, yes: bool, text: str = "租金不对"
):
    with acting(actor):
        return rentals.answer_rental(
            record.id,
            confirmed=yes,
            text="" if yes else text,
            key=f"a{next(_keys)}",
            actor=actor,
            at=street.at,
        )


def counted(table: str) -> int:
    with acting(PLATFORM):
        return int(rows(f"SELECT count(*) FROM {table}")[0][0])


def test_landlord_agency_and_office_file_and_the_same_request_again_changes_nothing(street):
    record = filed(street, key="once", filer="agency", filer_name="安居房产")
    assert (record.state, record.filer_name, record.rent) == ("filed", "安居房产", Decimal(900))
    before = [counted(t) for t in ("housing_rental", "housing_rental_event", "audit_entry")]
    assert filed(street, key="once", filer="agency", filer_name="安居房产") == record
    assert [counted(t) for t in ("housing_rental", "housing_rental_event", "audit_entry")] == before
    with pytest.raises(Refused, match="rental_exists"):
        filed(street, actor=officer())
    later = street.today + timedelta(days=340)
    assert filed(street, since=later + timedelta(days=20), until=None).filer_name == "周房东"
    assert (
        filed(street, officer(), since=later, until=later + timedelta(days=9), rent=None).rent
        is None
    )


def test_every_tenant_answers_and_the_state_follows_all_of_them(street):
    record = filed(street, tenants=(street.resident, street.child))
    one, two = tenant(street.resident), tenant(street.child, 34)
    assert answered(street, record, one, yes=True).state is RentalState.FILED
    assert answered(street, record, two, yes=False).state is RentalState.OBJECTED
    assert answered(street, record, one, yes=False).state is RentalState.OBJECTED
    assert answered(street, record, two, yes=True).state is RentalState.OBJECTED
    done = answered(street, record, one, yes=True)
    assert done.state is RentalState.CONFIRMED
    assert [t.person_id for t in done.tenants] == [street.resident], (
        "another tenant's row is out of sight"
    )
    with acting(PLATFORM):
        assert [t.answer for t in rentals.rental(record.id).tenants] == ["confirmed"] * 2
    with acting(landlord(street)):
        again = rentals.amend_rental(
            record.id,
            lease(street, rent=Decimal(800)),
            key="amend",
            actor=landlord(street),
            at=street.at,
        )
    assert (again.state, again.rent, len(again.tenants)) == ("filed", Decimal(800), 1)
    with pytest.raises(NotFound):
        answered(street, record, two, yes=True)


def test_whom_the_lease_concerns_reads_it_and_nobody_else(street):
    record = filed(street)
    sees = {
        "landlord": landlord(street),
        "street": officer(),
        "tenant": tenant(street.resident),
    }
    others = {
        "other landlord": landlord(street, "holder:999"),
        "other street": officer(ELSEWHERE),
        "who lives there but is no tenant": tenant(street.child),
        "who is nobody": Actor("public"),
        "leader": officer(STREET, frozenset({"home.see"})),
    }
    tables = ("housing_rental", "housing_tenant", "housing_rental_event")
    for actor, seen in ((a, a in sees.values()) for a in (*sees.values(), *others.values())):
        with acting(actor):
            assert [rows(f"SELECT count(*) FROM {t}")[0][0] for t in tables] == [int(seen)] * 3
            if seen:
                assert rentals.rental(record.id).id == record.id
            else:
                with pytest.raises(NotFound, match="rental_unknown"):
                    rentals.rental(record.id)
    for actor in (others["who lives there but is no tenant"], sees["landlord"], sees["street"]):
        with pytest.raises(NotFound):
            answered(street, record, actor, yes=True)
    for actor in (sees["tenant"], others["other landlord"], others["other street"]):
        with acting(actor), pytest.raises(NotFound, match="rental_unknown"):
            rentals.withdraw_rental(record.id, text="x", key="w", actor=actor, at=street.at)
        with pytest.raises(NotFound, match="home_unknown"):
            filed(street, actor)
    with acting(sees["tenant"]):
        (mine,) = rentals.rentals_of_person(street.resident)
    assert mine.tenants[0].person_id == street.resident


def test_the_letter_is_agreed_to_as_it_was_shown_by_whom_it_binds(street):
    record, actor = filed(street), landlord(street)
    letter = rentals.rental_letter(record.region, street.today)
    digest = rentals.digest_of(letter)

    def sign(who: Actor, text: str = digest):
        with acting(who):
            return rentals.sign_letter(
                record.id, text, key=f"s{next(_keys)}", actor=who, at=street.at
            )

    with pytest.raises(Conflict, match="letter_changed"):
        sign(actor, "000000000000")
    with pytest.raises(NotAllowed):
        sign(officer())
    signed = sign(actor)
    assert sign(actor).signature == signed.signature
    assert (signed.signature.by_label, signed.signature.digest) == ("周房东", digest)
    assert signed.signature.letter == letter
    assert [e.step for e in signed.events] == ["filed", "signed"]
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows("UPDATE housing_signature SET by_label = 'x' RETURNING id")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tenants": ()}, "rental_tenants"),
        ({"tenants": "twice"}, "rental_tenants"),
        ({"tenants": "stranger"}, "rental_tenant_unregistered"),
        ({"until": date(2000, 1, 1)}, "rental_period"),
        ({"until": date(2099, 1, 1)}, "rental_period"),
        ({"rent": Decimal(0)}, "rental_rent"),
        ({"rent": Decimal("1.234")}, "rental_rent"),
        ({"rent": Decimal("Infinity")}, "rental_rent"),
        ({"filer": "agency"}, "rental_filer"),
        ({"filer": "friend"}, "rental_filer"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(street, change, code):
    named = {"twice": (street.resident,) * 2, "stranger": (street.stranger,)}
    tenants = change.get("tenants")
    if isinstance(tenants, str):
        change = {"tenants": named[tenants]}
    with pytest.raises(Refused, match=code):
        filed(street, **change)
    assert counted("housing_rental") == 0


def test_both_sides_hear_once_that_a_lease_ended_without_a_move_out(street):
    public("13700000001", grants=(("landlord", street.holder, ""),))
    public("13900001234", person_id=street.resident)
    record = filed(street, until=street.today)
    later = street.at + timedelta(days=1)
    assert rentals.lease_ends(actor=PLATFORM, at=street.at) == 0
    for _ in range(3):
        rentals.lease_ends(actor=PLATFORM, at=later, part=1)
    told = [n.to for n in notices.recent(kind=rentals.OVER_NOTICE)]
    assert sorted(told) == ["13700000001", "13900001234"]
    with acting(landlord(street)):
        after = rentals.rental(record.id)
        assert after.live and after.run_out(street.today + timedelta(days=1))
        assert after.events[-1].step == "prompted"
        found, counts = rentals.rentals_of_parties(
            (street.holder,), today=street.today + timedelta(days=1), show="run_out"
        )
    assert [r.id for r in found] == [record.id] and counts["run_out"] == 1


def test_a_lease_whose_tenants_have_moved_out_ends_by_itself_and_nobody_is_told(street):
    record = filed(street, until=street.today)
    later = street.at + timedelta(days=2)
    out = {"kind": "leave", **RESIDENT.item, "region": street.rooms[0].region, "end": street.today}
    assert declared([out], at=later).outcomes[0].status == "applied"
    rentals.lease_ends(actor=PLATFORM, at=later)
    with acting(PLATFORM):
        after = rentals.rental(record.id)
    assert (after.state, after.ended_on) == ("ended", street.today)
    assert not notices.recent(kind=rentals.OVER_NOTICE)


def test_a_lease_also_ends_when_its_tenants_go_after_both_sides_were_told(street):
    record = filed(street, until=street.today)
    for days in (1, 2):
        rentals.lease_ends(actor=PLATFORM, at=street.at + timedelta(days=days))
    later = street.at + timedelta(days=9)
    out = {
        "kind": "leave",
        **RESIDENT.item,
        "region": street.rooms[0].region,
        "end": street.today + timedelta(days=5),
    }
    assert declared([out], at=later).outcomes[0].status == "applied"
    rentals.lease_ends(actor=PLATFORM, at=later)
    with acting(PLATFORM):
        after = rentals.rental(record.id)
    steps = [e.step for e in after.events]
    assert after.state == "ended" and steps.count("prompted") == 1, "nobody is told again"


def test_a_lease_is_ended_or_withdrawn_once(street):
    record, actor = filed(street), landlord(street)
    with acting(actor):
        with pytest.raises(Refused, match="rental_end"):
            rentals.end_rental(
                record.id, day=street.today + timedelta(days=1), key="e", actor=actor, at=street.at
            )
        with pytest.raises(Refused, match="rental_text_missing"):
            rentals.withdraw_rental(record.id, text=" ", key="w", actor=actor, at=street.at)
        ended = rentals.end_rental(record.id, day=street.today, key="e", actor=actor, at=street.at)
        assert (ended.state, ended.ended_on) == ("ended", street.today)
        with pytest.raises(Conflict, match="rental_step"):
            rentals.withdraw_rental(record.id, text="错", key="w", actor=actor, at=street.at)
    with pytest.raises(Conflict, match="rental_step"):
        answered(street, record, tenant(street.resident), yes=True)


def test_a_merge_takes_the_tenant_along(street):
    assert "housing_tenant.person_id" in {r.key for r in people.references()}


def test_tenants_hear_of_a_lease_and_of_its_change_and_the_landlord_of_an_objection(street):
    public("13700000002", grants=(("landlord", street.holder, ""),))
    public("13900001235", person_id=street.resident)
    since = last_event()
    record = filed(street)
    answered(street, record, tenant(street.resident), yes=False)
    with acting(PLATFORM):
        for event in events_since(since):
            if event.name == rentals.RENTAL_EVENT:
                handlers.rental_step(event)
    (to_tenant,) = notices.recent(kind=rentals.FILED_NOTICE)
    (to_landlord,) = notices.recent(kind=rentals.OBJECTED_NOTICE)
    assert (to_tenant.to, to_landlord.to) == ("13900001235", "13700000002")
    assert record.number in to_tenant.text and record.number in to_landlord.text
    assert "900" not in to_tenant.text and "租金不对" not in to_landlord.text
