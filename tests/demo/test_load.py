"""The demo town stands in the register as it was planned, having come in through intake."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import polars as pl
import pytest
from django.test import Client

from anju.demo.divisions import TOWN
from anju.demo.load import load, town_of
from anju.demo.load.schedule import deliveries
from anju.demo.workplaces import PLANT
from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows

pytestmark = pytest.mark.town
WHO = system("test")
QUESTIONS = {"tenant_unconfirmed": "confirm"}


@pytest.fixture
def inside(town):
    """The town, inside a transaction that sees everything."""
    with acting(WHO):
        yield town


def truth(frame: pl.DataFrame, day) -> pl.DataFrame:
    return frame.filter(
        (pl.col("start") <= day) & (pl.col("end").is_null() | (pl.col("end") > day))
    )


def declared_stays(town) -> pl.DataFrame:
    """Stays of the plan whose end, if any, has come: one open stay for each person who is there."""
    return truth(town.plan.stays, town.plan.today)


@pytest.mark.long
def test_everybody_who_lives_there_has_one_open_stay(inside):
    expected = declared_stays(inside).join(
        inside.plan.people.select("person", "doc_number"), on="person"
    )
    known = people.by_citizen_numbers(expected["doc_number"].to_list())
    living = rows(
        "SELECT person_id, count(*) FROM register_stay WHERE superseded_at IS NULL AND upper_inf(period) "
        "GROUP BY 1"
    )
    assert all(count == 1 for _, count in living)
    assert (
        len(known) >= expected.height - 10
    )  # some hold passports and cards, which are not citizen numbers
    assert set(known.values()) <= {person for person, _ in living}
    assert register.living_in(TOWN, as_of=inside.plan.today) == expected.height == len(living)


def test_they_live_in_the_rooms_of_the_plan(inside):
    expected = declared_stays(inside).join(
        inside.plan.people.select("person", "doc_number", "doc_type"), on="person"
    )
    expected = expected.filter(pl.col("doc_type") == "111")
    known = people.by_citizen_numbers(expected["doc_number"].to_list())
    found = dict(
        rows(
            "SELECT s.person_id, h.code FROM register_stay s JOIN places_home h ON h.id = s.home_id "
            "WHERE s.superseded_at IS NULL AND upper_inf(s.period)"
        )
    )
    planned = {
        known[n]: inside.ground.rooms[r]
        for n, r in expected.select("doc_number", "room").iter_rows()
    }
    assert {p: found[p] for p in planned} == planned


def test_the_plant_employs_as_many_as_planned(inside):
    plan = inside.plan
    planned = truth(plan.jobs.filter(pl.col("employer") == PLANT), plan.today).height
    assert register.head_count(inside.ground.plant, as_of=plan.today) == planned


def test_nothing_is_refused_and_only_the_puzzles_wait(inside):
    plan = inside.plan
    status = Counter(
        dict(
            rows(
                "SELECT d.status, count(*) FROM register_declaration d JOIN register_batch b "
                "ON b.id = d.batch_id WHERE b.form = '' GROUP BY 1"
            )
        )
    )
    assert status["refused"] == 0
    assert status["waiting"] == plan.waiting.height
    assert sum(status.values()) == plan.declarations.height
    asked = dict(
        rows(
            "SELECT d.key, r.kind FROM register_review r JOIN register_declaration d "
            "ON d.id = r.declaration_id WHERE r.decided_at IS NULL"
        )
    )
    assert asked == {k: QUESTIONS.get(why, why) for k, why in plan.waiting.iter_rows()}


def test_what_was_said_keeps_its_hour(inside):
    said = dict(
        rows(
            "SELECT d.key, d.said_at FROM register_declaration d JOIN register_batch b ON b.id = d.batch_id "
            "WHERE b.form = ''"
        )
    )
    assert said == dict(inside.plan.declarations.select("key", "at").iter_rows())


def test_recorded_time_never_runs_backwards(inside):
    assert rows("SELECT count(*) FROM register_stay WHERE superseded_at < recorded_at") == [(0,)]
    assert rows("SELECT count(*) FROM register_job WHERE superseded_at < recorded_at") == [(0,)]


def test_leases_are_planned_ends_and_close_nothing(inside):
    today = inside.plan.today
    leased = rows(
        "SELECT count(*) FILTER (WHERE leave_due > %s), bool_and(upper_inf(period)) FROM register_stay "
        "WHERE superseded_at IS NULL AND leave_due > %s AND upper_inf(period)",
        [today, today],
    )
    assert leased[0][0] > 10
    assert rows(
        "SELECT count(*) FROM register_stay WHERE superseded_at IS NULL AND upper(period) > %s",
        [today + timedelta(days=1)],
    ) == [(0,)]


def test_families_live_in_one_household_and_children_have_a_guardian(inside):
    plan = inside.plan
    members = plan.people.filter(
        (pl.col("group") == "home") & (pl.col("size") > 1) & (pl.col("doc_type") == "111")
    )
    known = people.by_citizen_numbers(members["doc_number"].to_list())
    house = dict(rows("SELECT person_id, household_id FROM people_membership WHERE until IS NULL"))
    units = members.group_by("unit").agg("doc_number")["doc_number"].to_list()
    assert all(len({house[known[n]] for n in unit}) == 1 for unit in units)
    children = members.filter(pl.col("role") == "child")["doc_number"].to_list()
    assert all(people.wards_of([known[c]]) for c in children)


def test_last_weeks_roster_is_applied_and_this_weeks_waits(inside):
    states = [(i.state, i.form) for i in register.imports(employer_id=inside.ground.plant)]
    assert states == [("previewed", "employer-roster"), ("applied", "employer-roster")]
    applied = register.imports(employer_id=inside.ground.plant)[1].counts
    assert applied.get("waiting", 0) == 0


def test_somebody_looked_at_the_residents_record(inside):
    assert (
        rows("SELECT count(DISTINCT user_id) FROM audit_entry WHERE action = 'person.view'")[0][0]
        >= 3
    )


def test_loading_again_changes_nothing(town):
    def figures() -> list[tuple[int, ...]]:
        with acting(WHO):
            return rows(
                "SELECT (SELECT count(*) FROM register_declaration), (SELECT count(*) FROM register_stay), "
                "(SELECT count(*) FROM people_person), (SELECT count(*) FROM places_home), "
                "(SELECT count(*) FROM access_user), (SELECT count(*) FROM people_membership)"
            )

    before = figures()
    ground, _ = load(town.plan)
    assert figures() == before
    assert ground.rooms == town.ground.rooms


def test_the_same_moment_and_seed_give_the_same_deliveries():
    at = now()
    one, again = (list(deliveries(town_of(300, 3, at=at))) for _ in range(2))
    assert [(d.sender, d.key, d.at) for d in one] == [(d.sender, d.key, d.at) for d in again]
    assert all(a.rows.equals(b.rows) for a, b in zip(one, again, strict=True))


def test_nobodys_declarations_come_in_out_of_order():
    told: dict[tuple[str, bool], object] = {}
    for delivery in deliveries(town_of(300, 3, at=now())):
        for number, kind, at in delivery.rows.select("doc_number", "kind", "at").iter_rows():
            who = number, kind in {"arrive", "leave"}
            assert told.get(who, at) <= at
            told[who] = at


@pytest.mark.parametrize("people_there", [300, 8_000])
def test_a_delivery_holds_nothing_said_after_it_and_the_next_nothing_said_long_before(people_there):
    before = None
    for delivery in deliveries(town_of(people_there, 3, at=now())):
        assert delivery.rows["at"].max() <= delivery.at
        assert before is None or before <= delivery.at
        before = delivery.at


def test_there_is_a_sign_in_for_every_role(town):
    assert {s.role for s in town.sign_ins} == set(access.ROLES)


@pytest.mark.parametrize(
    "role",
    [
        "counter",
        "street",
        "district",
        "city",
        "police",
        "leader",
        "grid",
        "sysadmin",
        "secadmin",
        "auditor",
    ],
)
def test_staff_sign_in_with_password_and_code(town, role, settings):
    settings.DEMO = True  # as `./anju up` serves it: only then are the authenticators' codes shown
    one = town.sign_in(role)
    browser = Client()
    answer = browser.post("/account/login/", {"login": one.user, "password": one.password})
    assert answer.status_code == 302
    with acting(WHO):
        user = next(u for u in access.users(WHO, q=one.user).users if u.username == one.user)
        shown = {c.username: c.code for c in access.demo_authenticators(at=now())}
    assert shown[one.user]
    answer = browser.post("/account/2fa/authenticate/", {"code": shown[one.user]})
    assert answer.status_code == 302
    assert browser.session["_auth_user_id"] == str(user.id)


@pytest.mark.parametrize("role", ["landlord", "employer", "resident"])
def test_phone_accounts_reach_what_is_theirs(town, role):
    with acting(WHO):
        account = access.user_by_phone(WHO, phone=town.sign_in(role).user)
        actor = access.actor_for(account.id, at=now())
    assert actor.may("declare")
    assert actor.parties("person.see")


def test_the_newcomers_account_belongs_to_nobody(town):
    newcomer = [s for s in town.sign_ins if s.role == "resident"][1]
    with acting(WHO):
        assert access.user_by_phone(WHO, phone=newcomer.user).person_id is None


def test_the_clients_token_opens_the_api(town):
    with acting(WHO):
        actor = access.actor_of_token(town.sign_in("client").password, at=now())
    assert actor.may("declare", region=TOWN)


def test_landlords_offer_empty_rooms_a_list_waits_with_its_doubts_and_a_resident_asks(inside):
    states = dict(rows("SELECT state, count(*) FROM housing_listing WHERE current GROUP BY 1"))
    assert states["open"] >= 6 and states["doubtful"] == 3
    assert not rows(
        "SELECT l.id FROM housing_listing l JOIN register_stay s ON s.home_id = l.home_id "
        "WHERE l.state = 'open' AND s.superseded_at IS NULL AND s.period @> %s::date",
        [inside.plan.today],
    )
    assert rows("SELECT count(*) FROM housing_viewing WHERE state = 'proposed'") == [(1,)]
