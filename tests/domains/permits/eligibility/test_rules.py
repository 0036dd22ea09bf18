"""Who is eligible: half a year and one condition, by the rules of each city, always with the reason."""

import json
from datetime import date

import polars as pl
import pytest

from anju.domains.permits.eligibility import rules as eligibility
from anju.domains.permits.eligibility.queries.law import rulesets
from anju.domains.permits.eligibility.rules import FACTS, PEOPLE, city_of

LIUYANG, HANGZHOU, WUHAN, SHENZHEN, GUANGZHOU = (
    "430181124205",
    "330106001001",
    "420106001001",
    "440305001001",
    "440106001001",
)
DAY = date(2026, 11, 22)
RENTED, WITH_FRIENDS = "02", "04"


def assess(people, facts, day):
    return eligibility.assess(people, facts, day, rulesets=rulesets())


def stay(region, since, until=None, *, registered=None, dwelling=RENTED, source="stay:1"):
    return ("registered_stay", region, since, until, registered or since, dwelling, source)


def fact(code, region, since, until=None, source="proof:1"):
    return (code, region, since, until, None, "", source)


def judged(*facts, origin="522101", nationality="CHN", hmt=False, day=DAY):
    people = pl.DataFrame([(1, origin, nationality, hmt)], schema=PEOPLE, orient="row")
    found = assess(
        people, pl.DataFrame([(1, *f) for f in facts], schema=FACTS, orient="row"), day
    ).row(0, named=True)
    return found | {
        "satisfied": json.loads(found["satisfied"]),
        "missing": json.loads(found["missing"]),
    }


def codes(items):
    return [i["code"] for i in items]


def test_half_a_year_in_a_rented_home_entitles_and_says_why():
    found = judged(stay(LIUYANG, date(2026, 5, 22)))
    assert (found["entitled"], found["entitled_from"], found["path"]) == (True, DAY, "home")
    assert [(f["code"], f["article"], f["since"], f["source"]) for f in found["satisfied"]] == [
        ("registered_stay", "663.2", "2026-05-22", "stay:1"),
        ("stable_home", "663.2", "2026-05-22", "stay:1"),
    ]
    assert found["missing"] == []


def test_a_day_short_of_half_a_year_names_the_day():
    found = judged(stay(LIUYANG, date(2026, 5, 23)))
    assert (found["entitled"], found["entitled_from"], found["changes_on"]) == (
        False,
        date(2026, 11, 23),
        date(2026, 11, 23),
    )
    assert found["missing"] == [
        {
            "code": "registered_stay",
            "article": "663.2",
            "due": "2026-11-23",
            "paper": "",
            "group": "",
        }
    ]


@pytest.mark.parametrize(
    ("since", "full"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 3, 30), date(2026, 9, 30)),
    ],
)
def test_half_a_year_is_six_calendar_months(since, full):
    assert judged(stay(LIUYANG, since), day=since)["entitled_from"] == full


def test_who_lives_with_friends_and_has_no_job_is_told_the_three_ways_once():
    found = judged(stay(LIUYANG, date(2026, 1, 1), dwelling=WITH_FRIENDS))
    assert (found["entitled"], found["entitled_from"], found["path"]) == (False, None, None)
    assert codes(found["satisfied"]) == ["registered_stay"]
    assert [(m["code"], m["group"], m["paper"]) for m in found["missing"]] == [
        ("stable_job", "job", "job"),
        ("stable_home", "home", "home"),
        ("schooling", "school", "school"),
    ]


@pytest.mark.parametrize(
    ("code", "path"), [("stable_job", "job"), ("stable_home", "home"), ("schooling", "school")]
)
def test_a_job_a_proved_home_or_a_school_each_open_the_way(code, path):
    found = judged(
        stay(LIUYANG, date(2026, 1, 1), dwelling=WITH_FRIENDS),
        fact(code, "4301", date(2026, 10, 1)),
    )
    assert (found["entitled"], found["path"], found["entitled_from"]) == (
        True,
        path,
        date(2026, 10, 1),
    )


def test_a_job_in_another_city_does_not_count():
    found = judged(
        stay(LIUYANG, date(2026, 1, 1), dwelling=WITH_FRIENDS),
        fact("stable_job", "440305", date(2026, 1, 1)),
    )
    assert not found["entitled"]


def test_somebody_at_home_in_this_city_needs_no_permit():
    found = judged(stay(LIUYANG, date(2020, 1, 1)), origin="430103")
    assert (found["entitled"], codes(found["missing"])) == (False, ["local_hukou"])
    assert judged(stay(LIUYANG, date(2020, 1, 1)), origin="430422")["entitled"]


@pytest.mark.parametrize(
    ("code", "key"), [("110105", "11"), ("429004", "429004"), ("430181", "4301")]
)
def test_a_city_is_a_prefecture_a_municipality_or_a_county_of_its_own(code, key):
    assert city_of(code) == key


def test_foreigners_have_other_documents():
    assert codes(
        judged(stay(LIUYANG, date(2020, 1, 1)), origin="", nationality="USA")["missing"]
    ) == ["foreign"]


