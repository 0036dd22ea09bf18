"""What a dose counts for and when the next one is due, on small schedules written for each rule."""

from datetime import date

import pytest

from anju.domains.health.api import (
    AgeLimits,
    Antigen,
    Association,
    BirthImmunity,
    Condition,
    ConditionKind,
    ConditionSet,
    Conflict,
    Contraindication,
    Given,
    Indication,
    InForce,
    Interval,
    Observed,
    Offset,
    Person,
    Product,
    Schedule,
    Series,
    SeriesKind,
    Skip,
    SkipContext,
    TargetDose,
    VaccineGroup,
    assess,
    leading,
    offset,
)
from anju.domains.health.immunization.rules.dates import shift


def day(text):
    return date.fromisoformat(text).toordinal()


def iso(ordinal):
    return None if ordinal is None else date.fromordinal(ordinal).isoformat()


BORN = "2020-01-31"
A = (Product("a"),)


def ages(absolute="", minimum="", earliest="", latest="", maximum="", **more):
    return (AgeLimits(*map(offset, (absolute, minimum, earliest, latest, maximum)), **more),)


def interval(absolute="", minimum="", earliest="", latest="", **more):
    lengths = dict(
        zip(
            ("absolute", "minimum", "earliest", "latest"),
            (absolute, minimum, earliest, latest),
            strict=True,
        )
    )
    return Interval(**{k: offset(v) for k, v in lengths.items()}, **more)


TWO = (
    TargetDose(
        1, ages("2 months - 4 days", "2 months", "2 months", "3 months + 4 weeks"), preferable=A
    ),
    TargetDose(
        2,
        ages("4 months - 4 days", "4 months", maximum="5 years"),
        (interval("4 weeks - 4 days", "4 weeks", "8 weeks", "13 weeks"),),
        preferable=A,
    ),
)


def schedule(*series, group=("x",), full=False, conflicts=None, vaccines=None, **antigen):
    by_antigen = {}
    for one in series or (Series("only", "x", TWO, default=True),):
        by_antigen.setdefault(one.antigen, []).append(one)
    return Schedule(
        "test",
        {name: Antigen(name, tuple(some), **antigen) for name, some in by_antigen.items()},
        (VaccineGroup("g", tuple(group), full),),
        vaccines or {code: (Association("x"),) for code in ("a", "b")},
        conflicts or {},
    )


def answer(rules, *doses, today="2020-12-01", born=BORN, **person):
    given = [
        Given(day(d[0]), *d[1:]) if isinstance(d, tuple) else Given(day(d), "a") for d in doses
    ]
    return leading(assess(rules, Person(day(born), **person), given, day(today)), day(today))


def counts(found):
    return [(e.status.value, e.reason.value) for e in found.evaluations]


def dates(found):
    f = found.forecast
    return f.status.value, f.number, iso(f.earliest), iso(f.recommended), iso(f.past_due)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2000-03-31", "6 months", "2000-10-01"),
        ("2000-08-31", "6 months", "2001-03-01"),
        ("2000-01-31", "6 months - 4 days", "2000-07-27"),
        ("2004-02-29", "1 year", "2005-03-01"),
        ("2000-11-01", "18 months + 4 weeks", "2002-05-29"),
        ("2000-12-31", "2 months", "2001-03-01"),
        ("2001-02-01", "5 weeks", "2001-03-08"),
    ],
)
def test_lengths_of_time_are_reckoned_as_the_specification_says(start, length, end):
    assert iso(shift(day(start), offset(length))) == end


def test_what_is_not_a_length_is_refused():
    assert offset("") is None
    assert offset("n/a") is None
    with pytest.raises(ValueError, match="soon"):
        offset("soon")


def test_the_first_dose_is_due_by_age():
    assert dates(answer(schedule(), today="2020-02-01")) == (
        "not_complete", 1, "2020-03-31", "2020-03-31", "2020-05-28",
    )  # fmt: skip


