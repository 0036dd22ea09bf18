"""The demo town is what it says it is, for any seed and size."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from stdnum.cn import uscc

from anju.demo import DECLARED, STANDARD, Divisions, Town, plan, read
from anju.demo.numbers import CHECKS, WEIGHTS
from anju.demo.workplaces import PLANT, PLANT_NAME

TODAY = date(2026, 11, 21)
CASES = [(2_000, 1), (2_000, 7), (317, 3), (900, 2026)]


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return read(Path(__file__).parents[2] / "node_modules")


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]} people, seed {case[1]}")
def town(request, divisions: Divisions) -> Town:
    people, seed = request.param
    return plan(people, seed, today=TODAY, divisions=divisions)


def present(town: Town) -> pl.DataFrame:
    return town.people.filter(pl.col("group").is_in(["dorm", "home"]))


def there(frame: pl.DataFrame, day: date) -> pl.DataFrame:
    return frame.filter(
        (pl.col("start") <= day) & (pl.col("end").is_null() | (pl.col("end") > day))
    )


def check_character(number: str) -> str:
    return CHECKS[sum(int(d) * w for d, w in zip(number[:17], WEIGHTS, strict=True)) % 11]


def accepted(town: Town) -> pl.DataFrame:
    return town.declarations.join(town.waiting, on="key", how="anti", maintain_order="left")


def test_identity_numbers_belong_to_nobody_and_pass_every_check(town: Town, divisions: Divisions):
    areas = set(divisions.counties["code"]) | {"810000", "820000", "830000"}
    holders = town.holders.filter(pl.col("doc_type") == "111").select("doc_number")
    numbers = pl.concat(
        [town.people.filter(pl.col("doc_type") == "111").select("doc_number"), holders]
    )["doc_number"]
    assert all(
        check_character(n) == n[17] and 996 <= int(n[14:17]) <= 999 and n[:6] in areas
        for n in numbers
    )


def test_numbers_agree_with_sex_and_birth_date(town: Town):
    for number, sex, born in (
        town.people.filter(pl.col("doc_type") == "111")
        .select("doc_number", "sex", "birth_date")
        .iter_rows()
    ):
        assert number[6:14] == f"{born:%Y%m%d}"
        assert int(number[16]) % 2 == (sex == "1")


def test_foreign_permanent_cards_have_the_new_form(town: Town):
    cards = town.declarations.filter(pl.col("doc_type") == "553")["doc_number"].unique()
    assert len(cards) >= 2
    assert all(
        n[0] == "9" and len(n) == 18 and check_character(n) == n[17] and int(n[14:17]) >= 996
        for n in cards
    )


def test_no_number_or_phone_is_given_twice(town: Town):
    numbers = town.people["doc_number"].to_list() + town.holders["doc_number"].to_list()
    phones = town.people["phone"].drop_nulls().to_list() + town.holders["phone"].to_list()
    assert len(numbers) == len(set(numbers))
    assert len(phones) == len(set(phones))
    assert all(len(p) == 11 and p.startswith("154") for p in phones)


def test_credit_codes_pass_a_second_opinion(town: Town):
    assert all(uscc.is_valid(code) for code in town.employers["uscc"])
    assert town.employers["uscc"].is_unique().all()


def test_the_same_seed_draws_the_same_town(divisions: Divisions):
    one, again, other = (plan(400, seed, today=TODAY, divisions=divisions) for seed in (5, 5, 6))
    assert one.declarations.equals(again.declarations)
    assert one.rooms.equals(again.rooms)
    assert one.staff.equals(again.staff)
    assert not one.people["doc_number"].equals(other.people["doc_number"])


def test_so_many_people_are_present_as_were_asked_for(town: Town, request):
    people = present(town)
    asked = request.node.callspec.params["town"][0]
    assert people.height == asked
    assert there(town.stays, TODAY)["person"].n_unique() == asked
    assert there(town.stays, TODAY).height == asked


def test_the_plant_keeps_its_share_and_its_coming_and_going(town: Town):
    jobs = town.jobs.filter(pl.col("employer") == PLANT)
    size = present(town).height
    assert there(jobs, TODAY).height == round(size * 31_000 / 48_000)
    days = [TODAY + timedelta(days=d) for d in range(-29, 1)]
    hires, leaves = (
        [jobs.filter(pl.col(what) == day).height for day in days] for what in ("start", "end")
    )
    assert len(set(hires)) == 1
    assert hires == leaves
    assert hires[0] == max(1, round(size * 150 / 48_000))


def test_people_work_only_when_grown_up(town: Town):
    ages = town.jobs.join(town.people.select("person", "birth_date"), on="person")
    assert ((ages["start"] - ages["birth_date"]).dt.total_days() / 365.25).min() >= 16


def test_spouses_were_grown_up_when_they_were_declared(town: Town):
    told = town.declarations.filter((pl.col("relation") == "10") & (pl.col("kind") == "arrive"))
    assert told.height
    assert told.filter(pl.col("birth_date").dt.offset_by("18y") > pl.col("start")).is_empty()


def test_ages_and_origins_look_like_a_town_of_migrants(divisions: Divisions):
    people = present(plan(6_000, 11, today=TODAY, divisions=divisions)).filter(
        pl.col("doc_type") == "111"
    )
    ages = people["age"] / 365.25
    assert ((ages >= 20) & (ages < 45)).mean() > 0.6
    afar = (
        people.filter(~pl.col("origin").str.slice(0, 2).is_in(["43", "81", "82", "83"])).height
        / people.height
    )
    assert afar == pytest.approx(12_483.72 / 37_581.68, abs=0.03)
    assert 0.5 < (people["sex"] == "1").mean() < 0.62
    assert set(people["sex"]) == {"1", "2"}


def test_rooms_are_rarely_over_capacity_but_some_are(town: Town):
    used = (
        there(town.stays, TODAY)
        .group_by("room")
        .len()
        .join(town.rooms, left_on="room", right_on="key")
    )
    over = used.filter(pl.col("len") > pl.col("capacity")).height
    assert 1 <= over <= max(2, used.height * 0.01)
    beds = town.rooms.filter(pl.col("sex").is_not_null())
    assert set(beds["capacity"]) <= {6, 8}


def test_nobody_lives_in_two_places_at_once(town: Town):
    stays = town.stays.sort("person", "start").with_columns(
        then=pl.col("start").shift(-1).over("person")
    )
    overlapping = pl.col("end").is_null() | (pl.col("end") > pl.col("then"))
    assert stays.filter(pl.col("then").is_not_null() & overlapping).is_empty()
    assert stays.filter(pl.col("end") <= pl.col("start")).is_empty()


def test_declared_stays_follow_one_another_in_the_order_they_were_told(town: Town):
    told = (
        accepted(town)
        .filter(pl.col("kind").is_in(["arrive", "leave"]))
        .with_columns(day=pl.coalesce(pl.when(pl.col("kind") == "arrive").then("start"), "end"))
    )
    told = told.with_columns(before=pl.col("day").shift(1).over("doc_number"))
    assert told.filter(pl.col("before") >= pl.col("day")).is_empty()


def test_every_declaration_is_well_formed(town: Town):
    frame = town.declarations
    assert dict(frame.schema) == DECLARED
    assert list(frame.columns)[: len(STANDARD)] == list(STANDARD)
    assert frame["key"].is_unique().all()
    assert frame["at"].is_sorted()
    required = [
        "key",
        "row",
        "kind",
        "name",
        "doc_type",
        "doc_number",
        "sex",
        "birth_date",
        "nationality",
        "region",
        "raw",
        "at",
        "channel",
        "declarer",
    ]
    assert frame.select(required).null_count().sum_horizontal()[0] == 0
    assert set(frame["kind"]) == {"arrive", "leave", "hire", "dismiss"}
    needs = {
        "arrive": ["start", "address", "reason", "police_reason", "dwelling"],
        "leave": ["end", "home_code"],
        "hire": ["start", "employer_code", "position"],
        "dismiss": ["end", "employer_code"],
    }
    for kind, columns in needs.items():
        assert (
            frame.filter(pl.col("kind") == kind).select(columns).null_count().sum_horizontal()[0]
            == 0
        ), kind


def test_nothing_is_declared_before_it_happened_or_after_today(town: Town):
    local = town.declarations.with_columns(
        day=pl.col("at").dt.convert_time_zone("Asia/Shanghai").dt.date()
    )
    assert local["day"].max() <= TODAY
    begun = local.filter(pl.col("kind").is_in(["arrive", "hire"]))
    assert (begun["day"] >= begun["start"]).all()
    ended = local.filter(pl.col("kind").is_in(["leave", "dismiss"]))
    assert (ended["day"] >= ended["end"]).all()


def test_declarations_name_homes_employers_and_heads_that_exist(town: Town):
    frame = town.declarations
    assert set(frame["home_code"].drop_nulls()) <= set(town.rooms["key"])
    assert set(frame["employer_code"].drop_nulls()) <= set(town.employers["key"])
    assert set(frame["head"].drop_nulls()) <= set(town.people["doc_number"])
    assert set(frame["region"]) <= set(town.communities["code"])
    known = {
        *town.holders["key"],
        *town.employers["key"],
        *town.staff["username"],
        *town.people["doc_number"],
    }
    assert set(frame["declarer"]) <= known


def test_every_kind_of_question_waits_for_somebody(town: Town):
    assert set(town.waiting["why"]) == {
        "tenant_unconfirmed",
        "home_not_found",
        "same_person",
        "contradiction",
    }
    frame = town.declarations.join(town.waiting, on="key", maintain_order="left")
    assert frame.filter(pl.col("why") == "home_not_found")["home_code"].null_count() >= 2
    doubles = frame.filter(pl.col("why") == "same_person")
    for row in doubles.iter_rows(named=True):
        twins = town.people.filter(
            (pl.col("name") == row["name"]) & (pl.col("birth_date") == row["birth_date"])
        )
        assert row["doc_number"] not in set(twins["doc_number"])
        assert twins.height >= 1


def test_places_hang_together(town: Town):
    assert set(town.rooms["building"]) == set(town.buildings["key"])
    assert set(town.buildings["holder"]) <= set(town.holders["key"])
    assert set(town.buildings["grid"]) <= set(town.grids["code"])
    assert town.buildings["address"].is_unique().all()
    assert town.rooms["key"].is_unique().all()
    rentals = town.buildings.filter(pl.col("kind") == "rental")["floors"]
    assert (rentals.min() >= 2) & (rentals.max() <= 8)


def test_fifteen_grid_workers_cover_the_grids_under_thirteen_leaders(town: Town):
    grid = town.staff.filter(pl.col("role") == "grid")
    workers = grid.filter(pl.col("title") == "网格员")
    assert workers.height == 15
    assert set(workers["region"]) == set(town.grids["code"])
    assert grid.filter(pl.col("title") == "片长").height == 13
    assert {
        "counter",
        "grid",
        "street",
        "district",
        "city",
        "police",
        "leader",
        "rescue",
        "rescue_head",
        "clinic",
        "cdc",
        "maternal",
        "education",
        "school",
        "checker",
        "sysadmin",
        "secadmin",
        "auditor",
        "landlord",
        "employer",
        "resident",
    } == set(town.staff["role"])


@pytest.mark.parametrize("ahead", [0, 7])
def test_the_roster_opens_and_lists_who_works_there(town: Town, ahead: int):
    day = TODAY + timedelta(days=ahead)
    roster = town.roster(day)
    rows = list(
        openpyxl.load_workbook(io.BytesIO(roster.content)).active.iter_rows(values_only=True)
    )
    assert rows[0][0].startswith(PLANT_NAME)
    numbered = [row for row in rows[3:] if isinstance(row[0], int)]
    told = {row[3].lstrip("'")[:17] for row in numbered}
    working = there(town.jobs.filter(pl.col("employer") == PLANT), day).join(
        town.people, on="person"
    )
    assert len(numbered) == roster.rows == working.height
    assert told == {number[:17] for number in working["doc_number"]}
    assert rows[3 + len(rows[3:]) - 2][0] == "合计"


def test_a_week_later_as_many_joined_as_left(town: Town):
    plant = town.jobs.filter(pl.col("employer") == PLANT)
    before, after = (set(there(plant, day)["person"]) for day in (TODAY, TODAY + timedelta(days=7)))
    assert len(after - before) == len(before - after) > 0


def test_a_handful_of_people_is_no_town(divisions: Divisions):
    with pytest.raises(ValueError, match="at least 200"):
        plan(20, today=TODAY, divisions=divisions)