def test_residents_of_hong_kong_macao_and_taiwan_count_a_stay_anywhere_in_the_mainland():
    moved = (
        stay(LIUYANG, date(2026, 9, 1), source="stay:2"),
        stay(SHENZHEN, date(2026, 3, 1), date(2026, 9, 1), source="stay:1"),
    )
    found = judged(*moved, origin="810000")
    assert (found["entitled"], found["ruleset"], found["entitled_from"]) == (
        True,
        "hmt",
        date(2026, 9, 1),
    )
    assert found["satisfied"][0]["article"] == "hmt.2"
    assert not judged(*moved)["entitled"]
    assert judged(*moved, hmt=True, origin="")["entitled"]


def test_a_move_inside_the_city_goes_on_counting():
    found = judged(
        stay("430102001001", date(2026, 1, 1), date(2026, 8, 1)), stay(LIUYANG, date(2026, 8, 20))
    )
    assert found["entitled"]


def test_what_interrupts_a_stay_differs_from_city_to_city():
    """Nineteen days between two homes: less than the break nationally allowed, more than Hangzhou's
    ten and Wuhan's three."""

    def two(region):
        return (stay(region, date(2026, 1, 1), date(2026, 8, 1)), stay(region, date(2026, 8, 20)))

    assert judged(*two(LIUYANG))["entitled_from"] == date(
        2026, 8, 20
    )  # from the day of the home lived in now
    assert judged(*two(HANGZHOU))["entitled_from"] == date(2027, 2, 20)
    assert judged(*two(WUHAN))["entitled_from"] == date(2027, 2, 20)


def test_zhejiang_counts_from_registration_the_nation_from_arrival():
    late = {"since": date(2026, 1, 1), "registered": date(2026, 9, 1)}
    assert judged(stay(LIUYANG, **late))["entitled_from"] == date(2026, 7, 1)
    assert judged(stay("330206001001", **late))["entitled_from"] == date(2027, 3, 1)


def test_in_hangzhou_a_job_counts_with_insurance():
    here = stay(HANGZHOU, date(2026, 1, 1), dwelling=WITH_FRIENDS)
    job = fact("stable_job", "3301", date(2026, 1, 1), source="job:1")
    assert [(m["code"], m["group"]) for m in judged(here, job)["missing"]] == [
        ("insurance", "job"),
        ("stable_home", "home"),
        ("schooling", "school"),
    ]
    assert judged(here, job, fact("insurance", "3301", date(2026, 9, 1)))["path"] == "job"


@pytest.mark.parametrize(
    ("code", "since", "start"),
    [
        ("insurance", date(2026, 5, 1), date(2026, 11, 1)),
        ("stable_job", date(2026, 11, 1), date(2026, 11, 1)),
        ("schooling", date(2026, 11, 1), date(2026, 11, 1)),
        ("marriage", date(2026, 11, 1), date(2026, 11, 1)),
    ],
)
def test_wuhan_has_shortcuts_past_the_half_year(code, since, start):
    here = stay(WUHAN, date(2026, 10, 20), dwelling=WITH_FRIENDS)
    found = judged(here, fact(code, "4201", since))
    assert (found["entitled"], found["entitled_from"]) == (True, start)
    assert not judged(here)["entitled"]


def test_shenzhen_asks_for_a_year_of_stay_and_a_year_of_insurance():
    here = stay(SHENZHEN, date(2025, 6, 1))
    assert codes(judged(here)["missing"]) == ["insurance", "insurance"]
    found = judged(here, fact("insurance", "4403", date(2026, 1, 1)))
    assert (found["entitled"], found["entitled_from"], found["path"]) == (
        False,
        date(2027, 1, 1),
        "insurance_12",
    )
    assert judged(here, fact("insurance", "4403", date(2025, 9, 1)))["entitled"]


def test_in_shenzhen_eighteen_months_of_insurance_within_two_years_do_as_well():
    here = stay(SHENZHEN, date(2025, 6, 1))
    broken = (
        fact("insurance", "4403", date(2025, 1, 1), date(2026, 1, 1)),
        fact("insurance", "4403", date(2026, 5, 1)),
    )
    found = judged(here, *broken)
    assert (found["entitled"], found["path"], found["entitled_from"]) == (
        True,
        "insurance_18",
        date(2026, 11, 1),
    )
    ended = judged(here, fact("insurance", "4403", date(2025, 1, 1), date(2026, 7, 1)))
    assert (ended["entitled"], ended["changes_on"]) == (True, date(2027, 2, 1))
    assert not judged(
        here, fact("insurance", "4403", date(2025, 1, 1), date(2026, 7, 1)), day=date(2027, 2, 1)
    )["entitled"]


def test_where_nothing_was_found_the_national_rule_holds_under_the_citys_name():
    found = judged(stay(GUANGZHOU, date(2026, 5, 1)))
    assert (found["entitled"], found["ruleset"], found["satisfied"][0]["article"]) == (
        True,
        "guangzhou",
        "663.2",
    )