def test_a_dose_four_days_early_counts_as_grace_and_five_days_early_does_not():
    assert counts(answer(schedule(), "2020-03-27")) == [("valid", "grace_period")]
    assert counts(answer(schedule(), "2020-03-26")) == [("not_valid", "too_young")]


def test_the_interval_counts_from_a_dose_that_was_not_valid_too():
    found = answer(schedule(), "2020-04-10", "2020-05-20", today="2020-05-21")
    assert counts(found) == [("valid", ""), ("not_valid", "too_young")]
    assert dates(found)[:4] == ("not_complete", 2, "2020-06-17", "2020-07-15")


def test_too_soon_after_the_dose_before():
    found = answer(schedule(), "2020-05-20", "2020-06-05", "2020-06-29")
    assert counts(found) == [("valid", ""), ("not_valid", "too_soon"), ("valid", "grace_period")]


def test_a_dose_after_the_last_age_is_extraneous_and_the_series_aged_out():
    found = answer(schedule(), "2020-05-20", "2025-01-31", today="2025-02-01")
    assert counts(found) == [("valid", ""), ("extraneous", "too_old")]
    assert found.forecast.status == "aged_out"


def test_a_dose_after_the_last_is_extraneous():
    found = answer(schedule(), "2020-04-20", "2020-06-20", "2020-09-20")
    assert counts(found)[-1] == ("extraneous", "already_complete")
    assert found.forecast.status == "complete"


def test_an_unusable_dose_is_to_be_repeated():
    found = answer(schedule(), ("2020-04-20", "a", "", False))
    assert counts(found) == [("sub_standard", "not_usable")]
    assert found.forecast.number == 1


def test_another_vaccine_of_the_antigen_does_not_count():
    assert counts(answer(schedule(), ("2020-04-20", "b"))) == [("not_valid", "other_vaccine")]


def test_a_vaccine_given_by_mistake_delays_nothing_but_itself():
    first = TargetDose(1, ages("2 months"), preferable=A, inadvertent=frozenset({"b"}))
    rules = schedule(Series("only", "x", (first, TWO[1]), default=True))
    found = answer(rules, ("2020-04-20", "b"), "2020-04-21", today="2020-04-22")
    assert counts(found) == [("not_valid", "inadvertent"), ("valid", "")]


def test_an_allowable_interval_serves_where_the_preferable_one_does_not():
    second = TargetDose(
        2, (), (interval("8 weeks"),), (interval("4 weeks", from_previous=False, from_target=1),), A
    )
    rules = schedule(Series("only", "x", (TWO[0], second), default=True))
    assert counts(answer(rules, "2020-04-20", "2020-05-18"))[1] == ("valid", "")
    assert counts(answer(rules, "2020-04-20", "2020-05-17"))[1] == ("not_valid", "too_soon")


def test_a_requirement_holds_only_while_it_is_in_force():
    limit = InForce(day("2020-05-01"))
    rules = schedule(
        Series("only", "x", (TargetDose(1, ages("4 months", in_force=limit), preferable=A),))
    )
    assert counts(answer(rules, "2020-04-30")) == [("valid", "")]
    assert counts(answer(rules, "2020-05-01")) == [("not_valid", "too_young")]


LIVE = {"a": {"c": Conflict(Offset(0, 1), Offset(0, 28), Offset(0, 28))}}


def test_live_vaccines_are_given_on_one_day_or_four_weeks_apart():
    rules = schedule(conflicts=LIVE)
    assert counts(answer(rules, ("2020-04-20", "c"), ("2020-04-20", "a"))) == [("valid", "")]
    assert counts(answer(rules, ("2020-04-20", "c"), ("2020-05-17", "a"))) == [
        ("not_valid", "vaccine_conflict")
    ]
    assert counts(answer(rules, ("2020-04-20", "c"), ("2020-05-18", "a"))) == [("valid", "")]
    assert dates(answer(rules, ("2020-04-20", "c"), today="2020-04-21"))[2] == "2020-05-18"


