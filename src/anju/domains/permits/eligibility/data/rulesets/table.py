"""The rules as found, each with its source and how sure we are. A "–" of the fact sheet is a None
here: not found, so the rule of the place above holds. A city confirms its own before it goes to work with them."""

from __future__ import annotations

from datetime import date

from anju.domains.permits.eligibility.data.rulesets.values import (
    ARRIVAL,
    REGISTRATION,
    Condition,
    Confidence,
    Gap,
    RuleSet,
    Span,
    Way,
)

ORDER_663_2, HMT_2 = "663.2", "hmt.2"


def half_a_year(article: str) -> Condition:
    """Half a year of registered stay."""
    return Condition("registered_stay", article, months=6)


def three_ways(article: str) -> tuple[Way, ...]:
    """Half a year of stay, and one of stable job, stable home, continuous schooling."""
    stay = half_a_year(article)
    return (
        Way("job", (stay, Condition("stable_job", article))),
        Way("home", (stay, Condition("stable_home", article))),
        Way("school", (stay, Condition("schooling", article))),
    )


_HERE = Condition("registered_stay", "wuhan.shortcut")

RULESETS: tuple[RuleSet, ...] = (
    RuleSet(
        code="national",
        region="",
        since=date(2016, 1, 1),
        name="居住证暂行条例",
        confidence=Confidence.HIGH,
        source="国务院令第663号 第二条、第十条",
        ways=three_ways(ORDER_663_2),
        counted_from=ARRIVAL,
        anywhere=False,
        longest_gap=30,
        stable_homes=frozenset({"01", "02", "03", "05", "07"}),
        window=Span(1, "months"),
        reminders=(60, 30, 7),
        gap=Gap.FROM_LATE,
        notes=(
            "longest_gap: assumed; art. 2 does not say how long a break may be",
            (
                "stable_homes: bought, rented, boarded, dormitory, workers' flat, as art. 9 names their"
                " proofs; somebody who lives with others or in a temporary dormitory brings a statement"
            ),
        ),
    ),
    RuleSet(
        code="hmt",
        region="",
        permit="hmt",
        since=date(2018, 9, 1),
        name="港澳台居民居住证申领发放办法",
        confidence=Confidence.HIGH,
        source="国办发〔2018〕81号 第二条",
        ways=three_ways(HMT_2),
        counted_from=ARRIVAL,
        anywhere=True,
        longest_gap=30,
        stable_homes=frozenset({"01", "02", "03", "05", "07"}),
        notes=(
            "longest_gap: assumed, as nationally",
            "art. 2 speaks of half a year in the mainland, not in one city",
        ),
    ),
    RuleSet(
        code="zhejiang",
        region="33",
        since=date(2016, 7, 1),
        name="浙江省流动人口居住登记条例",
        confidence=Confidence.HIGH,
        source="浙江省流动人口居住登记条例 (2016): half a year from registration",
        counted_from=REGISTRATION,
        window=Span(1, "months"),
    ),
    RuleSet(
        code="hangzhou",
        region="3301",
        since=date(2018, 1, 1),
        name="杭州市流动人口服务管理规定",
        confidence=Confidence.HIGH,
        source=(
            "杭州 2018: continuous; a job counts with social insurance; a suspension is not "
            "counted as residence"
        ),
        longest_gap=10,
        window=Span(1, "months"),
        gap=Gap.LEFT_OUT,
        ways=(
            Way(
                "job",
                (
                    half_a_year("hangzhou.stay"),
                    Condition("stable_job", "hangzhou.job"),
                    Condition("insurance", "hangzhou.job"),
                ),
            ),
            Way("home", (half_a_year("hangzhou.stay"), Condition("stable_home", ORDER_663_2))),
            Way("school", (half_a_year("hangzhou.stay"), Condition("schooling", ORDER_663_2))),
        ),
        notes=(
            "longest_gap: the ten days in which a change of address is to be reported",
            "since: the year is sure, the day is assumed",
        ),
    ),
    RuleSet(
        code="guangzhou",
        region="4401",
        since=date(2022, 1, 1),
        name="广州市居住证办事指南",
        confidence=Confidence.MEDIUM,
        source="广州 2022 guide: nothing of its own found on who is entitled",
    ),
    RuleSet(
        code="wuhan",
        region="4201",
        since=date(2024, 1, 1),
        name="武汉市居住证办事指南",
        confidence=Confidence.MEDIUM,
        source=(
            "武汉 2024, second-hand: half a year, or without it six months' insurance, a job, study, marriage"
            " to a local"
        ),
        longest_gap=3,
        window=Span(1, "months"),
        gap=Gap.FROM_LATE_OR_RETURN,
        ways=(
            Way("job", (_HERE, Condition("stable_job", "wuhan.shortcut"))),
            Way("home", (half_a_year(ORDER_663_2), Condition("stable_home", ORDER_663_2))),
            Way("school", (_HERE, Condition("schooling", "wuhan.shortcut"))),
            Way("insurance", (_HERE, Condition("insurance", "wuhan.shortcut", months=6))),
            Way("marriage", (_HERE, Condition("marriage", "wuhan.shortcut"))),
        ),
        notes=(
            (
                "ways: a job or study by themselves spare the half year, as the list reads; to be confirmed"
                " first"
            ),
            "longest_gap: the three days in which a change of address is to be reported",
            "gap: a published guide has those who left and came back counted anew from registration",
        ),
    ),
    RuleSet(
        code="shenzhen",
        region="4403",
        since=date(2015, 6, 1),
        name="深圳经济特区居住证条例",
        confidence=Confidence.MEDIUM,
        source="深圳 2015: 12 months' registered stay and 12 months' insurance, or 18 within 2 years",
        counted_from=REGISTRATION,
        window=Span(60, "days"),
        ways=(
            Way(
                "insurance_12",
                (
                    Condition("registered_stay", "shenzhen.stay", months=12),
                    Condition("insurance", "shenzhen.insurance", months=12),
                ),
            ),
            Way(
                "insurance_18",
                (
                    Condition("registered_stay", "shenzhen.stay", months=12),
                    Condition("insurance", "shenzhen.insurance", months=18, within=24),
                ),
            ),
        ),
    ),
)