def test_who_will_have_left_before_the_half_year_is_full_is_not_promised_anything():
    found = judged(stay(LIUYANG, date(2026, 9, 1), date(2027, 1, 1)))
    assert (found["entitled"], found["entitled_from"]) == (False, None)
    assert ("registered_stay", None) in [(m["code"], m["due"]) for m in found["missing"]]


def test_who_left_is_not_entitled_any_more():
    assert not judged(stay(LIUYANG, date(2020, 1, 1), date(2026, 11, 1)))["entitled"]


def test_an_unknown_origin_is_taken_for_elsewhere_and_nobody_is_left_out():
    people = pl.DataFrame(
        [(7, "", "CHN", False), (3, "522101", "CHN", False)], schema=PEOPLE, orient="row"
    )
    facts = pl.DataFrame([(7, *stay(LIUYANG, date(2020, 1, 1)))], schema=FACTS, orient="row")
    found = assess(people, facts, DAY)
    assert found["person"].to_list() == [7, 3]
    assert found["entitled"].to_list() == [True, False]
    assert json.loads(found["missing"][1])[0]["code"] == "registered_stay"


def test_before_the_order_nobody_was_entitled():
    found = judged(stay(LIUYANG, date(2014, 1, 1)), day=date(2015, 12, 31))
    assert (found["entitled"], codes(found["missing"])) == (False, ["no_rule"])


def test_a_known_end_is_a_day_on_which_the_answer_may_change():
    """The stay of now ends too early; only when it has ended does the next one, known already, promise a day."""
    moves = (
        stay(LIUYANG, date(2026, 9, 1), date(2027, 1, 1)),
        stay(LIUYANG, date(2027, 7, 1), source="stay:2"),
    )
    now = judged(*moves)
    assert (now["entitled_from"], now["changes_on"]) == (None, date(2027, 1, 1))
    assert judged(*moves, day=date(2027, 1, 1))["entitled_from"] == date(2028, 1, 1)


@pytest.mark.parametrize(
    ("back", "registered", "full"),
    [
        (
            date(2026, 8, 4),
            date(2026, 8, 20),
            date(2026, 7, 1),
        ),  # three days between: told in time, nothing interrupted
        (date(2026, 8, 5), date(2026, 8, 5), date(2027, 2, 5)),
        (date(2026, 8, 5), date(2026, 8, 20), date(2027, 2, 20)),
    ],
)
def test_wuhan_counts_who_left_for_more_than_three_days_anew_from_the_new_registration(
    back, registered, full
):
    first = stay(WUHAN, date(2026, 1, 1), date(2026, 8, 1), registered=date(2026, 3, 1))
    found = judged(first, stay(WUHAN, back, registered=registered))
    due = (
        max(date.fromisoformat(m["due"]) for m in found["missing"])
        if found["missing"]
        else found["entitled_from"]
    )
    assert due == max(full, back if not found["missing"] else full)
    assert judged(stay(WUHAN, date(2026, 1, 1), registered=date(2026, 9, 1)))[
        "entitled_from"
    ] == date(2026, 7, 1)


def months_paid(*months, year=2026):
    return [
        fact(
            "insurance", "4201", date(year, m, 1), date(year + m // 12, m % 12 + 1, 1), f"proof:{m}"
        )
        for m in months
    ]


def test_insurance_told_month_by_month_is_one_run_until_a_month_is_left_out():
    here = stay(WUHAN, date(2026, 10, 20), dwelling=WITH_FRIENDS)
    assert judged(here, *months_paid(4, 5, 6, 7, 8, 9, 10))["path"] == "insurance", (
        "in November, October is the last told"
    )
    assert not judged(here, *months_paid(4, 5, 6, 7, 8, 9))["entitled"], "October was not paid"
    assert not judged(here, *months_paid(4, 5, 6, 8, 9, 10))["entitled"], "July was not paid"
    days = [
        fact("insurance", "4201", date(2026, m, 10), date(2026, m, 25), f"proof:{m}")
        for m in range(4, 11)
    ]
    assert judged(here, *days)["entitled"], "parts of months that follow each other"
    assert not judged(here, fact("insurance", "4201", date(2026, 1, 1), date(2026, 11, 15)))[
        "entitled"
    ], "a stated end holds"


def test_school_goes_on_through_the_holidays():
    here = stay(LIUYANG, date(2026, 1, 1), dwelling=WITH_FRIENDS)
    terms = [
        fact("schooling", "4301", date(2026, 2, 23), date(2026, 7, 4)),
        fact("schooling", "4301", date(2026, 9, 1), None, "proof:2"),
    ]
    for day in (date(2026, 7, 20), date(2026, 8, 31), date(2026, 9, 1)):
        assert judged(here, *terms, day=day)["path"] == "school"
        assert judged(here, terms[0], day=min(day, date(2026, 8, 31)))["entitled"], (
            "also before the next term is told"
        )
    assert not judged(here, terms[0], day=date(2026, 9, 13))["entitled"]
    whole = fact("schooling", "4301", date(2023, 9, 1), date(2026, 7, 1))
    assert not judged(here, whole, day=date(2026, 7, 2))["entitled"], (
        "who finished school has finished"
    )