def skipping(context, *conditions):
    sets = (ConditionSet(conditions),)
    second = TargetDose(
        2, (), (interval("4 weeks", "4 weeks"),), preferable=A, skips=(Skip(context, sets),)
    )
    third = TargetDose(3, ages("", "12 months"), (interval("8 weeks", "8 weeks"),), preferable=A)
    return schedule(Series("only", "x", (TWO[0], second, third), default=True))


def test_a_dose_is_skipped_from_an_age_on():
    rules = skipping(SkipContext.BOTH, Condition(ConditionKind.AGE, begin=offset("12 months")))
    assert dates(answer(rules, "2020-06-01", today="2020-07-01"))[1:3] == (2, "2020-06-29")
    assert dates(answer(rules, "2020-06-01", today="2021-02-01"))[1:3] == (2, "2021-01-31")
    assert counts(answer(rules, "2020-06-01", "2021-02-01")) == [("valid", ""), ("valid", "")]
    assert (
        answer(rules, "2020-06-01", "2021-02-01", today="2021-03-01").forecast.status == "complete"
    )


def test_a_forecast_that_the_next_visit_would_make_needless_is_made_anew():
    rules = skipping(SkipContext.BOTH, Condition(ConditionKind.AGE, begin=offset("12 months")))
    found = answer(rules, "2021-01-15", today="2021-01-20")
    assert dates(found)[1:3] == (2, "2021-03-12")


def test_doses_counted_for_skipping_may_hold_other_antigens():
    given = Condition(ConditionKind.COUNT, codes=frozenset({"z"}))
    rules = skipping(SkipContext.BOTH, given)
    assert dates(answer(rules, "2020-06-01", today="2020-07-01"))[2] == "2020-06-29"
    assert (
        dates(answer(rules, "2020-06-01", ("2020-06-10", "z"), today="2020-07-01"))[2]
        == "2021-01-31"
    )


def test_time_since_the_dose_before_may_make_one_needless():
    rules = skipping(
        SkipContext.EVALUATION, Condition(ConditionKind.INTERVAL, interval=offset("5 months"))
    )
    assert (
        len(answer(rules, "2020-06-01", "2020-11-01", today="2020-11-02").series[0].evaluations)
        == 2
    )
    late = answer(rules, "2020-06-01", "2021-11-01", today="2021-11-02")
    assert late.forecast.status == "complete"


def test_a_recurring_dose_is_asked_for_again():
    booster = TargetDose(
        2, (), (interval("5 years", "5 years", "10 years"),), preferable=A, recurring=True
    )
    rules = schedule(Series("only", "x", (TWO[0], booster), default=True))
    found = answer(rules, "2020-06-01", "2030-06-01", "2040-06-01", today="2040-06-02")
    assert [s for s, _ in counts(found)] == ["valid"] * 3
    assert dates(found)[1:4] == (4, "2045-06-01", "2050-06-01")


def test_seasonal_doses_start_and_end_with_the_season():
    season = TargetDose(
        1, (), preferable=A, season_first=day("2020-07-01"), season_last=day("2021-06-30")
    )
    rules = schedule(Series("only", "x", (season,), default=True))
    assert dates(answer(rules, today="2020-05-01"))[2] == "2020-07-01"
    assert answer(rules, today="2021-07-01").forecast.status == "not_recommended"


def test_immunity_and_contraindications_end_a_forecast():
    rules = schedule(
        immune_if=frozenset({"had it"}),
        immune_births=(BirthImmunity(day("1957-01-01"), except_for=frozenset({"nurse"})),),
        contraindications=(
            Contraindication("allergy"),
            Contraindication("to a", products=(Product("a"),)),
            Contraindication("young", end=offset("1 month")),
        ),
    )

    def status(*codes, born=BORN):
        return answer(rules, born=born, observations=tuple(map(Observed, codes))).forecast.status

    assert status("had it") == "immune"
    assert status(born="1956-12-31") == "immune"
    assert status("nurse", born="1956-12-31") == "not_complete"
    assert status("allergy") == status("to a") == "contraindicated"
    assert status("young") == status() == "not_complete"


def test_a_risk_series_is_meant_for_those_with_the_indication():
    risk = Series(
        "risk", "x", (TargetDose(1, ages("", "1 month"), preferable=A),), SeriesKind.RISK, group="2",
        equivalent=frozenset({"1"}), indications=(Indication("no spleen", begin=offset("1 month")),),
    )  # fmt: skip
    only = Series("only", "x", TWO, default=True, equivalent=frozenset({"2"}))
    rules = schedule(only, risk)

    def series(*codes, today="2020-03-15"):
        person = Person(day(BORN), observations=tuple(map(Observed, codes)))
        return [s.series for a in assess(rules, person, (), day(today)) for s in a.series]

    assert series() == ["only"]
    assert series("no spleen") == ["risk"]
    assert series("no spleen", today="2020-02-05") == ["only"]


def test_a_series_for_one_sex_is_not_offered_to_the_other():
    rules = schedule(Series("girls", "x", TWO, genders=frozenset({"female"}), default=True))
    assert answer(rules, gender="male") is None
    assert answer(rules, gender="female").forecast.number == 1


def test_of_two_series_the_one_under_way_is_followed_and_a_complete_one_wins():
    other = Series(
        "b",
        "x",
        (TargetDose(1, preferable=(Product("b"),)), TargetDose(2, preferable=(Product("b"),))),
    )
    rules = schedule(Series("a", "x", TWO, default=True), other)
    assert answer(rules).series[0].series == "a"
    assert answer(rules, ("2020-05-01", "b")).series[0].series == "b"
    assert answer(rules, "2020-05-01").series[0].series == "a"
    assert (
        answer(rules, ("2020-05-01", "b"), ("2020-05-02", "b"), "2020-05-05").series[0].series
        == "b"
    )


def test_a_series_for_later_years_leads_from_that_age_on():
    young = Series(
        "young", "x", (TargetDose(1, ages(maximum="5 years"), preferable=A),), default=True
    )
    old = Series("old", "x", (TargetDose(1, ages("", "50 years"), preferable=A),), group="3", default=True,
                 start_from=offset("50 years"))  # fmt: skip
    rules = schedule(young, old)
    assert answer(rules).series[0].series == "young"
    assert answer(rules, today="2070-02-01").series[0].series == "old"


def combined(full):
    one = Series("x", "x", (TargetDose(1, ages("", "2 months"), preferable=A),), default=True)
    two = Series("y", "y", (TargetDose(1, ages("", "3 months"), preferable=A),), default=True)
    return schedule(
        one, two, group=("x", "y"), full=full,
        vaccines={"a": (Association("x"), Association("y")), "b": (Association("x"),)},
    )  # fmt: skip


def test_antigens_of_a_group_are_one_visit():
    found = answer(combined(full=True), today="2020-02-01")
    assert dates(found)[:3] == ("not_complete", 1, "2020-05-01")
    assert answer(combined(full=True), "2020-05-01").forecast.status == "complete"


def test_a_dose_needed_by_one_antigen_of_the_group_counts():
    one = Series("x", "x", (TargetDose(1, preferable=(Product("a"), Product("b"))),), default=True)
    two = Series("y", "y", (TargetDose(1, preferable=A),), default=True)
    rules = schedule(
        one,
        two,
        group=("x", "y"),
        vaccines={"a": (Association("x"), Association("y")), "b": (Association("x"),)},
    )
    found = answer(rules, ("2020-04-01", "b"), "2020-05-01")
    assert [s for s, _ in counts(found)] == ["valid", "valid"]
    assert found.forecast.status == "complete"


def test_a_vaccine_holds_an_antigen_only_at_certain_ages():
    rules = schedule(vaccines={"a": (Association("x", end=offset("1 year")),)})
    assert counts(answer(rules, "2020-04-20")) == [("valid", "")]
    assert counts(answer(rules, "2021-04-20")) == []
